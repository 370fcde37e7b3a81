"""What is looked for in a Markdown document that is read briefly: signs, told by what they mean.

They are the signs of the full reading (`signs`) and those of plain links, found in fewer passes:
blank lines are not among them, and of `//`, which most addresses have, only those that may begin
a destination.
"""

from __future__ import annotations

import functools
from enum import Enum, auto
from operator import itemgetter
from typing import Final, TypeAlias

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from linkcheck.parse.markdown.signs import (
    DEFINED,
    ESCAPES,
    FENCES,
    ONE_BYTE_EACH,
    SCHEMES,
    beyond_ascii,
)
from linkcheck.parse.prose import LITERALS

# Which literal it is (its place in `MEANINGS`), where it begins, and where it ends.
Hit: TypeAlias = tuple[int, int, int]


class Sight(Enum):
    """Say what a literal may be."""

    LINK = auto()  # the middle of a link
    FENCE = auto()
    DEFINED = auto()  # the middle of a definition
    ADDRESS = auto()  # what stands behind a scheme
    TEXT = auto()  # what running text cites
    PATH = auto()  # the beginning of a destination without a scheme
    MAIL = auto()  # the middle of a mail address
    ESCAPE = auto()  # what may hide something cited


_MAIN: Final = {
    Sight.LINK: ("](https://", "](http://"),
    Sight.FENCE: FENCES,
    Sight.ADDRESS: ("://", *SCHEMES),
    Sight.TEXT: tuple(each for each in LITERALS if each != "://" and each.isascii()),
}
_SELDOM: Final = {
    Sight.DEFINED: DEFINED,
    Sight.PATH: tuple(f"{before}//" for before in "( \t\n\x0b\x0c>"),
}
# With HTML, an address without a scheme may be the value of any attribute.
_IN_HTML: Final = {Sight.DEFINED: DEFINED, Sight.PATH: ("//",)}
_MAILED: Final = {Sight.MAIL: ("@",)}
_ESCAPED: Final = {Sight.ESCAPE: ESCAPES}
_TABLES: Final = (_MAIN, _SELDOM, _IN_HTML, _MAILED, _ESCAPED)
_ALWAYS, _WITHOUT_HTML, _WITH_HTML, _WITH_AT, _WITH_ESCAPES = range(len(_TABLES))
MEANINGS: Final = tuple(
    sight for table in _TABLES for sight, literals in table.items() for _ in literals
)
LAST_LINK: Final = len(_MAIN[Sight.LINK]) - 1
_BEYOND_ASCII: Final = MEANINGS.index(Sight.TEXT)
_BY_PLACE: Final = itemgetter(1)


def numbers_of(sight: Sight) -> frozenset[int]:
    """Return the places in `MEANINGS` of what means the same."""
    return frozenset(number for number, each in enumerate(MEANINGS) if each is sight)


def sights_in(text: str) -> list[Hit]:
    """Return all that a text has, in order."""
    data = text.encode(*ONE_BYTE_EACH)
    hits = _found(data, _ALWAYS)
    others = _found(data, _WITH_HTML if "<" in text else _WITHOUT_HTML)
    if "@" in text:
        others += _found(data, _WITH_AT)
    if "&" in text or "\\" in text:
        others += _found(data, _WITH_ESCAPES)
    if not text.isascii():
        others += [(_BEYOND_ASCII, at, at) for at in beyond_ascii(text)]
    if others:
        hits += others
        hits.sort(key=_BY_PLACE)
    return hits


def _found(data: bytes, table: int) -> list[Hit]:
    automaton, first = _automata()[table]
    hits = automaton.find_matches_as_indexes(data)
    return [(first + which, at, end) for which, at, end in hits] if first and hits else hits


@functools.cache
def _automata() -> list[tuple[BytesAhoCorasick, int]]:
    automata = []
    first = 0
    for table in _TABLES:
        patterns = [each.encode() for literals in table.values() for each in literals]
        automata.append((BytesAhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest), first))
        first += len(patterns)
    return automata
