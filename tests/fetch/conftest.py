from __future__ import annotations

import asyncio
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol, cast

import pytest

from linkcheck.fetch.curlhttpx import CurlTransport
from linkcheck.fetch.fetcher import Fetcher
from linkcheck.fetch.resolver import Resolver
from linkcheck.fetch.transport import CoreTransport
from linkcheck.fetch.trust import Trust
from linkcheck.model import Target
from linkcheck.settings import Settings
from tests.rudeweb import RudeWeb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    import httpx

    from linkcheck.address import IPAddress
    from linkcheck.model import Observation

# Long enough for a slow machine, short enough for tests that wait for it to be over.
SETTINGS = Settings(timeout=5.0, connect_timeout=2.0, delay=0.0)

needs_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems refuse where Linux is silent"
)


class QuickTime:
    """A clock that goes on by itself, and at once by what is slept."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._ahead = 0.0

    def clock(self) -> float:
        return time.monotonic() + self._ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._ahead += seconds
        await asyncio.sleep(0)


def only_the_rude_web(address: IPAddress) -> bool:
    return address == ip_address("127.0.0.1")


if TYPE_CHECKING:
    Engine = Callable[[Resolver, Trust], httpx.AsyncBaseTransport]


@pytest.fixture(params=[CurlTransport, CoreTransport], ids=["curl", "httpcore"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both engines in turn: what they say of the same web must be the same."""
    return cast("Engine", request.param)


@asynccontextmanager
async def opened(
    web: RudeWeb,
    settings: Settings = SETTINGS,
    quick: QuickTime | None = None,
    engine: Engine = CurlTransport,
) -> AsyncIterator[Fetcher]:
    """A fetcher on a real transport that reaches the rude web and nothing else."""
    quick = quick or QuickTime()
    resolver = Resolver(web.lookup, allowed=only_the_rude_web, timeout=settings.connect_timeout)
    async with engine(resolver, Trust(web.ca_file)) as transport:
        yield Fetcher(
            transport,
            settings,
            resolver=resolver,
            clock=quick.clock,
            sleep=quick.sleep,
            now=quick.now,
        )


class Fetch(Protocol):
    async def __call__(
        self, *urls: str, settings: Settings = SETTINGS, quick: QuickTime | None = None
    ) -> list[Observation]: ...


@pytest.fixture
async def web() -> AsyncIterator[RudeWeb]:
    async with RudeWeb() as server:
        yield server


@pytest.fixture
def fetch(web: RudeWeb, engine: Engine) -> Fetch:
    """Ask the rude web about addresses; the observations come in the order of the addresses."""

    async def ask(
        *urls: str, settings: Settings = SETTINGS, quick: QuickTime | None = None
    ) -> list[Observation]:
        found: dict[str, Observation] = {}
        async with opened(web, settings, quick, engine) as fetcher:
            await fetcher.run(targets_of(urls), lambda seen: found.__setitem__(seen.target, seen))
        return [found[Target.of(url).url] for url in urls]

    return ask


def targets_of(urls: Iterable[str]) -> Iterable[Target]:
    return (Target.of(url) for url in urls)


def impatient(**changes: float) -> Settings:
    """Settings for what is never answered: short limits, no second attempt."""
    return replace(SETTINGS, timeout=0.4, connect_timeout=0.3, retries=0, **changes)  # type: ignore[arg-type]
