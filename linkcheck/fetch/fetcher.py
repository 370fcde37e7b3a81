"""Ask all targets: fair to hosts, each retried where that may help, in bounded memory."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tenacity import AsyncRetrying, retry_if_result, wait_exponential_jitter

from linkcheck.address import WEB_SCHEMES
from linkcheck.fetch.chain import Chains
from linkcheck.fetch.failures import AskFailedError, PrivateAddressError
from linkcheck.fetch.guard import is_any, is_public
from linkcheck.fetch.health import Health
from linkcheck.fetch.lanes import Lanes
from linkcheck.fetch.resolver import Resolver
from linkcheck.fetch.retry import retries_for, retry_after, wearies
from linkcheck.fetch.transport import CoreTransport, system_trust
from linkcheck.fetch.turns import Turns
from linkcheck.model import Answered, NotAsked, NotAskedReason, Observation

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    import httpx
    from tenacity import RetryCallState

    from linkcheck.fetch.chain import Attempt
    from linkcheck.model import Outcome, Target
    from linkcheck.settings import Settings

# Names that resolve wherever there is a network.
CONTROL_NAMES: Final = ("example.com", "iana.org", "archive.org")

# Times `per_host`: how many targets of one host are under way, asked or waiting to be asked again.
_WAITING: Final = 4
_BACK_OFF: Final = wait_exponential_jitter(initial=1, max=8, jitter=0.5)


class Fetcher:
    """Ask the web about targets and deliver what happened.

    `clock` tells seconds for what is measured and for turns, `sleep` must let it go on; `now`
    tells the date of an observation.
    """

    def __init__(  # noqa: PLR0913  (the edges: each is passed in)
        self,
        transport: httpx.AsyncBaseTransport,
        settings: Settings,
        *,
        resolver: Resolver,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._resolver = resolver
        self._sleep = sleep
        self._now = now
        self._weary: set[str] = set()
        self._turns = Turns(
            per_host=settings.per_host,
            delay=settings.delay,
            at_once=settings.concurrency,
            clock=clock,
            sleep=sleep,
        )
        self._chains = Chains(
            transport,
            settings,
            resolver=resolver,
            turns=self._turns,
            health=Health(),
            clock=clock,
            now=now,
        )

    async def run(self, targets: Iterable[Target], deliver: Callable[[Observation], None]) -> None:
        """Ask targets, read lazily, and deliver each observation as it comes.

        May be cancelled at any time: what was delivered stays, the rest is simply absent. What
        `deliver` raises ends the run and is raised.
        """

        async def check(target: Target) -> None:
            deliver(await self.ask(target))

        try:
            await Lanes(check, per_host=self._settings.per_host * _WAITING).run(targets)
        finally:
            self._turns.close()

    async def ask(self, target: Target) -> Observation:
        """Ask one target, again where that may help."""
        at = self._now()
        if target.url.partition(":")[0] not in WEB_SCHEMES:
            return Observation(
                target.url, at, NotAsked(NotAskedReason.UNSUPPORTED_SCHEME), attempts=0
            )
        made: list[Attempt] = []

        async def attempt() -> Attempt:
            made.append(await self._chains.follow(target.url))
            return made[-1]

        def last(_: RetryCallState) -> Attempt:
            return made[-1]

        ended: Attempt = await AsyncRetrying(
            # Being cancelled is no result: it is never asked again, but raised.
            retry=retry_if_result(lambda one: self._retries(target, one) > 0),
            stop=lambda state: state.attempt_number > self._retries(target, made[-1]),
            wait=lambda state: self._wait(state, made[-1].outcome),
            sleep=self._sleep,
            retry_error_callback=last,
        )(attempt)
        self._learn(target, ended.outcome)
        return Observation(
            target.url,
            at,
            ended.outcome,
            hops=ended.hops,
            attempts=sum(one.asked for one in made),
            elapsed=sum(one.elapsed for one in made),
        )

    async def network_is_up(self) -> bool:
        """Tell whether names resolve that always do: asked when nothing at all has answered."""
        return any(await asyncio.gather(*map(self._resolves, CONTROL_NAMES)))

    async def _resolves(self, name: str) -> bool:
        try:
            await self._resolver.resolve(name)
        except (AskFailedError, PrivateAddressError):
            return False
        return True

    def _retries(self, target: Target, attempt: Attempt) -> int:
        if target.host in self._weary:
            return 0
        return retries_for(attempt.outcome, self._settings, self._now())

    def _wait(self, state: RetryCallState, outcome: Outcome) -> float:
        asked = retry_after(outcome, self._now()) if isinstance(outcome, Answered) else None
        return _BACK_OFF(state) if asked is None else asked

    def _learn(self, target: Target, outcome: Outcome) -> None:
        if wearies(outcome):
            self._weary.add(target.host)
        else:
            self._weary.discard(target.host)


def resolver_for(settings: Settings) -> Resolver:
    """Make a resolver that reaches what the settings allow."""
    allowed = is_any if settings.allow_private else is_public
    return Resolver(allowed=allowed, timeout=settings.connect_timeout)


@asynccontextmanager
async def open_fetcher(
    settings: Settings, *, resolver: Resolver | None = None, trust: ssl.SSLContext | None = None
) -> AsyncIterator[Fetcher]:
    """Open a fetcher on the network; whose certificates hold is the system's say by default."""
    resolver = resolver or resolver_for(settings)
    async with CoreTransport(resolver, trust or system_trust()) as transport:
        yield Fetcher(transport, settings, resolver=resolver)
