"""Find out to which name servers registrable domains are delegated.

Asked only of the sites of doubtful pages, in the background, and never waited for long: an answer
that does not come is no evidence. The operating system has no question for this, so it is
dnspython that asks the servers which the system is set up to use; it is imported where there is
something to ask.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.model import Delegation

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

NameServers: TypeAlias = "Callable[[str], Awaitable[tuple[str, ...]]]"

_AT_ONCE: Final = 16
_TIME: Final = 3.0  # seconds for one question
_PATIENCE: Final = 6.0  # seconds for all that are under way when nothing else is
_MOST: Final = 16  # name servers kept of one site


class Delegations:
    """Ask for the name servers of sites, each once.

    `lookup` returns the name servers of a domain, none where that could not be found out.
    `patience` is how many seconds `found` waits at most.
    """

    def __init__(
        self,
        lookup: NameServers | None = None,
        *,
        patience: float = _PATIENCE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._lookup = lookup or system_name_servers
        self._patience = patience
        self._now = now
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._asking: dict[str, asyncio.Task[Delegation | None]] = {}

    def ask(self, site: str) -> None:
        """Begin to ask about a site; return at once."""
        if site not in self._asking:
            self._asking[site] = asyncio.create_task(self._ask(site))

    async def found(self) -> tuple[Delegation, ...]:
        """Wait a little, and return what is known of all sites asked about so far.

        What has not been answered then is not waited for again.
        """
        if not self._asking:
            return ()
        done, late = await asyncio.wait(self._asking.values(), timeout=self._patience)
        for task in late:
            task.cancel()
        results = (task.result() for task in done if not task.cancelled())
        return tuple(result for result in results if result is not None)

    async def _ask(self, site: str) -> Delegation | None:
        async with self._slots:
            servers = await self._lookup(site)
        if not servers:
            return None
        names = sorted({each.lower().rstrip(".") for each in servers})
        return Delegation(site, self._now(), tuple(names[:_MOST]))


async def system_name_servers(site: str) -> tuple[str, ...]:
    """Ask the system's name servers for those of a domain; return none where they do not tell."""
    import dns.asyncresolver  # noqa: PLC0415  (0.1 s, and seldom needed)
    import dns.exception  # noqa: PLC0415

    try:
        answer = await dns.asyncresolver.resolve(
            f"{site}.", "NS", lifetime=_TIME, search=False, raise_on_no_answer=False
        )
    except (dns.exception.DNSException, OSError, ValueError):  # ValueError: no name of the DNS
        return ()
    return tuple(record.target.to_text() for record in answer)
