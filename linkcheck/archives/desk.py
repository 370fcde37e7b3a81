"""The desk where archives are asked: most urgent first, beside the checks, never in their way.

Every stage of an archive has a queue and a few who serve it. An `Unavailable` answer is delivered
as it comes, for it is evidence, and the question is put once more after the others of its urgency.
A stage that may not be asked any more is left, and what waits there goes on to the next one; after
the last one it stays not asked, for that is true, and "unavailable" a thousand times would say
nothing more.

That there is no copy is delivered only as the word of an archive's last stage. Until then it is
`Unavailable`: not confirmed. So it is where no copy of an earlier stage is good enough.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from enum import IntEnum
from typing import TYPE_CHECKING, Final, assert_never

from linkcheck.judge.near_misses import near_misses
from linkcheck.model import Held, Lookup, NotHeld, State, Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from datetime import date, datetime

    from linkcheck.archives.archive import Archive, Stage
    from linkcheck.model import Capture, Target

_SERVERS_PER_STAGE: Final = 4
_TRIES: Final = 2
_OTHERS: Final = Unavailable("no page among these copies; it was not asked for others yet")
_NOT_CONFIRMED: Final = "seems to have no copy, which is not confirmed"


class Urgency(IntEnum):
    """Order the questions: the smaller, the sooner."""

    BROKEN = 0
    DOUBTFUL = 1
    NEARER = 2  # a copy is known, and perhaps there is one nearer to the day
    LIVING = 3
    UNCHECKED = 4


def urgency_of(state: State) -> Urgency:
    """Return how soon an archive should be asked about a target in that state."""
    match state:
        case State.DEAD:
            return Urgency.BROKEN
        case State.BLOCKED | State.UNREACHABLE:
            return Urgency.DOUBTFUL
        case State.ALIVE | State.MOVED:
            return Urgency.LIVING
        case State.UNCHECKED:
            return Urgency.UNCHECKED
        case _:
            assert_never(state)


class ArchiveDesk:
    """Take questions at any time, put them to every archive, and deliver what they say.

    `clock` dates the lookups, in UTC; `sleep` waits in `finish`.
    """

    def __init__(
        self,
        archives: Sequence[Archive],
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._queues = tuple(
            tuple(_Queue(archive.name, stage) for stage in archive.stages) for archive in archives
        )
        self._clock = clock
        self._sleep = sleep
        self._wanted: set[str] = set()
        self._answered: set[str] = set()
        self._stop = asyncio.Event()
        self._ended = asyncio.Event()

    @property
    def asks_nobody(self) -> bool:
        """Tell whether there is no archive at all."""
        return not self._queues

    @property
    def waiting(self) -> int:
        """Count the questions that are still to be answered, of the archive with most of them."""
        return max((sum(each.waiting for each in stages) for stages in self._queues), default=0)

    @property
    def pauses(self) -> tuple[tuple[str, float], ...]:
        """Return which archives with questions may not be asked now, and for how many seconds."""
        return tuple(
            (queue.archive, pause)
            for stages in self._queues
            for queue in stages
            if queue.waiting and (pause := queue.stage.pause) > 0
        )

    def ask(self, target: Target, near: date | None, urgency: Urgency = Urgency.UNCHECKED) -> None:
        """Ask about a target, or raise the urgency of having asked."""
        self._wanted.add(target.url)
        for stages in self._queues:
            open_ones = (queue for queue in stages if not queue.closed)
            next(open_ones, stages[-1]).put(target.url, near, urgency)

    async def run(
        self,
        deliver: Callable[[Lookup], None],
        settles: Callable[[Lookup], Awaitable[Urgency | None]] | None = None,
    ) -> None:
        """Serve until `finish` says so or until cancelled; what was delivered stays.

        `settles` is asked of answers that hold copies whether these are good enough (None), or
        how urgent it is to ask the archive's next stage too.
        """
        try:
            async with asyncio.TaskGroup() as group:
                servers = [
                    group.create_task(self._serve(queue, following, deliver, settles))
                    for stages in self._queues
                    for queue, following in _with_following(stages)
                    for _ in range(_SERVERS_PER_STAGE)
                ]
                await self._stop.wait()
                for server in servers:
                    server.cancel()
        finally:
            self._ended.set()

    async def finish(self, wait: float | None) -> int:
        """Wait until all is answered, at most `wait` seconds (None: as long as it takes); stop.

        Return how many targets no archive was asked about. Needs `run` to be under way.
        """
        waiters: list[asyncio.Future[None]] = [
            asyncio.ensure_future(self._all_served()),
            asyncio.ensure_future(self._end()),
        ]
        if wait is not None:
            waiters.append(asyncio.ensure_future(self._sleep(wait)))
        try:
            await asyncio.wait(waiters, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiter in waiters:
                waiter.cancel()
            self._stop.set()
        await self._ended.wait()
        return len(self._wanted - self._answered) if self._queues else 0

    async def _end(self) -> None:
        await self._ended.wait()

    async def _all_served(self) -> None:
        for stages in self._queues:
            for queue in stages:  # each only fills those after it
                await queue.served.wait()

    async def _serve(
        self,
        queue: _Queue,
        following: _Queue | None,
        deliver: Callable[[Lookup], None],
        settles: Callable[[Lookup], Awaitable[Urgency | None]] | None,
    ) -> None:
        while await queue.stage.ready():
            url, near = await queue.take()
            answer = await queue.stage.lookup(url, near)
            missed = isinstance(answer, NotHeld)
            if missed and following is not None:
                answer = Unavailable(_NOT_CONFIRMED)
            elif missed and queue.urgency(url) is Urgency.BROKEN:
                answer = NotHeld(await _neighbours(queue.stage, url))
            lookup = Lookup(url, queue.archive, self._clock(), near, answer)
            self._answered.add(url)
            deliver(lookup)
            again = isinstance(answer, Unavailable) and not missed and queue.may_try_again(url)
            urgency: Urgency | None = queue.urgency(url)
            if isinstance(answer, Held):
                urgency = None if settles is None else await settles(lookup)
                if following is not None and urgency not in {None, Urgency.NEARER}:
                    deliver(Lookup(url, queue.archive, self._clock(), near, _OTHERS))
            if following is not None and urgency is not None and not again:
                following.put(url, near, urgency)
            queue.done(url, again=again)
        for url, near, urgency in queue.close():
            if following is not None:
                following.put(url, near, urgency)


def _with_following(stages: Sequence[_Queue]) -> Iterator[tuple[_Queue, _Queue | None]]:
    return itertools.zip_longest(stages, stages[1:])


async def _neighbours(stage: Stage, url: str) -> tuple[Capture, ...]:
    """Return the captures whose addresses are close, or else any one of the site."""
    found = await stage.neighbours(url)
    close = near_misses(url, (each.original for each in found))
    by_address = {each.original: each for each in reversed(found)}
    return tuple(by_address[each] for each in close) or found[:1]


class _Question:
    """Hold where one question stands."""

    __slots__ = ("near", "open", "tries", "urgency")

    def __init__(self, near: date | None, urgency: Urgency) -> None:
        self.near = near
        self.urgency = urgency
        self.tries = 0
        self.open = True


class _Queue:
    """Keep the questions for one stage of an archive; `served` is set while none is left."""

    def __init__(self, archive: str, stage: Stage) -> None:
        self.archive = archive
        self.stage = stage
        self.served = asyncio.Event()
        self.served.set()
        self._filled = asyncio.Event()
        self.closed = False
        self._left = 0
        self._questions: dict[str, _Question] = {}
        # Urgency, tries, number, address. A raised urgency adds an entry; the one it outdates comes
        # up later, when the question is no longer open, and is passed over.
        self._heap: list[tuple[int, int, int, str]] = []
        self._numbers = itertools.count()

    @property
    def waiting(self) -> int:
        """Count the questions that can still be answered."""
        return 0 if self.closed else self._left

    def put(self, url: str, near: date | None, urgency: Urgency) -> None:
        """Add a question, or raise its urgency while it waits."""
        question = self._questions.get(url)
        if question is None:
            self._questions[url] = question = _Question(near, urgency)
            self._left += 1
            if not self.closed:
                self.served.clear()
        elif not question.open or urgency >= question.urgency:
            return
        else:
            question.urgency = urgency
        self._push(url, question)

    async def take(self) -> tuple[str, date | None]:
        """Take the most urgent question, waiting for one to come."""
        while True:
            while self._heap:
                *_, url = heapq.heappop(self._heap)
                question = self._questions[url]
                if question.open:
                    question.open = False
                    question.tries += 1
                    return url, question.near
            self._filled.clear()
            await self._filled.wait()

    def urgency(self, url: str) -> Urgency:
        """Return how urgent a question is."""
        return self._questions[url].urgency

    def may_try_again(self, url: str) -> bool:
        """Tell whether a question that was taken may be put once more."""
        return not self.closed and self._questions[url].tries < _TRIES

    def done(self, url: str, *, again: bool) -> None:
        """Close a question that was taken, or put it back to be tried again."""
        question = self._questions[url]
        if again:
            question.open = True
            self._push(url, question)
            return
        self._left -= 1
        if not self._left:
            self.served.set()

    def close(self) -> tuple[tuple[str, date | None, Urgency], ...]:
        """Give up: nothing will be taken any more. Return what was waiting, the first time."""
        if self.closed:
            return ()
        self.closed = True
        self.served.set()
        return tuple(
            (url, each.near, each.urgency) for url, each in self._questions.items() if each.open
        )

    def _push(self, url: str, question: _Question) -> None:
        entry = (question.urgency, question.tries, next(self._numbers), url)
        heapq.heappush(self._heap, entry)
        self._filled.set()
