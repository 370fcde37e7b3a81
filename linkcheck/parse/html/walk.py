"""A text of HTML from its beginning to its end: what its tags cite, and what its text does.

Most tags and most text cite nothing, and are passed over by one pattern. What is left is read by
its kind: a plain link at once, any other tag by its attributes, and text only where something in
it could begin an address or an identifier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind, Place
from linkcheck.parse.html.attributes import Attributes, Cited, may_cite, place_of
from linkcheck.parse.html.grammar import (
    INLINE,
    LABEL,
    LABEL_OF_BLOCKS,
    NEXT,
    NEXT_BELOW_BASE,
    RAW,
)
from linkcheck.parse.html.layout import Layout
from linkcheck.parse.html.raw import RawContent
from linkcheck.parse.html.readable import label_of
from linkcheck.parse.html.structured import json_ld_mentions
from linkcheck.parse.html.words import Words
from linkcheck.parse.links import absolute_base, cited_address
from linkcheck.parse.mention import Mention
from linkcheck.parse.spots import holds_any, holds_any_broken

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

_BLOCK_LABEL_REACH: Final = 4000
_HREF, _LABEL, _TAG = 2, 3, 4  # the groups of `NEXT`
# As names of their own: to look up a member of an enumeration takes as long as a match.
_URL: Final = Kind.URL
_PROSE: Final = Place.PROSE


class Walk:
    """Walk through a text; all offsets are those of the text."""

    def __init__(
        self, text: str, *, base: str | None, include_code: bool, include_comments: bool
    ) -> None:
        self._text = text
        self._base = base
        self._base_said = False
        self._layout = Layout(text)
        self._raw = RawContent(text)
        self._words = Words(
            text, self._layout, include_code=include_code, include_comments=include_comments
        )
        self._holds = holds_any_broken if "<wbr" in text else holds_any
        self._read = 0  # up to here the text is read, or is the label of a link
        self._waiting: list[Mention] = []  # what tags cite that stand in text not yet read

    def mentions(self) -> Iterator[Mention]:
        """Yield what is cited, in order."""
        text = self._text
        layout = self._layout
        holds = self._holds
        match = self._pattern.match
        at = tag_start = 0
        while (found := match(text, at)) is not None:
            group = found.lastindex
            tag_start, at = found.end(1), found.end()
            if group == _LABEL:
                if self._waiting or holds(text[self._read : tag_start]):
                    yield from self._text_to(tag_start)
                start, end = found.span(_HREF)
                label_start, label_end = found.span(_LABEL)
                label = label_of(found[_LABEL]) or self._said(tag_start, label_start)
                around = (layout, label_start, label_end)
                yield Mention(start, end, found[_HREF], (), _URL, _PROSE, label, None, None, around)
                self._read = at
            elif group == _HREF:
                cited = [Cited(*found.span(_HREF), found[_HREF], None)]
                yield from self._link(
                    cited, Attributes(text, tag_start + len("<a"), at), tag_start, at
                )
            elif group == _TAG:
                name = found[_TAG].lower()
                yield from self._tag(name, found.end(_TAG), tag_start, at)
                content_end = self._raw.end(name, at)
                if content_end > at:
                    yield from self._content(name, text[tag_start:at], at, content_end)
                    self._read = at = content_end
                match = self._pattern.match  # it may have been the base
            else:
                break
        yield from self._text_to(tag_start)

    @property
    def _pattern(self) -> re.Pattern[str]:
        return NEXT if self._base is None else NEXT_BELOW_BASE

    def _text_to(self, end: int) -> list[Mention]:
        """Return what is cited from where all was read up to an offset."""
        found, self._waiting = self._waiting, []
        if self._holds(self._text[self._read : end]):
            found.extend(self._words.mentions(self._read, end))
            found.sort(key=_start)
        return found

    def _tag(self, name: str, name_end: int, start: int, end: int) -> list[Mention]:
        """Return what a tag cites, with what stands before it if it ends a line or a label."""
        cited: list[Cited] = []
        attributes = None
        if may_cite(self._text, name_end, end) and not name.startswith("/"):
            attributes = Attributes(self._text, name_end, end)
            if name == "base":
                self._take_base(attributes.value("href"))
            else:
                cited = attributes.cited(name, self._base)
        if attributes is not None and cited:
            if name == "a":
                return self._link(cited, attributes, start, end)
            label, place = attributes.label, place_of(name)
            self._waiting += self._mentions(cited, attributes, label, place, (end, end))
        if name in INLINE or not (cited or name in RAW):
            return []
        found = self._text_to(start)
        self._read = end
        return found

    def _content(self, name: str, tag: str, start: int, end: int) -> Iterable[Mention]:
        """Return what the content of a raw element cites: of a title, or of data in a script."""
        if name == "title" and self._holds(self._text[start:end]):
            return self._words.of_title(start, end)
        if name == "script" and "ld+json" in tag.lower():
            return json_ld_mentions(self._text, start, end)
        return ()

    def _link(
        self, cited: list[Cited], attributes: Attributes, start: int, end: int
    ) -> list[Mention]:
        """Return what stands before a link, and the link with its label."""
        label_end = self._label_end(end)
        found = self._text_to(start)
        label = label_of(self._text[end:label_end]) or attributes.label
        found += self._mentions(cited, attributes, label, _PROSE, (end, label_end))
        self._read = label_end
        return found

    def _mentions(
        self,
        cited: list[Cited],
        attributes: Attributes,
        label: str | None,
        place: Place,
        around: tuple[int, int],
    ) -> list[Mention]:
        accessed = attributes.accessed
        surroundings = (self._layout, *around)
        return [
            Mention(
                start, end, address, (), _URL, place, label, None, accessed, surroundings, copy_of
            )
            for start, end, address, copy_of in cited
        ]

    def _label_end(self, start: int) -> int:
        """Return where the label of a link ends that starts here."""
        text = self._text
        end = _end(LABEL.match(text, start), start)
        if text.startswith(("</a", "</A"), end) or label_of(text[start:end]):
            return end
        return _end(LABEL_OF_BLOCKS.match(text, start, start + _BLOCK_LABEL_REACH), end)

    def _take_base(self, href: str) -> None:
        """Take the first base that a document says, which may itself be relative to its place."""
        said = cited_address(href, self._base)
        base = None if said is None or self._base_said else absolute_base(said)
        if base is not None:
            self._base, self._base_said = base, True

    def _said(self, start: int, end: int) -> str | None:
        """Return what a link without a label says of itself."""
        return Attributes(self._text, start + len("<a"), end).label


def _end(found: re.Match[str] | None, otherwise: int) -> int:
    return otherwise if found is None else found.end()


def _start(mention: Mention) -> int:
    return mention.start
