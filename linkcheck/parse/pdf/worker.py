"""PDF files are read in a process of their own, with bounds on its time and memory.

pdfium is written in C++ and reads files of strangers: one that crashes it, or keeps it busy for
ever, costs that one document and not the run. One worker reads one document after another, and a
new one takes its place when it was lost. Pages come back as JSON, in which nothing can be hidden.

Run as a module, this is the worker.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

from linkcheck.parse.pdf.pages import PdfError, PdfLink, PdfPage, pdf_created, pdf_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

START_TIME: Final = 60.0  # seconds for the process to start
PAGE_TIME: Final = 30.0  # seconds for one page; the slowest real ones need less than one
WHOLE_TIME: Final = 600.0  # seconds for one document
MOST_MEMORY: Final = 4 << 30
_SIZE: Final = 8  # bytes that tell how long the next message is


def read_pages(data: bytes) -> Iterator[PdfPage]:
    """Yield the pages of a PDF, as a worker reads them.

    Raises `PdfError`: encrypted, broken, too-large, too-slow.
    """
    with _taken() as worker:
        yield from worker.pages(data)


def read_created(data: bytes) -> str | None:
    """Return the day on which a PDF says that it was made, as `2020-01-31`."""
    with _taken() as worker:
        try:
            return worker.created(data)
        except PdfError:
            return None


# Workers that wait for the next document: starting one takes longer than reading most.
_idle: Final[list[PdfWorker]] = []


@contextlib.contextmanager
def _taken() -> Iterator[PdfWorker]:
    worker = _idle.pop() if _idle else PdfWorker()
    try:
        yield worker
    finally:
        _idle.append(worker)


@atexit.register
def _close_all() -> None:
    while _idle:
        _idle.pop().close()


class PdfWorker:
    """Hold the process that reads, and start another one after it was lost."""

    def __init__(self, page_time: float = PAGE_TIME, whole_time: float = WHOLE_TIME) -> None:
        self._page_time = page_time
        self._whole_time = whole_time
        self._process: subprocess.Popen[bytes] | None = None

    def pages(self, data: bytes) -> Iterator[PdfPage]:
        """Yield the pages of a PDF; raises `PdfError`."""
        until = time.monotonic() + self._whole_time
        finished = False
        try:
            self._ask(b"P", data)
            while (answer := self._answer(until)) is not None:
                yield self._page(answer)
            finished = True
        except PdfError:
            finished = True  # it was the last message, or the process has been ended
            raise
        finally:
            if not finished:
                self.close()

    def _page(self, answer: object) -> PdfPage:
        match answer:
            case [int(number), str(text), list(links)]:
                found = [
                    PdfLink(address, start, end)
                    for address, start, end in links
                    if isinstance(address, str) and isinstance(start, int) and isinstance(end, int)
                ]
                return PdfPage(number, text, tuple(found))
            case _:
                self.close()
                raise PdfError("broken")  # noqa: EM101

    def created(self, data: bytes) -> str | None:
        """Return the day on which a PDF says that it was made; raises `PdfError`."""
        self._ask(b"D", data)
        answer = self._answer(time.monotonic() + self._page_time)
        return answer if isinstance(answer, str) else None

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # -P: what lies in the folder that is being checked is not imported
            self._process = subprocess.Popen(  # noqa: S603  (ourselves)
                [sys.executable, "-P", "-m", __spec__.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._message(self._process, START_TIME)
        return self._process

    def _ask(self, question: bytes, data: bytes) -> None:
        process = self._started()
        try:
            if process.stdin is not None:
                _send(process.stdin, question, data)
        except OSError:
            self.close()
            raise PdfError("broken") from None  # noqa: EM101

    def _answer(self, until: float) -> object:
        """Return the next message; the worker is ended where it takes too long for it."""
        process = self._process
        if process is None:
            raise PdfError("broken")  # noqa: EM101
        left = min(self._page_time, until - time.monotonic())
        message = self._message(process, left)
        try:
            answer: object = json.loads(message)
        except ValueError:
            self.close()
            raise PdfError("broken") from None  # noqa: EM101
        if isinstance(answer, dict) and "error" in answer:
            raise PdfError(str(answer["error"]))
        return answer

    def _message(self, process: subprocess.Popen[bytes], limit: float) -> bytes:
        """Return the next message; the process is ended where none comes in time (seconds)."""
        killed = threading.Event()

        def kill() -> None:
            killed.set()
            process.kill()

        timer = threading.Timer(max(0.0, limit), kill)
        timer.daemon = True
        timer.start()
        try:
            message = None if process.stdout is None else _received(process.stdout)
        finally:
            timer.cancel()
            timer.join()
        if message is None:
            self.close()
            raise PdfError("too-slow" if killed.is_set() else "broken")
        return message


def _send(pipe: IO[bytes], *pieces: bytes) -> None:
    pipe.write(sum(map(len, pieces)).to_bytes(_SIZE, "big"))
    for piece in pieces:
        pipe.write(piece)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes | None:
    size = pipe.read(_SIZE)
    if len(size) < _SIZE:
        return None
    length = int.from_bytes(size, "big")
    message = pipe.read(length)
    return message if len(message) == length else None


def _work(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Say that all is ready, then answer questions until there are no more."""
    _answer(answers, None)
    while (question := _received(questions)) is not None:
        try:
            if question.startswith(b"D"):
                _answer(answers, pdf_created(question[1:]))
                continue
            for page in pdf_pages(question[1:]):
                links = [[link.address, link.start, link.end] for link in page.links]
                _answer(answers, [page.number, page.text, links])
            _answer(answers, None)
        except PdfError as error:
            _answer(answers, {"error": error.code})


def _answer(answers: IO[bytes], answer: object) -> None:
    _send(answers, json.dumps(answer).encode("ascii"))


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415  (not on every system)
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bound_memory()
    _work(sys.stdin.buffer, sys.stdout.buffer)
