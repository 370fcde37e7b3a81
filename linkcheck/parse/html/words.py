"""What the text between the tags cites: addresses and identifiers that a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.model import Place
from linkcheck.parse.html.grammar import INLINE, PIECE, PIECE_OF_TITLE
from linkcheck.parse.html.readable import add_piece
from linkcheck.parse.mention import Mention
from linkcheck.parse.passage import Passage
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.html.layout import Layout


class Words:
    """Read the text of a document; offsets are those of the text."""

    def __init__(
        self, text: str, layout: Layout, *, include_code: bool, include_comments: bool
    ) -> None:
        self._text = text
        self._layout = layout
        self._include_code = include_code
        self._include_comments = include_comments

    def mentions(self, start: int, end: int) -> list[Mention]:
        """Return what the text between two offsets cites, markup left out, in order."""
        found: list[Mention] = []
        passage = Passage()
        for piece in PIECE.finditer(self._text, start, end):
            if piece.lastindex == 3 and piece[3].lower().removeprefix("/") not in INLINE:
                found.extend(self._cited(passage))
                passage = Passage()
            elif piece.lastindex == 4 and self._include_comments:
                found.extend(self._commented(piece[4], piece.start(4)))
            else:
                add_piece(passage, piece)
        found.extend(self._cited(passage))
        found.sort(key=_start)
        return found

    def of_title(self, start: int, end: int) -> list[Mention]:
        """Return what the content of a title cites, in which there is no markup."""
        passage = Passage()
        for piece in PIECE_OF_TITLE.finditer(self._text, start, end):
            add_piece(passage, piece)
        return list(self._cited(passage))

    def _cited(self, passage: Passage) -> Iterator[Mention]:
        for mention in mentions_in(passage.text):
            start, end = passage.source(mention.start, mention.end)
            place = Place.PROSE
            if self._layout.has_code(start, end):
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
                around=(self._layout, start, end),
            )

    def _commented(self, data: str, at: int) -> Iterator[Mention]:
        for mention in mentions_in(data, place=Place.COMMENT):
            yield mention._replace(start=at + mention.start, end=at + mention.end)


def _start(mention: Mention) -> int:
    return mention.start
