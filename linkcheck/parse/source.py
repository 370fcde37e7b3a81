"""What is read: one file or standard input, its bytes, and its text in whatever encoding."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.errors import DocumentError
from linkcheck.parse.encodings import (
    SNIFFED,
    decode,
    decode_beginning,
    encoding_of,
    is_marked,
    is_plain,
    plain_text,
    wide_encoding,
)
from linkcheck.parse.mention import Origin
from linkcheck.parse.pieces import PIECE, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

STANDARD_INPUT: Final = "-"
MOST_BYTES: Final = 1 << 28
TOO_LARGE: Final = "too-large"
_STEP: Final = 1 << 20
_SHORT: Final = 1 << 16  # what is shorter is read without asking for its length
# As it is, and never waiting for a pipe to be filled, where the system knows either.
_READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PDF: Final = b"%PDF-"
_START: Final = Origin()
UTF_8: Final = ("utf-8", "surrogatepass")  # as a piece of text is encoded


class Source(NamedTuple):
    """Name one document to be read.

    `path` is what is shown (POSIX style). Either `file` or `data` is there; `format` is the name
    of a format if it was said and not to be recognised. What `is_regular` is a file and no pipe or
    device, as the listing of its folder has said. `base` is what relative links are relative to,
    and `encoding` the one that was named with the data, both where the document came from the web.

    A named tuple, because folders hold thousands, and they are sent to other processes.
    """

    path: str
    file: Path | str | None = None
    data: bytes | None = None
    format: str | None = None
    is_regular: bool = False
    base: str | None = None
    encoding: str | None = None

    @property
    def is_remote(self) -> bool:
        """Tell whether the document is on the web and has not been fetched yet."""
        return self.file is None and self.data is None and is_address(self.path)


def is_address(path: str) -> bool:
    """Tell whether a path is the address of a document on the web."""
    return path[:8].lower().startswith(("http://", "https://"))


def read_source(source: Source, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a source; a file has no more than `most`.

    Raises `DocumentError`: not-found, is-a-folder, not-a-file, not-readable, too-large.
    """
    if source.data is not None:
        return source.data
    if source.file is None:
        raise DocumentError(code="not-found", message=f"{source.path}: there is nothing to read")
    try:
        return _read_file(source, source.file, most)
    except FileNotFoundError:
        raise DocumentError(
            code="not-found",
            message=f"{source.path}: there is no such file",
            hint="Check the spelling; quote a pattern such as 'docs/**/*.md'.",
        ) from None
    except PermissionError:
        raise DocumentError(
            code="not-readable",
            message=f"{source.path}: no permission to read it",
            hint="Change its permissions, or leave it out with --exclude-path.",
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            code="not-readable", message=f"{source.path}: cannot be read: {reason}"
        ) from error


def _read_file(source: Source, file: Path | str, most: int) -> bytes:
    """Read a file with as few system calls as can be, and never wait for a pipe to be filled."""
    path = source.path
    handle = os.open(file, _READING)
    try:
        if source.is_regular:
            data = os.read(handle, _SHORT)
            # Some file systems give less than there is: only nothing is the end.
            if len(data) < _SHORT and not os.read(handle, 1):
                return data
            os.lseek(handle, 0, os.SEEK_SET)
        status = os.fstat(handle)
        _check_kind(path, status, most)
        data = os.read(handle, status.st_size + 1)
        if len(data) == status.st_size:
            return data
        pieces = [data]  # it grows while it is read, or is one whose size is not known before
        size = len(data)
        while data:
            data = os.read(handle, _STEP)
            pieces.append(data)
            size += len(data)
            _check_size(path, size, most)
        return b"".join(pieces)
    finally:
        os.close(handle)


def _check_kind(path: str, status: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError(code="is-a-folder", message=f"{path}: is a folder, not a document")
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(
            code="not-a-file",
            message=f"{path}: is a pipe, a socket or a device, not a file",
            hint="Give “-” to read standard input.",
        )
    _check_size(path, status.st_size, most)


def _check_size(path: str, size: int, most: int) -> None:
    if size > most:
        raise DocumentError(
            code=TOO_LARGE,
            message=f"{path}: has {size >> 20} MiB, and {most >> 20} can be read",
            hint="Split it, or leave it out with --exclude-path.",
        )


def looks_binary(head: bytes) -> bool:
    """Tell whether the beginning of a file is that of no text in any encoding."""
    if is_marked(head):
        return False
    if head.startswith(_PDF):
        return True
    return b"\0" in head[:SNIFFED] and wide_encoding(head) is None


class Piece(NamedTuple):
    """Hold a text, or a piece of one, in UTF-8 and decoded: None of ASCII, which is the same."""

    utf_8: bytes
    decoded: str | None
    origin: Origin

    @classmethod
    def of(cls, text: str, origin: Origin) -> Piece:
        """Make one of a text, in which surrogates may stand alone."""
        return cls(text.encode(*UTF_8), None if text.isascii() else text, origin)

    @property
    def text(self) -> str:
        """Return the text decoded."""
        return self.utf_8.decode("ascii") if self.decoded is None else self.decoded


class Content:
    """Hold the bytes of one document, and decode them when text is asked for.

    `base` and `encoding` are those of its `Source`; `depth` counts the documents that it stands
    in (an attachment's is 1).
    """

    __slots__ = ("_encoding", "_head", "base", "data", "depth", "path")

    def __init__(
        self,
        path: str,
        data: bytes,
        *,
        base: str | None = None,
        encoding: str | None = None,
        depth: int = 0,
    ) -> None:
        self.path = path
        self.data = data
        self.base = base
        self.depth = depth
        self._encoding = encoding
        self._head: str | None = None

    @property
    def head(self) -> str:
        """Return the beginning as text, good enough to recognise a format by."""
        if self._head is None:
            self._head = decode_beginning(self.data[:SNIFFED])
        return self._head

    def text(self, declared: str | None = None) -> str:
        """Return the document as text; `declared` is the encoding that it names itself.

        A byte order mark decides, then UTF-8 if it (nearly) fits, then what was declared, then a
        guess. A few bad bytes are kept as readable as can be.

        Raises `DocumentError`: binary.
        """
        data = self.data
        plain = None if data.startswith(_PDF) else plain_text(data)
        if plain is not None:
            return plain
        self._check_text()
        return decode(data, self._encoding or declared)

    def pieces(self) -> Iterable[tuple[str, Origin]]:
        """Return the document as text: whole, or piece by piece if it is long.

        Raises `DocumentError`: binary.
        """
        if len(self.data) <= PIECE:
            return ((self.text(), _START),)
        self._check_text()
        return pieces_of(self.data, encoding_of(self.data, self._encoding))

    def pieces_in_utf_8(self) -> Iterable[Piece]:
        """Return the same as it is in UTF-8: mostly the bytes of the document as they are.

        Raises `DocumentError`: binary.
        """
        data = self.data
        if len(data) <= PIECE and is_plain(data) and not data.startswith(_PDF):
            if data.isascii():
                return (Piece(data, None, _START),)
            text = plain_text(data)
            if text is not None:
                return (Piece(data, text, _START),)
        self._check_text()
        return (Piece.of(text, origin) for text, origin in self.pieces())

    def _check_text(self) -> None:
        if looks_binary(self.data[:SNIFFED]):
            raise DocumentError(
                code="binary",
                message=f"{self.path}: is not text, and no format that can be read",
                hint="Leave it out with --exclude-path, or convert it to text.",
            )
