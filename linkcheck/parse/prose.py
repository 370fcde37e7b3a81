"""Running text to mentions: every address and identifier in it, in order, none twice."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.model import Kind, Place
from linkcheck.parse import defanged, identifiers, urls
from linkcheck.parse.anchors import Anchors
from linkcheck.parse.ends import Found
from linkcheck.parse.mention import Mention
from linkcheck.parse.unwrap import join_after_scheme, join_after_www, join_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkcheck.parse.identifiers import Identifier

    Expand: TypeAlias = Callable[[str, int, int], Found | Identifier | None]
    # What is cited at a place: where it begins and ends, its address, other readings of it.
    Claim: TypeAlias = tuple[int, int, str, tuple[str, ...], Kind]

# Each literal with what looks at the text around it.
LITERALS: Final[dict[str, Expand]] = {
    "://": urls.expand_scheme,
    "www.": urls.expand_www,
    "Www.": urls.expand_www,
    "WWW.": urls.expand_www,
    "mailto:": urls.expand_mailto,
    "Mailto:": urls.expand_mailto,
    "MAILTO:": urls.expand_mailto,
    "[:]//": urls.expand_colon,
    **dict.fromkeys(defanged.DOTS, urls.expand_dot),
    **identifiers.ANCHORS,
}
_MAY_GO_ON: Final = frozenset(" \t\r\n([{")


def mentions_in(
    text: str, *, place: Place = Place.PROSE, wrapped: bool = False, proportional: bool = False
) -> Iterator[Mention]:
    """Yield what a text cites, in order.

    `wrapped` text may have addresses broken over lines; `proportional` text (of a PDF's page)
    too, and its lines are as wide as their letters.
    """
    floor = 0
    for anchor, expand in _anchors(in_code=place is Place.CODE).found_in(text):
        if anchor < floor:
            continue
        claim = claim_at(
            text, anchor, floor, expand, wrapped=wrapped or proportional, proportional=proportional
        )
        if claim is None:
            continue
        start, end, address, others, kind = claim
        floor = end
        yield Mention(  # by position, which takes half the time
            start,
            end,
            address,
            others,
            kind,
            place,
            None,
            None,
            None,
            (text, start, end),
        )


def claim_at(  # noqa: PLR0913  (all that there is to know of one place)
    text: str, anchor: int, floor: int, expand: Expand, *, wrapped: bool, proportional: bool = False
) -> Claim | None:
    """Return what is cited around an anchor, or None; nothing before `floor` is taken."""
    found = expand(text, anchor, floor)
    if found is None and wrapped:
        if expand is urls.expand_scheme:
            found = join_after_scheme(text, anchor, floor)
        elif expand is urls.expand_www:
            found = join_after_www(text, anchor, floor)
    if found is None:
        return None
    if not isinstance(found, Found):
        return found.start, found.end, found.url, (), found.kind
    if wrapped and text[found.reach : found.reach + 1] in _MAY_GO_ON:
        found = join_lines(text, found, proportional=proportional)
    start, end, address, others, _reach, _opener = found
    kind = Kind.EMAIL if address.startswith("mailto:") else Kind.URL
    return start, end, address, others, kind


@functools.cache
def _anchors(*, in_code: bool) -> Anchors[Expand]:
    if not in_code:
        return Anchors(LITERALS)
    left_out = identifiers.ANCHORS.keys() - identifiers.ANCHORS_IN_CODE.keys()
    return Anchors({each: LITERALS[each] for each in LITERALS if each not in left_out})
