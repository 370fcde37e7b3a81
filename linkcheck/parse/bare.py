"""Addresses without a scheme: `example.org/path`, found only where they are asked for.

A known public suffix and a path behind it are what tells them from names of files and of methods.
That is a guess, so what becomes of them is only possible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.mention import Mention
from linkcheck.parse.urls import bare_domains

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Part


def with_bare_domains(part: Part) -> Iterator[Mention]:
    """Yield what a part cites, with the addresses without a scheme that stand in its text."""
    text = part.text
    bare = bare_domains(text)
    waiting = next(bare, None)
    floor = 0
    for mention in part.mentions:
        while waiting is not None and waiting.start < mention.start:
            if waiting.start >= floor and waiting.end <= mention.start:
                yield _mention(text, waiting.start, waiting.end, waiting.address)
            waiting = next(bare, None)
        floor = max(floor, mention.end)
        yield mention
    while waiting is not None:
        if waiting.start >= floor:
            yield _mention(text, waiting.start, waiting.end, waiting.address)
        waiting = next(bare, None)


def _mention(text: str, start: int, end: int, address: str) -> Mention:
    return Mention(start, end, address, around=(text, start, end))
