"""Ask all targets: fair to hosts, each retried where that may help, in bounded memory."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from linkcheck.address import DEFANGED_SCHEMES, WEB_SCHEMES
from linkcheck.fetch.chain import Chains
from linkcheck.fetch.engine import Engine
from linkcheck.fetch.engines import connections_at_once, open_engine
from linkcheck.fetch.guard import is_any, is_public
from linkcheck.fetch.headers import check_secrets
from linkcheck.fetch.health import Health
from linkcheck.fetch.lanes import Lanes
from linkcheck.fetch.proxies import Proxies
from linkcheck.fetch.resolver import Resolver
from linkcheck.fetch.retry import retries_for, retry_after, wearies
from linkcheck.fetch.turns import Pace, Turns
from linkcheck.hostrules import rule_for
from linkcheck.judge.case import SUCCESS
from linkcheck.judge.registries import REGISTRY_RULES, registry_addresses
from linkcheck.model import Answered, NotAsked, NotAskedReason, Observation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
    from datetime import date

    import httpx
    from tenacity import RetryCallState

    from linkcheck.fetch.chain import Attempt
    from linkcheck.fetch.trust import Trust
    from linkcheck.model import Outcome, Target
    from linkcheck.settings import Settings

# Times `per_host`: how many targets of one host are under way, asked or waiting to be asked again.
_WAITING: Final = 4


class Fetcher:
    """Ask the web about targets and deliver what happened.

    What carries the requests is an engine, or any transport of httpx in the place of one.
    `clock` tells seconds for what is measured and for turns, `sleep` must let it go on; `now`
    tells the date of an observation.
    """

    def __init__(  # noqa: PLR0913  (the edges: each is passed in)
        self,
        engine: Engine | httpx.AsyncBaseTransport,
        settings: Settings,
        *,
        resolver: Resolver,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        check_secrets(settings, environ)
        self._settings = settings
        self._resolver = resolver
        self._sleep = sleep
        self._now = now
        self._weary: set[str] = set()
        self._turns = Turns(
            pace=lambda host: pace_of(host, settings, now().date()),
            at_once=min(settings.concurrency, connections_at_once()),
            clock=clock,
            sleep=sleep,
        )
        self._chains = Chains(
            _engine(engine),
            settings,
            resolver=resolver,
            turns=self._turns,
            health=Health(),
            clock=clock,
            now=now,
            environ=environ,
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
        """Ask one target, again where that may help.

        An identifier is asked of its registry where that has an address for it.
        """
        at = self._now()
        scheme = target.url.partition(":")[0]
        if scheme in DEFANGED_SCHEMES:
            return Observation(target.url, at, NotAsked(NotAskedReason.DEFANGED), attempts=0)
        if scheme not in WEB_SCHEMES:
            return Observation(
                target.url, at, NotAsked(NotAskedReason.UNSUPPORTED_SCHEME), attempts=0
            )
        made = [await self._attempt(target)]
        if self._retries(target, made[0]) > 0:
            made = await self._again(target, made[0])
        ended = made[-1]
        self._learn(target, ended.outcome)
        return Observation(
            target.url,
            at,
            ended.outcome,
            hops=ended.hops,
            attempts=sum(one.asked for one in made),
            elapsed=sum(one.elapsed for one in made),
        )

    async def _attempt(self, target: Target) -> Attempt:
        def eager() -> bool:
            return self._settings.retries > 0 and target.host not in self._weary

        first, *others = registry_addresses(target.url) or (target.url,)
        attempt = await self._chains.follow(first, target.fragments, eager=eager)
        for other in others:
            if _is_found(attempt.outcome):
                break
            attempt = await self._chains.follow(other, target.fragments, eager=eager)
        return attempt

    async def _again(self, target: Target, first: Attempt) -> list[Attempt]:
        """Ask again as long as that may help; return all attempts, with the first one.

        tenacity comes in only here: it takes longer to set up than most answers to come.
        """
        from tenacity import (  # noqa: PLC0415  (10 ms, and few are asked again)
            AsyncRetrying,
            retry_if_result,
            wait_exponential_jitter,
        )

        made: list[Attempt] = []
        back_off = wait_exponential_jitter(initial=1, max=8, jitter=0.5)

        def wait(state: RetryCallState) -> float:
            outcome = made[-1].outcome
            asked = retry_after(outcome, self._now()) if isinstance(outcome, Answered) else None
            return back_off(state) if asked is None else asked

        async def attempt() -> Attempt:
            made.append(await self._attempt(target) if made else first)
            return made[-1]

        await AsyncRetrying(
            # Being cancelled is no result: it is never asked again, but raised.
            retry=retry_if_result(lambda one: self._retries(target, one) > 0),
            stop=lambda state: state.attempt_number > self._retries(target, made[-1]),
            wait=wait,
            sleep=self._sleep,
            retry_error_callback=lambda _: made[-1],
        )(attempt)
        return made

    async def network_is_up(self) -> bool:
        """Tell whether names resolve that always do: asked when nothing at all has answered."""
        return await self._resolver.names_resolve()

    def _retries(self, target: Target, attempt: Attempt) -> int:
        if target.host in self._weary:
            return 0
        return retries_for(attempt.outcome, self._settings, self._now())

    def _learn(self, target: Target, outcome: Outcome) -> None:
        if wearies(outcome):
            self._weary.add(target.host)
        else:
            self._weary.discard(target.host)


def _engine(given: Engine | httpx.AsyncBaseTransport) -> Engine:
    if isinstance(given, Engine):
        return given
    from linkcheck.fetch.overhttpx import OverHttpx  # noqa: PLC0415  (httpx, where it is used)

    return OverHttpx(given)


def _is_found(outcome: Outcome) -> bool:
    return isinstance(outcome, Answered) and outcome.status_code in SUCCESS


def pace_of(host: str, settings: Settings, day: date) -> Pace:
    """Return how a host is asked: by its own rule for the whole host, else as all are.

    A rule of the settings comes before what a registry asks for.
    """
    usual = Pace(settings.per_host, settings.delay)
    rule = rule_for(settings.hosts, f"http://{host}/", day) if settings.hosts else None
    rule = rule or REGISTRY_RULES.get(host)
    if rule is None:
        return usual
    return Pace(
        usual.at_once if rule.per_host is None else rule.per_host,
        usual.delay if rule.delay is None else rule.delay,
    )


def resolver_for(settings: Settings) -> Resolver:
    """Make a resolver that reaches what the settings allow."""
    allowed = is_any if settings.allow_private else is_public
    proxies = Proxies.of_environment()
    return Resolver(allowed=allowed, timeout=settings.connect_timeout, proxies=proxies)


@asynccontextmanager
async def open_fetcher(
    settings: Settings, *, resolver: Resolver | None = None, trust: Trust | None = None
) -> AsyncIterator[Fetcher]:
    """Open a fetcher on the network; whose certificates hold is the system's say by default."""
    resolver = resolver or resolver_for(settings)
    async with open_engine(resolver, trust) as engine:
        yield Fetcher(engine, settings, resolver=resolver)
