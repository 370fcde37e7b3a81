"""Markdown: CommonMark with the extensions of GitHub, footnotes and front matter.

By pyromark (pulldown-cmark), the only parser for Python that is both quick and tells where each
link stands. It has no bare addresses, and leaves raw HTML alone; both are found here. Its places
are bytes of UTF-8, which are counted into characters along the way.
"""

from __future__ import annotations

import functools
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.block import Block
from linkcheck.parse.dates import read_day
from linkcheck.parse.formats import Format
from linkcheck.parse.hypertext import attribute_mentions, hypertext_mentions
from linkcheck.parse.links import cited_address
from linkcheck.parse.mention import Mention, Part
from linkcheck.parse.prose import mentions_in
from linkcheck.parse.spots import Spots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pyromark import Options
    from pyromark.event import Event
    from pyromark.event import _LinkData as LinkData
    from pyromark.event import _Tag as Tag
    from pyromark.event import _TagEnd as TagEnd

    from linkcheck.parse.mention import Around
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_FRONT_MATTER: Final = re.compile(
    r"(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_FRONT_DATE: Final = re.compile(
    r"^(?:date|published|publishdate|pubdate|created)\s*[:=](.*)$", re.IGNORECASE | re.MULTILINE
)
_BEFORE_DESTINATION: Final = re.compile(r"\]\(\s*")
_BEFORE_DEFINED: Final = re.compile(r"\[(?:[^\\\]]|\\.)*\]:\s*(?:>\s*)*", re.DOTALL)
_MARKED: Final = frozenset({"Emphasis", "Strong", "Strikethrough"})
_LINKS: Final = frozenset({"Link", "Image"})
_VERBATIM: Final = frozenset({"CodeBlock", "HtmlBlock", "MetadataBlock"})
_IN_BRACKETS: Final = re.compile(r"<((?:[^\\<>\n]|\\.)*)>")
_BRACKETED: Final = frozenset({"Autolink", "Email"})
_BY_NAME: Final = frozenset({"Reference", "Collapsed", "Shortcut"})
_PLAIN_DESTINATION: Final = re.compile(r"[^\s()\\]+")
_CODE_TAG: Final = re.compile(r"<(/?)(?:code|kbd|samp|tt)\b", re.IGNORECASE)
_BREAK_TAG: Final = re.compile(r"<br\b", re.IGNORECASE)
_OPEN_ADDRESS: Final = re.compile(r"(?:://|www\.)[^\s<>]*\Z", re.IGNORECASE)
_ADDRESS_REACH: Final = 2048


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, markdown_mentions(text, settings))


def markdown_mentions(text: str, settings: Settings) -> Iterator[Mention]:
    """Yield what is cited, definitions of links merged in at their places."""
    data = text.encode("utf-8", "surrogatepass")
    definitions = _definitions(text, data)
    spots = Spots(data, "[" if definitions else "")
    if not spots:
        return
    walk = _Walk(text, _Bytes(data), definitions, spots, settings)
    waiting = deque(sorted(definitions.values(), key=_definition_start))
    for mention in walk.mentions():
        while waiting and waiting[0].start < mention.start:
            yield waiting.popleft().mention()
        yield mention
    yield from (definition.mention() for definition in waiting)


@functools.cache
def _options() -> Options:
    from pyromark import Options  # noqa: PLC0415  (not for names and endings)

    return (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_HEADING_ATTRIBUTES
        | Options.ENABLE_GFM
        | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options.ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
    )


class _Bytes:
    """Count bytes of UTF-8 into characters, going on from the last question."""

    def __init__(self, data: bytes) -> None:
        self._plain = data.isascii()
        self._data = data
        self._byte = 0
        self._character = 0

    def character(self, byte: int) -> int:
        """Return the offset in characters of an offset in bytes."""
        if self._plain:
            return byte
        low, high = sorted((self._byte, byte))
        passed = len(self._data[low:high].decode("utf-8", "ignore"))
        self._character += passed if byte >= self._byte else -passed
        self._byte = byte
        return self._character


@dataclass(slots=True)
class _Definition:
    """Hold a link definition; what first uses it lends it label and surroundings."""

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
        return Mention(
            self.start,
            self.end,
            self.address,
            place=Place.DEFINITION,
            label=self.label,
            around=self.around,
        )


def _definition_start(definition: _Definition) -> int:
    return definition.start


def _definitions(text: str, data: bytes) -> dict[str, _Definition]:
    """Return all link definitions that cite something, by their folded names, unused ones too."""
    from pyromark import reference_definitions  # noqa: PLC0415  (not for names and endings)

    if "]:" not in text:
        return {}
    offsets = _Bytes(data)
    found = {}
    for name, definition in reference_definitions(text, options=_options()).items():
        address = cited_address(definition["dest"])
        if address is None:
            continue
        start = offsets.character(definition["span"]["start"])
        end = offsets.character(definition["span"]["end"])
        before = _BEFORE_DEFINED.match(text, start, end)
        at = start if before is None else before.end()
        span = _destination(text, at, start, end, definition["dest"])
        found[_folded(name)] = _Definition(*span, address, definition["title"] or name)
    return found


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


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

    def __init__(
        self,
        text: str,
        offsets: _Bytes,
        definitions: dict[str, _Definition],
        spots: Spots,
        settings: Settings,
    ) -> None:
        self._text = text
        self._spots = spots
        self._definitions = definitions
        self._include_code = settings.include_code
        self._include_comments = settings.include_comments
        self._offsets = offsets
        self._block = Block()
        self._links: list[_OpenLink] = []
        self._used: list[tuple[_Definition, int, int]] = []
        self._kept_markers: list[int] = []
        self._code_from: int | None = None
        self._in_verbatim = False

    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions of all blocks, without the definitions."""
        from pyromark import events_with_range  # noqa: PLC0415  (not for names and endings)

        passed = 0  # bytes: up to here nothing is cited
        for event, span in events_with_range(self._text, options=_options()):
            start = span["start"]
            if start < passed:
                continue
            end = span["end"]
            if isinstance(event, str):
                if event != "Rule":
                    self._add("\n", start, end)
            elif "Start" in event:
                tag = event["Start"]
                if _is_block(tag) and not self._spots.any_in(start, end):
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
        """Yield what a block cites that is not Markdown: code, HTML, front matter."""
        at = self._offsets.character(start)
        text = self._text[at : self._offsets.character(end)]
        if name == "HtmlBlock":
            yield from hypertext_mentions(
                text,
                include_code=self._include_code,
                include_comments=self._include_comments,
                offset=at,
            )
            return
        if name == "CodeBlock" and not self._include_code:
            return
        place = Place.CODE if name == "CodeBlock" else Place.METADATA
        for mention in mentions_in(text, place=place):
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
        for mention in attribute_mentions(source, at):
            self._block.add_link(mention, here)

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
            definition = self._definitions.get(_folded(link.name))
            if definition is not None:
                self._used.append((definition, link.label_start, here))
            return
        written = f"mailto:{link.destination}" if link.kind == "Email" else link.destination
        address = cited_address(written)
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
        return _destination(self._text, at, first, last, link.destination)

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
        return block.mentions(include_code=self._include_code)


def _destination(text: str, at: int, start: int, end: int, meant: str) -> tuple[int, int]:
    """Return where a destination that begins at `at` stands, within the link around it."""
    if text.startswith("<", at):
        found = _IN_BRACKETS.match(text, at, end)
        span = (at, at) if found is None else found.span(1)
    else:
        span = (at, _end_of_bare(text, at, end))
    written = text[span[0] : span[1]]
    if written == meant or (written and ("\\" in written or "&" in written)):
        return span
    at = text.find(meant, start, end)
    return (start, end) if at < 0 else (at, at + len(meant))


def _end_of_bare(text: str, at: int, end: int) -> int:
    """Return where a destination without angle brackets ends: at white space or its own `)`."""
    plain = _PLAIN_DESTINATION.match(text, at, end)
    at = at if plain is None else plain.end()
    depth = 0
    while at < end:
        character = text[at]
        if character == "\\":
            at += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                break
            depth -= 1
        elif character.isspace():
            break
        at += 1
    return min(at, end)


def _dated(content: Content) -> date | None:
    """Return the day that the front matter gives."""
    front = _FRONT_MATTER.match(content.head)
    found = None if front is None else _FRONT_DATE.search(front[2])
    return None if found is None else read_day(found[1])


FORMAT = Format(
    name="markdown",
    parts=_parts,
    suffixes=(".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".rmd"),
    dated=_dated,
)
