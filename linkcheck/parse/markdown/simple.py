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
from linkcheck.parse.markdown.leaves import leaves_of
from linkcheck.parse.markdown.marks import STAND_IN, without_marks
from linkcheck.parse.mention import Mention
from linkcheck.parse.prose import mentions_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.parse.markdown.layout import Chunk
    from linkcheck.parse.markdown.leaves import Leaf
    from linkcheck.parse.markdown.reading import Reading

# Each alternative begins with a character, so that the search goes from one of them to the next.
_TOKEN: Final = r"""
      \[ ((?:[^\[\]\\`<>]++|`[^`]++`(?!`))*+)
      \]\( ([^\s()<>\\`\[\]\x00-\x1f\x7f]*+) (?:[ ]+"([^"\\`<>&\[\]\r\n]*+)")? \)
    | <([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>`\\\x00-\x1f\x7f]*+)>
    | `([^`]++)`(?!`)
    | ` | <[A-Za-z/!?] | \\[!-/:-@\[-`{-~\r\n] | &(?:\#|\w++;) | \](?=\() | \r(?!\n)
"""
_LABEL, _DESTINATION, _TITLE, _AUTOLINK, _CODE = range(1, 6)
_PLAIN: Final = late(_TOKEN, re.VERBOSE)
_NO_BRACKETS: Final = late(_TOKEN + r"| \[ | \]", re.VERBOSE)  # they may be a definition's name
_ADDRESS: Final = late(r"https?://[A-Za-z0-9./?=&_~,;!#@-]+")  # cited as it is
_ESCAPE: Final = late(r"&(?:#|\w+;)")
_RAGGED: Final = late(r"\n(?:(?<=[ \r]\n)|(?=[ ]))")
_BREAK: Final = late(r" *\r?\n *")


class _Piece(NamedTuple):
    """Hold what stands between plain words: a link, or code, which has no destination."""

    start: int
    end: int
    shown_from: int  # where what a reader sees of it begins
    is_verbatim: bool
    destination: tuple[int, int] | None
    title: str | None


def simple_mentions(reading: Reading, chunk: Chunk, signs: Sequence[int]) -> list[Mention] | None:
    """Return what a chunk cites, or None in doubt."""
    leaves = leaves_of(reading.text, chunk)
    if leaves is None:
        return None
    if len(leaves) == 1:
        return _leaf_mentions(reading, leaves[0], signs)
    found: list[Mention] = []
    sign = 0
    for leaf in leaves:
        first = sign
        while sign < len(signs) and signs[sign] < leaf.end:
            sign += 1
        if sign > first:
            mentions = _leaf_mentions(reading, leaf, signs[first:sign])
            if mentions is None:
                return None
            found += mentions
    return found


def _leaf_mentions(reading: Reading, leaf: Leaf, signs: Sequence[int]) -> list[Mention] | None:
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
    if ragged or marked:
        plain = _plain(pieces, shown)
        if plain is None:
            return None
        shown, whole = plain, "".join(plain)
    found = []
    end = 0
    for index, (_start, _end, _shown, _verbatim, destination, title) in enumerate(pieces):
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


def _pieces(reading: Reading, leaf: Leaf) -> tuple[list[_Piece], list[str]] | None:
    """Return the links and the code in a leaf, and all that a reader sees, or None in doubt.

    What is seen comes in turns: words, what is seen of a piece, words, and so on.
    """
    text = reading.text
    at, last = leaf
    if text.find("\t", at, last) >= 0 and text.find("\n", at, last) >= 0:
        return None
    pattern = _NO_BRACKETS if reading.definitions.any_names else _PLAIN
    pieces = []
    shown = []
    for token in pattern.finditer(text, at, last):
        kind = token.lastindex
        start, end = token.span()
        if kind == _DESTINATION or kind == _TITLE:
            label, address, title, _autolink, _code = token.groups()
            if label[:1] == "^" or ("&" in token[0] and _ESCAPE.search(token[0])):
                return None
            shown_from = start + 1
            if text[start - 1] == "!" and start > at:
                start -= 1  # an image, whose label is read in its place
            destination = token.span(_DESTINATION)
            pieces.append(_Piece(start, end, shown_from, False, destination, title))
        elif kind == _AUTOLINK:
            label = token[_AUTOLINK]
            destination = token.span(_AUTOLINK)
            pieces.append(_Piece(start, end, start + 1, True, destination, None))
        elif kind == _CODE:
            label = token[0]
            pieces.append(_Piece(start, end, start, True, None, None))
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
        while sign < len(signs) and signs[sign] < piece.end:
            if signs[sign] < piece.start or (include_code and piece.destination is None):
                return False
            sign += 1
    return sign == len(signs)


def _plain(pieces: Sequence[_Piece], shown: Sequence[str]) -> list[str] | None:
    """Return what is seen without marks of emphasis and spaces at ends of lines, or None in doubt."""
    found = without_marks(STAND_IN.join(shown[::2]))
    if found is None:
        return None
    words = found.split(STAND_IN)
    plain = [_BREAK.sub("\n", words[0])]
    for piece, label, after in zip(pieces, shown[1::2], words[1:], strict=True):
        clean = label
        if not piece.is_verbatim:
            unmarked = without_marks(f"[{label}]")
            if unmarked is None or ("`" in label and unmarked[1:-1] != label):
                return None
            clean = _BREAK.sub("\n", unmarked[1:-1])
        plain += [clean, _BREAK.sub("\n", after)]
    return plain


def _address(reading: Reading, start: int, end: int) -> str | None:
    plain = _ADDRESS.fullmatch(reading.text, start, end)
    return cited_address(reading.text[start:end], reading.base) if plain is None else plain[0]


def _with_bare(
    reading: Reading, leaf: Leaf, pieces: Sequence[_Piece], shown: Sequence[str]
) -> list[Mention] | None:
    """Return what links and words cite, or None in doubt."""
    if not pieces:
        return list(_shifted(mentions_in(shown[0]), leaf.start))
    block = Block()
    at = leaf.start
    for piece, words, label in zip(pieces, shown[::2], shown[1::2], strict=False):
        block.passage.add(words, at)
        at = piece.end
        here = len(block.passage)
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


def _shifted(mentions: Iterable[Mention], offset: int) -> Iterator[Mention]:
    for mention in mentions:
        start, end, *rest = mention
        yield Mention(start + offset, end + offset, *rest)
