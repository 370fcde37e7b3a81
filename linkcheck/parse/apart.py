"""A long text whose pieces can be read apart from each other, each by a process of its own.

It is not read before it is shared out: where its pieces begin and end is told by a few bytes
before each end, and how it is encoded by each piece for itself. What a piece cites is counted
from its own beginning; it is told besides where it ends, so that all can be put together. Where
one piece shows that the document is not what it seems, all of it is read as any other.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.errors import DocumentError
from linkcheck.parse.document import format_of
from linkcheck.parse.encodings import is_plain
from linkcheck.parse.pieces import PIECE, ranges_of
from linkcheck.parse.skim import skim
from linkcheck.parse.source import MOST_BYTES, Content, looks_binary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeAlias

    from linkcheck.parse.mention import CitedAt
    from linkcheck.parse.source import Source
    from linkcheck.settings import Settings

    # Returns the bytes between two offsets.
    Read: TypeAlias = Callable[[int, int], bytes]

_BEGINNING: Final = 1 << 16


class InDoubtError(Exception):
    """Say that a document has to be read as a whole."""


class LongText(NamedTuple):
    """Hold where the pieces of a long text begin and end, in bytes, and how they are read."""

    path: str
    ranges: list[tuple[int, int]]
    read: Read

    def cited_in(self, start: int, end: int) -> tuple[Iterable[CitedAt], int, int]:
        """Return what one piece cites, and the line and column of its end.

        All is counted from its own beginning. Raises `InDoubtError`.
        """
        data = self.read(start, end)
        if len(data) < end - start or not _is_in_utf_8(data):
            raise InDoubtError
        (piece,) = Content(self.path, data).pieces_in_utf_8()
        cited, at, line = skim(piece)
        return cited, *_end_of(data, at, line)


def long_text(source: Source, settings: Settings) -> LongText | None:
    """Return a document as one whose pieces can be read apart, or None where that cannot be."""
    try:
        read, size = _reader_of(source)
        if settings.bare_domains or not 2 * PIECE <= size <= MOST_BYTES:
            return None
        beginning = read(0, _BEGINNING)
        form = format_of(source, Content(source.path, beginning))
        if not form.is_running_text or not is_plain(beginning):
            return None
        ranges = list(ranges_of(read, 0, size))
    except (OSError, ValueError, DocumentError, InDoubtError):
        return None  # which says why, when it is read
    return LongText(source.path, ranges, read)


def _is_in_utf_8(data: bytes) -> bool:
    if not is_plain(data) or looks_binary(data):
        return False
    try:
        return data.isascii() or bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _end_of(data: bytes, at: int, line: int) -> tuple[int, int]:
    """Return line and column of the end of a text in UTF-8, of which one byte's line is known."""
    line += data.count(b"\n", at)
    if b"\r" in data:
        line += data.count(b"\r") - data.count(b"\r\n")
    line_start = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
    return line, len(data[line_start:].decode("utf-8")) + 1


def _reader_of(source: Source) -> tuple[Read, int]:
    """Return what reads some bytes of a source, and how many there are."""
    data = source.data
    if data is not None:
        return lambda start, end: data[start:end], len(data)
    if source.file is None:
        raise InDoubtError
    status = os.stat(source.file)  # noqa: PTH116  (a Path for it costs as much)
    if not stat.S_ISREG(status.st_mode):
        raise InDoubtError
    return _reader_of_file(source.file, status), status.st_size


def _reader_of_file(file: Path | str, before: os.stat_result) -> Read:
    def read(start: int, end: int) -> bytes:
        handle = os.open(file, os.O_RDONLY)
        try:
            if _version(os.fstat(handle)) != _version(before):
                raise InDoubtError
            return os.pread(handle, end - start, start)
        finally:
            os.close(handle)

    return read


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
