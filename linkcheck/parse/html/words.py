"""What the text between the tags cites: addresses and identifiers that a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.html.grammar import COMMENT, PIECE, PIECE_OF_TITLE
from linkcheck.parse.html.readable import add_piece
from linkcheck.parse.html.spots import spots_in
from linkcheck.parse.mention import Mention
from linkcheck.parse.passage import Passage
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from linkcheck.parse.html.layout import Layout

_COMMENTED: Final = 4  # the group of `PIECE`


class Words:
    """Read the text of a document; offsets are those of the text."""

    def __init__(self, text: str, *, include_code: bool, include_comments: bool) -> None:
        self._text = text
        self._include_code = include_code
        self._include_comments = include_comments

    def mentions(self, start: int, end: int, spots: Iterable[int], layout: Layout) -> list[Mention]:
        """Return what the text between two offsets cites, markup left out, in order.

        Something may only be cited where it begins at one of the spots.
        """
        found: list[Mention] = []
        read = start
        for spot in spots:
            if spot >= read and self._is_read(spot, layout):
                first, last = layout.line(spot)
                read = min(last, end)
                found += self._line(max(first, start), read, layout)
        return found

    def of_title(self, start: int, end: int, layout: Layout) -> list[Mention]:
        """Return what the content of a title cites, in which there is no markup."""
        passage = Passage()
        for piece in PIECE_OF_TITLE.finditer(self._text, start, end):
            add_piece(passage, piece)
        return list(self._cited(passage, layout))

    def spots(self, stretches: Iterable[tuple[int, int]]) -> list[int]:
        """Return where the text of some stretches may cite something, in order."""
        spots = []
        for start, end in stretches:
            source = self._text[start:end]
            if not self._include_comments and "<!--" in source:
                source = COMMENT.sub(_blank, source)
            spots += [start + spot for spot in spots_in(source)]
        return spots

    def _is_read(self, at: int, layout: Layout) -> bool:
        """Tell whether what is cited at an offset would be read at all."""
        return (self._include_code or not layout.is_code(at)) and layout.is_in_line(at)

    def _line(self, start: int, end: int, layout: Layout) -> list[Mention]:
        """Return what a line of text cites, or a part of it between the labels of links."""
        passage = Passage()
        commented: list[Mention] = []
        for piece in PIECE.finditer(self._text, start, end):
            if piece.lastindex == _COMMENTED and self._include_comments:
                commented += self._commented(piece[_COMMENTED], piece.start(_COMMENTED))
            else:
                add_piece(passage, piece)
        return sorted([*self._cited(passage, layout), *commented], key=_start)

    def _cited(self, passage: Passage, layout: Layout) -> Iterator[Mention]:
        for mention in mentions_in(passage.text):
            start, end = passage.source(mention.start, mention.end)
            place = Place.PROSE
            if layout.has_code(start, end):
                if not self._include_code:
                    continue
                place = Place.CODE
            yield Mention(
                start,
                end,
                mention.address,
                mention.others,
                mention.kind,
                place,
                around=(layout, start, end),
            )

    def _commented(self, data: str, at: int) -> Iterator[Mention]:
        for mention in mentions_in(data, place=Place.COMMENT):
            yield mention._replace(start=at + mention.start, end=at + mention.end)


def _blank(comment: re.Match[str]) -> str:
    return " " * len(comment[0])


def _start(mention: Mention) -> int:
    return mention.start
