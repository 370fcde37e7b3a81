"""Texts that a small lexer cuts into values, comments and the rest.

A lexer is one regular expression whose named groups say what was found. Every alternative ends
without going back (possessive repeats, an end that may be missing), so cutting is linear and
nothing is refused: what is broken is cut wrongly at worst, and still searched.

Groups: `comment`; `doc` for documentation that stands in a string; a value with backslashes
`escaped`, with doubled quotes `doubled1` or `doubled2`, or as it is `literal`; `plain` for the
rest that is worth a look. Where a kind is needed twice, a `_` follows its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.anchors import Anchors
from linkcheck.parse.code.values import (
    BACKSLASHES,
    DOUBLED_DOUBLE,
    DOUBLED_SINGLE,
    SHORTEST,
    value_mentions,
)
from linkcheck.parse.prose import LITERALS, mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.code.values import Escapes
    from linkcheck.parse.mention import Mention

_ESCAPES: Final = {
    "escaped": BACKSLASHES,
    "doubled1": DOUBLED_SINGLE,
    "doubled2": DOUBLED_DOUBLE,
    "literal": None,
}
# What may begin a citation, and escapes that may hide such a thing.
_SIGNS: Final = Anchors(dict.fromkeys((*LITERALS, "\\/", "\\:", "\\u", "\\U", "\\x"), None))
_CLOSING: Final = re.compile(
    r"""(?:\*/|-\}|\*\)|-->|\#>|=\#|\|\#|%\}|\]=?\]|"{3}|'{3}|(?<=[\r\n])=(?:end|cut))\Z""",
    re.VERBOSE,
)
_LONGEST_CLOSING: Final = 5  # with the line end before it
_COMMENTS: Final = frozenset({"comment", "doc"})


def data_mentions(text: str, lexer: re.Pattern[str]) -> Iterator[Mention]:
    """Yield what the values and comments of a data file cite, in order."""
    for token in _promising(text, lexer):
        group = _group(token)
        if group in _COMMENTS:
            yield from comment_mentions(text, *token.span())
        elif group in _ESCAPES:
            start, end = token.span(token.lastgroup or 0)
            yield from value_mentions(text, start, end, _ESCAPES[group])
        elif group:
            yield from rest_mentions(text, *token.span())


def code_mentions(
    text: str, lexer: re.Pattern[str], *, include_code: bool = False
) -> Iterator[Mention]:
    """Yield what the comments of source code cite and, if asked for, what its code does."""
    at = 0
    for token in _promising(text, lexer):
        start, end = token.span()
        if include_code:
            yield from rest_mentions(text, at, start, place=Place.CODE)
            at = end
        group = _group(token)
        if group == "comment" or (group == "doc" and not _is_argument(text, start)):
            yield from comment_mentions(text, start, end)
        elif include_code:
            yield from _string_mentions(text, token, _ESCAPES.get(group))
    if include_code:
        yield from rest_mentions(text, at, len(text), place=Place.CODE)


def _promising(text: str, lexer: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the tokens that may cite something; most do not, and need no second look."""
    places = iter([at for at, _ in _SIGNS.found_in(text)])
    sign = next(places, -1)
    if sign < 0:
        return
    for token in lexer.finditer(text):
        if token.end() <= sign:
            continue
        start = token.start()
        while 0 <= sign < start:
            sign = next(places, -1)
        if sign < 0:
            return
        if sign < token.end():
            yield token


def comment_mentions(text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield what a comment cites, or a run of comments: text that may be wrapped."""
    closing = _CLOSING.search(text, max(start, end - _LONGEST_CLOSING), end)
    if closing is not None:
        end = closing.start()
    return rest_mentions(text, start, end, place=Place.COMMENT, wrapped=True)


def rest_mentions(
    text: str, start: int, end: int, *, place: Place = Place.PROSE, wrapped: bool = False
) -> Iterator[Mention]:
    """Yield what the text between two offsets cites, read as it stands."""
    if end - start < SHORTEST:
        return
    for mention in mentions_in(text[start:end], place=place, wrapped=wrapped):
        yield mention._replace(start=start + mention.start, end=start + mention.end)


def _string_mentions(text: str, token: re.Match[str], escapes: Escapes | None) -> Iterator[Mention]:
    start, end = token.span(token.lastgroup or 0)
    for mention in value_mentions(text, start, end, escapes):
        yield mention._replace(place=Place.CODE)


def _group(token: re.Match[str]) -> str:
    """Return what was found: a lexer may have several groups of a kind, told apart by `_`."""
    return (token.lastgroup or "").rstrip("_")


def _is_argument(text: str, at: int) -> bool:
    """Tell whether what stands here goes on an expression, so that a string is no documentation."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at > 0 and text[at - 1] in "(,=[{+%"
