"""The shape of an identifier scheme, and what several of them need to find theirs in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.address import Address
    from linkcheck.model import Kind


class Identifier(NamedTuple):
    """Hold an identifier found in a text, with its resolver's address."""

    start: int
    end: int
    kind: Kind
    url: str


class Scheme(NamedTuple):
    """Describe one kind of identifier.

    `anchors` are literals, one of which stands in or before every mention in running text;
    `find(text, anchor, floor)` looks at the text around one and takes nothing before `floor`.
    `url_of` gives the resolver's address of a bare value, or None where it is none (a wrong check
    digit, say). `read` takes the value out of an address on one of the `hosts`. `prose_only`
    mentions mean nothing in code, where `RFC 20` may be anything.
    """

    kind: Kind
    anchors: tuple[str, ...]
    find: Callable[[str, int, int], Identifier | None]
    url_of: Callable[[str], str | None]
    hosts: tuple[str, ...] = ()
    read: Callable[[Address], str | None] = lambda _address: None
    prose_only: bool = False


# Soft hyphens, zero-width spaces and the like: part of the text and not of what it names.
INVISIBLE: Final = "\u00ad\u200b\u2060\ufeff"
# ISBN, ISSN and page ranges are typeset with any of these.
HYPHENS: Final = "-\u2010\u2011\u2012\u2013"

# A line break, with the marks of quotations and comments that the next line begins with.
LINE_BREAK: Final = (
    r"[ \t]{0,8}(?:\r\n|\n|\r)[ \t]{0,40}(?:(?:>{1,4}|//|--|[#%;]{1,3}|\*)[ \t]{1,8}){0,4}"
)
# One that has cut a name in two: behind a sign that no name ends in, before what has a digit.
CUT: Final = rf"(?<=[/_-]){LINE_BREAK}(?=[A-Za-z]{{0,12}}\d)"
# What may stand between a label and its number.
GAP: Final = rf"(?:[ \t\u00a0]|{LINE_BREAK})"

# Chinese, Japanese and Thai set no space before what they cite.
_WORD_BEFORE: Final = late(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u052f.-]")
_REMOVED: Final = late(f"[{INVISIBLE}]+|{LINE_BREAK}")
_CLOSING: Final = {")": "(", "]": "["}
_TRAILING: Final = frozenset(f".,;:!?*_-/{INVISIBLE}")


def follows_word(text: str, at: int) -> bool:
    """Tell whether a word, a number or a dotted name runs into what starts here."""
    return at > 0 and _WORD_BEFORE.match(text, at - 1) is not None


def visible(written: str) -> str:
    """Take the invisible characters and the line breaks out of what was written."""
    plain = written.isascii() and "\n" not in written and "\r" not in written
    return written if plain else _REMOVED.sub("", written)


def trimmed(text: str, start: int, end: int) -> int:
    """Return where a name ends: before a bracket without its partner, and before punctuation."""
    opened: list[int] = []
    for at in range(start, end):
        character = text[at]
        if character in "([":
            opened.append(at)
        elif character in _CLOSING:
            if not opened or text[opened[-1]] != _CLOSING[character]:
                end = at
                break
            opened.pop()
    if opened and opened[0] < end:
        end = opened[0]
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return end
