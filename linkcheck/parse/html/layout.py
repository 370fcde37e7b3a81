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

_REACH: Final = 3000  # of source: what is asked for is a sentence, and tags may be long


class _Edges(NamedTuple):
    """Hold where lines of text end and the next ones begin, and where code begins and ends."""

    blocks: list[int]
    code: list[int]


class Layout:
    """Know a text's blocks; offsets are those of the text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def around(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the readable text of the block around a stretch, and where that is in it."""
        text = self._text
        edges = self._edges.blocks
        index = bisect_right(edges, start)
        first = edges[index - 1] if index else 0
        last = edges[index] if index < len(edges) else len(text)
        before = readable(_from_tag(text[max(first, start - _REACH) : start], start - first))
        within = readable(text[start : min(end, last)])
        after = readable(_to_tag(text[end : min(last, end + _REACH)], last - end))
        return before + within + after, len(before), len(before) + len(within)

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


def _from_tag(source: str, length: int) -> str:
    """Return source without the tag that its beginning may have cut, if it was `length` long."""
    return source if len(source) == length else source[source.find(">") + 1 :]


def _to_tag(source: str, length: int) -> str:
    """Return source without the tag that its end may have cut, if it was `length` long."""
    opening = source.rfind("<")
    is_whole = len(source) >= length or opening < 0 or source.find(">", opening) > 0
    return source if is_whole else source[:opening]
