"""Documents opened, many at once where that pays, with all that is known of their citations.

What a process has found it sends as MessagePack, which msgspec makes of our types and back in a
sixth of the time that pickle takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from linkcheck.errors import DocumentError
from linkcheck.model import Citation, Document  # noqa: TC001  (msgspec reads the hints)
from linkcheck.parse import open_document
from linkcheck.parse.source import MOST_BYTES, TOO_LARGE
from linkcheck.workers import LeftToDo, read_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from linkcheck.parse import Source
    from linkcheck.settings import Settings

# A document with its citations, which may break off with a `DocumentError`.
Opened: TypeAlias = "tuple[Document, Iterator[Citation]]"

_LONG: Final = 8 << 20  # bytes of a document that is read here, as a stream


class _Entry(NamedTuple):
    """Hold what came out of one document, as it is sent."""

    document: Document
    citations: list[Citation]
    code: str | None
    message: str


def opened(source: Source, settings: Settings, most: int = MOST_BYTES) -> Opened:
    """Open a document; what is wrong with it comes up when its citations are asked for."""
    try:
        return open_document(source, settings, most)
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

    def read(batch: Sequence[Source]) -> bytes:
        return _read(batch, settings)

    for batch, packed in read_batches(sources, read, processes=processes):
        if packed is None:
            for source in batch:
                yield here(source, settings)
        else:
            yield from _received(packed)


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


def _read(sources: Sequence[Source], settings: Settings) -> bytes:
    """Read a batch; runs in another process. Raises `LeftToDo` where a document is long."""
    entries = []
    for source in sources:
        document, citations = opened(source, settings, _LONG)
        found: list[Citation] = []
        code, message = None, ""
        try:
            found.extend(citations)
        except DocumentError as error:
            if error.code == TOO_LARGE:
                raise LeftToDo from error
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
