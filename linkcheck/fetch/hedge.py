"""Ask who is silent a second time, while the first request may still be answered.

To ask again only after a whole time limit would make each silent address cost two of them, one
after the other, and those are what a run waits for at its end. So the second attempt begins
within the limit of the first, and the first of both to be answered counts.

J. Dean, L. A. Barroso, "The Tail at Scale", 2013: hedged requests.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from linkcheck.fetch.alarm import Alarm, time_limit
from linkcheck.fetch.causes import AskError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


class _Answer(Protocol):
    async def aclose(self) -> None: ...


A = TypeVar("A", bound=_Answer)

_FAILURES: Final = (AskError, OSError)


async def first_answer(
    ask: Callable[[], Coroutine[None, None, A]],
    *,
    limit: float,
    patience: float,
    again: Callable[[], bool],
) -> A:
    """Return the first answer, asking once more after `patience` seconds if `again` then says so.

    Raises what the first failed with where both fail, and `TimeoutError` where no answer has come
    in `limit` seconds. Where the first answer is quick it costs no more than a timer.
    """
    second = _Second(ask, again)
    alarm = Alarm(patience, second.start)
    try:
        response = await _either(ask, second, limit)
    except BaseException:
        await second.discard()
        raise
    finally:
        alarm.cancel()
    if response is not second.response:
        await second.discard()
    return response


async def _either(
    ask: Callable[[], Coroutine[None, None, A]], second: _Second[A], limit: float
) -> A:
    try:
        async with time_limit(limit) as scope:
            # Wait no longer for the first; unless its time is over, and it is only giving up.
            second.answered = lambda: None if scope.expired() else scope.reschedule(0)
            try:
                return await ask()
            except _FAILURES:
                await second.ended()
                if second.response is None:
                    raise
    except TimeoutError:
        if second.response is None:
            raise
    finally:
        second.answered = None
    return second.response


class _Second(Generic[A]):
    """Hold the second attempt; `answered` is called when it has come to something."""

    def __init__(
        self, ask: Callable[[], Coroutine[None, None, A]], again: Callable[[], bool]
    ) -> None:
        self.response: A | None = None
        self.answered: Callable[[], None] | None = None
        self._ask = ask
        self._again = again
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Ask, unless nobody wants to."""
        if self._again():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            self.response = await self._ask()
        except _FAILURES:
            return  # what the first failed with is told
        if self.answered is not None:
            self.answered()

    async def ended(self) -> None:
        """Wait until it has come to something, or to nothing."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def discard(self) -> None:
        """Give it up, and let go of an answer that has come all the same."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait([self._task])
        if self.response is not None:
            await self.response.aclose()
        if not self._task.cancelled():
            self._task.result()  # raises what is no failure of the network
