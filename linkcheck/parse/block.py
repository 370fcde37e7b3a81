"""One block of a marked-up document: its readable text, its links, and what is set apart in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linkcheck.model import Place
from linkcheck.parse.passage import Passage
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Mention


class _Zone(NamedTuple):
    """Mark a stretch of the text that is a link's label, or code."""

    start: int
    end: int
    is_code: bool


class Block:
    """Gather a block while a parser walks through it, then give what it cites.

    `text` and `passage` positions are those of the readable text; links know their own place in
    the document. Relative ones are relative to `base`, and cite nothing where there is none.
    """

    def __init__(self, base: str | None = None) -> None:
        self.base = base
        self.passage = Passage()
        self._links: list[tuple[Mention, int, int]] = []
        self._zones: list[_Zone] = []
        self._comments: list[tuple[str, int]] = []

    @property
    def is_empty(self) -> bool:
        """Tell whether there is neither text nor link nor comment."""
        return not (self._links or self._comments) and self.passage.is_empty

    def add_link(self, link: Mention, label_start: int, label_end: int | None = None) -> None:
        """Add a link whose label stands at these offsets of the readable text."""
        end = len(self.passage) if label_end is None else label_end
        self._links.append((link, label_start, end))
        self.set_apart(label_start, end)

    def set_apart(self, start: int, end: int, *, is_code: bool = False) -> None:
        """Take no citations out of this stretch, or mark them as standing in code."""
        if end > start:
            self._zones.append(_Zone(start, end, is_code))

    def add_comment(self, text: str, start: int) -> None:
        """Add a comment, which is no part of the readable text, and where it stands."""
        self._comments.append((text, start))

    def mentions(self, *, include_code: bool, include_comments: bool = False) -> list[Mention]:
        """Return what the block cites, in the order of the document."""
        text = self.passage.text
        found = [_labelled(link, text, start, end) for link, start, end in self._links]
        found.extend(self._bare(text, include_code=include_code))
        if include_comments:
            for comment, at in self._comments:
                found.extend(
                    mention._replace(start=at + mention.start, end=at + mention.end)
                    for mention in mentions_in(comment, place=Place.COMMENT)
                )
        if len(found) > 1:
            found.sort(key=_start)
        return found

    def _bare(self, text: str, *, include_code: bool) -> Iterator[Mention]:
        zones = sorted(self._zones, key=_zone_start)
        first = 0
        for mention in mentions_in(text):
            while first < len(zones) and zones[first].end <= mention.start:
                first += 1
            zone = zones[first] if first < len(zones) else None
            place = Place.PROSE
            if zone is not None and zone.start < mention.end:
                if not (zone.is_code and include_code):
                    continue
                place = Place.CODE
            start, end = self.passage.source(mention.start, mention.end)
            if (start, end, place) == (mention.start, mention.end, mention.place):
                yield mention
            else:
                yield mention._replace(start=start, end=end, place=place)


def _labelled(link: Mention, text: str, start: int, end: int) -> Mention:
    label = " ".join(text[start:end].split()) or link.label
    return link._replace(label=label, around=(text, start, end))


def _start(mention: Mention) -> int:
    return mention.start


def _zone_start(zone: _Zone) -> int:
    return zone.start
