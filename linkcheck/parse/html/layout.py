"""Where in a text of HTML its blocks and its code begin and end; what stands around a place.

A block is what a browser sets apart: a paragraph, a heading, a cell. It is worked out as far as
somebody asks, and many runs never ask.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from linkcheck.parse.html.grammar import CODE, LINE
from linkcheck.parse.html.raw import RawContent
from linkcheck.parse.html.readable import readable

# What is asked for is a sentence, and no line is too long to be looked at: so much of its source,
# and only where that is nearly all tags, so much more.
_REACHES: Final = (700, 3000)
_ENOUGH: Final = 320


class Layout:
    """Know the blocks of a text, or of what is between two of its tags; offsets are the text's."""

    def __init__(
        self, text: str, start: int = 0, end: int | None = None, *, in_code: bool = False
    ) -> None:
        self._text = text
        self._end = len(text) if end is None else end
        self._last: tuple[tuple[int, int], tuple[str, int, int]] | None = None
        self._raw = RawContent(text)
        self._at = start  # up to here it is worked out
        # Where lines of text end and the next ones begin, and where code begins and ends.
        self._blocks: list[int] = []
        self._code: list[int] = [start] if in_code else []

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
        edges = self._blocks
        while not (edges and edges[-1] > at) and self._goes_on():
            pass
        index = bisect_right(edges, at)
        first = edges[index - 1] if index else 0
        return first, edges[index] if index < len(edges) else self._end

    def is_in_line(self, at: int) -> bool:
        """Tell whether an offset is in a line of text, and not in the tags between two."""
        while self._at <= at and self._goes_on():
            pass
        return bisect_right(self._blocks, at) % 2 == 0

    def is_code(self, at: int) -> bool:
        """Tell whether there is code at an offset."""
        return self.has_code(at, at + 1)

    def has_code(self, start: int, end: int) -> bool:
        """Tell whether any of a stretch is code."""
        while self._at < end and self._goes_on():
            pass
        code = self._code
        index = bisect_right(code, start)
        return index % 2 == 1 or (index < len(code) and code[index] < end)

    def _goes_on(self) -> bool:
        """Work out the next line and all tags that end it; tell whether there was anything."""
        at = self._at
        found = LINE.match(self._text, at, self._end)
        if found is None or found.end() == at:
            return False
        blocks, code = self._blocks, self._code
        line_end, at = found.end(1), found.end(2)
        if at > line_end:
            blocks += (line_end, at)
        if found[3] is not None:
            name = found[3].lower()
            if name in CODE:
                if len(code) % 2 == 0:
                    code.append(found.end())
            elif name.removeprefix("/") in CODE:
                if len(code) % 2 == 1:
                    code.append(at)
            else:
                blocks += (at, found.end())
            at = self._raw.end(name, found.end())
        self._at = at
        return True
