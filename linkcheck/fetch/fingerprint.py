"""Sketch a text so that two pages can be compared by a few numbers.

Broder's bottom-k sketch: every run of words ("shingle") is hashed, and the k smallest hashes are
kept. Of two sketches' union take the k smallest: the share of them that stands in both sketches
estimates how much of the two texts agrees (Jaccard's measure), exactly so for short texts. It
takes one hash per word, where the min-hash of k permutations takes k.

A. Z. Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

SKETCH: Final = 64  # hashes kept
_SHINGLE: Final = 4  # words
_WORDS: Final = 4096  # words looked at: what is beyond says nothing new


def fingerprint(words: Sequence[str]) -> tuple[int, ...]:
    """Return the sketch of a text, ascending; empty for a text without words."""
    if not words:
        return ()
    few = " ".join(words[:_WORDS]).casefold().encode().split(b" ")
    if len(few) < _SHINGLE:
        return (crc32(b" ".join(few)),)
    runs = zip(*(few[start:] for start in range(_SHINGLE)), strict=False)  # ends with the shortest
    return tuple(sorted(set(map(crc32, map(b" ".join, runs))))[:SKETCH])
