"""A text of HTML from its beginning to its end: what its tags cite, and what its text does.

Most tags and most text cite nothing, and are passed over by one pattern. What is left is read by
its kind: a plain link at once, any other tag by its attributes, and text only where something in
it could begin an address or an identifier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind, Place
from linkcheck.parse.html.attributes import MAY_CITE, Attributes, Cited, place_of, stripped
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
from linkcheck.parse.html.references import unescaped_value
from linkcheck.parse.html.spots import holds_any, holds_any_broken, marks_breaks
from linkcheck.parse.html.structured import json_ld_mentions
from linkcheck.parse.html.words import Words
from linkcheck.parse.links import absolute_base, cited_address
from linkcheck.parse.mention import Mention

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

_BLOCK_LABEL_REACH: Final = 4000
# The groups of `NEXT`.
BEFORE, HREF, URL, _WRITTEN, _SHOWN, _TAG = 1, 3, 4, 5, 6, 7
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
        self._words = Words(text, include_code=include_code, include_comments=include_comments)
        self._holds = holds_any_broken if marks_breaks(text) else holds_any
        self._read = 0  # up to here the text is read, or is the label of a link
        # From there on: what tags cite that stand in the text, the text before each of those tags,
        # and where that behind the last of them begins.
        self._waiting: list[Mention] = []
        self._stretches: list[tuple[int, int]] = []
        self._begin = 0
        self._at = 0

    def mentions(self) -> Iterator[Mention]:
        """Yield what is cited, in order."""
        text = self._text
        at = tag_start = 0
        while (found := self._pattern.match(text, at)) is not None:
            tag_start, at = found.end(BEFORE), found.end()
            if found.lastindex == BEFORE:
                break
            if found.lastindex == _SHOWN and found[HREF] is not None:
                if self._stretches or self._holds(text[self._begin : tag_start]):
                    yield from self._text_to(tag_start)
                start, end = found.span(HREF)
                address = found[HREF].replace("&amp;", "&")
                label_start, label_end = found.span(_SHOWN)
                label = label_of(found[_SHOWN]) or self._said(tag_start, label_start)
                around = (self._layout, label_start, label_end)
                yield Mention(start, end, address, (), _URL, _PROSE, label, None, None, around)
                self._read = self._begin = at
            else:
                yield from self._closer_look(found)
                at = self._at
        yield from self._text_to(tag_start)

    def _closer_look(self, found: re.Match[str]) -> list[Mention]:
        """Return what a tag cites and what its content does; what comes next is at `_at`."""
        start, end = found.end(BEFORE), found.end()
        self._at = end
        if found.lastindex == _TAG:
            return self._tag(found[_TAG].lower(), found.end(_TAG), start, end)
        if found.lastindex == _SHOWN:
            self._at = end = found.start(_SHOWN)
        return self._plain_link(found, start, end)

    @property
    def _pattern(self) -> re.Pattern[str]:
        return NEXT if self._base is None else NEXT_BELOW_BASE

    def _text_to(self, end: int) -> list[Mention]:
        """Return what is cited from where all was read up to an offset."""
        found, self._waiting = self._waiting, []
        stretches, self._stretches = self._stretches, []
        stretches.append((self._begin, end))
        stretches = [each for each in stretches if self._holds(self._text[each[0] : each[1]])]
        if stretches:
            found.extend(self._words_in(stretches, end))
            found.sort(key=_start)
        return found

    def _words_in(self, stretches: Iterable[tuple[int, int]], end: int) -> list[Mention]:
        """Return what the text cites up to an offset, where it begins in one of the stretches."""
        return self._words.mentions(self._read, end, self._words.spots(stretches), self._layout)

    def _tag(self, name: str, name_end: int, start: int, end: int) -> list[Mention]:
        """Return what a tag cites and its content, with what stands before it if it ends that."""
        content_end = self._raw.end(name, end)
        if name.startswith("/"):
            return []
        found = self._of_attributes(name, name_end, start, end)
        if content_end > end:
            found += self._content(name, self._text[start:end], end, content_end)
            self._read = self._begin = self._at = content_end
        return found

    def _of_attributes(self, name: str, name_end: int, start: int, end: int) -> list[Mention]:
        """Return what a tag cites, with what stands before it if it ends a line or a label."""
        cited: list[Cited] = []
        if MAY_CITE.search(self._text, name_end, end) is not None:
            attributes = Attributes(self._text, name_end, end)
            if name == "base":
                self._take_base(attributes.value("href"))
            else:
                cited = attributes.cited(name, self._base)
            if cited and name == "a":
                return self._link(cited, attributes, start, end)
            if cited:
                label, place = attributes.label, place_of(name)
                self._waiting += self._mentions(cited, attributes, label, place, (end, end))
        if name in INLINE or not (cited or name in RAW):
            self._pass(start, end)
            return []
        found = self._text_to(start)
        self._read = self._begin = end
        return found

    def _content(self, name: str, tag: str, start: int, end: int) -> Iterable[Mention]:
        """Return what the content of a raw element cites: of a title, or of data in a script."""
        if name == "title" and self._holds(self._text[start:end]):
            return self._words.of_title(start, end, self._layout)
        if name == "script" and "ld+json" in tag.lower():
            return json_ld_mentions(self._text, start, end)
        return ()

    def _pass(self, start: int, end: int) -> None:
        """Go on behind a tag that ends no line of text that is read."""
        self._stretches.append((self._begin, start))
        self._begin = max(end, self._read)

    def _plain_link(self, found: re.Match[str], start: int, end: int) -> list[Mention]:
        """Return what a plain link cites, of which something is escaped or has markup."""
        span = found.span(HREF)
        if found[HREF] is not None:
            address: str | None = found[HREF].replace("&amp;", "&")
        else:
            span = stripped(self._text, *found.span(_WRITTEN))
            address = cited_address(unescaped_value(found[_WRITTEN]), self._base)
        if address is None:
            self._pass(start, end)
            return []
        return self._link([Cited(*span, address, None)], None, start, end)

    def _link(
        self, cited: list[Cited], attributes: Attributes | None, start: int, end: int
    ) -> list[Mention]:
        """Return what stands before a link, and the link with its label."""
        label_end = self._label_end(end)
        mentions = self._text_to(start)
        label = label_of(self._text[end:label_end]) or self._said(start, end)
        mentions += self._mentions(cited, attributes, label, _PROSE, (end, label_end))
        self._read = self._begin = label_end
        return mentions

    def _mentions(
        self,
        cited: list[Cited],
        attributes: Attributes | None,
        label: str | None,
        place: Place,
        around: tuple[int, int],
    ) -> list[Mention]:
        accessed = None if attributes is None else attributes.accessed
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
