"""The text of a document that is not shown as it is written, taken down paragraph by paragraph.

A word processor's file has no lines of its own. What a reader sees becomes the text of a part:
one paragraph a line (more where it has line breaks), and places count in that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkcheck.model import Place
from linkcheck.parse.links import cited_address
from linkcheck.parse.mention import Mention, Part
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class _Link:
    """Hold a link and the stretch of its paragraph that it covers."""

    address: str | None
    start: int
    end: int = -1
    is_bare: bool = False


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    solid: int = 0  # where the last piece ends that is more than white space
    links: list[_Link] = field(default_factory=list)
    opened: list[_Link] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        if text and not text.isspace():
            self.solid = self.length

    def mentions(self, text: str, place: Place) -> Iterator[Mention]:
        """Yield what a paragraph cites, in order; a link covers what stands in its label."""
        links = [link for link in self.links if link.address is not None]
        found = [_linked(link, text, place) for link in links]
        covered = sorted((link.start, link.end) for link in links)
        first = 0
        for mention in mentions_in(text, place=place):
            while first < len(covered) and covered[first][1] <= mention.start:
                first += 1
            if first == len(covered) or mention.end <= covered[first][0]:
                found.append(mention)
        found.sort(key=_start)
        yield from found


class Manuscript:
    """Take down text and links as they come; then give the part that they make.

    Paragraphs may stand within others (text boxes); the inner one comes first.
    """

    def __init__(self, place: Place = Place.PROSE) -> None:
        self._place = place
        self._done: list[tuple[str, _Paragraph]] = []
        self._stack: list[_Paragraph] = []

    def begin_paragraph(self) -> None:
        """Begin a paragraph."""
        self._stack.append(_Paragraph())

    def end_paragraph(self) -> None:
        """End the innermost paragraph and the links that are open in it."""
        if not self._stack:
            return
        while self._stack[-1].opened:
            self.close_link()
        paragraph = self._stack.pop()
        self._done.append(("".join(paragraph.pieces), paragraph))

    def write(self, text: str) -> None:
        """Add text to the paragraph, or to a new one."""
        self._current().write(text)

    def open_link(self, address: str) -> None:
        """Begin a link; one that goes on where the same link has just ended is one with it."""
        paragraph = self._current()
        cited = cited_address(address)
        last = paragraph.links[-1] if paragraph.links else None
        if last is not None and last.address == cited and last.end == paragraph.length:
            if not last.is_bare:
                paragraph.links.pop()
            paragraph.opened.append(last)
            return
        paragraph.opened.append(_Link(cited, paragraph.length))

    def close_link(self) -> None:
        """End the innermost link; where it covers no text, its address is written down for it."""
        paragraph = self._current()
        if not paragraph.opened:
            return
        link = paragraph.opened.pop()
        if link.address is not None and paragraph.solid <= link.start:
            link.is_bare = True
            if paragraph.length and not paragraph.pieces[-1].endswith((" ", "\n", "\t")):
                paragraph.write(" ")
            link.start = paragraph.length
            paragraph.write(link.address)
        link.end = paragraph.length
        if link.end > link.start and (not paragraph.links or paragraph.links[-1] is not link):
            paragraph.links.append(link)

    def add_link(self, address: str) -> None:
        """Add a link that covers no text: a picture's, a shape's."""
        self.open_link(address)
        self.close_link()

    def part(self, name: str | None = None, page: int | None = None) -> Part:
        """Return what was taken down."""
        while self._stack:
            self.end_paragraph()
        text = "\n".join(text for text, _paragraph in self._done)
        return Part(text, self._mentions(), page, name)

    def _mentions(self) -> Iterator[Mention]:
        at = 0
        for text, paragraph in self._done:
            for mention in paragraph.mentions(text, self._place):
                yield mention._replace(start=at + mention.start, end=at + mention.end)
            at += len(text) + 1

    def _current(self) -> _Paragraph:
        if not self._stack:
            self.begin_paragraph()
        return self._stack[-1]


def _linked(link: _Link, text: str, place: Place) -> Mention:
    start, end = link.start, link.end
    label = text[start:end]
    start += len(label) - len(label.lstrip())
    end -= len(label) - len(label.rstrip())
    shown = None if link.is_bare else " ".join(label.split()) or None
    address = link.address or ""
    return Mention(start, end, address, place=place, label=shown, around=(text, start, end))


def _start(mention: Mention) -> int:
    return mention.start
