"""A long text piece by piece, so that no more than a few megabytes of it are decoded at once.

Python keeps every character of a text as wide as its widest: one emoji makes 100 MB of English
400 MB. A piece ends with a paragraph where there is one, so that no sentence and no broken
address is cut in two; else with a line, else with a word. In UTF-8 all that can be told from the
bytes around the end of a piece, so that pieces can be read apart from each other.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, AnyStr, Final

from linkcheck.parse.mention import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkcheck.parse.encodings import Encoding

PIECE: Final = 4 << 20  # bytes
_REACH: Final = 1 << 16  # characters (bytes of UTF-8) before its end in which a piece may be cut
# Behind what a text is best cut, and second best, and so on.
_ENDS: Final = (("\n\n", "\r\n\r\n"), ("\n",), (" ", "\t"))
_ENDS_IN_BYTES: Final = tuple(tuple(end.encode() for end in ends) for ends in _ENDS)


def pieces_of(data: bytes, encoding: Encoding, size: int = PIECE) -> Iterator[tuple[str, Origin]]:
    """Yield the pieces of a text, of about so many bytes (8 at least), and where each begins."""
    origin = Origin()
    cut = _cut_as_utf_8 if encoding.name == "utf-8" else _cut_in_turn
    for piece in cut(data, encoding, size):
        yield piece, origin
        origin = _behind(piece, origin)


def ranges_of(
    read: Callable[[int, int], bytes], start: int, end: int, size: int = PIECE
) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a text in UTF-8 begin and end; no more is read of it than needed.

    `read` returns the bytes between two offsets. No piece has more than `size` bytes.
    """
    while start < end:
        reach = start + size
        if reach < end:
            floor = max(start, reach - _REACH)
            reach = floor + _cut_of_bytes(read(floor, reach))
        yield start, min(reach, end)
        start = reach


def _cut_as_utf_8(data: bytes, encoding: Encoding, size: int) -> Iterator[str]:
    is_ascii = data.isascii()
    view = memoryview(data)
    for start, end in ranges_of(lambda start, end: data[start:end], encoding.mark, len(data), size):
        piece = view[start:end]
        yield str(piece, "ascii") if is_ascii else str(piece, "utf-8", encoding.errors)


def _cut_in_turn(data: bytes, encoding: Encoding, size: int) -> Iterator[str]:
    rest = ""
    for step, is_last in _decoded(data, encoding, size):
        text = rest + step
        cut = len(text) if is_last else _cut_of_text(text)
        rest = text[cut:]
        if cut:
            yield text[:cut]


def _decoded(data: bytes, encoding: Encoding, size: int) -> Iterator[tuple[str, bool]]:
    """Yield a text in steps of so many bytes, and whether each is the last."""
    try:
        decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    except LookupError:  # turbohtml's codecs decode everything at once
        yield encoding.decode(data), True
        return
    for at in range(encoding.mark, len(data), size):
        is_last = at + size >= len(data)
        yield decoder.decode(memoryview(data)[at : at + size], is_last), is_last


def _behind(text: str, origin: Origin) -> Origin:
    """Return where what follows a piece begins."""
    lines = text.count("\n")
    if "\r" in text:
        lines += text.count("\r") - text.count("\r\n")
    line_start = max(text.rfind("\n"), text.rfind("\r")) + 1
    column = len(text) - line_start + (1 if lines else origin.column)
    return Origin(origin.offset + len(text), origin.line + lines, column)


def _cut_of_text(text: str) -> int:
    """Return where a text that goes on is best cut."""
    floor = max(0, len(text) - _REACH)
    cut = _behind_end(text[floor:], _ENDS)
    return floor + cut if cut else len(text) - 1  # never between CR and LF


def _cut_of_bytes(window: bytes) -> int:
    """Return the same of what stands last in UTF-8: never within a character."""
    cut = _behind_end(window, _ENDS_IN_BYTES)
    if not cut:
        cut = len(window) - 1
        while cut > 1 and window[cut] & 0xC0 == 0x80:  # noqa: PLR2004  (10xxxxxx goes on)
            cut -= 1
    return cut


def _behind_end(text: AnyStr, ends: tuple[tuple[AnyStr, ...], ...]) -> int:
    """Return where a text is cut behind the last of the best ends that it has, or 0."""
    for alike in ends:
        found = [at + len(end) for end in alike if (at := text.rfind(end)) >= 0]
        if found:
            return max(found)
    return 0
