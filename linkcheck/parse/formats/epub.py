"""EPUB: the chapters of a book in reading order, each a part named as in the book.

Chapters are XHTML, and positions count in their source. By the standard library; ebooklib is
under the AGPL.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from linkcheck.errors import DocumentError
from linkcheck.parse.dates import read_day
from linkcheck.parse.failures import Failures
from linkcheck.parse.formats import Format
from linkcheck.parse.nested import nested_parts
from linkcheck.parse.office.package import ZIP, Package, encrypted, package_members, package_type
from linkcheck.parse.office.xmlstream import read_xml
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_TYPE: Final = "application/epub+zip"
_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_CHAPTERS: Final = (".xhtml", ".html", ".htm")
_FONTS_ONLY: Final = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)
_DATE: Final = late(rb"<dc:date\b[^>]*>([^<]{1,40})<")


class _Container:
    """Hear where the list of a book's contents stands."""

    def __init__(self) -> None:
        self.listing = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "ocf:rootfile" and not self.listing:
            self.listing = attributes.get("full-path", "")

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Listing:
    """Hear what a book is made of, and in which order it is read."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._spine: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "opf:item":
            self._files[attributes.get("id", "")] = unquote(attributes.get("href", ""))
        elif name == "opf:itemref":
            self._spine.append(attributes.get("idref", ""))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass

    def chapters(self) -> Iterator[str]:
        """Yield the files that are read, in order, each once."""
        yield from dict.fromkeys(self._files[each] for each in self._spine if each in self._files)


class _Encryption:
    """Hear which members are encrypted; fonts that are only disguised do not count."""

    def __init__(self) -> None:
        self.members: set[str] = set()
        self._counts = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "enc:EncryptionMethod":
            self._counts = attributes.get("Algorithm") not in _FONTS_ONLY
        elif name == "enc:CipherReference" and self._counts:
            self.members.add(unquote(attributes.get("URI", "")))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    package = Package(content)
    failures = Failures()
    locked = _Encryption()
    with failures:
        if _ENCRYPTION in package.names:
            read_xml(content.path, package.read(_ENCRYPTION), locked)
    with failures:
        for name, member in _chapters(package, failures):
            with failures:
                if member in locked.members:
                    raise encrypted(content.path)
                yield from nested_parts(content, name, package.read(member), settings, form="html")
    failures.raise_first()


def _chapters(package: Package, failures: Failures) -> Iterator[tuple[str, str]]:
    """Yield name and member of each chapter; where the book's own list is damaged, by name."""
    listing = _Listing()
    member = ""
    with failures:
        member = _listing_member(package)
        read_xml(package.path, package.read(member), listing)
    chapters = list(listing.chapters())
    if not chapters:
        names = sorted(name for name in package.names if name.lower().endswith(_CHAPTERS))
        yield from ((name, name) for name in names)
        return
    folder = posixpath.dirname(member)
    for name in chapters:
        yield name, posixpath.normpath(posixpath.join(folder, name))


def _listing_member(package: Package) -> str:
    container = _Container()
    read_xml(package.path, package.read(_CONTAINER), container)
    return container.listing


def _dated(content: Content) -> date | None:
    """Return the day of publication that the book gives."""
    try:
        package = Package(content)
        found = _DATE.search(package.read(_listing_member(package)))
    except DocumentError:
        return None
    return None if found is None else read_day(found[1].decode("ascii", "replace"))


def _holds(content: Content) -> bool:
    return package_type(content) == _TYPE or _CONTAINER in package_members(content)


FORMAT = Format(
    name="epub", parts=_parts, suffixes=(".epub",), dated=_dated, magic=ZIP, holds=_holds
)
