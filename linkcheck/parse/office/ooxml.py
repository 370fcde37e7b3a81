"""What the formats of Office Open XML (ECMA-376) share: relationships, fields, drawings, dates."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError
from linkcheck.parse.dates import read_day
from linkcheck.parse.office.package import Package
from linkcheck.parse.office.xmlstream import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from linkcheck.parse.office.manuscript import Manuscript
    from linkcheck.parse.source import Content

_PROPERTIES: Final = "docProps/core.xml"
_CREATED: Final = re.compile(rb"<(?:\w+:)?created\b[^>]*>([^<]{1,40})<")
_FIELD: Final = re.compile(r"\s*(?:HYPERLINK|INCLUDEPICTURE)\b(.*)\Z", re.IGNORECASE | re.DOTALL)
_FIELD_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\\[a-z*@#])|(\S+)', re.IGNORECASE)
_VALUED_SWITCHES: Final = frozenset({"\\l", "\\o", "\\t", "\\c"})


@dataclass(frozen=True, slots=True)
class Relationship:
    """Hold where a part of a package leads: `target` is a member, or an address if `external`."""

    target: str
    kind: str
    external: bool


class _Relationships:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: dict[str, Relationship] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "rel:Relationship":
            return
        target = attributes.get("Target", "")
        external = attributes.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = Relationship(target, kind, external)

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


def relationships(package: Package, member: str) -> dict[str, Relationship]:
    """Return where a member leads, by id; `""` is the package itself."""
    folder, name = posixpath.split(member)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    reader = _Relationships(folder)
    if listing in package.names:
        read_xml(package.path, package.read(listing), reader)
    return reader.found


def main_member(package: Package, usual: str) -> str:
    """Return the member that holds the document itself."""
    for relationship in relationships(package, "").values():
        if relationship.kind == "officeDocument" and relationship.target in package.names:
            return relationship.target
    if usual not in package.names:
        why = f"“{usual}” is missing in it"
        raise package.broken(why)
    return usual


def related(
    package: Package, links: Mapping[str, Relationship], *kinds: str
) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the members of these kinds that a member leads to."""
    for relationship in links.values():
        inside = not relationship.external and relationship.target in package.names
        if inside and relationship.kind in kinds:
            yield relationship.kind, relationship.target


def external_address(links: Mapping[str, Relationship], attributes: Mapping[str, str]) -> str:
    """Return the address outside that an element leads to by `r:id`, or nothing."""
    relationship = links.get(attributes.get("r:id", ""))
    return relationship.target if relationship is not None and relationship.external else ""


def field_address(instruction: str) -> str:
    """Return the address of a field such as `HYPERLINK "https://e.org/"`, or nothing."""
    field = _FIELD.match(instruction)
    if field is None:
        return ""
    address = place = switch = ""
    for quoted, switched, plain in _FIELD_WORD.findall(field[1]):
        if switched:
            switch = switched.lower()
            continue
        word = re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        if switch == "\\l":
            place = word
        elif switch not in _VALUED_SWITCHES and not address:
            address = word
        switch = ""
    return f"{address}#{place}" if address and place and "#" not in address else address


class DrawingText:
    """Take down the paragraphs of drawings (slides, text boxes, shapes) with their links.

    A link stands in a run's properties, before its text; that of a shape covers no text.
    """

    def __init__(self, manuscript: Manuscript, links: Mapping[str, Relationship]) -> None:
        self._manuscript = manuscript
        self._links = links
        self._in_text = False
        self._linked = False
        self._in_run = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Hear of an element's beginning."""
        if name == "a:p":
            self._manuscript.begin_paragraph()
        elif name in {"a:r", "a:fld"}:
            self._in_run = True
        elif name == "a:t":
            self._in_text = True
        elif name == "a:br":
            self._manuscript.write("\n")
        elif name in {"a:hlinkClick", "a:hlinkHover"}:
            self._link(external_address(self._links, attributes))

    def _link(self, address: str) -> None:
        if not address:
            return
        if self._in_run and not self._linked:
            self._manuscript.open_link(address)
            self._linked = True
        elif not self._in_run:
            self._manuscript.begin_paragraph()
            self._manuscript.add_link(address)
            self._manuscript.end_paragraph()

    def end(self, name: str) -> None:
        """Hear of an element's end."""
        if name == "a:p":
            self._manuscript.end_paragraph()
        elif name in {"a:r", "a:fld"}:
            self._in_run = False
            if self._linked:
                self._manuscript.close_link()
                self._linked = False
        elif name == "a:t":
            self._in_text = False

    def text(self, data: str) -> None:
        """Hear of text."""
        if self._in_text:
            self._manuscript.write(data)


def created_on(content: Content) -> date | None:
    """Return the day on which a document says that it was made."""
    try:
        properties = Package(content).read(_PROPERTIES)
    except DocumentError:
        return None
    found = _CREATED.search(properties)
    return None if found is None else read_day(found[1].decode("ascii", "replace"))
