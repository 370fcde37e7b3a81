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

_ONE_BYTE_EACH: Final = ("ascii", "replace")  # so that offsets are those of characters
_FENCES: Final = ("```", "~~~")
_DEFINED: Final = ("]:",)
_SCHEMES: Final = ("ttps:", "ttp:", "TTPS:", "TTP:", "ftp:", "FTP:")
_LONG: Final = (*(literal for literal in LITERALS if literal != "://"), *_SCHEMES)
_SHORT: Final = ("//", "@")
_ESCAPES: Final = (
    *("&#", "&colon;", "&sol;", "&period;", "&commat;", "&lbrack;", "&lsqb;", "&lpar;"),
    *("\\:", "\\/", "\\.", "\\@", "\\[", "\\("),
)
# What any link has: they all cite where relative ones do.
_ANY_LINK: Final = ("](", "]:", "<")


class Signs(NamedTuple):
    """Hold the offsets of signs, in order: of citations, and of what is looked at for others."""

    citing: list[int]
    fences: list[int]
    definitions: list[int]


def signs_in(text: str, *, with_relative: bool = False) -> Signs:
    """Return all signs in a text; `with_relative` links, every link is one."""
    data = text.encode(*_ONE_BYTE_EACH)
    citing, fences = _found(_LONG, _FENCES, data)
    others, definitions = _found(_SHORT, _DEFINED, data)
    citing += others
    if "&" in text or "\\" in text:
        citing += _found(_ESCAPES, (), data)[0]
    if with_relative:
        citing += _found(_ANY_LINK, (), data)[0]
    if not text.isascii():
        citing += _beyond_ascii(text)
    citing.sort()
    return Signs(citing, fences, definitions)


def _found(
    these: tuple[str, ...], those: tuple[str, ...], data: bytes
) -> tuple[list[int], list[int]]:
    """Return where literals of two kinds stand."""
    first, automaton = _automaton(these, those)
    hits = automaton.find_matches_as_indexes(data)
    return (
        [at for which, at, _end in hits if which < first],
        [at for which, at, _end in hits if which >= first],
    )


@functools.cache
def _automaton(
    these: tuple[str, ...], those: tuple[str, ...]
) -> tuple[int, BytesAhoCorasick]:
    plain = [literal.encode() for literal in these if literal.isascii()]
    patterns = [*plain, *(literal.encode() for literal in those)]
    return len(plain), BytesAhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)


def _beyond_ascii(text: str) -> list[int]:
    places = []
    for literal in _LONG:
        if not literal.isascii():
            at = text.find(literal)
            while at >= 0:
                places.append(at)
                at = text.find(literal, at + 1)
    return places
