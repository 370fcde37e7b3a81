"""PPTX: links and text of slides in their order, with their notes, comments and diagrams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.failures import Failures
from linkcheck.parse.formats import Format
from linkcheck.parse.office.manuscript import Manuscript
from linkcheck.parse.office.ooxml import (
    DrawingText,
    created_on,
    main_member,
    related,
    relationships,
)
from linkcheck.parse.office.package import ZIP, Package, package_members
from linkcheck.parse.office.xmlstream import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_MAIN: Final = "ppt/presentation.xml"
_BESIDE: Final = {
    "notesSlide": "notes",
    "comments": "comments",
    "diagramData": "diagram",
}


class _SlideOrder:
    """Hear in which order a presentation shows its slides."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "p:sldId":
            self.ids.append(attributes.get("r:id", ""))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Comments:
    """Take down comments, each a paragraph."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._in_text = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name in {"p:text", "a:t"}:
            self._in_text = True
            self._manuscript.begin_paragraph()

    def end(self, name: str) -> None:
        if name in {"p:text", "a:t"}:
            self._in_text = False
            self._manuscript.end_paragraph()

    def text(self, data: str) -> None:
        if self._in_text:
            self._manuscript.write(data)


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    package = Package(content)
    failures = Failures()
    main = main_member(package, _MAIN)
    order = _SlideOrder()
    with failures:
        read_xml(content.path, package.read(main), order)
    links = relationships(package, main)
    slides = [links[each].target for each in order.ids if each in links]
    for number, slide in enumerate(slides, start=1):
        with failures:
            yield from _member(package, slide, f"slide {number}", failures)
            for kind, member in related(package, relationships(package, slide), *_BESIDE):
                name = f"slide {number}, {_BESIDE[kind]}"
                with failures:
                    yield from _member(package, member, name, failures)
    failures.raise_first()


def _member(package: Package, member: str, name: str, failures: Failures) -> Iterator[Part]:
    is_comment = name.endswith("comments")
    manuscript = Manuscript(Place.COMMENT if is_comment else Place.PROSE)
    with failures:
        reader = (
            _Comments(manuscript)
            if is_comment
            else DrawingText(manuscript, relationships(package, member))
        )
        read_xml(package.path, package.read(member), reader)
    yield manuscript.part(name)


def _holds(content: Content) -> bool:
    return any(name.startswith("ppt/") for name in package_members(content))


FORMAT = Format(
    name="pptx",
    parts=_parts,
    suffixes=(".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    dated=created_on,
    magic=ZIP,
    holds=_holds,
)
