"""Where in a text of HTML its blocks and its code begin and end; what stands around a place.

A block is what a browser sets apart: a paragraph, a heading, a cell. It is worked out for the
whole of a text when it is first asked for, and many runs never ask.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Final, NamedTuple

from linkcheck.parse.html.grammar import CODE, LINE
from linkcheck.parse.html.raw import RawContent
from linkcheck.parse.html.readable import readable

# What is asked for is a sentence, and no line is too long to be looked at: so much of its source,
# and only where that is nearly all tags, so much more.
_REACHES: Final = (700, 3000)
_ENOUGH: Final = 320


class _Edges(NamedTuple):
    """Hold where lines of text end and the next ones begin, and where code begins and ends."""

    blocks: list[int]
    code: list[int]


class Layout:
    """Know a text's blocks; offsets are those of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: tuple[tuple[int, int], tuple[str, int, int]] | None = None

    def around(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the readable text of the block around a stretch, and where that is in it."""
        asked = (start, end)  # mostly twice: for the sentence, and for the day of access
        if self._last is None or self._last[0] != asked:
            first, last = self.line(start)
            before = self._before(first, start)
            within = readable(self._text[start : min(end, last)])
            shown = before + within + self._after(end, last)
            self._last = (asked, (shown, len(before), len(before) + len(within)))
        return self._last[1]

    def _before(self, first: int, start: int) -> str:
        """Return the readable text from the beginning of a line, or enough of it."""
        shown = ""
        for reach in _REACHES:
            cut = max(first, start - reach)
            source = self._text[cut:start]
            # What may be cut through is a tag.
            shown = readable(source if cut == first else source[source.find(">") + 1 :])
            if cut == first or len(shown) >= _ENOUGH:
                break
        return shown

    def _after(self, end: int, last: int) -> str:
        """Return the readable text to the end of a line, or enough of it."""
        shown = ""
        for reach in _REACHES:
            cut = min(last, end + reach)
            source = self._text[end:cut]
            opening = source.rfind("<")
            is_cut = cut < last and opening > source.rfind(">")
            shown = readable(source[:opening] if is_cut else source)
            if cut == last or len(shown) >= _ENOUGH:
                break
        return shown

    def line(self, at: int) -> tuple[int, int]:
        """Return where the line of text begins and ends at which an offset is."""
        edges = self._edges.blocks
        index = bisect_right(edges, at)
        first = edges[index - 1] if index else 0
        return first, edges[index] if index < len(edges) else len(self._text)

    def is_in_line(self, at: int) -> bool:
        """Tell whether an offset is in a line of text, and not in the tags between two."""
        return bisect_right(self._edges.blocks, at) % 2 == 0

    def has_code(self, start: int, end: int) -> bool:
        """Tell whether any of a stretch is code."""
        code = self._edges.code
        index = bisect_right(code, start)
        return index % 2 == 1 or (index < len(code) and code[index] < end)

    @cached_property
    def _edges(self) -> _Edges:
        text = self._text
        match = LINE.match
        raw = RawContent(text)
        blocks: list[int] = []
        code: list[int] = []
        at = 0
        while (found := match(text, at)) is not None and found.end() > at:
            line_end, at = found.end(1), found.end(2)
            if at > line_end:
                blocks += (line_end, at)
            if found[3] is None:
                continue
            name = found[3].lower()
            if name in CODE:
                if len(code) % 2 == 0:
                    code.append(found.end())
            elif name.removeprefix("/") in CODE:
                if len(code) % 2 == 1:
                    code.append(at)
            else:
                blocks += (at, found.end())
            at = raw.end(name, found.end())
        return _Edges(blocks, code)
