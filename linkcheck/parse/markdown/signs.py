"""Where in a Markdown document anything could be cited or begin: what lies between is not read.

The signs of running text are those of `prose`; links have more, since a destination says itself
that it is one (`//host/path`, `http:path`), and since escapes may hide what it is (`&colon;//`).
All are searched for in few passes. Literals of less than three characters, or that begin with a
frequent one, are kept out of the large one: they make it take four times as long.
"""

from __future__ import annotations

import functools
from typing import Final, NamedTuple

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from linkcheck.parse.prose import LITERALS

ONE_BYTE_EACH: Final = ("ascii", "replace")  # so that offsets are those of characters
FENCES: Final = ("```", "~~~")
DEFINED: Final = ("]:",)
_GAPS: Final = ("\n\n", "\n\r\n")  # blank lines
SCHEMES: Final = ("ttps:", "ttp:", "TTPS:", "TTP:", "ftp:", "FTP:")
_LONG: Final = (*(literal for literal in LITERALS if literal != "://"), *SCHEMES)
# To find one character takes a tenth of the time that finding several does.
_BEYOND_ASCII: Final = {sign for literal in _LONG for sign in literal if not sign.isascii()}
_SHORT: Final = ("//", "@")
ESCAPES: Final = (
    *("&#", "&colon;", "&sol;", "&period;", "&commat;", "&lbrack;", "&lsqb;", "&lpar;"),
    *("\\:", "\\/", "\\.", "\\@", "\\[", "\\("),
)
# What any link has: they all cite where relative ones do.
_ANY_LINK: Final = ("](", "]:", "<")


class Signs(NamedTuple):
    """Hold the offsets of signs, in order: of citations, and of what the layout is told by."""

    citing: list[int]
    fences: list[int]
    definitions: list[int]
    gaps: list[int]


def signs_in(text: str, *, with_relative: bool = False) -> Signs:
    """Return all signs in a text; where `with_relative` links, every link is one."""
    data = text.encode(*ONE_BYTE_EACH)
    citing, fences = _found(data, _LONG, FENCES)
    others, definitions = _found(data, _SHORT, DEFINED)
    citing += others
    if "&" in text or "\\" in text:
        citing += _found(data, ESCAPES)[0]
    if with_relative:
        citing += _found(data, _ANY_LINK)[0]
    if not text.isascii():
        citing += beyond_ascii(text)
    citing.sort()
    return Signs(citing, fences, definitions, gaps_in(text))


def gaps_in(text: str) -> list[int]:
    """Return where blank lines stand."""
    return _found(text.encode(*ONE_BYTE_EACH), _GAPS)[0]


def _found(data: bytes, *kinds: tuple[str, ...]) -> list[list[int]]:
    """Return where literals stand, for each kind of them."""
    limits, automaton = _automaton(*kinds)
    hits = automaton.find_matches_as_indexes(data)
    if len(limits) == 1:
        return [[at for _which, at, _end in hits]]
    return [[at for which, at, _end in hits if first <= which < last] for first, last in limits]


@functools.cache
def _automaton(*kinds: tuple[str, ...]) -> tuple[list[tuple[int, int]], BytesAhoCorasick]:
    patterns: list[bytes] = []
    limits = []
    for kind in kinds:
        first = len(patterns)
        patterns += [literal.encode() for literal in kind if literal.isascii()]
        limits.append((first, len(patterns)))
    return limits, BytesAhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)


def beyond_ascii(text: str) -> list[int]:
    """Return where signs stand that have other than ASCII characters."""
    places: list[int] = []
    if not any(sign in text for sign in _BEYOND_ASCII):
        return places
    for literal in _LONG:
        if not literal.isascii():
            at = text.find(literal)
            while at >= 0:
                places.append(at)
                at = text.find(literal, at + 1)
    return places
