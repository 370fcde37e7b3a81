"""Work through targets with many hosts under way at once, in bounded memory."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from linkcheck.model import Target

# Targets read ahead of those that are done, so that a host with many addresses in a row does not
# keep others from their turn.
_WINDOW: Final = 8192


@dataclass(slots=True)
class _Lane:
    """Hold what is under way of one host, and what has been read and waits."""

    workers: int = 0
    waiting: deque[Target] = field(default_factory=deque)


class Lanes:
    """Check targets, at most `per_host` of each host at a time, `window` ahead of those done."""

    def __init__(
        self,
        check: Callable[[Target], Awaitable[None]],
        *,
        per_host: int,
        window: int = _WINDOW,
    ) -> None:
        self._check = check
        self._per_host = per_host
        self._lanes: dict[str, _Lane] = {}
        self._ahead = asyncio.Semaphore(window)

    async def run(self, targets: Iterable[Target]) -> None:
        """Check all targets; the first exception ends it all and is raised as it is."""
        try:
            async with asyncio.TaskGroup() as group:
                for target in targets:
                    await self._ahead.acquire()
                    lane = self._lanes.setdefault(target.host, _Lane())
                    lane.waiting.append(target)
                    if lane.workers < self._per_host:
                        lane.workers += 1
                        group.create_task(self._work(target.host, lane))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _work(self, host: str, lane: _Lane) -> None:
        """Check a host's targets until none is left."""
        while lane.waiting:
            await self._check(lane.waiting.popleft())
            self._ahead.release()
        lane.workers -= 1
        if not lane.workers:
            del self._lanes[host]
