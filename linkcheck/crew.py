"""Jobs shared among processes that are forked from this one, and given back in order.

`concurrent.futures` does the same with two threads of its own between this process and the others:
to import it takes as long as to read a megabyte of text, and this process could only wait. Here
it may work along.

All jobs are there before the processes are, which so inherit them. Each takes the next job that
nobody has taken: it reads its number from a pipe that all share. Nothing is sent but what comes
of a job, nobody waits to be asked, and a process that dies (out of memory, say) loses nothing:
what does not come back is left to do.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import struct
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Job = TypeVar("Job")

_NUMBER: Final = struct.Struct("=i")
_HEAD: Final = struct.Struct("=iq")  # of an answer: the number of the job, and how many bytes
_FAILED: Final = -1  # in the place of a length: the work has raised something
_MOST_KEPT: Final = 32 << 20  # bytes of answers that wait for one before them
_ROOM: Final = 1 << 20  # bytes of answers that a process is ahead of who reads them


class Crew(Generic[Job]):
    """Have jobs done by `others` more processes, to be used as a context.

    `work` makes bytes of a job; what it raises something for is left to who walks over the jobs.
    Where that does nothing else in the meantime (`helping`), this process works too.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        work: Callable[[Job], bytes],
        others: int,
        *,
        helping: bool,
    ) -> None:
        self._jobs = jobs
        self._work = work
        self._helping = helping
        self._answers: dict[int, bytes | None] = {}
        self._kept = 0
        self._numbers, numbered = os.pipe()
        os.set_blocking(numbered, False)  # what it does not hold (16,384 numbers) is left to do
        os.write(numbered, b"".join(map(_NUMBER.pack, range(len(jobs)))))
        os.close(numbered)
        self._members: list[_Member] = []
        with contextlib.suppress(OSError):  # no more processes or memory: then fewer do
            for _ in range(others):
                self._members.append(_Member(self._serve))

    def __enter__(self) -> Crew[Job]:
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._numbers)
        for member in self._members:
            member.dismiss()

    def walk(self) -> Iterator[tuple[Job, bytes | None]]:
        """Yield the jobs in order, with what came of them: None of what is left to do."""
        for number, job in enumerate(self._jobs):
            yield job, self._answer_to(number)

    def _answer_to(self, number: int) -> bytes | None:
        while number not in self._answers:
            taken = self._next() if self._helping and self._kept < _MOST_KEPT else None
            if taken is not None:
                self._keep(taken, self._attempt(taken))
                self._receive(number, wait=False)
            elif not self._receive(number, wait=True):
                return None  # it was lost, or there is nobody who could have taken it
        answer = self._answers.pop(number)
        self._kept -= len(answer or b"")
        return answer

    def _next(self) -> int | None:
        """Take the number of a job that nobody has taken."""
        number = os.read(self._numbers, _NUMBER.size)
        return _NUMBER.unpack(number)[0] if number else None

    def _attempt(self, number: int) -> bytes | None:
        try:
            return self._work(self._jobs[number])
        except Exception:  # noqa: BLE001  (it comes up again where the job is then done)
            return None

    def _keep(self, number: int, answer: bytes | None) -> None:
        self._answers[number] = answer
        self._kept += len(answer or b"")

    def _receive(self, number: int, *, wait: bool) -> bool:
        """Take an answer of each who has one; tell whether that to `number` may still come.

        Jobs are taken in order. So where much is kept already, only those are heard who have not
        answered to a later job than the one that is waited for.
        """
        talking = {
            member.answers: member
            for member in self._members
            if member.alive and (self._kept < _MOST_KEPT or member.latest < number)
        }
        if not talking:
            return False
        for answers in select.select(list(talking), [], [], None if wait else 0)[0]:
            received = talking[answers].receive()
            if received is not None:
                self._keep(*received)
        return True

    def _serve(self, answered: int) -> None:
        """Work until there is nothing to take; runs in another process."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that forked it
        gc.freeze()
        while (number := self._next()) is not None:
            answer = self._attempt(number)
            _write(answered, _HEAD.pack(number, _FAILED if answer is None else len(answer)))
            _write(answered, answer or b"")


class _Member:
    """Hold one process: where it answers, and to which job it did last."""

    def __init__(self, serve: Callable[[int], None]) -> None:
        self.answers, answered = os.pipe()
        _widen(answered)
        self.latest = -1
        self.alive = True
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self.answers)
                serve(answered)
            finally:
                os._exit(0)  # nothing of what the other process has begun is ended here
        os.close(answered)

    def receive(self) -> tuple[int, bytes | None] | None:
        """Take the next answer, waiting for it; None where the process is gone."""
        head = _read(self.answers, _HEAD.size)
        if head is not None:
            number, length = _HEAD.unpack(head)
            answer = None if length == _FAILED else _read(self.answers, length)
            if answer is not None or length == _FAILED:
                self.latest = number
                return number, answer
        self.alive = False
        return None

    def dismiss(self) -> None:
        os.close(self.answers)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _widen(pipe: int) -> None:
    """Make room for more answers in a pipe, so that hardly ever one waits to be read."""
    import fcntl  # noqa: PLC0415  (only where there are processes, and not on Windows)

    with contextlib.suppress(OSError, AttributeError):  # the system allows no more, or has no say
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


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
