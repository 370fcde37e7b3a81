"""DOCX: links, fields and text of the body, notes, comments, headers and footers.

By the standard library: quicker than python-docx, which tells nothing of fields, notes and
comments. Text is as a reader sees it: deleted text is left out, inserted text is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.failures import Failures
from linkcheck.parse.formats import Format
from linkcheck.parse.office.manuscript import Manuscript
from linkcheck.parse.office.ooxml import (
    created_on,
    external_address,
    field_address,
    main_member,
    related,
    relationships,
)
from linkcheck.parse.office.package import ZIP, Package, package_members
from linkcheck.parse.office.xmlstream import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkcheck.parse.mention import Part
    from linkcheck.parse.office.ooxml import Relationship
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_MAIN: Final = "word/document.xml"
_KINDS: Final = ("footnotes", "endnotes", "comments", "header", "footer")
_NOTES: Final = {"w:footnote": "footnote", "w:endnote": "endnote", "w:comment": "comment"}
# `Fallback` says in an old way what its neighbour has said already.
_LEFT_OUT: Final = frozenset({"mc:Fallback", "w:del", "w:moveFrom"})
_CHARACTERS: Final = {
    "w:tab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}


class _Field:
    """Hold a field that is being read: its instruction, then whether its link is open."""

    def __init__(self) -> None:
        self.instruction = ""
        self.is_result = False
        self.linked = False


class _Reader:
    """Take down one member; notes and comments become parts of their own."""

    def __init__(self, links: Mapping[str, Relationship], name: str | None) -> None:
        self._links = links
        self._name = name
        self._manuscript = Manuscript()
        self._parts: list[Part] = []
        self._notes = 0
        self._left_out = 0
        self._in_text = False
        self._in_instruction = False
        self._fields: list[_Field] = []

    def parts(self) -> Iterator[Part]:
        """Yield what was taken down."""
        yield from self._parts
        yield self._manuscript.part(self._name)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
        elif name == "w:p":
            self._manuscript.begin_paragraph()
        elif name == "w:t":
            self._in_text = True
        elif name in _CHARACTERS:
            self._write(_CHARACTERS[name])
        elif name == "w:instrText":
            self._in_instruction = True
        elif name in _NOTES:
            place = Place.COMMENT if name == "w:comment" else Place.PROSE
            self._manuscript = Manuscript(place)
            self._notes += "w:type" not in attributes
        else:
            self._start_link(name, attributes)

    def _start_link(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "w:hyperlink":
            address = external_address(self._links, attributes)
            place = attributes.get("w:anchor")
            self._manuscript.open_link(f"{address}#{place}" if address and place else address)
        elif name == "w:fldSimple":
            self._manuscript.open_link(field_address(attributes.get("w:instr", "")))
        elif name == "w:fldChar":
            self._field(attributes.get("w:fldCharType", ""))
        elif name == "a:hlinkClick":
            self._manuscript.add_link(external_address(self._links, attributes))
        elif name.startswith("v:") and "href" in attributes:
            self._manuscript.add_link(attributes["href"])

    def end(self, name: str) -> None:
        if self._left_out:
            self._left_out -= 1
        elif name == "w:p":
            self._manuscript.end_paragraph()
        elif name == "w:t":
            self._in_text = False
        elif name == "w:instrText":
            self._in_instruction = False
        elif name in {"w:hyperlink", "w:fldSimple"}:
            self._manuscript.close_link()
        elif name in _NOTES:
            self._parts.append(self._manuscript.part(f"{_NOTES[name]} {self._notes}"))
            self._manuscript = Manuscript()

    def text(self, data: str) -> None:
        if self._left_out:
            return
        if self._in_text:
            self._write(data)
        elif self._in_instruction and self._fields and not self._fields[-1].is_result:
            self._fields[-1].instruction += data

    def _write(self, text: str) -> None:
        """Write text that is shown: in a field, only its result is."""
        if all(field.is_result for field in self._fields):
            self._manuscript.write(text)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif not self._fields:
            return
        elif kind == "separate":
            field = self._fields[-1]
            field.is_result = True
            address = field_address(field.instruction)
            if address and not field.linked:
                field.linked = True
                self._manuscript.open_link(address)
        elif kind == "end":
            field = self._fields.pop()
            address = "" if field.is_result else field_address(field.instruction)
            if field.linked:
                self._manuscript.close_link()
            elif address:
                self._manuscript.add_link(address)


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    package = Package(content)
    failures = Failures()
    main = main_member(package, _MAIN)
    members: list[tuple[str | None, str]] = [(None, main)]
    with failures:
        found = sorted(related(package, relationships(package, main), *_KINDS), key=_order)
        numbers: dict[str, int] = {}
        for kind, member in found:
            numbers[kind] = numbers.get(kind, 0) + 1
            members.append((f"{kind} {numbers[kind]}", member))
    for name, member in members:
        with failures:
            reader = _Reader(relationships(package, member), name)
            with failures:
                read_xml(content.path, package.read(member), reader)
            yield from reader.parts()
    failures.raise_first()


def _order(found: tuple[str, str]) -> tuple[int, str]:
    kind, member = found
    return _KINDS.index(kind), member


def _holds(content: Content) -> bool:
    return any(name.startswith("word/") for name in package_members(content))


FORMAT = Format(
    name="docx",
    parts=_parts,
    suffixes=(".docx", ".docm", ".dotx", ".dotm"),
    dated=created_on,
    magic=ZIP,
    holds=_holds,
)
