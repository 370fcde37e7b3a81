"""Time limits in a program that has stood still for a moment."""

from __future__ import annotations

import asyncio
import time

import pytest

from linkcheck.fetch.alarm import Alarm, time_limit
from linkcheck.fetch.hedge import first_answer

LIMIT, ANSWERED, STOPPED = 0.1, 0.2, 0.5  # seconds


class Answer:
    async def aclose(self) -> None:
        """Be let go of."""


async def stand_still() -> None:
    await asyncio.sleep(0)  # what is waited for has begun
    time.sleep(STOPPED)  # noqa: ASYNC251


async def test_an_alarm_rings_in_time() -> None:
    rung, began = asyncio.Event(), time.monotonic()
    Alarm(LIMIT, rung.set)
    await rung.wait()
    assert time.monotonic() - began >= LIMIT - 0.02


async def test_an_alarm_that_is_cancelled_does_not_ring() -> None:
    rung: list[bool] = []
    early, late = Alarm(LIMIT, lambda: rung.append(True)), Alarm(0, lambda: rung.append(True))
    early.cancel()
    await stand_still()
    await asyncio.sleep(0)  # the one is late now, and waits
    late.cancel()
    await asyncio.sleep(STOPPED)
    assert not rung


async def test_what_has_come_in_the_meantime_is_taken_first() -> None:
    still = asyncio.create_task(stand_still())
    async with time_limit(LIMIT) as scope:
        answer = await asyncio.sleep(ANSWERED, "an answer")
    await still
    assert answer == "an answer"
    assert not scope.expired()


async def test_silence_is_silence_still() -> None:
    still = asyncio.create_task(stand_still())
    with pytest.raises(TimeoutError):
        async with time_limit(LIMIT):
            await asyncio.Event().wait()
    await still


async def test_who_has_answered_in_the_meantime_is_not_asked_again() -> None:
    asked: list[int] = []
    answer = Answer()

    async def ask() -> Answer:
        asked.append(1)
        await asyncio.sleep(ANSWERED)
        return answer

    still = asyncio.create_task(stand_still())
    taken = await first_answer(ask, limit=2 * LIMIT, patience=LIMIT, again=lambda: True)
    await still
    assert taken is answer
    assert asked == [1]
