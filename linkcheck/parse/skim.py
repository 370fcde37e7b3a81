"""Running text to what it cites and where, as quickly as Python can: most of it by one pattern.

It is the way of `extract --format lines` through plain text, where one address in a few hundred
words is all that there is to find. The text stays as it was read, in UTF-8, where a byte is found
and a line end is counted faster than in a text of Python's. An address that leaves no doubt where
it begins and ends, that goes on in no other line, and that is written as the parser would write
it, is told by `_ADDRESS`: it is what `plain`, `unwrap` and `address` would make of it in four
steps. Everything else is left to `prose`.
"""

from __future__ import annotations

import functools
import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.parse.anchors import Anchors
from linkcheck.parse.cited import cited_by
from linkcheck.parse.identifiers import RESOLVERS
from linkcheck.parse.identity import candidates_of, url_of
from linkcheck.parse.prose import LITERALS, claim_at, mentions_in
from linkcheck.parse.source import UTF_8
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.parse.mention import CitedAt
    from linkcheck.parse.prose import Expand
    from linkcheck.parse.source import Piece

_SCHEME: Final = list(LITERALS).index("://")


def _one_of(words: Iterable[str]) -> str:
    """Return a pattern for some words that looks at each first letter once."""
    groups = groupby(sorted(words), key=lambda word: word[0])
    return "|".join(
        f"{first}(?:{'|'.join(re.escape(word[1:]) for word in group)})" for first, group in groups
    )


# From up to two characters before the address: where `http` begins, only `://` tells.
_BEGIN: Final = r"""(?s:.)?? (?: (<) | (["']) | [^_~<"'] )"""  # emphasis may end an address
_HOST: Final = rf"""https?:// (?!(?:{_one_of(RESOLVERS)})(?![a-z0-9.-]))
    (?:(?!xn--)[a-z0-9][a-z0-9-]{{0,62}}+\.){{1,10}}+[a-z]{{2,63}}+"""
_PATH: Final = r"""/[A-Za-z0-9/_~=-]*+
    (?: (?:\?|(?<!/)[.,!]) [A-Za-z0-9/_~=-]++
      | (?: %(?!2[eE])[0-9A-Fa-f]{2} | \+
          | &(?!(?i:gt|lt|quot|apos|nbsp|\#39|\#34|\#x27|\#x22)) ) [A-Za-z0-9/_~=-]*+
    )*+"""
_FRAGMENT: Final = r"(?: \# [A-Za-z0-9/_~=-]*+ (?: [.,!?][A-Za-z0-9/_~=-]++ )*+ )?+"
# What follows on its line, or an empty line, an address, or the name of a field: in none of
# these an address goes on. Behind a slash, an address may be the one that is archived there.
_NO_MORE: Final = r"""(?:
      [ \t]{1,8}+[^ \t\r\n]
    | \r?\n (?: \r?\n | \Z | [A-Za-z][A-Za-z0-9_./-]*+:[ \n] )
    | (?<!=) (?<![0-9_*]/) \r?\n https?://
    | \Z
    )"""
# As it began it ends: with its bracket, its quotation mark, or anything else.
_ADDRESS: Final = late(
    rf"""{_BEGIN} ( {_HOST} {_PATH} ) {_FRAGMENT}
    (?(1) (?=>) | (?(2) (?=\2) | (?= [.,!?]*+[;:]? (?: [)\]}}>|`] | {_NO_MORE} ) ) ))
    """.encode(),
    re.VERBOSE,
)
# `https://example.org` is `https://example.org/`.
_HOST_ALONE: Final = late(
    rf"""{_BEGIN} ( {_HOST} )
    (?(1) (?=>) | (?(2) (?=\2) | (?= [)\]}}>|`] | \.?{_NO_MORE} | [,;:][ \t\r\n] ) ))
    """.encode(),
    re.VERBOSE,
)
_BEFORE: Final = len("_https")
_NO_OTHERS: Final[tuple[str, ...]] = ()
_LONE_CR: Final = late(rb"\r(?!\n)")


class Skimmed(NamedTuple):
    """Hold what a text cites, and how far lines were counted: the byte and the line it is on."""

    cited: Iterable[CitedAt]
    at: int
    line: int


def skim(piece: Piece) -> Skimmed:
    """Read a text whose addresses may be broken over lines."""
    raw, decoded, origin = piece
    if b"\r" in raw and _LONE_CR.search(raw):  # ends a line too, and is hardly ever seen
        mentions = mentions_in(piece.text, wrapped=True)
        return Skimmed(cited_by(mentions, piece.text, origin), 0, origin.line)
    is_ascii = decoded is None
    match, count, rfind = _ADDRESS.match, raw.count, raw.rfind
    cited: list[CitedAt] = []
    closer_look = None
    floor = at = 0
    line, column, line_start = origin.line, origin.column, 1 - origin.column
    for number, anchor, _end in _anchors().hits_in(raw, is_ascii=is_ascii):
        if anchor < floor:
            continue
        # An offset below 0 is taken for 0.
        found = match(raw, anchor - _BEFORE) if number == _SCHEME else None
        if found is not None and (start := found.start(3)) >= floor:
            floor, url, others = found.end(), found[3].decode(), _NO_OTHERS
        else:
            closer_look = closer_look or _CloserLook(piece)
            claim = closer_look.claim_at(anchor, floor, number)
            if claim is None:
                continue
            start, floor, url, others = claim
        # `LineCounter` does the same; to call it would take as long as the pattern does.
        ends = count(b"\n", at, start)
        if ends:
            line += ends
            line_start = at = rfind(b"\n", at, start) + 1
            column = 1
        column = start - line_start + 1 if is_ascii else column + _width(raw, at, start)
        at = start
        cited.append((line, column, url, others))
    return Skimmed(cited, at, line)


class _CloserLook:
    """Read a text by all rules, around one anchor after the other; offsets count in bytes."""

    def __init__(self, piece: Piece) -> None:
        self._raw = piece.utf_8
        self._text = piece.text
        self._is_ascii = piece.decoded is None
        self._at = self._characters = 0
        self._floor = self._floor_in_characters = 0

    def claim_at(
        self, anchor: int, floor: int, number: int
    ) -> tuple[int, int, str, tuple[str, ...]] | None:
        """Return where what is cited around an anchor begins and ends, and its addresses."""
        if number == _SCHEME:
            host = _HOST_ALONE.match(self._raw, anchor - _BEFORE)
            if host is not None and host.start(3) >= floor:
                return host.start(3), host.end(3), f"{host[3].decode()}/", _NO_OTHERS
        if floor != self._floor:
            self._floor, self._floor_in_characters = floor, self._in_characters(floor)
        at = self._in_characters(anchor)
        expand = _anchors().meanings[number]
        claim = claim_at(self._text, at, self._floor_in_characters, expand, wrapped=True)
        if claim is None:
            return None
        start, end, address, others, kind = claim
        url = url_of(address, kind)
        candidates = candidates_of(url, others, kind) if others else _NO_OTHERS
        return anchor - self._size(start, at), anchor + self._size(at, end), url, candidates

    def _in_characters(self, offset: int) -> int:
        """Return an offset in characters; the next one that is asked for is not before it."""
        if self._is_ascii:
            return offset
        self._characters += _width(self._raw, self._at, offset)
        self._at = offset
        return self._characters

    def _size(self, start: int, end: int) -> int:
        """Return how many bytes lie between two offsets in characters."""
        return end - start if self._is_ascii else len(self._text[start:end].encode(*UTF_8))


def _width(raw: bytes, start: int, end: int) -> int:
    """Return how many characters lie between two offsets in bytes."""
    return len(raw[start:end].decode(*UTF_8))


@functools.cache
def _anchors() -> Anchors[Expand]:
    return Anchors(LITERALS)
