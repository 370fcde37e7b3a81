"""Runs of plain words and plain links, read by a few patterns: most of what cites.

Most are nothing but words and links (`_links_among_words`); around others there is code, an escape,
or emphasis whose marks leave no doubt (`pieces`, `marks`). For anything else there is no answer,
and a whole parser has to be asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind, Place
from linkcheck.parse.block import Block
from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown.marks import STAND_IN, without_marks
from linkcheck.parse.markdown.pieces import Form, pieces_of
from linkcheck.parse.mention import Mention
from linkcheck.parse.prose import mentions_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkcheck.parse.markdown.layout import Chunk
    from linkcheck.parse.markdown.pieces import Piece
    from linkcheck.parse.markdown.reading import Reading

# The plainest link of all: an address that is cited as it is, and no marks in its label.
_LINK: Final = late(
    r"\[([^\[\]\\`<>&*_~^\x00-\x1f]++)\]\((https?://[A-Za-z0-9./?=&_~,!\#@-]++)\)", re.VERBOSE
)
_NO_WORDS: Final = b"[]\\`<&*_~\t\r\x00\x01\x0b\x0c"  # what plain words have none of
_ADDRESS: Final = late(r"https?://[A-Za-z0-9./?=&_~,;!#@-]+")  # cited as it is
_RAGGED: Final = late(r"\n(?:(?<=[ \r]\n)|(?=[ ]))")
_IN_ADDRESS: Final = late(r"://|[wW]{3}\.")
_BEHIND_ADDRESS: Final = late(r"[^\s*_~\x01]*(?:\s|\Z)")
_BREAK: Final = late(r" *\r?\n *")


def leaf_mentions(reading: Reading, leaf: Chunk, signs: Sequence[int]) -> list[Mention] | None:
    """Return what a leaf cites, or None in doubt."""
    found = _links_among_words(reading.text, leaf, signs)
    return _by_pieces(reading, leaf, signs) if found is None else found


def _links_among_words(text: str, leaf: Chunk, signs: Sequence[int]) -> list[Mention] | None:
    """Return what a leaf cites, or None where it is not only plain words and the plainest links."""
    source = text[leaf.start : leaf.end]
    shown = _LINK.split(source)
    words = "".join(shown[::3]).encode("utf-8", "surrogatepass")
    if len(words.translate(None, _NO_WORDS)) < len(words):
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
    read = pieces_of(reading, leaf)
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
    for index, (_start, _end, _form, _shown, destination, title) in enumerate(pieces):
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


def _all_within(signs: Sequence[int], pieces: Sequence[Piece], *, include_code: bool) -> bool:
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


def _unmarked(pieces: Sequence[Piece], shown: list[str]) -> list[str] | None:
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
        if piece.form is Form.LINK and ("*" in label or "_" in label or "~" in label):
            bare = None if "`" in label else without_marks(f"[{label}]")
            if bare is None:
                return None
            plain[2 * index + 1] = bare[1:-1]
    return plain


def _even(pieces: Sequence[Piece], shown: list[str]) -> list[str]:
    """Return what is seen without the spaces at ends and beginnings of lines."""
    even = [_BREAK.sub("\n", each) for each in shown]
    for index, piece in enumerate(pieces):
        if piece.form is Form.CODE:
            even[2 * index + 1] = shown[2 * index + 1]
    return even


def _address(reading: Reading, start: int, end: int) -> str | None:
    plain = _ADDRESS.fullmatch(reading.text, start, end)
    return cited_address(reading.text[start:end], reading.base) if plain is None else plain[0]


def _with_bare(
    reading: Reading, leaf: Chunk, pieces: Sequence[Piece], shown: Sequence[str]
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
        if piece.form is Form.ESCAPE:
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
