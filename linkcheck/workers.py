"""Many documents read at once: batches of them in processes, results in order.

Python reads on one core at a time. Where there are megabytes of documents, and processes can be
forked (on Linux, while there is only one thread), each core reads batches of its own and sends
back what it found as MessagePack, which msgspec makes of our types and back in a sixth of the
time that pickle takes. Where that cannot be done, or does not pay, documents are read here.
"""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from linkcheck.crew import Crew, useful_processes
from linkcheck.errors import DocumentError
from linkcheck.model import Citation, Document  # noqa: TC001  (msgspec reads the hints)
from linkcheck.parse import open_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkcheck.parse import Source
    from linkcheck.settings import Settings

# A document with its citations, which may break off with a `DocumentError`.
Opened: TypeAlias = "tuple[Document, Iterator[Citation]]"

ENOUGH: Final = 2 << 20  # bytes of documents from which on processes pay
_BATCH: Final = 1 << 19  # bytes of documents that are sent at once
_LONG: Final = 8 << 20  # bytes of a document that is read here, as a stream
_FILE: Final = 8_192  # what opening a file costs, in bytes that could be read in the time


class _Entry(NamedTuple):
    """Hold what came out of one document, as it is sent."""

    document: Document
    citations: list[Citation]
    code: str | None
    message: str


class Batch(NamedTuple):
    """Hold documents that are read together; one that is to be opened here is alone, of size 0."""

    sources: list[Source]
    size: int


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

    def read(batch: Batch) -> bytes:
        return _read(batch.sources, settings)

    for batch, packed in read_batches(sources, read, processes=processes):
        if packed is None:
            for source in batch.sources:
                yield here(source, settings)
        else:
            yield from _received(packed)


def read_batches(
    sources: Iterable[Source],
    work: Callable[[Batch], bytes],
    *,
    processes: int | None = None,
    helping: bool = False,
) -> Iterator[tuple[Batch, bytes | None]]:
    """Have documents read in batches by as many processes as pay (or as are said).

    Yields the batches in order, with what `work` made of them, or None where they are left to do.
    Where this process does nothing else in the meantime (`helping`), it works along.
    """
    count = useful_processes() if processes is None else processes
    coming = iter(sources)
    if count > 1:
        first, size = [], 0
        for source in coming:
            first.append(source)
            size += _cost(source)
            if size >= ENOUGH:
                others = count - 1 if helping else count
                with Crew(others, work, is_own=_is_own, helping=helping) as crew:
                    yield from crew.walk(_batches(chain(first, coming)))
                return
        coming = iter(first)
    for source in coming:
        yield Batch([source], 0), None


def _is_own(batch: Batch) -> bool:
    return batch.size == 0


def _cost(source: Source) -> int:
    """Return what reading a document costs, in bytes; 0 for one that is not read by a process."""
    if source.file is None:
        return 0
    try:
        size = os.stat(source.file).st_size  # noqa: PTH116  (a Path for it costs as much)
    except (OSError, ValueError):
        return _FILE
    return 0 if size > _LONG else size + _FILE


def _batches(sources: Iterable[Source]) -> Iterator[Batch]:
    gathered: list[Source] = []
    size = 0
    for source in sources:
        cost = _cost(source)
        if cost == 0 or size >= _BATCH:
            if gathered:
                yield Batch(gathered, size)
            gathered, size = [], 0
        if cost == 0:
            yield Batch([source], 0)
        else:
            gathered.append(source)
            size += cost
    if gathered:
        yield Batch(gathered, size)


def _received(packed: bytes) -> Iterator[Opened]:
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
        import pickle  # noqa: PLC0415  (as above)

        return b"p" + pickle.dumps(entries)


def _unpacked(packed: bytes) -> list[_Entry]:
    import msgspec  # noqa: PLC0415  (as above)

    content = memoryview(packed)[1:]
    if packed.startswith(b"m"):
        return msgspec.msgpack.decode(content, type=list[_Entry])
    import pickle  # noqa: PLC0415  (as above)

    entries: list[_Entry] = pickle.loads(content)  # noqa: S301  (from our own process)
    return entries
