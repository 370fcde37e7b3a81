"""Batches of work done by other processes, forked from this one, and given back in order.

`concurrent.futures` does the same with two threads of its own between this process and the others:
to import it takes as long as to read a megabyte of text, and this process could only wait. Here
it may work along. A process that dies (out of memory, say) loses nothing: what it was asked is
done here.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import struct
import sys
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Batch = TypeVar("Batch")

_LENGTH: Final = struct.Struct("=q")
_FAILED: Final = -1  # in the place of a length: the work has raised something
_MOST_ASKED: Final = 1 << 15  # bytes of a question, so that it never waits for its reader
_AHEAD: Final = 2  # batches that a process is asked at once
_MOST_WAITING: Final = 64  # batches that are kept until one before them is there


def useful_processes() -> int:
    """Return how many processes can be of use, this one too: 1 where none can be forked."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


@dataclass(slots=True, eq=False)
class _Job(Generic[Batch]):
    """Hold a batch and what came of it, once that is there."""

    batch: Batch
    done: bool = False
    answer: bytes | None = None


class Crew(Generic[Batch]):
    """Have batches worked on by `others` more processes, to be used as a context.

    `work` makes bytes of a batch. What is not worth sending (`is_own`) is left to who walks over
    the batches; where that does nothing else in the meantime (`helping`), this process works too.
    """

    def __init__(
        self,
        others: int,
        work: Callable[[Batch], bytes],
        *,
        is_own: Callable[[Batch], bool],
        helping: bool,
    ) -> None:
        self._work = work
        self._is_own = is_own
        self._helping = helping
        self._members: list[_Member[Batch]] = []
        with contextlib.suppress(OSError):  # no more processes or memory: then fewer do
            for _ in range(others):
                self._members.append(_Member(work))

    def __enter__(self) -> Crew[Batch]:
        return self

    def __exit__(self, *_error: object) -> None:
        for member in self._members:
            member.dismiss()

    def walk(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, bytes | None]]:
        """Yield the batches in order, with what came of them: None of what is left to do."""
        waiting: deque[_Job[Batch]] = deque()
        for batch in batches:
            job = _Job(batch)
            waiting.append(job)
            if self._is_own(batch):
                job.done = True
            while not job.done and not self._asked(job):
                if self._helping and len(waiting) < _MOST_WAITING:
                    job.answer, job.done = self._work(batch), True
                else:
                    self._wait_for(waiting[0])
                    yield from _ready(waiting)
            yield from _ready(waiting)
        while waiting:
            self._wait_for(waiting[0])
            yield from _ready(waiting)

    def _asked(self, job: _Job[Batch]) -> bool:
        """Give a job to the process that has least to do, if one has not enough."""
        self._take_answers()
        free = [member for member in self._members if member.is_free]
        return bool(free) and min(free, key=_number_of_jobs).ask(job)

    def _take_answers(self) -> None:
        busy = {member.answers: member for member in self._members if member.jobs}
        if busy:
            for answers in select.select(list(busy), [], [], 0)[0]:
                busy[answers].receive()

    def _wait_for(self, job: _Job[Batch]) -> None:
        for member in self._members:
            while not job.done and job in member.jobs:
                member.receive()
        job.done = True  # by nobody, if it was never asked


def _ready(waiting: deque[_Job[Batch]]) -> Iterator[tuple[Batch, bytes | None]]:
    while waiting and waiting[0].done:
        job = waiting.popleft()
        yield job.batch, job.answer


def _number_of_jobs(member: _Member[Batch]) -> int:
    return len(member.jobs)


class _Member(Generic[Batch]):
    """Hold one process: where it is asked, where it answers, and what it was asked."""

    def __init__(self, work: Callable[[Batch], bytes]) -> None:
        asked, self.questions = os.pipe()
        self.answers, answered = os.pipe()
        self.jobs: deque[_Job[Batch]] = deque()
        self.alive = True
        self.pid = os.fork()
        if self.pid == 0:
            _serve(work, asked, answered, (self.questions, self.answers))
        os.close(asked)
        os.close(answered)

    @property
    def is_free(self) -> bool:
        return self.alive and len(self.jobs) < _AHEAD

    def ask(self, job: _Job[Batch]) -> bool:
        import pickle  # noqa: PLC0415  (only where there are processes)

        question = pickle.dumps(job.batch, pickle.HIGHEST_PROTOCOL)
        if len(question) > _MOST_ASKED:
            return False
        try:
            os.write(self.questions, _LENGTH.pack(len(question)) + question)
        except BrokenPipeError:
            self.lose()
            return False
        self.jobs.append(job)
        return True

    def receive(self) -> None:
        """Take the next answer, waiting for it."""
        head = _read(self.answers, _LENGTH.size)
        if head is None:
            self.lose()
            return
        (length,) = _LENGTH.unpack(head)
        answer = None if length == _FAILED else _read(self.answers, length)
        if answer is None and length != _FAILED:
            self.lose()
            return
        job = self.jobs.popleft()
        job.answer, job.done = answer, True

    def lose(self) -> None:
        """Take notice that the process is gone: what it was asked is left to do."""
        self.alive = False
        for job in self.jobs:
            job.done = True
        self.jobs.clear()

    def dismiss(self) -> None:
        os.close(self.questions)
        os.close(self.answers)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _serve(
    work: Callable[[Batch], bytes], asked: int, answered: int, ends: tuple[int, int]
) -> None:
    """Answer until nobody asks; runs in the other process and never returns."""
    import pickle  # noqa: PLC0415  (as above)

    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that forked it
        gc.freeze()
        for end in ends:
            os.close(end)
        while (head := _read(asked, _LENGTH.size)) is not None:
            question = _read(asked, *_LENGTH.unpack(head))
            if question is None:
                break
            try:
                answer = work(pickle.loads(question))  # noqa: S301  (from our own process)
            except Exception:  # noqa: BLE001  (it comes up again where the batch is then worked on)
                _write(answered, _LENGTH.pack(_FAILED))
            else:
                _write(answered, _LENGTH.pack(len(answer)) + answer)
    finally:
        os._exit(0)  # nothing of what the other process has begun is ended here


def _read(handle: int, length: int) -> bytes | None:
    """Read so many bytes, or return None where they end before."""
    pieces = []
    while length > 0:
        piece = os.read(handle, length)
        if not piece:
            return None
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
