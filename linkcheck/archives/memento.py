"""Any archive that keeps to Memento (RFC 7089), by its TimeMaps or its TimeGate.

A TimeMap lists all copies, so that the nearest good one can be chosen: it is asked where there is
one. A TimeGate negotiates one copy by `Accept-Datetime` and is asked elsewhere. TimeMaps do not
tell the status of a copy; archives list captures of errors and redirects too, so that it is found
out when a copy is looked at.
"""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from linkcheck.address import join_address
from linkcheck.archives.asking import MEMENTO_DATETIME, Service
from linkcheck.archives.linkformat import read_link_format
from linkcheck.archives.moments import noon
from linkcheck.model import Capture, Held, NotHeld, Unavailable

if TYPE_CHECKING:
    from datetime import date, datetime

    import httpx

    from linkcheck.archives.archive import Stage
    from linkcheck.archives.budget import Budget
    from linkcheck.model import ArchiveAnswer

LINK_FORMAT: Final = "application/link-format"

_TIMEOUT: Final = 60.0
_LONGEST_TIMEMAP: Final = 4_194_304  # some 25,000 copies
_BEGINNING: Final = 4096  # of a copy: it is not read here
_KEPT: Final = 10  # nearest copies of one archive: more are never looked at


class TimeMaps:
    """Ask an archive for TimeMaps: `address` is what an address is appended to."""

    def __init__(self, name: str, client: httpx.AsyncClient, budget: Budget, address: str) -> None:
        self.name = name
        self._address = address
        self._service = Service(
            client,
            budget,
            timeout=_TIMEOUT,
            longest=_LONGEST_TIMEMAP,
            knows_missing=True,
        )

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return itself: a TimeMap says all that there is to say."""
        return (self,)

    @property
    def pause(self) -> float:
        """Return the seconds until the archive may be asked again."""
        return self._service.pause

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more."""
        return await self._service.ready()

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the copies nearest to a day (without one: the latest)."""
        address = self._address + url
        reply = await self._service.ask(address, headers={"Accept": LINK_FORMAT})
        if isinstance(reply, Unavailable):
            return reply
        if reply.missing:
            self._service.understood()
            return NotHeld()
        captures = read_timemap(reply.body.decode("utf-8", "replace"), self.name, url, address)
        if captures is None:
            return self._service.misunderstood("link-format")
        self._service.understood()
        return Held(nearest(captures, near)) if captures else NotHeld()

    async def neighbours(self, url: str) -> tuple[Capture, ...]:  # noqa: ARG002  (the seam's)
        """Return nothing: a TimeMap is of one address."""
        return ()


class TimeGate:
    """Ask an archive for the one copy nearest to a day: `address` is what is appended to.

    Answers 302 or 307 lead to the copy; one of 200 is the copy, and names its own address in
    `Content-Location` (RFC 7089, section 4). The copy's status comes with it.
    """

    def __init__(self, name: str, client: httpx.AsyncClient, budget: Budget, address: str) -> None:
        self.name = name
        self._address = address
        self._service = Service(
            client, budget, timeout=_TIMEOUT, longest=_BEGINNING, knows_missing=True
        )

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return itself: there is no other way to ask."""
        return (self,)

    @property
    def pause(self) -> float:
        """Return the seconds until the archive may be asked again."""
        return self._service.pause

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more."""
        return await self._service.ready()

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the copy nearest to a day (without one: the archive's choice, the latest)."""
        headers = {"Accept": "*/*"}
        if near is not None:
            headers["Accept-Datetime"] = format_datetime(noon(near), usegmt=True)
        reply = await self._service.ask(self._address + url, headers=headers)
        if isinstance(reply, Unavailable):
            return reply
        if reply.missing:
            self._service.understood()
            return NotHeld()
        try:
            moment = parsedate_to_datetime(reply.headers.get(MEMENTO_DATETIME, ""))
        except (ValueError, TypeError):
            return self._service.misunderstood("a copy")
        self._service.understood()
        replay = join_address(reply.url, reply.headers.get("content-location", reply.url))
        original = _original(reply.headers.get("link", "")) or url
        address = reply.url if replay is None or not replay.is_web else replay.url
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        return Held((Capture(self.name, original, address, moment, reply.status_code),))

    async def neighbours(self, url: str) -> tuple[Capture, ...]:  # noqa: ARG002  (the seam's)
        """Return nothing: a TimeGate is for one address."""
        return ()


def _original(header: str) -> str | None:
    links = read_link_format(header)
    return next((link.uri for link in links if "original" in link.rels), None)


def read_timemap(text: str, archive: str, url: str, base: str) -> tuple[Capture, ...] | None:
    """Read a TimeMap of `url` that was found at `base`, or return None where it is none.

    Every TimeMap names its original; one without mementos says that there is no copy.
    """
    captures = []
    original = None
    for link in read_link_format(text):
        if "original" in link.rels:
            original = link.uri
        if "memento" not in link.rels:
            continue
        replay = join_address(base, link.uri)
        moment = link.moment
        if replay is not None and replay.is_web and moment is not None:
            captures.append(Capture(archive, original or url, replay.url, moment, None))
    if original is None and not captures:
        return None
    return tuple(captures)


def nearest(captures: tuple[Capture, ...], near: date | None) -> tuple[Capture, ...]:
    """Return the few captures nearest to a day (without one: the latest), in order of time."""

    def distance(capture: Capture) -> float:
        when = capture.captured_at.timestamp()
        return -when if near is None else abs(when - noon(near).timestamp())

    chosen = sorted(captures, key=distance)[:_KEPT]
    return tuple(sorted(chosen, key=_when))


def _when(capture: Capture) -> datetime:
    return capture.captured_at
