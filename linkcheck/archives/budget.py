"""How often one archive is asked: a token bucket with a circuit breaker.

One budget serves the whole process. A back-off per question would not help where the archive
counts per address: whoever goes on asking for a minute after a refusal is shut out for an hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_PAUSE_AFTER_REFUSAL: Final = 60.0
_PAUSE_AFTER_FAILURE: Final = 5.0
_STRIKES: Final = 3
_LONGEST_PAUSE: Final = 3600.0

# A sleep can end a hair too early to fill a token, and a second one be too short to be one.
_ROUNDING: Final = 1e-6


class Budget:
    """Give turns: `burst` at once, then one in `interval` seconds.

    A refusal or a failure pauses all turns, longer each time it comes again; the third in a row
    (or a demand to come back in more than an hour) closes the budget for good. Refusals of
    questions that were already on their way when the pause began are not counted again.

    `clock` gives seconds that only ever grow.
    """

    def __init__(
        self,
        *,
        burst: int,
        interval: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._burst = float(burst)
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._tokens = float(burst)
        self._counted_at = clock()
        self._paused_until = self._counted_at
        self._strikes = 0

    @property
    def closed(self) -> bool:
        """Tell whether no turn will be given any more."""
        return self._strikes >= _STRIKES

    @property
    def pause(self) -> float:
        """Return the seconds until a turn can be had; 0 where one can be now, or never again."""
        return 0.0 if self.closed else max(0.0, self._seconds_to_wait())

    async def ready(self) -> bool:
        """Wait until a turn can be had, without taking it; return False if none will be."""
        while not self.closed:
            wait = self._seconds_to_wait()
            if wait <= 0:
                return True
            await self._sleep(wait)
        return False

    async def turn(self) -> bool:
        """Wait for a turn and take it; return False if none will be given."""
        if not await self.ready():
            return False
        self._tokens -= 1
        return True

    def answered(self) -> None:
        """Note that the archive answered: earlier strikes are forgotten."""
        if not self.closed:
            self._strikes = 0

    def refused(self, retry_after: float | None) -> None:
        """Note that the archive asks for a pause, of so many seconds if it said so."""
        self._strike(_PAUSE_AFTER_REFUSAL, retry_after)

    def failed(self) -> None:
        """Note that the archive did not answer, or not with an answer."""
        self._strike(_PAUSE_AFTER_FAILURE, None)

    def _strike(self, pause: float, retry_after: float | None) -> None:
        now = self._clock()
        if now >= self._paused_until:
            self._strikes += 1
        length = pause * 2 ** (self._strikes - 1) if retry_after is None else retry_after
        if length > _LONGEST_PAUSE:
            self._strikes = _STRIKES
        self._paused_until = max(self._paused_until, now + length)
        self._tokens = min(self._tokens + length / self._interval, 1.0)
        self._counted_at = self._paused_until

    def _seconds_to_wait(self) -> float:
        now = self._clock()
        if now < self._paused_until:
            return self._paused_until - now
        if now > self._counted_at:
            gained = (now - self._counted_at) / self._interval
            self._tokens = min(self._burst, self._tokens + gained)
            self._counted_at = now
        missing = 1.0 - self._tokens
        return missing * self._interval if missing > _ROUNDING else 0.0
