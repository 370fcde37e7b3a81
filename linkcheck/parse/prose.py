"""Running text to mentions: every address and identifier in it, in order, none twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.model import Kind, Place
from linkcheck.parse import defanged, identifiers, urls
from linkcheck.parse.anchors import Anchors
from linkcheck.parse.ends import Found
from linkcheck.parse.mention import Mention
from linkcheck.parse.unwrap import join_after_scheme, join_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkcheck.parse.identifiers import Identifier

    Expand: TypeAlias = Callable[[str, int, int], Found | Identifier | None]

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
_BEFORE_LINE_END: Final = frozenset(" \t\r\n")
_ANCHORS: Final = Anchors(LITERALS)
_ANCHORS_IN_CODE: Final = Anchors(
    {
        literal: expand
        for literal, expand in LITERALS.items()
        if literal not in identifiers.ANCHORS or literal in identifiers.ANCHORS_IN_CODE
    }
)


def mentions_in(
    text: str, *, place: Place = Place.PROSE, wrapped: bool = False, proportional: bool = False
) -> Iterator[Mention]:
    """Yield what a text cites, in order.

    `wrapped` text may have addresses broken over lines; `proportional` text (of a PDF's page)
    too, and its lines are as wide as their letters.
    """
    wrapped = wrapped or proportional
    floor = 0
    no_others: tuple[str, ...] = ()
    anchors = _ANCHORS_IN_CODE if place is Place.CODE else _ANCHORS
    for anchor, expand in anchors.found_in(text):
        if anchor < floor:
            continue
        found = expand(text, anchor, floor)
        if found is None and wrapped and expand is urls.expand_scheme:
            found = join_after_scheme(text, anchor, floor)
        if found is None:
            continue
        if isinstance(found, Found):
            if wrapped and text[found.reach : found.reach + 1] in _BEFORE_LINE_END:
                found = join_lines(text, found, proportional=proportional)
            start, end, address, others, _reach, _opener = found
            kind = Kind.EMAIL if address.startswith("mailto:") else Kind.URL
        else:
            start, end, kind = found.start, found.end, found.kind
            address, others = found.url, no_others
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
