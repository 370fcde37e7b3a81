"""XLSX: links, formulas and text of cells, with the sheets' comments and drawings.

Each cell that cites something is a part (`Sheet1!B7`): its text is what the cell shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.failures import Failures
from linkcheck.parse.formats import Format
from linkcheck.parse.office.cells import first_cell, formula_address
from linkcheck.parse.office.manuscript import Manuscript
from linkcheck.parse.office.ooxml import (
    DrawingText,
    created_on,
    external_address,
    main_member,
    related,
    relationships,
)
from linkcheck.parse.office.package import ZIP, Package, package_members
from linkcheck.parse.office.xmlstream import read_xml
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkcheck.parse.mention import Part
    from linkcheck.parse.office.ooxml import Relationship
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_MAIN: Final = "xl/workbook.xml"
_STRINGS: Final = "sharedStrings"
_CITABLE: Final = late(r"://|www\.|mailto:|10\.\d{4}|[A-Z]{3}|[a-z]:", re.IGNORECASE)
_SHOWN: Final = frozenset({"s:t", "s:v"})


class _Workbook:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "s:sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("r:id", "")))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Strings:
    """Hear the table of texts that cells share; readings of Japanese (`rPh`) are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_reading = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "s:t":
            self._in_text = not self._in_reading
        elif name == "s:rPh":
            self._in_reading = True

    def end(self, name: str) -> None:
        if name == "s:t":
            self._in_text = False
        elif name == "s:rPh":
            self._in_reading = False
        elif name == "s:si":
            self.found.append("".join(self._pieces))
            self._pieces.clear()

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)


@dataclass(slots=True)
class _Cell:
    name: str
    text: str
    address: str


class _Sheet:
    """Hear the cells of a sheet that may cite something, then its links."""

    def __init__(self, strings: list[str], links: Mapping[str, Relationship]) -> None:
        self._strings = strings
        self._links = links
        self._column = ""
        self._type = ""
        self._value: list[str] = []
        self._formula: list[str] = []
        self._within = ""
        self._cells: dict[str, _Cell] = {}
        self._texts: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "s:c":
            self._column = attributes.get("r", "")
            self._type = attributes.get("t", "")
            self._value.clear()
            self._formula.clear()
        elif name in _SHOWN or name == "s:f":
            self._within = name
        elif name == "s:hyperlink":
            self._link(attributes)

    def end(self, name: str) -> None:
        if name == self._within:
            self._within = ""
        elif name == "s:c":
            self._cell()

    def text(self, data: str) -> None:
        if self._within in _SHOWN:
            self._value.append(data)
        elif self._within:
            self._formula.append(data)

    def parts(self, sheet: str) -> Iterator[Part]:
        """Yield the cells that may cite something, in the order of the sheet."""
        for cell in self._cells.values():
            manuscript = Manuscript()
            if cell.address:
                manuscript.open_link(cell.address)
                manuscript.write(cell.text)
                manuscript.close_link()
            else:
                manuscript.write(cell.text)
            yield manuscript.part(f"{sheet}!{cell.name}")

    def _cell(self) -> None:
        text = "".join(self._value)
        if self._type == "s":
            index = int(text) if text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004
            text = self._strings[index] if 0 <= index < len(self._strings) else ""
        address = formula_address("".join(self._formula)) if self._formula else ""
        if address or (self._type and _CITABLE.search(text)):
            self._cells[self._column] = _Cell(self._column, text, address)
        elif text:
            self._texts[self._column] = text

    def _link(self, attributes: Mapping[str, str]) -> None:
        name = first_cell(attributes.get("ref", ""))
        address = external_address(self._links, attributes)
        place = attributes.get("location")
        if not name or not address:
            return
        address = f"{address}#{place}" if place and "#" not in address else address
        text = self._texts.get(name, "")
        self._cells.setdefault(name, _Cell(name, text, "")).address = address


class _Comments:
    """Take down each comment as a part of its cell."""

    def __init__(self, sheet: str) -> None:
        self.parts: list[Part] = []
        self._sheet = sheet
        self._cell = ""
        self._in_text = False
        self._manuscript = Manuscript(Place.COMMENT)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in {"s:comment", "tc:threadedComment"}:
            self._cell = attributes.get("ref", "")
            self._manuscript = Manuscript(Place.COMMENT)
        elif name in {"s:t", "tc:text"}:
            self._in_text = True

    def end(self, name: str) -> None:
        if name in {"s:comment", "tc:threadedComment"}:
            self.parts.append(self._manuscript.part(f"{self._sheet}!{self._cell}, comment"))
        elif name in {"s:t", "tc:text"}:
            self._in_text = False

    def text(self, data: str) -> None:
        if self._in_text:
            self._manuscript.write(data)


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    package = Package(content)
    failures = Failures()
    main = main_member(package, _MAIN)
    links = relationships(package, main)
    workbook = _Workbook()
    with failures:
        read_xml(content.path, package.read(main), workbook)
    strings = _Strings()
    for _kind, member in related(package, links, _STRINGS):
        with failures:
            read_xml(content.path, package.read(member), strings)
    for title, key in workbook.sheets:
        if key in links:
            with failures:
                yield from _sheet(package, links[key].target, title, strings.found, failures)
    failures.raise_first()


def _sheet(
    package: Package, member: str, title: str, strings: list[str], failures: Failures
) -> Iterator[Part]:
    links = relationships(package, member)
    sheet = _Sheet(strings, links)
    with failures:
        read_xml(package.path, package.read(member), sheet)
    yield from sheet.parts(title)
    # Threads are told a second time as comments, for older programs.
    threads = list(related(package, links, "threadedComment"))
    for _kind, beside in threads or related(package, links, "comments"):
        comments = _Comments(title)
        with failures:
            read_xml(package.path, package.read(beside), comments)
        yield from comments.parts
    for _kind, beside in related(package, links, "drawing"):
        manuscript = Manuscript()
        with failures:
            drawing = DrawingText(manuscript, relationships(package, beside))
            read_xml(package.path, package.read(beside), drawing)
        yield manuscript.part(f"{title}, drawing")


def _holds(content: Content) -> bool:
    return any(name.startswith("xl/") for name in package_members(content))


FORMAT = Format(
    name="xlsx",
    parts=_parts,
    suffixes=(".xlsx", ".xlsm", ".xltx", ".xltm"),
    dated=created_on,
    magic=ZIP,
    holds=_holds,
)
