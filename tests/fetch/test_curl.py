"""What libcurl's engine does when this program itself has stood still for a moment."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import TYPE_CHECKING

import pytest
from curl_cffi.aio import AsyncCurl

from linkcheck.fetch import curl
from linkcheck.fetch.causes import AskFailedError
from linkcheck.fetch.engine import Question
from linkcheck.fetch.resolver import Resolver
from linkcheck.fetch.trust import Trust
from linkcheck.model import Cause
from tests.fetch.conftest import needs_linux
from tests.rudeweb.doors import silent_sockets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONNECT = 0.3  # seconds
FIRST_LOOK = 0.4


@pytest.fixture
def port() -> Iterator[int]:
    held = silent_sockets()
    yield held[0].getsockname()[1]
    for each in held:
        each.close()


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> list[AsyncCurl]:
    """The handles that engines run, to make them go on when a test wants it."""
    made: list[AsyncCurl] = []

    class Known(AsyncCurl):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(curl, "AsyncCurl", Known)
    return made


def engine() -> curl.CurlEngine:
    return curl.CurlEngine(Resolver(allowed=lambda _: True), Trust())


def question(port: int, connected: Callable[[], None]) -> Question:
    url = f"http://127.0.0.1:{port}/"
    return Question(url, "http", "127.0.0.1", port, (), CONNECT, 9.0, connected=connected)


@needs_linux
async def test_who_has_just_failed_to_connect_has_not_let_us_connect(
    port: int, running: list[AsyncCurl], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(curl, "_FIRST_LOOK", FIRST_LOOK)
    connected: list[bool] = []
    async with engine() as asking:
        asked = asyncio.create_task(asking.ask(question(port, lambda: connected.append(True))))
        await asyncio.sleep(CONNECT / 2)
        time.sleep(FIRST_LOOK)  # noqa: ASYNC251  (nothing goes on)
        running[0].socket_action(-1, 0)  # the failure is known, but not yet told
        with pytest.raises(AskFailedError) as raised:
            await asked
    assert raised.value.unanswered.cause is Cause.CONNECT_TIMEOUT
    assert not connected


@needs_linux
async def test_a_failure_that_nobody_waits_for_is_nobody_s_business(
    port: int, running: list[AsyncCurl]
) -> None:
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, said: complaints.append(said))
    async with engine() as asking:
        asked = asyncio.create_task(asking.ask(question(port, lambda: None)))
        await asyncio.sleep(CONNECT / 2)
        time.sleep(CONNECT)  # noqa: ASYNC251
        running[0].process_data(-1, 0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
    del asked
    gc.collect()
    assert not complaints
