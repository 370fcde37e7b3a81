"""Plain links that are told at a glance: most of those that a document has.

`[words](https://host/path)` on one line is a link if in its line, as far back as to the last place
where nothing is open or to a blank line, there is no sign of code, HTML, a table, attributes or
other brackets. To find that out takes a few searches for single characters. What is not told so
is left to the walk (`brief`), which stops here at the first sign that is something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.parse.identifiers import RESOLVERS
from linkcheck.parse.markdown.ground import INDENTING
from linkcheck.parse.markdown.sights import LAST_LINK
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.markdown.ground import Ground
    from linkcheck.parse.markdown.sights import Hit
    from linkcheck.parse.mention import CitedAt
    from linkcheck.parse.positions import LineCounter

# From the end of the label on, with an address that is written as a parser would write it.
_TO: Final = late(
    r"\]\((https?://((?:[a-z0-9]++[.-])++(?<=\.)[a-z]++)/[A-Za-z0-9_~=/,;!@-]*+"
    r"(?:(?<!/)\.[A-Za-z0-9_~=/,;!@-]*+)*+(?:\?[A-Za-z0-9_~=/,;!@.?-]*+)?+)\)"
)
_OPENING: Final = len("](")
_BEHIND_OPENING: Final = "!^"  # an image, a footnote
_BLANK: Final = " \t"


def pass_plain_links(
    text: str, hits: Iterator[Hit], ground: Ground, lines: LineCounter, ceiling: int
) -> tuple[list[CitedAt], Hit | None]:
    """Return what plain links cite, and the first other hit.

    The text, which has no carriage returns, has neither fences nor HTML before `ceiling`.
    """
    clean, begin, murky = ground.clean, ground.begin, ground.murky
    number, line_start = lines.line_of(clean)
    counted = clean
    rfind, count, match = text.rfind, text.count, _TO.match
    found: list[CitedAt] = []
    other = None
    for hit in hits:
        which, at, _end = hit
        if at < clean:
            continue
        if which > LAST_LINK or at >= ceiling:
            other = hit
            break
        opening = rfind("[", clean, at)
        line = rfind("\n", clean, at) + 1
        if line:
            if line - 2 < clean or text[line - 2] != "\n" or text[line] in _BLANK or opening < line:
                other = hit
                break
        elif murky >= begin or opening < 0:
            other = hit
            break
        words = text[line or clean : at]
        link = match(text, at)
        if (
            link is None
            or "]" in words
            or "`" in words
            or "<" in words
            or "|" in words
            or "{" in words
            or "\\" in words
            or "\t" in words
            or text[opening + 1] in _BEHIND_OPENING
            or text[opening - 1] in "!\\]"
            or (words[0] in INDENTING and "    " in words)
            or link[2] in RESOLVERS
        ):
            other = hit
            break
        start, clean = link.span()
        if line:
            number += count("\n", counted, line)
            begin = counted = line_start = line
        found.append((number, start + _OPENING - line_start + 1, link[1], ()))
    if found:
        ground.go_on(begin, clean)
        lines.go_on(counted, number, line_start)
    return found, other
