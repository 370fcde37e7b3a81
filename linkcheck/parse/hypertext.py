"""HTML to mentions, for whole documents and for the HTML within others.

turbohtml's tokenizer gives each token with its source, so offsets are sums of lengths and need
no search; a tree with source locations is faster by half, but tells no place for text. Character
references come as tokens of their own, which keeps the places of what they stand for. What a
browser would repair (unclosed elements, wrong nesting) makes no difference to what is cited.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.block import Block
from linkcheck.parse.links import absolute_base, cited_address
from linkcheck.parse.mention import Mention
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbohtml import Token

ATTRIBUTE: Final = re.compile(
    r"""([^\s"'<>/=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?"""
)
# Without one of these there is no absolute address in a tag, and nothing that hides one.
_ABSOLUTE: Final = re.compile(r"[:&]|//")
# A link as most are: it has an absolute address, nothing is escaped, and no title is given.
_OTHER_ATTRIBUTE: Final = (
    r'\s+(?:class|id|rel|target|style|lang|dir|hreflang|type|role|tabindex|aria-[a-z]+)="[^"<>]*"'
)
_PLAIN_LINK: Final = re.compile(
    rf'<a(?:{_OTHER_ATTRIBUTE})*+\s+href="(https?://[^"\s&<>]+)"(?:{_OTHER_ATTRIBUTE})*+\s*>'
)
_TAG_NAME: Final = re.compile(r"<[^\s/>]*")
_LINKS: Final = frozenset(
    {"href", "src", "cite", "data", "poster", "background", "longdesc", "xlink:href"}
    | {"data-src", "data-href", "data-original", "data-lazy-src"}
    | {"data-versionurl", "data-originalurl"}  # https://robustlinks.mementoweb.org/spec/
)
_SETS: Final = frozenset({"srcset", "imagesrcset", "data-srcset"})
# One candidate of a `srcset`: its address, then descriptors up to a comma.
_SET_ITEM: Final = re.compile(r"[\s,]*([^\s,]\S*?)(?:,+(?=\s|\Z)|\s+[^,]*(?:,|\Z)|\Z)")
_REFRESH: Final = re.compile(
    r"""\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s]+)""", re.IGNORECASE
)
_NO_DOCUMENT: Final = frozenset({"preconnect", "dns-prefetch"})
_INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"}
    | {"em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt"}
    | {"ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"}
    | {"var", "wbr", "br"}
)
_CODE: Final = frozenset({"code", "kbd", "samp", "tt"})
_RAW: Final = frozenset({"script", "style", "textarea", "iframe", "xmp", "noembed", "noframes"})
_METADATA: Final = frozenset({"meta", "link"})


def hypertext_mentions(
    text: str,
    *,
    include_code: bool = False,
    include_comments: bool = False,
    offset: int = 0,
    base: str | None = None,
) -> Iterator[Mention]:
    """Yield what HTML cites, in order; `offset` is where it stands in the document.

    Relative links count only below a `<base>` that is absolute, or with a `base`.
    """
    walk = _Walk(_Source(text, offset), base=base, include_code=include_code)
    walk.include_comments = include_comments
    return walk.mentions()


def attribute_mentions(tag_source: str, offset: int) -> Iterator[Mention]:
    """Yield what the attributes of a single tag cite, without labels."""
    name = _TAG_NAME.match(tag_source)
    if name is None or tag_source.startswith(("</", "<!", "<?")):
        return
    yield from _tag_mentions(name[0][1:].lower(), tag_source, _Source(tag_source, offset), 0, None)


class _Source:
    """Know where a character of the text stands in the document.

    The tokenizer reads CR LF as one character, as HTML says; the document has two.
    """

    def __init__(self, text: str, offset: int) -> None:
        self._offset = offset
        self._pairs: list[int] = []
        self.text = text
        if "\r" in text:
            pairs = (found.start() for found in re.finditer("\r\n", text))
            self._pairs = [at - index for index, at in enumerate(pairs)]
            self.text = text.replace("\r\n", "\n").replace("\r", "\n")

    def add_to(self, block: Block, data: str, at: int) -> None:
        """Add text that stands at an offset to a block, line by line where ends are two long."""
        if not self._pairs:
            block.passage.add(data, self._offset + at)
            return
        for piece in data.splitlines(keepends=True):
            block.passage.add(piece, self.place(at))
            at += len(piece)

    def place(self, at: int) -> int:
        """Return the place in the document of an offset in what the tokenizer reads."""
        if not self._pairs:
            return self._offset + at
        return self._offset + at + bisect_left(self._pairs, at)


class _Walk:
    """Walk over the tokens of a text, one block at a time."""

    def __init__(self, source: _Source, *, base: str | None, include_code: bool) -> None:
        self._source = source
        self._base = base
        self._base_said = False
        self._include_code = include_code
        self.include_comments = False
        self._block = Block()
        self._open: list[tuple[list[Mention], int]] = []  # links with where their labels start
        self._code_from: int | None = None
        self._raw: str | None = None

    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions of all blocks."""
        from turbohtml import TokenType, tokenize  # noqa: PLC0415  (70 ms)

        text, start_tag, end_tag = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG
        at = 0
        for token in tokenize(self._source.text, resolve_references=False, capture_source=True):
            kind = token.type
            if kind is text:
                data = token.data or ""
                if self._raw is None:
                    self._source.add_to(self._block, data, at)
                else:
                    yield from self._text(data, at)
                at += len(data)
                continue
            source = token.source or ""
            if kind is start_tag:
                yield from self._start(token, source, at)
            elif kind is end_tag:
                yield from self._end(token.tag or "")
            elif kind is TokenType.CHARACTER_REFERENCE:
                if self._raw is None:
                    end = self._source.place(at + len(source))
                    self._block.passage.add(token.data or "", self._source.place(at), end)
            elif kind is TokenType.COMMENT and self.include_comments:
                data = token.data or ""
                self._comment(data, at + source.find(data))
            at += len(source)
        yield from self._flush()

    def _text(self, data: str, at: int) -> Iterator[Mention]:
        """Yield what the text of an element cites that is not read as text."""
        if self._raw == "noscript":
            yield from self._flush()
            inner = _Source(data, 0)
            walk = _Walk(inner, base=self._base, include_code=self._include_code)
            for mention in walk.mentions():
                start, end = (
                    self._source.place(at + mention.start),
                    self._source.place(at + mention.end),
                )
                yield mention._replace(start=start, end=end)

    def _comment(self, data: str, at: int) -> None:
        """Take what a comment cites, which stands in the middle of what it comments on."""
        here = len(self._block.passage)
        for mention in mentions_in(data, place=Place.COMMENT):
            start, end = (
                self._source.place(at + mention.start),
                self._source.place(at + mention.end),
            )
            self._block.add_link(mention._replace(start=start, end=end), here)

    def _start(self, token: Token, source: str, at: int) -> list[Mention]:
        """Take in a tag, and return what the block before it cites."""
        tag = token.tag or ""
        found = [] if tag in _INLINE else self._flush()
        if tag == "base":
            self._take_base(token.attr("href") or "")
            return found
        if tag in _RAW or tag == "noscript":
            self._raw = tag
        here = len(self._block.passage)
        if tag in _CODE and self._code_from is None:
            self._code_from = here
        elif tag == "br":
            self._block.passage.add("\n", self._source.place(at), self._source.place(at + 1))
        links: list[Mention] = []
        plain = _PLAIN_LINK.fullmatch(source) if tag == "a" else None
        if plain is not None:
            address = cited_address(plain[1])
            if address is not None:
                start, end = plain.span(1)
                place = self._source.place
                links.append(Mention(place(at + start), place(at + end), address))
        elif "=" in source and (self._base is not None or _ABSOLUTE.search(source)):
            links = list(_tag_mentions(tag, source, self._source, at, self._base))
        if tag == "a":
            self._close_link()
            self._open.append((links, here))
        else:
            for link in links:
                self._block.add_link(link, here)
        return found

    def _take_base(self, href: str) -> None:
        """Take the first base that a document says, which may itself be relative to its place."""
        said = cited_address(href, self._base)
        base = None if said is None or self._base_said else absolute_base(said)
        if base is not None:
            self._base, self._base_said = base, True

    def _end(self, tag: str) -> list[Mention]:
        if tag == self._raw:
            self._raw = None
        if tag == "a":
            self._close_link()
        elif tag in _CODE:
            self._close_code()
        elif tag not in _INLINE:
            return self._flush()
        return []

    def _close_link(self) -> None:
        while self._open:
            links, label_start = self._open.pop()
            for link in links:
                self._block.add_link(link, label_start)

    def _close_code(self) -> None:
        if self._code_from is not None:
            self._block.set_apart(self._code_from, len(self._block.passage), is_code=True)
            self._code_from = None

    def _flush(self) -> list[Mention]:
        """End a block: a link or code that goes on beyond it is taken up to here."""
        in_code = self._code_from is not None
        if self._block.is_empty and not self._open and not in_code:
            return []
        self._close_link()
        self._close_code()
        block, self._block = self._block, Block()
        if in_code:
            self._code_from = 0
        return block.mentions(include_code=self._include_code)


def _tag_mentions(
    tag: str, source: str, places: _Source, at: int, base: str | None
) -> Iterator[Mention]:
    """Yield what the attributes of a tag cite."""
    name = _TAG_NAME.match(source)
    spans: dict[str, tuple[int, int]] = {}
    for found in ATTRIBUTE.finditer(source, 0 if name is None else name.end()):
        group = found.lastindex or 1
        if group > 1:
            spans.setdefault(found[1].lower(), found.span(group))
    if tag == "link" and not _NO_DOCUMENT.isdisjoint(_value(source, spans, "rel").lower().split()):
        return
    place = Place.METADATA if tag in _METADATA else Place.PROSE
    label = _value(source, spans, "alt") or _value(source, spans, "title") or None
    for start, end in _destinations(tag, source, spans):
        address = cited_address(html.unescape(source[start:end]), base)
        if address is not None:
            yield Mention(
                places.place(at + start), places.place(at + end), address, place=place, label=label
            )


def _value(source: str, spans: dict[str, tuple[int, int]], name: str) -> str:
    start, end = spans.get(name, (0, 0))
    return html.unescape(source[start:end])


def _destinations(
    tag: str, source: str, spans: dict[str, tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield where destinations stand in a tag's source, without the white space around them."""
    for name, (start, end) in spans.items():
        if name in _LINKS and not (name == "data" and tag != "object"):
            yield _stripped(source, start, end)
        elif name in _SETS:
            for item in _SET_ITEM.finditer(source, start, end):
                yield item.span(1)
        elif name == "content" and tag == "meta":
            if _value(source, spans, "http-equiv").lower() == "refresh":
                refresh = _REFRESH.match(source, start, end)
                if refresh is not None:
                    yield refresh.span(1)
            elif source[start:end].lstrip()[:8].lower().startswith(("http://", "https://")):
                yield _stripped(source, start, end)


def _stripped(source: str, start: int, end: int) -> tuple[int, int]:
    value = source[start:end]
    start += len(value) - len(value.lstrip())
    return start, max(start, start + len(value.strip()))
