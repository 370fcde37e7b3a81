"""Offsets to lines and columns, counted as they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.parse.mention import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a `Span` holds, in its order: offsets, then line and column of the start and of the end.
Stretch: TypeAlias = tuple[int, int, int, int, int, int]

_START: Final = Origin()


class LineCounter:
    """Turn offsets of one text into lines and columns, both from 1.

    A line ends at LF, CR LF (one end) or a lone CR. Counting goes on from the last question, so
    questions in reading order cost one pass over the text and no memory, however long it or one
    of its lines is. Where the text is a part of a longer one, `origin` says where it begins there.
    """

    __slots__ = ("_has_cr", "_line", "_line_start", "_offset", "_origin", "_shift", "_text")

    def __init__(self, text: str, origin: Origin = _START) -> None:
        self._text = text
        self._has_cr = "\r" in text
        self._origin = origin
        self._shift = origin.offset
        self._offset = 0
        self._line = origin.line
        self._line_start = 1 - origin.column

    def stretch(self, start: int, end: int) -> Stretch:
        """Return what lies between `start` and `end` (exclusive), two offsets of this text."""
        text = self._text
        line, column = self.position(start)
        if text.find("\n", start, end) < 0 and not self._has_cr:
            end_line, end_column = line, column + end - start
        else:
            end_line, end_column = self.position(end)
        offset = self._shift
        return offset + start, offset + end, line, column, end_line, end_column

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset."""
        before = self._offset
        if offset >= before and not self._has_cr:  # reading on, as nearly always
            text = self._text
            ends = text.count("\n", before, offset)
            if ends:
                self._line += ends
                self._line_start = text.rfind("\n", before, offset) + 1
            self._offset = offset
            return self._line, offset - self._line_start + 1
        if offset >= before:
            ends = self._ends(self._offset, offset)
            if ends:
                self._line += ends
                self._line_start = self._start_of_line(self._offset, offset)
        elif offset >= max(self._line_start, 0):
            pass
        else:
            self._line -= self._ends(offset, self._offset)
            self._line_start = self._start_of_line(0, offset)
        self._offset = offset
        return self._line, offset - self._line_start + 1

    def line_of(self, offset: int) -> tuple[int, int]:
        """Return the line of an offset, and where that line begins."""
        line, column = self.position(offset)
        return line, offset - column + 1

    def go_on(self, offset: int, line: int, line_start: int) -> None:
        """Count on from an offset whose line somebody else has counted."""
        self._offset, self._line, self._line_start = offset, line, line_start

    def positions(self, offsets: Sequence[int]) -> Sequence[tuple[int, int]]:
        """Return the lines and columns of offsets in order, in two thirds of the time."""
        at = self._offset
        if self._has_cr or offsets[0] < at:
            return [self.position(offset) for offset in offsets]
        count, last = self._text.count, self._text.rfind
        line, line_start = self._line, self._line_start
        found = []
        for offset in offsets:
            end = last("\n", at, offset)  # which is found quicker than all are counted
            if end >= 0:
                line_start = end + 1
                line += count("\n", at, line_start)
            found.append((line, offset - line_start + 1))
            at = offset
        self._offset, self._line, self._line_start = at, line, line_start
        return found

    def _ends(self, start: int, end: int) -> int:
        """Count the line ends that are complete between two offsets; CR LF ends with its LF."""
        count = self._text.count("\n", start, end)
        if self._has_cr:
            pairs = self._text.count("\r\n", start, end + 1)
            count += self._text.count("\r", start, end) - pairs
        return count

    def _start_of_line(self, start: int, end: int) -> int:
        """Return where the line of `end` starts, which is not before `start` but for the first."""
        after = self._text.rfind("\n", start, end) + 1
        if self._has_cr:
            at = self._text.rfind("\r", max(start, after - 1, 0), end)
            while at >= 0 and self._text.startswith("\r\n", at):
                at = self._text.rfind("\r", max(start, after - 1, 0), at)
            after = max(after, at + 1)
        return after if after > 0 else 1 - self._origin.column
