r"""The plain links and the code in a run of words, told by one pattern.

A link is plain if it is `[words](address)` or `<address>` with nothing in it that could mean
something else: no bracket, no backslash, no entity, no code but between single backticks. Code is
plain between single backticks. What is neither plain nor words (an entity, HTML, a reference)
leaves doubt.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.parse.markdown.layout import Chunk
    from linkcheck.parse.markdown.reading import Reading

# Each alternative begins with a character, so that the search goes from one of them to the next.
_GRAMMAR: Final = r"""
      \[ ((?:[^\[\]\\`<>]++|`[^`]++`(?!`))*+)
      \]\( ([^\s()<>\\`\[\]\x00-\x1f\x7f]*+) (?:[ ]+"([^"\\`<>&\[\]\r\n]*+)")? \)
    | <([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>`\\\x00-\x1f\x7f]*+)>
    | `([^`]++)`(?!`)
    | \\([!-/:-@\[-`{-~])
    | ` | <\S | \\[\r\n] | &(?:\#|\w++;) | \](?=\() | \r(?!\n)
    | \x00 | \x01 | \x0b | \x0c
"""
_LABEL, _DESTINATION, _TITLE, _AUTOLINK, _CODE, _ESCAPED = range(1, 7)
_LINK_GROUPS: Final = frozenset({_DESTINATION, _TITLE})
_PLAIN: Final = late(_GRAMMAR, re.VERBOSE)
_NO_BRACKETS: Final = late(_GRAMMAR + r"| \[ | \]", re.VERBOSE)  # they may be a definition's name
_ESCAPE: Final = late(r"&(?:#|\w+;)")


class Form(Enum):
    """Say what stands between plain words."""

    LINK = auto()
    AUTOLINK = auto()
    CODE = auto()
    ESCAPE = auto()  # `\\*`


class Piece(NamedTuple):
    """Hold what stands between plain words; code and escapes have no destination."""

    start: int
    end: int
    form: Form
    shown_from: int  # where what a reader sees of it begins
    destination: tuple[int, int] | None = None
    title: str | None = None


def pieces_of(reading: Reading, leaf: Chunk) -> tuple[list[Piece], list[str]] | None:
    """Return the links and the code in a leaf, and all that a reader sees, or None in doubt.

    What is seen comes in turns: words, what is seen of a piece, words, and so on.
    """
    text = reading.text
    at, last, _is_fenced = leaf
    if text.find("\t", at, last) >= 0 and text.find("\n", at, last) >= 0:
        return None
    pattern = _NO_BRACKETS if reading.definitions.any_names else _PLAIN
    pieces = []
    shown = []
    for token in pattern.finditer(text, at, last):
        kind = token.lastindex
        start, end = token.span()
        if kind in _LINK_GROUPS:
            label, _address, title, *_others = token.groups()
            if label[:1] == "^" or ("&" in token[0] and _ESCAPE.search(token[0])):
                return None
            shown_from = start + 1
            if text[start - 1] == "!" and start > at:
                start -= 1  # an image, whose label is read in its place
            destination = token.span(_DESTINATION)
            pieces.append(Piece(start, end, Form.LINK, shown_from, destination, title))
        elif kind == _AUTOLINK:
            label = token[_AUTOLINK]
            destination = token.span(_AUTOLINK)
            pieces.append(Piece(start, end, Form.AUTOLINK, start + 1, destination))
        elif kind == _CODE:
            label = token[0]
            pieces.append(Piece(start, end, Form.CODE, start))
        elif kind == _ESCAPED:
            label = token[_ESCAPED]
            pieces.append(Piece(start, end, Form.ESCAPE, start))
        else:
            return None
        shown.append(text[at:start])
        shown.append(label)
        at = end
    shown.append(text[at:last])
    return pieces, shown
