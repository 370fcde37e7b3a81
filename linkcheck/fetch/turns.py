"""Say whose turn it is: few requests at once per host, a gap between their starts.

A host that has not yet let us connect is asked by one at a time, so that a dead one costs one time
limit and not one for each of its addresses. Waiting for a turn costs nobody else anything: the
global slot is taken after it (`Turns.slots`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


@dataclass(frozen=True, slots=True)
class Pace:
    """Say how a host is asked: how many requests at once, how many seconds between their starts."""

    at_once: int
    delay: float


@dataclass(slots=True)
class _Host:
    pace: Pace
    limit: int = 1
    active: int = 0
    next_start: float = 0.0
    waiters: deque[asyncio.Future[None]] | None = None  # made when first needed: it is large
    timer: asyncio.Task[None] | None = None


class Turns:
    """Share out the turns of all hosts.

    `pace` tells how a host is asked, `at_once` how many requests there are in all. `sleep` must
    let `clock` go on.
    """

    def __init__(
        self,
        *,
        pace: Callable[[str], Pace],
        at_once: int,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.slots = asyncio.Semaphore(at_once)
        self._pace = pace
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a host's turn and hold it."""
        host = self._host(name)
        await self._take(host)
        try:
            yield
        finally:
            host.active -= 1
            self._advance(host)

    def is_proven(self, name: str) -> bool:
        """Tell whether a host is asked by several at once."""
        host = self._host(name)
        return host.limit == host.pace.at_once

    def proven(self, name: str) -> None:
        """Note that a host is there: from now on it is asked by several at once."""
        host = self._host(name)
        if host.limit != host.pace.at_once:
            host.limit = host.pace.at_once
            self._advance(host)

    def pause(self, name: str, seconds: float) -> None:
        """Leave a host alone for a while, as it asked."""
        host = self._host(name)
        host.next_start = max(host.next_start, self._clock() + seconds)

    def close(self) -> None:
        """Stop all timers."""
        for host in self._hosts.values():
            if host.timer is not None:
                host.timer.cancel()

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(self._pace(name))
        return host

    async def _take(self, host: _Host) -> None:
        if host.waiters is None:
            host.waiters = deque()
        turn = asyncio.get_running_loop().create_future()
        host.waiters.append(turn)
        self._advance(host)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it came in the same moment: pass it on
                host.active -= 1
                self._advance(host)
            raise

    def _advance(self, host: _Host) -> None:
        """Give turns to those who wait, as many as may start now."""
        while host.waiters and host.active < host.limit:
            wait = host.next_start - self._clock()
            if wait > 0:
                if host.timer is None:
                    host.timer = asyncio.create_task(self._later(host, wait))
                return
            turn = host.waiters.popleft()
            if turn.cancelled():
                continue
            host.active += 1
            host.next_start = self._clock() + host.pace.delay
            turn.set_result(None)

    async def _later(self, host: _Host, seconds: float) -> None:
        try:
            await self._sleep(seconds)
        finally:
            host.timer = None
        self._advance(host)
