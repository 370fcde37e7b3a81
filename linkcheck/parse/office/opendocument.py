"""OpenDocument (ODF 1.3), which text documents, spreadsheets and presentations share.

By the standard library: quicker than odfpy, which misses notes and links. Text is as a reader
sees it: what a change has deleted is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError
from linkcheck.model import Place
from linkcheck.parse.dates import read_day
from linkcheck.parse.failures import Failures
from linkcheck.parse.office.cells import cell_name, formula_address
from linkcheck.parse.office.manuscript import Manuscript
from linkcheck.parse.office.package import Package, encrypted
from linkcheck.parse.office.xmlstream import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"  # with headers and footers
_META: Final = "meta.xml"
_CREATED: Final = re.compile(rb"<(?:meta:creation-date|dc:date)\b[^>]*>([^<]{1,40})<")
_ENCRYPTED: Final = b"encryption-data"
_LEFT_OUT: Final = frozenset({"text:tracked-changes", "text:note-citation", "dc:creator"})
_PARAGRAPHS: Final = frozenset({"text:p", "text:h"})
_LINKS: Final = {
    "text:a": "xlink:href",
    "draw:a": "xlink:href",
    "text:bibliography-mark": "text:url",
}
_CHARACTERS: Final = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
_MOST_SPACES: Final = 256


class _Story:
    """Hold one part that is being taken down: the paragraphs inside, and what it is called."""

    def __init__(self, name: str | None, place: Place = Place.PROSE) -> None:
        self.name = name
        self.manuscript = Manuscript(place)
        self.paragraphs = 0
        self.formula = ""

    def link_formula(self) -> None:
        """Link the paragraph to where a cell's formula leads, once; its end closes the link."""
        if self.formula:
            self.manuscript.open_link(self.formula)
            self.formula = ""


class OpenDocumentReader:
    """Take down one document; notes, comments, slides and cells become parts of their own."""

    def __init__(self, *, cells: bool = False, name: str | None = None) -> None:
        self._cells = cells
        self._stories = [_Story(name)]
        self._done: list[Part] = []
        self._left_out = 0
        self._notes: dict[str, int] = {}
        self._slides = 0
        self._sheet = ""
        self._row = self._column = 0
        self._repeated_rows = self._repeated_columns = 1

    def parts(self) -> Iterator[Part]:
        """Yield what was taken down, the document itself first."""
        while len(self._stories) > 1:
            self._end_story()
        document = self._stories[0]
        yield document.manuscript.part(document.name)
        yield from self._done

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Hear of an element's beginning."""
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
            return
        manuscript = self._stories[-1].manuscript
        if name in _PARAGRAPHS:
            self._stories[-1].paragraphs += 1
            manuscript.begin_paragraph()
            self._stories[-1].link_formula()
        elif name in _LINKS:
            manuscript.open_link(attributes.get(_LINKS[name], ""))
        elif name in _CHARACTERS:
            times = _times(attributes, "text:c") if name == "text:s" else 1
            self._write(_CHARACTERS[name] * min(times, _MOST_SPACES))
        else:
            self._start_part(name, attributes)

    def _start_part(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin what is a part of its own, if this is."""
        if name == "text:note":
            self._begin_note(attributes.get("text:note-class", "footnote"), Place.PROSE)
        elif name == "office:annotation":
            self._begin_note("comment", Place.COMMENT)
        elif name == "draw:page":
            self._slides += 1
            self._stories.append(_Story(f"slide {self._slides}"))
        elif name == "presentation:notes":
            self._stories.append(_Story(f"slide {self._slides}, notes"))
        elif self._cells:
            self._start_in_table(name, attributes)

    def end(self, name: str) -> None:
        """Hear of an element's end."""
        if self._left_out:
            self._left_out -= 1
        elif name in _PARAGRAPHS:
            if self._stories[-1].paragraphs > 0:
                self._stories[-1].paragraphs -= 1
                self._stories[-1].manuscript.end_paragraph()
        elif name in _LINKS:
            self._stories[-1].manuscript.close_link()
        elif name in {"text:note", "office:annotation", "draw:page", "presentation:notes"}:
            self._end_story()
        elif self._cells and name in _CELLS:
            self._end_cell()
        elif self._cells and name == "table:table-row":
            self._row += self._repeated_rows

    def text(self, data: str) -> None:
        """Hear of text; that between paragraphs only makes the file legible."""
        if not self._left_out and self._stories[-1].paragraphs > 0:
            self._write(data)

    def _write(self, text: str) -> None:
        self._stories[-1].manuscript.write(text)

    def _begin_note(self, kind: str, place: Place) -> None:
        self._notes[kind] = self._notes.get(kind, 0) + 1
        name = f"{kind} {self._notes[kind]}"
        if self._cells:
            name = f"{self._sheet}!{cell_name(self._column, self._row)}, {kind}"
        self._stories.append(_Story(name, place))

    def _end_story(self) -> None:
        if len(self._stories) > 1:
            story = self._stories.pop()
            self._done.append(story.manuscript.part(story.name))

    def _start_in_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self._sheet = attributes.get("table:name", "")
            self._row = 0
        elif name == "table:table-row":
            self._column = 0
            self._repeated_rows = _times(attributes, "table:number-rows-repeated")
        elif name in _CELLS:
            self._repeated_columns = _times(attributes, "table:number-columns-repeated")
            story = _Story(f"{self._sheet}!{cell_name(self._column, self._row)}")
            story.formula = formula_address(attributes.get("table:formula", ""))
            self._stories.append(story)

    def _end_cell(self) -> None:
        self._stories[-1].link_formula()
        self._end_story()
        self._column += self._repeated_columns


def _times(attributes: Mapping[str, str], name: str) -> int:
    written = attributes.get(name, "1")
    return int(written) if written.isdecimal() and len(written) < 8 else 1  # noqa: PLR2004


def open_document_parts(content: Content, _settings: Settings, *, cells: bool) -> Iterator[Part]:
    """Yield the parts of an OpenDocument package; where `cells` count, each cell is one.

    Raises `DocumentError`: archive-bomb, broken, encrypted, entity-bomb.
    """
    package = Package(content)
    if _ENCRYPTED in _manifest(package):
        raise encrypted(content.path)
    failures = Failures()
    reader = OpenDocumentReader(cells=cells)
    with failures:
        read_xml(content.path, package.read(_CONTENT), reader)
    yield from reader.parts()
    if _STYLES in package.names:
        margins = OpenDocumentReader(name="headers and footers")
        with failures:
            read_xml(content.path, package.read(_STYLES), margins)
        yield from margins.parts()
    failures.raise_first()


def _manifest(package: Package) -> bytes:
    try:
        return package.read("META-INF/manifest.xml")
    except DocumentError:
        return b""


def open_document_date(content: Content) -> date | None:
    """Return the day on which an OpenDocument says that it was made."""
    try:
        found = _CREATED.search(Package(content).read(_META))
    except DocumentError:
        return None
    return None if found is None else read_day(found[1].decode("ascii", "replace"))
