"""The careful reading of what leaves doubt in a document of which the rest is read briefly.

What it needs to know of the whole document (blank lines, definitions) is found out when the first
such chunk comes.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from linkcheck.parse.markdown.layout import Chunk, Cutter, layout_of, may_have_zones
from linkcheck.parse.markdown.sights import Sight, numbers_of
from linkcheck.parse.markdown.signs import gaps_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.parse.markdown.layout import Layout
    from linkcheck.parse.markdown.reading import Reading
    from linkcheck.parse.markdown.sights import Hit
    from linkcheck.parse.mention import Mention

_FENCES: Final = numbers_of(Sight.FENCE)
_DEFINED: Final = numbers_of(Sight.DEFINED)
_NOT_CITING: Final = _FENCES | _DEFINED
_LONG: Final = 1_000
_LONGEST_ITEM: Final = 4_000
# The beginning of an item that is not indented: whatever was open in the one before ends there.
_ITEM: Final = late(r"\n(?=[*+-][ ]{1,3}(?:[^\s*+_-]|\*\*\w))")
_MAY_REACH_OVER: Final = late(r"(?:\A|\n)[ ]{0,3}<|\|")  # HTML, or a table


class Careful:
    """Read chunks of one document, from `start` on, as it would be read in full."""

    def __init__(self, text: str, start: int, hits: Sequence[Hit]) -> None:
        self._text = text
        self._start = start
        self._hits = hits
        self._chunk = Chunk(start, start)

    def zones(self) -> Sequence[Chunk]:
        """Return the zones of the document, and what of it cannot be cut as one more."""
        if not self._fences and not may_have_zones(self._text, self._start):
            return ()
        layout = self._layout
        if layout.unclear_from == len(self._text):
            return layout.zones
        return (*layout.zones, Chunk(layout.unclear_from, len(self._text)))

    def definitions(self) -> Iterable[Mention]:
        """Return what definitions cite, in order."""
        return (each.mention() for each in self._reading.definitions.citing())

    def read(self, place: int, clean: int) -> tuple[Iterable[Mention], int]:
        """Return what the chunk around a place cites, and where it ends; places never go back.

        Nothing is open at `clean`, before the place, so that an item of a long list is enough.
        """
        if place >= self._chunk.end:
            self._chunk = self._cutter.around(place)
        chunk = self._chunk
        if chunk.end - chunk.start > _LONG:
            chunk = _item(self._text, chunk, place, clean)
        return self._mentions(chunk), chunk.end

    def read_zone(self, zone: Chunk) -> Iterable[Mention]:
        """Return what a zone cites."""
        return () if _is_comment(self._text, zone) else self._mentions(zone)

    def _mentions(self, chunk: Chunk) -> Iterable[Mention]:
        from linkcheck.parse.markdown.chunks import mentions_of  # noqa: PLC0415  (only in doubt)

        signs = self._signs
        here = signs[bisect_left(signs, chunk.start) : bisect_left(signs, chunk.end)]
        return mentions_of(self._reading, chunk, here) if here else ()

    @functools.cached_property
    def _fences(self) -> list[int]:
        return [at for which, at, _end in self._hits if which in _FENCES]

    @functools.cached_property
    def _layout(self) -> Layout:
        return layout_of(self._text, self._start, self._fences, gaps_in(self._text))

    @functools.cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self._layout)

    @functools.cached_property
    def _reading(self) -> Reading:
        from linkcheck.parse.markdown.definitions import Definitions  # noqa: PLC0415  (2 ms)
        from linkcheck.parse.markdown.reading import Reading  # noqa: PLC0415  (as above)

        defined = [at for which, at, _end in self._hits if which in _DEFINED]
        definitions = Definitions(self._layout, defined)
        return Reading(self._text, definitions, None, include_code=False, include_comments=False)

    @functools.cached_property
    def _signs(self) -> list[int]:
        """Return where anything may be cited: within the address if it is that of a link."""
        return [end - 1 for which, _at, end in self._hits if which not in _NOT_CITING]


def _item(text: str, chunk: Chunk, place: int, clean: int) -> Chunk:
    """Return the items of a list around a place, or the whole chunk in doubt."""
    floor = max(chunk.start, place - _LONGEST_ITEM)
    start = max(text.rfind(mark, floor, place + 1) for mark in ("\n* ", "\n- ", "\n+ "))
    if start < 0 or _ITEM.match(text, start) is None:
        return chunk
    following = _ITEM.search(text, place, chunk.end)
    end = chunk.end if following is None else following.start() + 1
    if _MAY_REACH_OVER.search(text, max(min(clean, start) - 1, 0), end):
        return chunk
    return Chunk(start + 1, end)


def _is_comment(text: str, zone: Chunk) -> bool:
    """Tell whether a zone is a comment and nothing else."""
    if not text.startswith("<!--", zone.start):
        return False
    end = text.find("-->", zone.start)
    return not text[end + len("-->") : zone.end].strip() and text.find("--!>", zone.start, end) < 0
