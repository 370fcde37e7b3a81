"""One chunk of a document read: by a few patterns if it is plain, else by a whole parser."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from linkcheck.parse.markdown.leaves import leaves_of
from linkcheck.parse.markdown.lines import definitions_end
from linkcheck.parse.markdown.simple import leaf_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.parse.markdown.layout import Chunk
    from linkcheck.parse.markdown.reading import Reading
    from linkcheck.parse.mention import Mention


def mentions_of(reading: Reading, chunk: Chunk, signs: Sequence[int]) -> Iterable[Mention]:
    """Return what a chunk cites; `signs` are the places in it where something may be cited."""
    if chunk.is_fenced:
        return _in_doubt(reading, chunk, signs) if reading.include_code else ()
    if definitions_end(reading.text, chunk.start, chunk.end) is not None:
        return ()
    leaves = leaves_of(reading.text, chunk)  # if it can be told what they are
    if leaves is None:
        return _in_doubt(reading, chunk, signs)
    if len(leaves) == 1:
        return _leaf(reading, leaves[0], signs)
    found: list[Mention] = []
    index = 0
    for leaf in leaves:
        following = bisect_left(signs, leaf.end, index)
        if following > index:
            found += _leaf(reading, leaf, signs[index:following])
            index = following
    return found


def _leaf(reading: Reading, leaf: Chunk, signs: Sequence[int]) -> Iterable[Mention]:
    found = leaf_mentions(reading, leaf, signs)
    return _in_doubt(reading, leaf, signs) if found is None else found


def _in_doubt(reading: Reading, chunk: Chunk, signs: Sequence[int]) -> Iterator[Mention]:
    """Yield what a chunk cites, read by the whole parser."""
    from linkcheck.parse.markdown.commonmark import chunk_mentions  # noqa: PLC0415  (10 ms)

    return chunk_mentions(reading, chunk, signs)
