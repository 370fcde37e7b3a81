"""Where a Markdown document can be cut, so that each chunk means by itself what it means in it.

What CommonMark calls containers (lists, quotations, footnotes) and what is verbatim within them
ends at the latest where a line that is not indented follows a blank one; so do paragraphs, tables
and the HTML that goes on to a blank line. Only two things do not: code between fences, and HTML
of the kinds with an end of their own (`<pre>`, `<!--`). Where these begin outside of containers
they are found here, and are chunks of their own (`Zone`). All else can be cut at such lines.

Where that cannot be told for sure (a fence whose indentation may be that of a list item, HTML
within HTML), the rest of the document from there on is one chunk, to be read by a whole parser.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BLANK: Final = " \t\r\n"
_MOST_INDENT: Final = 3  # what is indented more is code, or stands in a container

_FENCE: Final = late(r"(`{3,})[^`\n]*(?:\n|\Z)|(~{3,})[^\n]*(?:\n|\Z)")
_HTML: Final = late(
    r"<(?:(?P<comment>!--)|(?P<question>\?)|(?P<data>!\[CDATA\[)|(?P<declaration>![A-Za-z])"
    r"|(?P<raw>[sS][cC][rR][iI][pP][tT]|[pP][rR][eE]|[sS][tT][yY][lL][eE]"
    r"|[tT][eE][xX][tT][aA][rR][eE][aA])(?=[ \t\r\n>]|\Z))"
)
_HTML_ENDS: Final = {"comment": "-->", "question": "?>", "data": "]]>", "declaration": ">"}
_RAW_END: Final = late(r"</(script|pre|style|textarea)>", re.IGNORECASE)
# `<!-->` and `<?>` end where they begin, or do not; parsers differ.
_UNCLEAR: Final = late(r"<!--?-?>|<\?>")
_HTML_LINE: Final = late(r"(?:^|\n) {0,3}</?[A-Za-z]")
_CONTAINER: Final = late(r"(?:^|\n)[ \t]*(?:[-+*>]|\d{1,9}[.)]|\[\^)")


class Chunk(NamedTuple):
    """Mark a stretch of a document that can be read by itself."""

    start: int
    end: int
    is_fenced: bool = False  # all of it is code between fences


class Layout(NamedTuple):
    """Know where a text can be cut: around the zones and at some of the gaps between lines.

    From `unclear_from` on it cannot be cut.
    """

    text: str
    start: int
    gaps: Sequence[int]
    zones: Sequence[Chunk]
    unclear_from: int


def may_have_zones(text: str, start: int) -> bool:
    """Tell whether HTML may be a zone in a text, or lines that end in several manners are one."""
    return "\r" in text or ("<" in text and _HTML.search(text, start) is not None)


def layout_of(text: str, start: int, fences: Sequence[int], gaps: Sequence[int]) -> Layout:
    """Find out where a text can be cut, from an offset where a line begins and nothing is open.

    `fences` are the places of all runs of backticks and tildes, `gaps` those of the line ends
    before blank lines, in order.
    """
    if "\r" in text and not text.count("\r") == text.count("\n") == text.count("\r\n"):
        return Layout(text, start, [], [], start)  # lines end in several manners
    scan = _Scan(text, start, gaps)
    if fences or "<" in text:
        scan.run(fences)
    return Layout(text, start, gaps, scan.zones, scan.unclear_from)


def _cut_before(text: str, gaps: Sequence[int], floor: int, place: int) -> int:
    """Return the last offset up to a place where a text can be cut, or `floor`."""
    index = bisect_left(gaps, place) - 1
    while index >= 0 and gaps[index] >= floor - 1:
        cut = _behind(text, gaps[index])
        if cut:
            return cut
        index -= 1
    return floor


def _cut_after(text: str, gaps: Sequence[int], place: int, ceiling: int) -> int:
    """Return the first offset behind a place where a text can be cut, or `ceiling`."""
    index = bisect_left(gaps, place)
    while index < len(gaps) and gaps[index] < ceiling:
        cut = _behind(text, gaps[index])
        if cut:
            return min(cut, ceiling)
        index += 1
    return ceiling


def _behind(text: str, gap: int) -> int:
    """Return where the line behind a blank one begins, 0 if that is indented or blank, too."""
    cut = gap + (3 if text[gap + 1] == "\r" else 2)
    if text[cut : cut + 1] not in _BLANK:
        return cut
    if text.startswith(("\n", "\r\n"), cut):  # an odd number of them
        cut += 1 if text[cut] == "\n" else 2
    return cut if text[cut : cut + 1] not in _BLANK else 0


class Cutter:
    """Cut chunks out of a document, in reading order."""

    def __init__(self, layout: Layout) -> None:
        self._text = layout.text
        self._gaps = layout.gaps
        self._unclear_from = layout.unclear_from
        self._zones = iter(layout.zones)
        self._zone = next(self._zones, None)
        self._floor = layout.start
        self._ceiling = self._next_ceiling()

    def around(self, place: int) -> Chunk:
        """Return the chunk that a place stands in; places must not go back."""
        while place >= self._ceiling:
            zone = self._zone
            if zone is None:
                return Chunk(self._unclear_from, len(self._text))
            if place < zone.end:
                return zone
            self._floor = zone.end
            self._zone = next(self._zones, None)
            self._ceiling = self._next_ceiling()
        start = _cut_before(self._text, self._gaps, self._floor, place)
        self._floor = end = _cut_after(self._text, self._gaps, place, self._ceiling)
        return Chunk(start, end)

    def _next_ceiling(self) -> int:
        return self._unclear_from if self._zone is None else self._zone.start


class _Scan:
    """Find the zones of a text, one after the other."""

    def __init__(self, text: str, start: int, gaps: Sequence[int]) -> None:
        self._text = text
        self._gaps = gaps
        self._start = start
        self._floor = start  # the end of the last zone
        self._seen = start  # up to here it is known whether a container or HTML may be open
        self._may_be_contained = False
        self._may_be_html = False
        self.zones: list[Chunk] = []
        self.unclear_from = len(text)

    def run(self, fences: Iterable[int]) -> None:
        """Look at everything that may begin a zone."""
        at = self._start
        for opener in heapq.merge(fences, self._html()):
            if opener < at:
                continue
            indent = self._indent_at_line_start(opener)
            end = None if indent is None else self._end_of(opener)
            if indent is None or end is None:
                continue
            begin = opener - indent
            if self._is_outside(opener, begin, indent):
                is_fenced = self._text[opener] != "<"
                self.zones.append(Chunk(begin, end, is_fenced))
                self._floor = self._seen = at = end
                self._may_be_contained = self._may_be_html = False
            elif self._ends_in_time(opener, begin, indent, end):
                at = end
            else:
                self.unclear_from = _cut_before(self._text, self._gaps, self._floor, begin)
                return

    def _html(self) -> Iterator[int]:
        return (found.start() for found in _HTML.finditer(self._text, self._start))

    def _indent_at_line_start(self, at: int) -> int | None:
        """Return how many spaces stand before it in its line, None if more than spaces do."""
        indent = 0
        while indent < _MOST_INDENT and at - indent > self._start:
            if self._text[at - indent - 1] != " ":
                break
            indent += 1
        begin = at - indent
        return indent if begin == self._start or self._text[begin - 1] == "\n" else None

    def _end_of(self, opener: int) -> int | None:
        """Return where the line behind the end of a zone begins, None if it is no zone."""
        text = self._text
        fence = _FENCE.match(text, opener)
        if fence is not None:
            mark = fence[1] or fence[2]
            closing = re.compile(rf"\n {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*\r?(?:\n|\Z)")
            closed = closing.search(text, fence.end() - 1)
            return len(text) if closed is None else closed.end()
        html = _HTML.match(text, opener)
        if html is None:
            return None
        kind = html.lastgroup or ""
        if kind == "raw":
            closed = _RAW_END.search(text, html.end())
            at = -1 if closed is None else closed.start()
        else:
            at = text.find(_HTML_ENDS[kind], html.end())
        line_end = -1 if at < 0 else text.find("\n", at)
        return len(text) if line_end < 0 else line_end + 1

    def _is_outside(self, opener: int, begin: int, indent: int) -> bool:
        """Tell whether what begins here is surely in no container and in no other HTML."""
        if indent or not self._text.endswith("\n\n", self._start, begin):
            self._look_back(begin)
            if self._may_be_html or (indent and self._may_be_contained):
                return False
        return not self._is_unclear(opener)

    def _is_unclear(self, opener: int) -> bool:
        """Tell whether parsers differ in where it ends."""
        html = _HTML.match(self._text, opener)
        if html is None:
            return False
        closed = _RAW_END.search(self._text, html.end()) if html["raw"] else None
        if closed is not None:
            return closed[1].lower() != (html["raw"] or "").lower()
        return _UNCLEAR.match(self._text, opener) is not None

    def _look_back(self, begin: int) -> None:
        """Look at what stands between the last question and this one."""
        seen = max(self._seen - 1, 0)
        gap = _last(self._gaps, begin)
        cut = _cut_before(self._text, self._gaps, self._seen, begin)
        if gap >= seen:
            self._may_be_html = False
        if not self._may_be_html:
            found = _HTML_LINE.search(self._text, max(seen, gap), begin)
            self._may_be_html = found is not None
        if cut > self._seen:
            self._may_be_contained = False
        if not self._may_be_contained:
            found = _CONTAINER.search(self._text, max(seen, cut - 1), begin)
            self._may_be_contained = found is not None
        self._seen = begin

    def _ends_in_time(self, opener: int, begin: int, indent: int, end: int) -> bool:
        """Tell whether it is over where the next chunk begins, whatever it is and stands in."""
        if self._is_unclear(opener):
            return False
        if self._may_be_html and _last(self._gaps, end - 1) >= begin:
            return False
        if not (indent and self._may_be_contained):
            return True
        less = re.compile(rf"\n(?! {{{indent}}}|\t|[ \t]*\r?(?:\n|\Z))")
        return less.search(self._text, begin, end - 1) is None


def _last(places: Sequence[int], end: int) -> int:
    """Return the last place up to an offset, 0 if there is none."""
    following = bisect_right(places, end)
    return places[following - 1] if following else 0
