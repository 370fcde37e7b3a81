"""Time limits that do not take it for the silence of others that this program stood still.

It does after Ctrl-Z and `fg`, and on a machine that is too busy. Every limit is over then at once,
whatever has been answered in the meantime. So what is due late rings a little later still: what
has come is taken first.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

_LATE: Final = 0.1  # seconds; a loop that is only busy is hardly ever as late
_PAUSE: Final = 0.25  # seconds in which what has come can be taken


class Alarm:
    """Call something in some seconds, unless it is cancelled before."""

    def __init__(self, seconds: float, ring: Callable[[], object]) -> None:
        self._loop = asyncio.get_running_loop()
        self._ring = ring
        self._due = self._loop.time() + max(seconds, 0)
        self._timer = self._loop.call_at(self._due, self._is_due)

    def cancel(self) -> None:
        """Let it not ring any more."""
        self._timer.cancel()

    def _is_due(self) -> None:
        if self._loop.time() - self._due > _LATE:
            self._timer = self._loop.call_later(_PAUSE, self._ring)
        else:
            self._ring()


@asynccontextmanager
async def time_limit(seconds: float) -> AsyncIterator[asyncio.Timeout]:
    """Do what `asyncio.timeout` does, with such an alarm."""
    async with asyncio.timeout(None) as scope:
        alarm = Alarm(seconds, lambda: scope.reschedule(0))
        try:
            yield scope
        finally:
            alarm.cancel()
