"""What is read: one file or standard input, its bytes, and its text in whatever encoding."""

from __future__ import annotations

import codecs
import functools
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError

if TYPE_CHECKING:
    import os
    from pathlib import Path

STANDARD_INPUT: Final = "-"
MOST_BYTES: Final = 1 << 30
_HEAD: Final = 65_536
_SNIFFED: Final = 8_192

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Name one document to be read.

    `path` is what is shown (POSIX style). Either `file` or `data` is there; `format` is the name
    of a format if it was said and not to be recognised. `explicit` sources were named by the user
    and not found in a folder.
    """

    path: str
    file: Path | None = None
    data: bytes | None = None
    format: str | None = None
    explicit: bool = False


def read_source(source: Source) -> bytes:
    """Return the bytes of a source.

    Raises `DocumentError`: not-found, is-a-folder, not-a-file, not-readable, too-large.
    """
    if source.data is not None:
        return source.data
    if source.file is None:
        raise DocumentError(code="not-found", message=f"{source.path}: there is nothing to read")
    try:
        _check_kind(source.path, source.file.stat())
        return source.file.read_bytes()
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


def _check_kind(path: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError(code="is-a-folder", message=f"{path}: is a folder, not a document")
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(
            code="not-a-file",
            message=f"{path}: is a pipe, a socket or a device, not a file",
            hint="Give “-” to read standard input.",
        )
    if status.st_size > MOST_BYTES:
        size, most = status.st_size >> 20, MOST_BYTES >> 20
        raise DocumentError(
            code="too-large",
            message=f"{path}: has {size} MiB, and {most} can be read",
            hint="Split it, or leave it out with --exclude-path.",
        )


def looks_binary(head: bytes) -> bool:
    """Tell whether the beginning of a file is that of no text in any encoding."""
    if any(head.startswith(mark) for mark, _encoding in _BYTE_ORDER_MARKS):
        return False
    return b"\0" in head[:_SNIFFED] or head.startswith(b"%PDF-")


class Content:
    """Hold the bytes of one document, and decode them when text is asked for."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data

    @functools.cached_property
    def head(self) -> str:
        """Return the beginning as text, good enough to recognise a format by."""
        for mark, encoding in _BYTE_ORDER_MARKS:
            if self.data.startswith(mark):
                return self.data[: _SNIFFED - _SNIFFED % 4].decode(encoding, "replace")
        return self.data[:_SNIFFED].decode("utf-8", "replace")

    def text(self, declared: str | None = None) -> str:
        """Return the document as text; `declared` is the encoding that it names itself.

        A byte order mark decides, then UTF-8 if it fits, then what was declared, then a guess.

        Raises `DocumentError`: binary, unknown-encoding.
        """
        data = self.data
        for mark, encoding in _BYTE_ORDER_MARKS:
            if data.startswith(mark):
                return self._decoded(encoding)
        if looks_binary(data[:_SNIFFED]):
            raise DocumentError(
                code="binary",
                message=f"{self.path}: is not text, and no format that can be read",
                hint="Leave it out with --exclude-path, or convert it to text.",
            )
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if declared is not None and _is_text_encoding(declared):
            return data.decode(declared, "replace")
        return self._guessed()

    def _decoded(self, encoding: str) -> str:
        text = self.data.decode(encoding, "replace")
        return text.removeprefix("\ufeff")

    def _guessed(self) -> str:
        from charset_normalizer import from_bytes  # noqa: PLC0415  (heavy, and rarely needed)

        best = from_bytes(self.data[:_HEAD]).best()
        if best is None:
            raise DocumentError(
                code="unknown-encoding",
                message=f"{self.path}: its encoding could not be made out",
                hint="Convert it to UTF-8.",
            )
        return self.data.decode(best.encoding, "replace")


def _is_text_encoding(name: str) -> bool:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(info, "_is_text_encoding", True))
