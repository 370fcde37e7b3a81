"""Plain links that are told at a glance: most of those that a document has.

`[words](https://host/path)` on one line is a link if between it and the last place where nothing
was open there is no sign of HTML, a table, attributes, indented code or code that goes on. To find
that out takes a few searches for single characters. What is not told so is left to the walk
(`brief`), which stops here at the first sign that is something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.parse.identifiers import RESOLVERS
from linkcheck.parse.markdown.ground import INDENTING
from linkcheck.parse.markdown.nothing import means_nothing
from linkcheck.parse.markdown.sights import LAST_LINK, MEANINGS, Sight, numbers_of
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
    r"(?:(?<!/)\.[A-Za-z0-9_~=/,;!@-]*+)*+(?:\?[A-Za-z0-9_~=/,;!@.?-]*+)?+)"
    r"(?:\#[A-Za-z0-9_~=/,!@.?-]*+)?+\)"
)
_OPENING: Final = len("](")
_BLANK: Final = " \t"
_DOUBTFUL: Final = numbers_of(Sight.MAIL) | numbers_of(Sight.PATH) | numbers_of(Sight.ESCAPE)
_BEFORE_OPENING: Final = "!\\]"  # of an image, escaped, of a name
_BEHIND_OPENING: Final = "!^"  # an image, a footnote
# Text with code that ends on its line, and with escapes: nothing is open at its end.
_CLOSED: Final = late(r"[^`\\<|{\t]*+(?:(?:`[^`\n|]++`(?!`)|\\[^`\\<|{\t\n])[^`\\<|{\t]*+)*+")
_LABEL: Final = late(r"[^`\\<|{\t\n\]]*+(?:`[^`\n|\]]++`(?!`)[^`\\<|{\t\n\]]*+)*+")


def pass_plain_links(
    text: str, hit: Hit | None, hits: Iterator[Hit], ground: Ground, lines: LineCounter
) -> tuple[list[CitedAt], Hit | None]:
    """Return what plain links cite, from a hit on, and the first other hit.

    The text has no carriage returns.
    """
    clean, begin, murky, ceiling = ground.clean, ground.begin, ground.murky, ground.ceiling
    number, line_start = lines.line_of(clean)
    counted = clean
    rfind, count, match = text.rfind, text.count, _TO.match
    found: list[CitedAt] = []
    while hit is not None:
        which, at, end = hit
        if at >= ceiling:
            break
        if at < clean or (which in _DOUBTFUL and means_nothing(text, MEANINGS[which], at, end)):
            hit = next(hits, None)
            continue
        link = match(text, at) if which <= LAST_LINK else None
        opening = rfind("[", clean, at)
        chunk = line = rfind("\n", clean, opening) + 1
        if line and (line - 2 < clean or text[line - 2] != "\n"):
            gap = rfind("\n\n", clean, line)
            chunk = gap + 2 if gap >= 0 else 0
        if (
            link is None
            or opening < 0
            or chunk <= murky >= begin
            or (chunk and text[chunk] in _BLANK)
            or text[opening + 1] in _BEHIND_OPENING
            or text[opening - 1] in _BEFORE_OPENING
            or not _is_plain(text[chunk or clean : at], opening - (chunk or clean))
            or link[2] in RESOLVERS
        ):
            break
        start, clean = link.span()
        if line:
            number += count("\n", counted, line)
            counted = line_start = line
            begin = chunk or begin
        found.append((number, start + _OPENING - line_start + 1, link[1], ()))
        hit = next(hits, None)
    if found:
        ground.go_on(begin, clean)
        lines.go_on(counted, number, line_start)
    return found, hit


def _is_plain(words: str, opening: int) -> bool:
    """Tell whether nothing is open where a label begins in words, and it is one to their end."""
    return (
        "`" not in words
        and "<" not in words
        and "|" not in words
        and "{" not in words
        and "\\" not in words
        and "\t" not in words
        and "\n" not in words
        and "]" not in words
        and not (words[0] in INDENTING and "    " in words)
    ) or _is_closed(words[:opening], words[opening + 1 :])


def _is_closed(before: str, label: str) -> bool:
    """Tell the same where there are code, escapes, other brackets, or several lines."""
    if "    " in before and ("\n" in before or before[0] in INDENTING):
        return False
    return (
        "](" not in before
        and _CLOSED.fullmatch(before) is not None
        and _LABEL.fullmatch(label) is not None
    )
