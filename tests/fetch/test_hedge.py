"""Asking once more who is silent."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import httpx
import pytest

from linkcheck.fetch.hedge import first_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

SOON, LATE = 0.02, 60.0


class Stream(httpx.AsyncByteStream):
    closed = False

    async def aclose(self) -> None:
        self.closed = True


async def silence() -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def after(event: asyncio.Event, response: httpx.Response) -> httpx.Response:
    await event.wait()
    return response


async def refusal() -> httpx.Response:
    raise ConnectionRefusedError(111, "refused")


def in_turn(
    *attempts: Callable[[], Awaitable[httpx.Response]],
) -> tuple[Callable[[], Coroutine[None, None, httpx.Response]], list[int]]:
    """Ask so, the first time and the second; and the count of how often it was asked."""
    asked: list[int] = []

    async def ask() -> httpx.Response:
        asked.append(len(asked))
        return await attempts[asked[-1]]()

    return ask, asked


async def test_a_quick_answer_is_asked_for_once() -> None:
    answer = httpx.Response(200)
    ask, asked = in_turn(lambda: after(ready(), answer))
    assert await first_answer(ask, limit=LATE, patience=LATE, again=lambda: True) is answer
    assert asked == [0]


def ready() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


async def test_the_second_answers_for_a_silent_first() -> None:
    answer = httpx.Response(200)
    ask, _ = in_turn(silence, lambda: after(ready(), answer))
    assert await first_answer(ask, limit=LATE, patience=SOON, again=lambda: True) is answer


async def test_the_first_may_still_answer_and_the_second_is_given_up() -> None:
    answer, begun = httpx.Response(200), asyncio.Event()

    async def second() -> httpx.Response:
        begun.set()
        return await silence()

    ask, asked = in_turn(lambda: after(begun, answer), second)
    assert await first_answer(ask, limit=LATE, patience=SOON, again=lambda: True) is answer
    assert asked == [0, 1]


async def test_of_two_answers_the_one_that_is_not_taken_is_closed() -> None:
    both, stream = asyncio.Event(), Stream()
    one, two = httpx.Response(200), httpx.Response(200, stream=stream)

    async def second() -> httpx.Response:
        both.set()
        return two

    ask, _ = in_turn(lambda: after(both, one), second)
    taken = await first_answer(ask, limit=LATE, patience=SOON, again=lambda: True)
    assert (taken is one) == stream.closed


async def test_where_the_first_fails_the_second_is_waited_for() -> None:
    answer, begun = httpx.Response(200), asyncio.Event()

    async def first() -> httpx.Response:
        await begun.wait()
        return await refusal()

    async def second() -> httpx.Response:
        begun.set()
        await asyncio.sleep(SOON)
        return answer

    ask, _ = in_turn(first, second)
    assert await first_answer(ask, limit=LATE, patience=SOON, again=lambda: True) is answer


async def test_where_both_fail_the_first_says_why() -> None:
    begun = asyncio.Event()

    async def first() -> httpx.Response:
        await begun.wait()
        raise ConnectionResetError(104, "reset")

    async def second() -> httpx.Response:
        begun.set()
        return await refusal()

    ask, _ = in_turn(first, second)
    with pytest.raises(ConnectionResetError):
        await first_answer(ask, limit=LATE, patience=SOON, again=lambda: True)


async def test_silence_has_an_end() -> None:
    ask, asked = in_turn(silence, silence)
    with pytest.raises(TimeoutError):
        await first_answer(ask, limit=3 * SOON, patience=SOON, again=lambda: True)
    assert asked == [0, 1]


async def test_an_answer_that_comes_while_the_first_gives_up_is_taken() -> None:
    answer, given_up = httpx.Response(200), asyncio.Event()
    errors: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context))

    async def first() -> httpx.Response:
        try:
            return await silence()
        finally:
            given_up.set()
            await asyncio.sleep(SOON)

    ask, asked = in_turn(first, lambda: after(given_up, answer))
    taken = await first_answer(ask, limit=3 * SOON, patience=SOON, again=lambda: True)
    gc.collect()  # a task whose error nobody has heard complains when it goes
    assert taken is answer
    assert asked == [0, 1]
    assert errors == []


async def test_nobody_is_asked_twice_who_shall_not_be() -> None:
    ask, asked = in_turn(silence)
    with pytest.raises(TimeoutError):
        await first_answer(ask, limit=3 * SOON, patience=SOON, again=lambda: False)
    assert asked == [0]


async def test_a_bug_in_the_second_is_not_hidden() -> None:
    begun, answer = asyncio.Event(), httpx.Response(200)

    async def second() -> httpx.Response:
        begun.set()
        message = "a bug"
        raise ValueError(message)

    ask, _ = in_turn(lambda: after(begun, answer), second)
    with pytest.raises(ValueError, match="a bug"):
        await first_answer(ask, limit=LATE, patience=SOON, again=lambda: True)


async def test_who_is_cancelled_leaves_nothing_behind() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def second() -> httpx.Response:
        begun.set()
        try:
            return await silence()
        finally:
            ended.set()

    ask, _ = in_turn(silence, second)
    waiting = asyncio.ensure_future(
        first_answer(ask, limit=LATE, patience=SOON, again=lambda: True)
    )
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()
