"""Markdown: CommonMark with the extensions of GitHub, footnotes and front matter.

Most of a document cites nothing, and most of what cites is plain text with plain links. So only
chunks with a sign of something are read (`signs`, `layout`), plain ones by a few patterns
(`leaves`, `simple`), and whatever they leave in doubt by a whole parser (`commonmark`). Both give
the same, which tests hold by comparing them on made-up, bent and real documents.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.markdown.commonmark import chunk_mentions
from linkcheck.parse.markdown.definitions import Definitions
from linkcheck.parse.markdown.layout import Cutter, layout_of
from linkcheck.parse.markdown.leaves import leaves_of
from linkcheck.parse.markdown.reading import Reading
from linkcheck.parse.markdown.signs import signs_in
from linkcheck.parse.markdown.simple import leaf_mentions
from linkcheck.parse.prose import mentions_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.parse.markdown.layout import Chunk
    from linkcheck.parse.mention import Mention
    from linkcheck.settings import Settings

FRONT_MATTER: Final = late(
    r"(---|\+\+\+)[ \t]*\r?\n(?![ \t]*\r?\n)(.*?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)


def markdown_mentions(text: str, settings: Settings, base: str | None = None) -> Iterator[Mention]:
    """Yield what is cited, definitions of links merged in at their places.

    Relative links count with a `base` only.
    """
    signs = signs_in(text, with_relative=base is not None)
    citing = signs.citing
    if not citing:
        return
    front = FRONT_MATTER.match(text)
    start = 0 if front is None else front.end()
    if citing[0] < start:
        yield from mentions_in(text[:start], place=Place.METADATA)
    layout = layout_of(text, start, signs.fences, signs.gaps)
    definitions = Definitions(layout, signs.definitions, base)
    uses = definitions.uses_in(text)
    if uses:
        citing = sorted(citing + uses)
    reading = Reading(text, definitions, base, settings.include_code, settings.include_comments)
    waiting = deque(definitions.citing())
    for mention in _chunks(reading, Cutter(layout), citing, start):
        while waiting and waiting[0].start < mention.start:
            yield waiting.popleft().mention()
        yield mention
    yield from (definition.mention() for definition in waiting)


def _chunks(reading: Reading, cutter: Cutter, signs: list[int], start: int) -> Iterator[Mention]:
    """Yield what is cited, chunk by chunk."""
    index = bisect_left(signs, start)
    while index < len(signs):
        chunk = cutter.around(signs[index])
        following = bisect_left(signs, chunk.end, index)
        here = signs[index:following]
        index = following
        if not chunk.is_fenced:
            yield from _chunk(reading, chunk, here)
        elif reading.include_code:
            yield from chunk_mentions(reading, chunk, here)


def _chunk(reading: Reading, chunk: Chunk, signs: list[int]) -> Iterable[Mention]:
    """Return what a chunk cites, leaf by leaf if it can be told what they are."""
    leaves = leaves_of(reading.text, chunk)
    if leaves is None:
        return chunk_mentions(reading, chunk, signs)
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


def _leaf(reading: Reading, leaf: Chunk, signs: list[int]) -> Iterable[Mention]:
    found = leaf_mentions(reading, leaf, signs)
    return chunk_mentions(reading, leaf, signs) if found is None else found
