"""Where in a document's bytes anything could be cited: what lies between need not be looked at.

Most blocks of most documents cite nothing. One pass over the bytes tells which, before anything
is made of them: this is what reading Markdown and HTML at the speed of their parsers hangs on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick

from linkcheck.parse.prose import LITERALS

if TYPE_CHECKING:
    from collections.abc import Iterable

# What begins an address in markup without one of prose's literals: `//host/path`, `http:path`,
# `<name@host>`, and what an escape may hide: `https&colon;//…`, `\http:…`.
_IN_MARKUP: Final = ("//", "http:", "https:", "HTTP:", "HTTPS:", "Http:", "Https:", "ftp:", "@")
_ESCAPES: Final = ("&", "\\")


class Spots:
    """Answer whether a stretch of bytes holds a spot; stretches are asked for in reading order."""

    def __init__(self, data: bytes, literals: Iterable[str] = ()) -> None:
        automaton = _automaton(tuple(literals))
        found = automaton.find_matches_as_indexes(data)
        self._spots = [at for _which, at, _end in found]
        self._next = 0

    def __bool__(self) -> bool:
        return bool(self._spots)

    def any_in(self, start: int, end: int) -> bool:
        """Tell whether a spot lies from `start` to `end`; `start` is never less than before."""
        spots = self._spots
        index = self._next
        while index < len(spots) and spots[index] < start:
            index += 1
        self._next = index
        return index < len(spots) and spots[index] < end


def _automaton(more: tuple[str, ...]) -> BytesAhoCorasick:
    if more not in _AUTOMATA:
        literals = {*LITERALS, *_IN_MARKUP, *_ESCAPES, *more}
        _AUTOMATA[more] = BytesAhoCorasick([each.encode() for each in sorted(literals)])
    return _AUTOMATA[more]


_AUTOMATA: Final[dict[tuple[str, ...], BytesAhoCorasick]] = {}
