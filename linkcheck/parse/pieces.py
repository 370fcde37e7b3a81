"""A long text piece by piece, so that no more than a few megabytes of it are decoded at once.

Python keeps every character of a text as wide as its widest: one emoji makes 100 MB of English
400 MB. A piece ends with a paragraph where there is one, so that no sentence and no broken
address is cut in two; else with a line, else with a word.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from linkcheck.parse.mention import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.encodings import Encoding

PIECE: Final = 4 << 20  # bytes
_REACH: Final = 1 << 16  # characters before its end in which a piece may be cut
_BLANK_LINES: Final = ("\n\n", "\r\n\r\n")


def pieces_of(data: bytes, encoding: Encoding, size: int = PIECE) -> Iterator[tuple[str, Origin]]:
    """Yield the pieces of a text, of about so many bytes, and where each begins."""
    origin = Origin()
    rest = ""
    for decoded, is_last in _decoded(data, encoding, size):
        text = rest + decoded
        cut = len(text) if is_last else _cut(text)
        rest = text[cut:]
        piece = text[:cut]
        if piece:
            yield piece, origin
            origin = _behind(piece, origin)


def _decoded(data: bytes, encoding: Encoding, size: int) -> Iterator[tuple[str, bool]]:
    """Yield a text in steps of so many bytes, and whether each is the last."""
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    # A decoder copies what it is given twice; ASCII needs none.
    is_ascii = encoding.name == "utf-8" and data.isascii()
    for at in range(encoding.mark, len(data), size):
        is_last = at + size >= len(data)
        step = memoryview(data)[at : at + size]
        yield str(step, "ascii") if is_ascii else decoder.decode(step, is_last), is_last


def _cut(text: str) -> int:
    """Return where a text that goes on is best cut."""
    floor = max(0, len(text) - _REACH)
    paragraph = max((text.rfind(mark, floor) + len(mark) for mark in _BLANK_LINES), default=0)
    if paragraph > floor + max(map(len, _BLANK_LINES)):
        return paragraph
    line = text.rfind("\n", floor) + 1
    if line > floor:
        return line
    word = max(text.rfind(" ", floor), text.rfind("\t", floor)) + 1
    return word if word > floor else len(text) - 1  # never between CR and LF


def _behind(text: str, origin: Origin) -> Origin:
    """Return where what follows a piece begins."""
    lines = text.count("\n")
    if "\r" in text:
        lines += text.count("\r") - text.count("\r\n")
    line_start = max(text.rfind("\n"), text.rfind("\r")) + 1
    column = len(text) - line_start + (1 if lines else origin.column)
    return Origin(origin.offset + len(text), origin.line + lines, column)
