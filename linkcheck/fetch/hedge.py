"""Ask who is silent a second time, while the first request may still be answered.

To ask again only after a whole time limit would make each silent address cost two of them, one
after the other, and those are what a run waits for at its end. So the second attempt begins
within the limit of the first, and the first of both to be answered counts.

J. Dean, L. A. Barroso, "The Tail at Scale", 2013: hedged requests.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from linkcheck.fetch.failures import FAILURES

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    import httpx


async def first_answer(
    ask: Callable[[], Coroutine[None, None, httpx.Response]],
    *,
    limit: float,
    patience: float | None,
    again: Callable[[], None],
) -> httpx.Response:
    """Return the first answer, asking once more after `patience` seconds (None: never).

    `again` is called when that happens. Raises what the first failed with where both fail, and
    `TimeoutError` where no answer has come in `limit` seconds.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + limit
    first = asyncio.ensure_future(ask())
    asked = {first}
    waiting = set(asked)
    try:
        if patience is not None and patience < limit:
            done, waiting = await asyncio.wait(waiting, timeout=patience)
            if not done:
                again()
                asked.add(second := asyncio.ensure_future(ask()))
                waiting = {first, second}
        while waiting:
            done, waiting = await asyncio.wait(
                waiting, timeout=deadline - loop.time(), return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                raise TimeoutError
            for one in done:
                if one.exception() is None:
                    asked.remove(one)
                    return one.result()
        asked.remove(first)
        return first.result()
    finally:
        await _give_up(asked)


async def _give_up(asked: Iterable[asyncio.Future[httpx.Response]]) -> None:
    """Cancel who still waits, and let go of an answer that came in the same moment."""
    pending = [one for one in asked if not one.done() or one.exception() is None]
    for one in pending:
        one.cancel()
    for late in await asyncio.gather(*pending, return_exceptions=True):
        if not isinstance(late, BaseException):
            await late.aclose()
        elif not isinstance(late, (*FAILURES, asyncio.CancelledError)):
            raise late
