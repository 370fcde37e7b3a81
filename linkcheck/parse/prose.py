"""Running text to mentions: every address and identifier in it, in order, none twice."""

from __future__ import annotations

import heapq
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.model import Kind, Place
from linkcheck.parse import identifiers, urls
from linkcheck.parse.context import sentence_around
from linkcheck.parse.dates import day_of_access
from linkcheck.parse.mention import Mention
from linkcheck.parse.unwrap import join_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkcheck.parse.identifiers import Identifier
    from linkcheck.parse.urls import Found

    Expand: TypeAlias = Callable[[str, int, int], Found | Identifier | None]

# Each literal with what looks at the text around it. All are searched for as plain strings.
_ANCHORS: Final[dict[str, Expand]] = {
    "://": urls.expand_scheme,
    "www.": urls.expand_www,
    "Www.": urls.expand_www,
    "WWW.": urls.expand_www,
    "mailto:": urls.expand_mailto,
    "Mailto:": urls.expand_mailto,
    "MAILTO:": urls.expand_mailto,
    "arXiv:": identifiers.expand_arxiv,
    "arxiv:": identifiers.expand_arxiv,
    "PMID": identifiers.expand_pmid,
    "PMC": identifiers.expand_pmcid,
    "RFC": identifiers.expand_rfc,
}
_DOI_START: Final = re.compile(r"10\.\d{4,9}[./]")
_ANY: Final = re.compile("|".join([*map(re.escape, _ANCHORS), _DOI_START.pattern]))
_SHORT: Final = 20_000  # below it, one pass for all literals costs less than a search for each


def mentions_in(
    text: str, *, place: Place = Place.PROSE, wrapped: bool = False
) -> Iterator[Mention]:
    """Yield what a text cites, in order; `wrapped` text may have addresses broken over lines."""
    floor = 0
    for anchor, expand in _anchors(text):
        if anchor < floor:
            continue
        found = expand(text, anchor, floor)
        if found is None:
            continue
        if isinstance(found, identifiers.Identifier):
            mention = Mention(found.start, found.end, found.url, kind=found.kind, place=place)
        else:
            whole = join_lines(text, found) if wrapped else found
            kind = Kind.EMAIL if whole.address.startswith("mailto:") else Kind.URL
            mention = Mention(
                whole.start, whole.end, whole.address, whole.others, kind=kind, place=place
            )
        floor = mention.end
        yield with_surroundings(mention, text, mention.start, mention.end)


def with_surroundings(mention: Mention, text: str, start: int, end: int) -> Mention:
    """Return a mention with the sentence and the date of access around two offsets of a text."""
    return replace(
        mention,
        context=sentence_around(text, start, end) or None,
        accessed=day_of_access(text, start, end),
    )


def _anchors(text: str) -> Iterator[tuple[int, Expand]]:
    """Yield where something citable may stand, in order, and what finds out."""
    if len(text) < _SHORT:
        for found in _ANY.finditer(text):
            yield found.start(), _ANCHORS.get(found[0], identifiers.expand_doi)
        return
    searches = [_search(text, literal, expand) for literal, expand in _ANCHORS.items()]
    searches.append((found.start(), identifiers.expand_doi) for found in _DOI_START.finditer(text))
    yield from heapq.merge(*searches, key=_position)


def _position(anchor: tuple[int, Expand]) -> int:
    return anchor[0]


def _search(text: str, literal: str, expand: Expand) -> Iterator[tuple[int, Expand]]:
    at = text.find(literal)
    while at >= 0:
        yield at, expand
        at = text.find(literal, at + len(literal))
