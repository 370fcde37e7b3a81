"""What a text of HTML cites and where, and nothing else: most of it told by one pattern.

No labels are made. Where a link ends is only looked for if the text behind its beginning may cite
something itself, and the page is laid out for no more than the lines that are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.parse.cited import cited_at
from linkcheck.parse.html.code import CodeTags
from linkcheck.parse.html.layout import Layout
from linkcheck.parse.html.walk import BEFORE, HREF, URL, Walk
from linkcheck.parse.mention import Mention
from linkcheck.parse.positions import LineCounter

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from linkcheck.parse.html.attributes import Attributes, Cited
    from linkcheck.parse.mention import CitedAt

_MOST_LINKS: Final = 1024  # that are kept as matches: a long page has millions
# So many are looked at at once, and fewer where there is something in the text between them.
_MANY_LINKS: Final = 64
_FEW_LINKS: Final = 3


class BriefWalk(Walk):
    """Walk through a text for what is cited and where alone."""

    def __init__(
        self, text: str, *, base: str | None, include_code: bool, include_comments: bool
    ) -> None:
        super().__init__(
            text, base=base, include_code=include_code, include_comments=include_comments
        )
        self._raws: list[tuple[int, int]] = []
        self._code = CodeTags(text, self._layout, self._raws)
        self._label: int | None = None  # where one begins, of which the end is not known yet
        self._lines = LineCounter(text)

    def cited(self) -> list[CitedAt]:
        """Return what is cited, in order."""
        position = self._lines.position
        cited: list[CitedAt] = []
        while True:
            links, urls, found = self._plain_links()
            for start in range(0, len(links), _MANY_LINKS):
                end = start + _MANY_LINKS
                cited += self._of_links(links[start:end], urls[start:end])
            if found is None or found.lastindex == BEFORE:
                break
            for mention in self._closer_look(found):
                cited.append(cited_at(mention, position))
        rest = self._text_to(len(self._text) if found is None else found.end(BEFORE))
        cited += [cited_at(mention, position) for mention in rest]
        return cited

    def _plain_links(self) -> tuple[list[re.Match[str]], list[str], re.Match[str] | None]:
        """Return the plain links that come next, their addresses, and what comes behind them."""
        text, match = self._text, self._pattern.match
        links: list[re.Match[str]] = []
        urls: list[str] = []
        found = match(text, self._at)
        while found is not None and (url := found[URL]) is not None and len(links) < _MOST_LINKS:
            links.append(found)
            urls.append(url.replace("&amp;", "&") if "&" in url else url)
            found = match(text, found.end())
        return links, urls, found

    def _of_links(self, links: list[re.Match[str]], urls: list[str]) -> list[CitedAt]:
        """Return what plain links cite, and the text before each of them."""
        waits = self._stretches or self._waiting or self._begin < links[0].start()
        if waits or self._holds("<".join([link[BEFORE] for link in links])):
            half = len(links) // 2
            if half < _FEW_LINKS:
                return self._with_text(links, urls)
            first = self._of_links(links[:half], urls[:half])
            return first + self._of_links(links[half:], urls[half:])
        self._go_on_behind(links[-1])
        places = self._lines.positions([link.start(HREF) for link in links])
        return [(line, column, url, ()) for (line, column), url in zip(places, urls, strict=True)]

    def _with_text(self, links: list[re.Match[str]], urls: list[str]) -> list[CitedAt]:
        position = self._lines.position
        cited: list[CitedAt] = []
        for link, url in zip(links, urls, strict=True):
            cited += [cited_at(mention, position) for mention in self._text_to(link.end(BEFORE))]
            cited.append((*position(link.start(HREF)), url, ()))
            self._go_on_behind(link)
        return cited

    def _go_on_behind(self, link: re.Match[str]) -> None:
        self._read = self._begin = link.end()
        self._label = self._begin if link.lastindex == HREF else None

    def _text_to(self, end: int) -> list[Mention]:
        found = super()._text_to(end)
        self._label = None
        return found

    def _words_in(self, stretches: Iterable[tuple[int, int]], end: int) -> list[Mention]:
        if self._label is not None:
            self._read = self._label_end(self._label)
        spots = [spot for spot in self._words.spots(stretches) if spot >= self._read]
        if not spots:
            return []
        layout = _NearLayout(self._text, self._read, end, self._code)
        return self._words.mentions(self._read, end, spots, layout)

    def _link(
        self,
        cited: list[Cited],
        attributes: Attributes | None,  # noqa: ARG002  (they say what labels are asked for)
        start: int,
        end: int,
    ) -> list[Mention]:
        mentions = self._text_to(start)
        mentions += [Mention(*each[:3]) for each in cited]
        self._read = self._begin = self._label = end
        return mentions

    def _content(self, name: str, tag: str, start: int, end: int) -> Iterable[Mention]:
        self._raws.append((start - len(tag), end))
        return super()._content(name, tag, start, end)


class _NearLayout(Layout):
    """Know the blocks of what is read, and no more: a long line is not laid out for each part."""

    def __init__(self, text: str, start: int, end: int, code: CodeTags) -> None:
        super().__init__(text, start, end, in_code=code.begin(start))
        self._code_tags = code

    def is_code(self, at: int) -> bool:
        """Tell whether there is code at an offset."""
        return self._code_tags.is_at(at)
