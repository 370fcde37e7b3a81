"""A chunk of Markdown read by a whole parser of CommonMark, with the extensions of GitHub.

By pyromark (pulldown-cmark), the only parser for Python that is both quick and tells where each
link stands. It has no bare addresses, and leaves raw HTML alone; both are found here. Its places
are bytes of UTF-8, which are counted into characters along the way.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.block import Block
from linkcheck.parse.hypertext import attribute_mentions, hypertext_mentions
from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown.destination import destination_span
from linkcheck.parse.markdown.pulldown import ByteOffsets, options
from linkcheck.parse.mention import Mention
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyromark.event import Event, Range
    from pyromark.event import _LinkData as LinkData
    from pyromark.event import _Tag as Tag
    from pyromark.event import _TagEnd as TagEnd

    from linkcheck.parse.markdown.definitions import Definition
    from linkcheck.parse.markdown.layout import Chunk
    from linkcheck.parse.markdown.reading import Reading

_BEFORE_DESTINATION: Final = re.compile(r"\]\(\s*")
_MARKED: Final = frozenset({"Emphasis", "Strong", "Strikethrough"})
_LINKS: Final = frozenset({"Link", "Image"})
_VERBATIM: Final = frozenset({"CodeBlock", "HtmlBlock"})
_BRACKETED: Final = frozenset({"Autolink", "Email"})
_BY_NAME: Final = frozenset({"Reference", "Collapsed", "Shortcut"})
_CODE_TAG: Final = re.compile(r"<(/?)(?:code|kbd|samp|tt)\b", re.IGNORECASE)
_BREAK_TAG: Final = re.compile(r"<br\b", re.IGNORECASE)
_OPEN_ADDRESS: Final = re.compile(r"(?:://|www\.)[^\s<>]*\Z", re.IGNORECASE)
_ADDRESS_REACH: Final = 2048


def chunk_mentions(reading: Reading, chunk: Chunk, signs: Sequence[int]) -> Iterator[Mention]:
    """Yield what a chunk cites; `signs` are the places in it where something may be cited."""
    from pyromark import events_with_range  # noqa: PLC0415  (not for names and endings)

    source = reading.text[chunk.start : chunk.end]
    preamble = reading.definitions.preamble(source)
    source = preamble + source
    offsets = ByteOffsets(source, chunk.start, len(preamble))
    events = events_with_range(source, options=options())
    first = len(preamble.encode())
    places = _bytes_of(signs, reading.text, chunk.start, first)
    return _Walk(reading, offsets).mentions(events, first, places)


def _bytes_of(signs: Sequence[int], text: str, start: int, first: int) -> Sequence[int]:
    """Return offsets of characters as offsets of bytes, which are `first` at `start`."""
    found = []
    at, byte = start, first
    for sign in signs:
        byte += len(text[at:sign].encode("utf-8", "surrogatepass"))
        at = sign
        found.append(byte)
    return found


def _is_block(tag: Tag) -> bool:
    return tag not in _MARKED if isinstance(tag, str) else _LINKS.isdisjoint(tag)


@dataclass(slots=True)
class _OpenLink:
    """Hold a link or an image that the walk is inside of."""

    kind: str
    destination: str
    name: str
    title: str
    label_start: int
    label_end_byte: int


class _Walk:
    """Walk over the events of the parser, one block at a time."""

    def __init__(self, reading: Reading, offsets: ByteOffsets) -> None:
        self._reading = reading
        self._text = reading.text
        self._offsets = offsets
        self._block = Block()
        self._links: list[_OpenLink] = []
        self._used: list[tuple[Definition, int, int]] = []
        self._kept_markers: list[int] = []
        self._code_from: int | None = None
        self._in_verbatim = False

    def mentions(
        self, events: Iterable[tuple[Event, Range]], first: int, signs: Sequence[int]
    ) -> Iterator[Mention]:
        """Yield the mentions of all blocks from a byte on, without the definitions.

        Blocks in which none of the signs (bytes, too) stands are passed over.
        """
        passed = first  # up to here nothing is cited
        for event, span in events:
            start = span["start"]
            if start < passed:
                continue
            end = span["end"]
            if isinstance(event, str):
                if event != "Rule":
                    self._add("\n", start, end)
            elif "Start" in event:
                tag = event["Start"]
                if _is_block(tag):
                    sign = bisect_left(signs, start)
                    if sign == len(signs) or signs[sign] >= end:
                        yield from self._flush()
                        passed = end
                        continue
                yield from self._open(tag, start)
            elif "End" in event:
                yield from self._close(event["End"], start, end)
            else:
                self._leaf(event, start, end)
            if self._links and "Start" not in event:
                self._links[-1].label_end_byte = max(self._links[-1].label_end_byte, end)
        yield from self._flush()

    def _open(self, tag: Tag, start: int) -> list[Mention]:
        """Begin what a tag begins, and return what the block before it cites."""
        if isinstance(tag, dict):
            if "Link" in tag:
                self._open_link(tag["Link"], start)
                return []
            if "Image" in tag:
                self._open_link(tag["Image"], start)
                return []
            self._in_verbatim = not _VERBATIM.isdisjoint(tag)
        elif tag in _MARKED:
            self._open_marker(tag, start)
            return []
        else:
            self._in_verbatim = tag in _VERBATIM
        return self._flush()

    def _close(self, tag: TagEnd, start: int, end: int) -> list[Mention]:
        """End what a tag ends, and return what the block cites that this ends."""
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name in _LINKS:
            self._close_link(start, end)
            return []
        if name in _MARKED:
            self._close_marker(end)
            return []
        found = self._flush()
        if name in _VERBATIM:
            self._in_verbatim = False
            found.extend(self._verbatim(name, start, end))
        return found

    def _verbatim(self, name: str, start: int, end: int) -> Iterator[Mention]:
        """Yield what a block cites that is not Markdown: code and HTML."""
        at = self._offsets.character(start)
        text = self._text[at : self._offsets.character(end)]
        if name == "HtmlBlock":
            yield from hypertext_mentions(
                text,
                include_code=self._reading.include_code,
                include_comments=self._reading.include_comments,
                offset=at,
                base=self._reading.base,
            )
            return
        if self._reading.include_code:
            for mention in mentions_in(text, place=Place.CODE):
                yield mention._replace(start=at + mention.start, end=at + mention.end)

    def _leaf(self, event: Event, start: int, end: int) -> None:
        if self._in_verbatim or isinstance(event, str):
            return
        if "Text" in event:
            self._add(event["Text"], start, end)
        elif "Code" in event:
            here = len(self._block.passage)
            at = self._offsets.character(start)
            self._add_source(at, self._offsets.character(end))
            self._block.set_apart(here, len(self._block.passage), is_code=True)
        elif "InlineHtml" in event:
            self._tag(start, end)

    def _add(self, piece: str, start: int, end: int) -> None:
        """Add text; where it is written differently in the document, as a whole."""
        at, until = self._offsets.character(start), self._offsets.character(end)
        same = self._text[at:until] == piece
        self._block.passage.add(piece, at, None if same else until)

    def _add_source(self, start: int, end: int) -> None:
        self._block.passage.add(self._text[start:end], start)

    def _tag(self, start: int, end: int) -> None:
        """Take in a tag of raw HTML that stands in a line of text."""
        at = self._offsets.character(start)
        source = self._text[at : self._offsets.character(end)]
        if _BREAK_TAG.match(source):
            self._block.passage.add("\n", at, at + len(source))
        here = len(self._block.passage)
        code = _CODE_TAG.match(source)
        if code is not None and not code[1]:
            self._code_from = here
        elif code is not None and self._code_from is not None:
            self._block.set_apart(self._code_from, here, is_code=True)
            self._code_from = None
        for mention in attribute_mentions(source, at, self._reading.base):
            self._block.add_link(mention, here)
        if source.startswith("<!--"):
            self._block.add_comment(source, at)

    def _open_marker(self, tag: str, start: int) -> None:
        """Keep `*`, `_` and `~` that stand within a bare address: they belong to it."""
        length = 0
        if _OPEN_ADDRESS.search(self._block.passage.tail(_ADDRESS_REACH)):
            at = self._offsets.character(start)
            doubled = self._text[at : at + 1] == self._text[at + 1 : at + 2]
            length = 2 if tag == "Strong" or (tag == "Strikethrough" and doubled) else 1
            self._add_source(at, at + length)
        self._kept_markers.append(length)

    def _close_marker(self, end: int) -> None:
        length = self._kept_markers.pop() if self._kept_markers else 0
        if length:
            until = self._offsets.character(end)
            self._add_source(until - length, until)

    def _open_link(self, link: LinkData, start: int) -> None:
        kind = link["link_type"]
        opened = _OpenLink(
            kind=kind if isinstance(kind, str) else "WikiLink",
            destination=link["dest_url"],
            name=link["id"],
            title=link["title"],
            label_start=len(self._block.passage),
            label_end_byte=start + 1,
        )
        self._links.append(opened)

    def _close_link(self, start: int, end: int) -> None:
        link = self._links.pop()
        here = len(self._block.passage)
        self._block.set_apart(link.label_start, here)
        if link.kind in _BY_NAME:
            definition = self._reading.definitions.named(link.name)
            if definition is not None:
                self._used.append((definition, link.label_start, here))
            return
        written = f"mailto:{link.destination}" if link.kind == "Email" else link.destination
        address = cited_address(written, self._reading.base)
        if address is None:
            return
        span = self._written_at(link, start, end)
        mention = Mention(*span, address, label=link.title or None)
        self._block.add_link(mention, link.label_start, here)

    def _written_at(self, link: _OpenLink, start: int, end: int) -> tuple[int, int]:
        """Return where the destination of a link stands."""
        label_end = self._offsets.character(link.label_end_byte)
        first, last = self._offsets.character(start), self._offsets.character(end)
        if link.kind in _BRACKETED:
            return first + 1, last - 1
        before = _BEFORE_DESTINATION.search(self._text, label_end, last)
        at = first if before is None else before.end()
        return destination_span(self._text, at, first, last, link.destination)

    def _flush(self) -> list[Mention]:
        """End a block, and return what it cites."""
        self._kept_markers.clear()
        self._code_from = None
        if self._block.is_empty:
            return []
        block, self._block = self._block, Block()
        if self._used:
            text = block.passage.text
            for definition, start, end in self._used:
                definition.used_in(text, start, end)
            self._used.clear()
        return block.mentions(
            include_code=self._reading.include_code,
            include_comments=self._reading.include_comments,
        )
