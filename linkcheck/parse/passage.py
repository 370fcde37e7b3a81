"""Readable text that was taken out of markup, and where each character stands in the document."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

_MOST_PIECES: Final = 64


class Passage:
    """Collect the readable text of one block piece by piece, with the place of each piece.

    A piece either stands in the document as it is, or is written differently there (`&amp;` for
    `&`); then it is taken as a whole.
    """

    __slots__ = ("_length", "_pieces", "_sources", "_starts")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._sources: list[tuple[int, int]] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was collected yet."""
        return not self._pieces

    @property
    def text(self) -> str:
        """Return the text collected so far."""
        return "".join(self._pieces)

    def tail(self, length: int) -> str:
        """Return the end of the text: some `length` characters of it, of no more than 64 pieces."""
        taken = 0
        first = len(self._pieces)
        least = max(0, first - _MOST_PIECES)
        while first > least and taken < length:
            first -= 1
            taken += len(self._pieces[first])
        return "".join(self._pieces[first:])

    def add(self, piece: str, start: int, end: int | None = None) -> None:
        """Append a piece that stands at `start` in the document, up to `end` if escaped there."""
        if not piece:
            return
        self._pieces.append(piece)
        self._starts.append(self._length)
        self._sources.append((start, start + len(piece) if end is None else end))
        self._length += len(piece)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return where the text between two offsets stands in the document; not for empty text."""
        return self._source_of(start)[0], self._source_of(end - 1)[1]

    def _source_of(self, offset: int) -> tuple[int, int]:
        """Return start and end, in the document, of the character at an offset."""
        index = bisect_right(self._starts, offset) - 1
        start, end = self._sources[index]
        if end - start == len(self._pieces[index]):
            at = start + offset - self._starts[index]
            return at, at + 1
        return start, end
