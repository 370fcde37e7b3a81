"""Mentions to what is cited and where: line, column, address, other readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.identity import candidates_of, url_of
from linkcheck.parse.positions import LineCounter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkcheck.parse.mention import CitedAt, Mention, Origin


def cited_by(mentions: Iterable[Mention], text: str, origin: Origin) -> Iterator[CitedAt]:
    """Yield what the mentions in a text cite."""
    position = LineCounter(text, origin).position
    for mention in mentions:
        yield cited_at(mention, position)


def cited_at(mention: Mention, position: Callable[[int], tuple[int, int]]) -> CitedAt:
    """Return what a mention cites; `position` tells line and column of an offset."""
    start, _end, address, others, kind = mention[:5]
    line, column = position(start)
    url = url_of(address, kind)
    return line, column, url, candidates_of(url, others, kind) if others else ()
