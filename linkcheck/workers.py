"""Many documents read at once: batches of them in processes, results in order.

Python reads on one core at a time. Where there are megabytes of documents, and processes can be
forked (on Linux, while there is only one thread), each core reads batches of its own and sends
back what it found as MessagePack, which msgspec makes of our types and back in a sixth of the
time that pickle takes. Where that cannot be done, or does not pay, documents are read here.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections import deque
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from linkcheck.errors import DocumentError
from linkcheck.model import Citation, Document  # noqa: TC001  (msgspec reads the hints)
from linkcheck.parse import open_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    from linkcheck.parse import Source
    from linkcheck.settings import Settings

# A document with its citations, which may break off with a `DocumentError`.
Opened: TypeAlias = "tuple[Document, Iterator[Citation]]"

ENOUGH: Final = 6 << 20  # bytes of documents from which on processes pay
_BATCH: Final = 1 << 20  # bytes of documents that are sent at once
_LONG: Final = 8 << 20  # bytes of a document that is read here, as a stream
_FILE: Final = 8_192  # what opening a file costs, in bytes that could be read in the time
_AHEAD: Final = 3  # batches for each process that are waited for


class _Entry(NamedTuple):
    """Hold what came out of one document, as it is sent."""

    document: Document
    citations: list[Citation]
    code: str | None
    message: str


def opened(source: Source, settings: Settings) -> Opened:
    """Open a document; what is wrong with it comes up when its citations are asked for."""
    try:
        return open_document(source, settings)
    except DocumentError as error:
        return unopened(source, error)


def unopened(source: Source, error: DocumentError) -> Opened:
    """Return a document that could not be opened."""
    return Document(path=source.path, format=source.format or "unknown"), _broken_off([], error)


def open_all(
    sources: Iterable[Source],
    settings: Settings,
    here: Callable[[Source, Settings], Opened] = opened,
    *,
    processes: int | None = None,
) -> Iterator[Opened]:
    """Open documents, in order, with as many processes as pay (or as are said).

    Documents on the web, standard input and long files are opened by `here`, in this process.
    """
    count = _processes() if processes is None else processes
    coming = iter(sources)
    if count > 1:
        first, size = [], 0
        for source in coming:
            first.append(source)
            size += _cost(source)
            if size >= ENOUGH:
                yield from _opened_by(count, chain(first, coming), settings, here)
                return
        coming = iter(first)
    for source in coming:
        yield here(source, settings)


def _processes() -> int:
    """Return how many processes can be of use: 1 where none can be forked."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def _cost(source: Source) -> int:
    """Return what reading a document costs, in bytes; 0 for one that is not read by a process."""
    if source.file is None:
        return 0
    try:
        size = os.stat(source.file).st_size  # noqa: PTH116  (a Path for it costs as much)
    except (OSError, ValueError):
        return _FILE
    return 0 if size > _LONG else size + _FILE


@dataclass(slots=True)
class _Batch:
    sources: list[Source]
    size: int = 0


def _opened_by(
    count: int,
    sources: Iterable[Source],
    settings: Settings,
    here: Callable[[Source, Settings], Opened],
) -> Iterator[Opened]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  (30 ms, and rarely)
    from multiprocessing import get_context  # noqa: PLC0415  (as above)

    pool = ProcessPoolExecutor(count, get_context("fork"), initializer=_ignore_interrupts)
    try:
        waiting: deque[tuple[_Batch, Future[bytes] | None]] = deque()
        for batch in _batches(sources):
            waiting.append((batch, _sent(pool, batch, settings)))
            while len(waiting) > count * _AHEAD:
                yield from _received(*waiting.popleft(), settings, here)
        while waiting:
            yield from _received(*waiting.popleft(), settings, here)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _batches(sources: Iterable[Source]) -> Iterator[_Batch]:
    """Gather documents; one that is to be opened here is a batch of its own, of size 0."""
    batch = _Batch([])
    for source in sources:
        cost = _cost(source)
        if cost == 0 or batch.size >= _BATCH:
            if batch.sources:
                yield batch
            batch = _Batch([])
        if cost == 0:
            yield _Batch([source])
        else:
            batch.sources.append(source)
            batch.size += cost
    if batch.sources:
        yield batch


def _sent(pool: Executor, batch: _Batch, settings: Settings) -> Future[bytes] | None:
    if batch.size == 0:
        return None
    try:
        return pool.submit(_read, batch.sources, settings)
    except RuntimeError:  # a process has died, and with it the pool
        return None


def _received(
    batch: _Batch,
    future: Future[bytes] | None,
    settings: Settings,
    here: Callable[[Source, Settings], Opened],
) -> Iterator[Opened]:
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415  (as above)

    try:
        packed = None if future is None else future.result()
    except BrokenProcessPool:  # out of memory, say: then one after the other, here
        packed = None
    if packed is None:
        for source in batch.sources:
            yield here(source, settings)
        return
    for entry in _unpacked(packed):
        if entry.code is None:
            yield entry.document, iter(entry.citations)
        else:
            error = DocumentError(entry.code, entry.message)
            yield entry.document, _broken_off(entry.citations, error)


def _broken_off(citations: list[Citation], error: DocumentError) -> Iterator[Citation]:
    yield from citations
    raise error


def _read(sources: list[Source], settings: Settings) -> bytes:
    """Read a batch; runs in another process."""
    entries = []
    for source in sources:
        document, citations = opened(source, settings)
        found: list[Citation] = []
        code, message = None, ""
        try:
            found.extend(citations)
        except DocumentError as error:
            code, message = error.code, error.message
        entries.append(_Entry(document, found, code, message))
    return _packed(entries)


def _packed(entries: list[_Entry]) -> bytes:
    import msgspec  # noqa: PLC0415  (20 ms, and only where there are processes)

    try:
        return b"m" + msgspec.msgpack.encode(entries)
    except UnicodeEncodeError:  # a lone surrogate, which MessagePack cannot carry
        return b"p" + pickle.dumps(entries)


def _unpacked(packed: bytes) -> list[_Entry]:
    import msgspec  # noqa: PLC0415  (as above)

    content = memoryview(packed)[1:]
    if packed.startswith(b"m"):
        return msgspec.msgpack.decode(content, type=list[_Entry])
    entries: list[_Entry] = pickle.loads(content)  # noqa: S301  (from our own process)
    return entries
