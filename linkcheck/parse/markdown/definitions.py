"""Definitions of links: `[name]: address`, anywhere in a document and used anywhere in it.

They are the one thing in Markdown that reaches from one chunk of a document into all others. So
they are gathered before, and a chunk is read with those that it may name put before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown.destination import destination_span
from linkcheck.parse.markdown.layout import Cutter
from linkcheck.parse.markdown.lines import (
    BARE,
    DEFINITION,
    IN_BRACKETS,
    NAME,
    OTHER_TITLE,
    TITLE,
    definitions_end,
)
from linkcheck.parse.markdown.pulldown import ByteOffsets, options
from linkcheck.parse.mention import Mention
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.parse.markdown.layout import Chunk, Layout
    from linkcheck.parse.mention import Around

_BEFORE_DESTINATION: Final = late(r"\[(?:[^\\\]]|\\.)*\]:\s*(?:>\s*)*", re.DOTALL)
_NAME: Final = late(r"\[((?:[^\[\]\\]|\\.)+)\]", re.DOTALL)
_FOOTNOTE: Final = late(r"\[(\^[^\[\]\s]+)\](:?)")
_MARGIN: Final = late(r"\s*\n[\s>]*")


@dataclass(slots=True)
class Definition:
    """Hold a definition that cites; what first uses it lends it label and surroundings."""

    start: int
    end: int
    address: str
    label: str | None
    around: Around | None = None

    def used_in(self, text: str, start: int, end: int) -> None:
        """Take label and surroundings from the first use, if this is it."""
        if self.around is None:
            self.label = " ".join(text[start:end].split()) or self.label
            self.around = (text, start, end)

    def mention(self) -> Mention:
        """Return what it cites."""
        return Mention(
            self.start,
            self.end,
            self.address,
            place=Place.DEFINITION,
            label=self.label,
            around=self.around,
        )


class Definitions:
    """Know all definitions of a document: those of links by name, and the names of footnotes."""

    def __init__(self, layout: Layout, places: Sequence[int], base: str | None = None) -> None:
        """Gather them; `places` are those of all `]:`, in order."""
        self._by_name: dict[str, Definition | None] = {}  # None: it cites nothing
        self._footnotes: set[str] = set()
        text = layout.text
        if places:
            for chunk in _chunks_with(places, layout):
                self._gather(text, chunk, base)

    @property
    def any_names(self) -> bool:
        """Tell whether square brackets may mean anything but a link or themselves."""
        return bool(self._by_name or self._footnotes)

    def citing(self) -> list[Definition]:
        """Return those that cite, in order."""
        found = [each for each in self._by_name.values() if each is not None]
        return sorted(found, key=lambda each: each.start)

    def named(self, name: str) -> Definition | None:
        """Return the one of a name, if there is one that cites."""
        return self._by_name.get(_folded(name))

    def uses_in(self, text: str) -> list[int]:
        """Return where those that cite may be used."""
        if not any(self._by_name.values()):
            return []
        return [each.start() for each in _NAME.finditer(text) if self.named(each[1]) is not None]

    def preamble(self, chunk: str) -> str:
        """Return definitions of what a chunk may name, to be put before it."""
        if not self.any_names:
            return ""
        names = dict.fromkeys(
            _MARGIN.sub(" ", name)
            for name in _NAME.findall(chunk)
            if _folded(name) in self._by_name
        )
        lines = [f"[{name}]: x\n\n" for name in names]
        if self._footnotes and "[^" in chunk:
            notes = dict.fromkeys(name for name, _colon in _FOOTNOTE.findall(chunk))
            lines += [f"[{name}]: x\n\n" for name in notes if name.casefold() in self._footnotes]
        return "".join([*lines, "<!-- -->\n\n"]) if lines else ""

    def _gather(self, text: str, chunk: Chunk, base: str | None) -> None:
        end = definitions_end(text, chunk.start, chunk.end)
        if end is None:
            self._parse(text, chunk, base)
            return
        for line in DEFINITION.finditer(text, chunk.start, end):
            group = BARE if line[IN_BRACKETS] is None else IN_BRACKETS
            title = line[TITLE] or line[OTHER_TITLE]
            self._add(line[NAME], title, line[group], line.start(group), base)

    def _add(
        self, name: str, title: str | None, written: str, start: int, base: str | None
    ) -> None:
        folded = _folded(name)
        if folded in self._by_name:
            return
        address = cited_address(written, base)
        self._by_name[folded] = (
            None
            if address is None
            else Definition(start, start + len(written), address, title or " ".join(name.split()))
        )

    def _parse(self, text: str, chunk: Chunk, base: str | None) -> None:
        from pyromark import reference_definitions  # noqa: PLC0415  (not for names and endings)

        source = text[chunk.start : chunk.end]
        if any(colon for _name, colon in _FOOTNOTE.findall(source)):
            self._footnotes.update(_footnotes_in(source))
        offsets = ByteOffsets(source)
        for name, definition in reference_definitions(source, options=options()).items():
            folded = _folded(name)
            if folded in self._by_name:
                continue
            self._by_name[folded] = None
            address = cited_address(definition["dest"], base)
            if address is None:
                continue
            start = offsets.character(definition["span"]["start"])
            end = offsets.character(definition["span"]["end"])
            before = _BEFORE_DESTINATION.match(source, start, end)
            at = start if before is None else before.end()
            first, last = destination_span(source, at, start, end, definition["dest"])
            self._by_name[folded] = Definition(
                chunk.start + first, chunk.start + last, address, definition["title"] or name
            )


def _chunks_with(places: Iterable[int], layout: Layout) -> Iterator[Chunk]:
    cutter = Cutter(layout)
    passed = layout.start
    for place in places:
        if place >= passed:
            chunk = cutter.around(place)
            passed = chunk.end
            if not chunk.is_fenced:
                yield chunk


def _footnotes_in(source: str) -> Iterator[str]:
    from pyromark import events  # noqa: PLC0415  (not for names and endings)

    for event in events(source, options=options()):
        if isinstance(event, dict) and "Start" in event:
            tag = event["Start"]
            if isinstance(tag, dict) and "FootnoteDefinition" in tag:
                yield f"^{tag['FootnoteDefinition']}".casefold()


def _folded(name: str) -> str:
    return " ".join(_MARGIN.sub(" ", name).split()).casefold()
