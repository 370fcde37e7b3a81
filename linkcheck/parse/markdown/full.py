"""A document of Markdown read in full: each mention with its label and what stands around it."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from typing import TYPE_CHECKING

from linkcheck.model import Place
from linkcheck.parse.markdown.chunks import mentions_of
from linkcheck.parse.markdown.definitions import Definitions
from linkcheck.parse.markdown.front import FRONT_MATTER
from linkcheck.parse.markdown.layout import Cutter, layout_of
from linkcheck.parse.markdown.reading import Reading
from linkcheck.parse.markdown.signs import signs_in
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Mention
    from linkcheck.settings import Settings


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
        yield from mentions_of(reading, chunk, here)
