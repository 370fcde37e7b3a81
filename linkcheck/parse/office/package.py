"""ZIP packages (office documents, books), opened with care.

What a package says of its own sizes is not believed: what comes out is counted, and a bomb is
refused before it fills the memory. By the standard library's zipfile, which knows all that such
packages use.
"""

from __future__ import annotations

import functools
import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError

if TYPE_CHECKING:
    from typing import IO

    from linkcheck.parse.source import Content

ZIP: Final = b"PK\x03\x04"

MOST_BYTES: Final = 512 << 20  # of all that is read of one package
MOST_OF_ONE: Final = 256 << 20
MOST_RATIO: Final = 400  # deflate reaches 1030; the dullest real spreadsheets stay below 200
_SMALL: Final = 4 << 20  # below it, no ratio is suspicious
_CHUNK: Final = 1 << 18
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Office wraps around encrypted documents
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    IndexError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
)


class Package:
    """Read the members of one package, within bounds over all of them."""

    def __init__(self, content: Content) -> None:
        """Open a package; raises `DocumentError`: encrypted, broken."""
        self.path = content.path
        if content.data.startswith(_OLE):
            raise _no_package(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content.data))
        except (*_BROKEN, UnicodeDecodeError) as error:
            why = "it is no whole ZIP package"
            raise self.broken(why) from error
        self._left = MOST_BYTES

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """Return the names of all members."""
        return frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return what a member holds.

        Raises `DocumentError`: encrypted, archive-bomb, broken.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            why = f"“{name}” is missing in it"
            raise self.broken(why) from None
        if info.flag_bits & _ENCRYPTED:
            raise encrypted(self.path)
        if info.compress_type not in _METHODS:
            why = f"“{name}” is compressed in no way that documents use"
            raise self.broken(why)
        try:
            with self._zip.open(info) as member:
                return self._bounded(member, name, info.compress_size)
        except _BROKEN as error:
            why = f"“{name}” is damaged"
            raise self.broken(why) from error

    def _bounded(self, member: IO[bytes], name: str, packed: int) -> bytes:
        most = min(MOST_OF_ONE, self._left, max(_SMALL, packed * MOST_RATIO))
        chunks: list[bytes] = []
        size = 0
        while chunk := member.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise DocumentError(
                    code="archive-bomb",
                    message=f"{self.path}: “{name}” unpacks to far more than a document holds",
                    hint="If it is meant, convert the document and check the result.",
                )
            chunks.append(chunk)
        self._left -= size
        return b"".join(chunks)

    def broken(self, why: str) -> DocumentError:
        """Return the error that says the package is broken."""
        return broken(self.path, why)


def broken(path: str, why: str) -> DocumentError:
    """Return the error that says a document is damaged."""
    return DocumentError(
        code="broken",
        message=f"{path}: is damaged: {why}",
        hint="Open it in the program it was made with and save it again.",
    )


def encrypted(path: str) -> DocumentError:
    """Return the error that says a document needs a password."""
    return DocumentError(
        code="encrypted",
        message=f"{path}: is encrypted",
        hint="Save a copy without a password.",
    )


def package_members(content: Content) -> frozenset[str]:
    """Return the names in a package, or none at all where it is damaged."""
    try:
        return Package(content).names
    except DocumentError:
        return frozenset()


def package_type(content: Content) -> str:
    """Return the media type that a package of OpenDocument or EPUB says it has, else nothing."""
    try:
        return Package(content).read("mimetype").decode("ascii", "replace").strip()
    except DocumentError:
        return ""


def _no_package(content: Content) -> DocumentError:
    if _ENCRYPTED_STREAM in content.data[: 1 << 20]:
        return encrypted(content.path)
    return DocumentError(
        code="unknown-format",
        message=f"{content.path}: is an Office document of the old kind (before 2007)",
        hint="Save it as DOCX, PPTX, XLSX or OpenDocument.",
    )
