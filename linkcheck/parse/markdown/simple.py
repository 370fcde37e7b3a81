r"""Chunks of plain words and plain links, read by a few patterns: most of what cites.

A link is plain if it is `[words](address)` or `<address>` with nothing in it that could mean
something else: no bracket, no backslash, no entity, no code but between single backticks. Around
plain links there may be plain words, code between single backticks, and emphasis whose marks leave
no doubt (`marks`). For anything else there is no answer, and a whole parser has to be asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.model import Kind, Place
from linkcheck.parse.block import Block
from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown.marks import STAND_IN, without_marks
from linkcheck.parse.mention import Mention
from linkcheck.parse.prose import mentions_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
# The same for the plainest of all: an address that is cited as it is, and no marks in its label.
_LINK: Final = late(
    r"\[([^\[\]\\`<>&*_~^\x00-\x1f]++)\]\((https?://[A-Za-z0-9./?=&_~,!\#@-]++)\)", re.VERBOSE
)
# What plain words have none of. To look for each is faster than for a class of characters.
_NO_WORDS: Final = tuple("[]\\`<&*_~\t\r\x00\x01\x0b\x0c")
_LABEL, _DESTINATION, _TITLE, _AUTOLINK, _CODE, _ESCAPED = range(1, 7)
_LINK_GROUPS: Final = frozenset({_DESTINATION, _TITLE})
_PLAIN: Final = late(_GRAMMAR, re.VERBOSE)
_NO_BRACKETS: Final = late(_GRAMMAR + r"| \[ | \]", re.VERBOSE)  # they may be a definition's name
_ADDRESS: Final = late(r"https?://[A-Za-z0-9./?=&_~,;!#@-]+")  # cited as it is
_ESCAPE: Final = late(r"&(?:#|\w+;)")
_RAGGED: Final = late(r"\n(?:(?<=[ \r]\n)|(?=[ ]))")
_IN_ADDRESS: Final = late(r"://|[wW]{3}\.")
_BEHIND_ADDRESS: Final = late(r"[^\s*_~\x01]*(?:\s|\Z)")
_BREAK: Final = late(r" *\r?\n *")


class _Piece(NamedTuple):
    """Hold what stands between plain words: a link; or code or an escape, with no destination."""

    start: int
    end: int
    kind: int
    shown_from: int  # where what a reader sees of it begins
    destination: tuple[int, int] | None = None
    title: str | None = None


def leaf_mentions(reading: Reading, leaf: Chunk, signs: Sequence[int]) -> list[Mention] | None:
    """Return what a leaf cites, or None in doubt."""
    found = _links_among_words(reading.text, leaf, signs)
    return _by_pieces(reading, leaf, signs) if found is None else found


def _links_among_words(text: str, leaf: Chunk, signs: Sequence[int]) -> list[Mention] | None:
    """Return what a leaf cites, or None where it is not only plain words and the plainest links."""
    source = text[leaf.start : leaf.end]
    shown = _LINK.split(source)
    words = "".join(shown[::3])
    for character in _NO_WORDS:
        if character in words:
            return None
    if "\n" in source and _RAGGED.search(source):
        return None
    addresses = shown[2::3]
    del shown[2::3]
    whole = "".join(shown)
    found = []
    sign = 0
    at, end = leaf.start, 0
    for index, address in enumerate(addresses):
        before, label = shown[2 * index : 2 * index + 2]
        start = end + len(before)
        end = start + len(label)
        first = at + len(before) + len(label) + 3  # brackets and a parenthesis
        last = first + len(address)
        if before[-1:] == "!" or (sign < len(signs) and signs[sign] < first):
            return None
        while sign < len(signs) and signs[sign] < last:
            sign += 1
        said = " ".join(label.split()) or None
        around = (whole, start, end)
        found.append(  # by position, which takes half the time
            Mention(first, last, address, (), Kind.URL, Place.PROSE, said, None, None, around)
        )
        at = last + 1
    return found if sign == len(signs) else None


def _by_pieces(reading: Reading, leaf: Chunk, signs: Sequence[int]) -> list[Mention] | None:
    """Return what a leaf cites, or None in doubt."""
    text = reading.text
    read = _pieces(reading, leaf)
    if read is None:
        return None
    pieces, shown = read
    whole = "".join(shown)
    marked = "*" in whole or "_" in whole or "~" in whole
    ragged = text.find("\n", leaf.start, leaf.end) >= 0 and (
        _RAGGED.search(text, leaf.start, leaf.end) is not None
    )
    if not _all_within(signs, pieces, include_code=reading.include_code):
        return None if marked or ragged else _with_bare(reading, leaf, pieces, shown)
    if marked:
        unmarked = _unmarked(pieces, shown)
        if unmarked is None:
            return None
        shown = unmarked
    if ragged:
        shown = _even(pieces, shown)
    if marked or ragged:
        whole = "".join(shown)
    found = []
    end = 0
    for index, (_start, _end, _kind, _shown, destination, title) in enumerate(pieces):
        label = shown[2 * index + 1]
        start = end + len(shown[2 * index])
        end = start + len(label)
        if destination is not None:
            address = _address(reading, *destination)
            if address is not None:
                said = " ".join(label.split()) or title or None
                around = (whole, start, end)
                found.append(  # by position, which takes half the time
                    Mention(
                        *destination, address, (), Kind.URL, Place.PROSE, said, None, None, around
                    )
                )
    return found


def _pieces(reading: Reading, leaf: Chunk) -> tuple[list[_Piece], list[str]] | None:
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
            pieces.append(_Piece(start, end, _LABEL, shown_from, destination, title))
        elif kind == _AUTOLINK:
            label = token[_AUTOLINK]
            destination = token.span(_AUTOLINK)
            pieces.append(_Piece(start, end, kind, start + 1, destination))
        elif kind == _CODE:
            label = token[0]
            pieces.append(_Piece(start, end, kind, start))
        elif kind == _ESCAPED:
            label = token[_ESCAPED]
            pieces.append(_Piece(start, end, kind, start))
        else:
            return None
        shown.append(text[at:start])
        shown.append(label)
        at = end
    shown.append(text[at:last])
    return pieces, shown


def _all_within(signs: Sequence[int], pieces: Sequence[_Piece], *, include_code: bool) -> bool:
    """Tell whether what is cited is cited by links, and nothing by the words around them."""
    sign = 0
    for piece in pieces:
        code_to = 0 if not include_code else piece.end
        if piece.destination is not None:
            code_to = min(code_to, piece.destination[0])
        while sign < len(signs) and signs[sign] < piece.end:
            if signs[sign] < piece.start or signs[sign] < code_to:
                return False
            sign += 1
    return sign == len(signs)


def _unmarked(pieces: Sequence[_Piece], shown: list[str]) -> list[str] | None:
    """Return what is seen without marks of emphasis, or None in doubt."""
    words = without_marks(STAND_IN.join(shown[::2]))
    if words is None:
        return None
    plain = shown.copy()
    plain[::2] = words.split(STAND_IN)
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        label, behind = shown[2 * index + 1 : 2 * index + 3]
        if _IN_ADDRESS.search(label):
            behind = behind if index == last else behind + STAND_IN
            if _BEHIND_ADDRESS.match(behind) is None:
                return None  # marks right behind an address belong to it
        if piece.kind == _LABEL and ("*" in label or "_" in label or "~" in label):
            bare = None if "`" in label else without_marks(f"[{label}]")
            if bare is None:
                return None
            plain[2 * index + 1] = bare[1:-1]
    return plain


def _even(pieces: Sequence[_Piece], shown: list[str]) -> list[str]:
    """Return what is seen without the spaces at ends and beginnings of lines."""
    even = [_BREAK.sub("\n", each) for each in shown]
    for index, piece in enumerate(pieces):
        if piece.kind == _CODE:
            even[2 * index + 1] = shown[2 * index + 1]
    return even


def _address(reading: Reading, start: int, end: int) -> str | None:
    plain = _ADDRESS.fullmatch(reading.text, start, end)
    return cited_address(reading.text[start:end], reading.base) if plain is None else plain[0]


def _with_bare(
    reading: Reading, leaf: Chunk, pieces: Sequence[_Piece], shown: Sequence[str]
) -> list[Mention] | None:
    """Return what links and words cite, or None in doubt."""
    if not pieces:
        return list(_in_words(shown[0], leaf.start))
    block = Block()
    at = leaf.start
    for piece, words, label in zip(pieces, shown[::2], shown[1::2], strict=False):
        block.passage.add(words, at)
        at = piece.end
        here = len(block.passage)
        if piece.kind == _ESCAPED:
            block.passage.add(label, piece.start, piece.end)
            continue
        block.passage.add(label, piece.shown_from)
        if piece.destination is None:
            block.set_apart(here, len(block.passage), is_code=True)
            continue
        if "`" in label:
            return None
        block.set_apart(here, len(block.passage))
        address = _address(reading, *piece.destination)
        if address is not None:
            block.add_link(Mention(*piece.destination, address, label=piece.title or None), here)
    block.passage.add(shown[-1], at)
    return block.mentions(include_code=reading.include_code)


def _in_words(text: str, offset: int) -> Iterator[Mention]:
    for mention in mentions_in(text):
        start, end = mention.start + offset, mention.end + offset
        yield mention._replace(start=start, end=end)
