"""Values of data files: a text of its own each, in quotes or not, with escapes or without.

What is a value is known exactly there, unlike in running text. So an address that is all of a
value is taken whole: the full stop of `"https://example.org/Inc."` belongs to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.passage import Passage
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from linkcheck.parse.mention import Mention


@dataclass(frozen=True, slots=True)
class Escapes:
    """Say which characters of a value stand for others, and for which."""

    pattern: re.Pattern[str]
    undo: Callable[[re.Match[str]], str]


SHORTEST: Final = 6  # PMID:1 and www.a.b; RFC 1 is no citation in data
_LEFT_OVER: Final = re.compile(r"[.,;:!?)_~']+\s*\Z")


def value_mentions(
    text: str, start: int, end: int, escapes: Escapes | None = None
) -> Iterator[Mention]:
    """Yield what the value between two offsets cites, its escapes undone, in order."""
    if end - start < SHORTEST:
        return
    value = text[start:end]
    passage = None if escapes is None else _unescaped(value, start, escapes)
    if passage is not None:
        value = passage.text
    for mention in mentions_in(value):
        whole = _whole(mention, value)
        if passage is None:
            at, until = start + whole.start, start + whole.end
        else:
            at, until = passage.source(whole.start, whole.end)
        yield whole._replace(start=at, end=until)


def _unescaped(value: str, offset: int, escapes: Escapes) -> Passage | None:
    """Return a value with its escapes undone, or None where there are none."""
    passage: Passage | None = None
    at = 0
    for found in escapes.pattern.finditer(value):
        passage = passage or Passage()
        passage.add(value[at : found.start()], offset + at)
        passage.add(escapes.undo(found), offset + found.start(), offset + found.end())
        at = found.end()
    if passage is not None:
        passage.add(value[at:], offset + at)
    return passage


def _whole(mention: Mention, value: str) -> Mention:
    """Take an address that is all of a value up to its end; what a reader takes stays a reading."""
    if mention.kind is not Kind.URL or value[: mention.start].strip():
        return mention
    left_over = _LEFT_OVER.match(value, mention.end)
    if left_over is None:
        return mention
    rest = left_over[0].rstrip()
    address = mention.address + rest
    others = (mention.address, *mention.others)
    return mention._replace(end=mention.end + len(rest), address=address, others=others)


_SIMPLE: Final = {
    "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "v": "\v",
    "e": "\x1b", " ": " ", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HIGHEST: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)


def _undo_backslash(found: re.Match[str]) -> str:
    written = found[0][1:]
    if len(written) == 1:
        return _SIMPLE.get(written, written)
    if written[0] in "\r\n":
        return ""  # the line goes on
    digits = written.strip("xuU{}")
    if "\\" in digits:  # two halves of a character beyond 16 bits
        high, low = (int(half, 16) for half in digits.split("\\u"))
        return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))
    code = int(digits, 16)
    return "\ufffd" if code > _HIGHEST or code in _SURROGATES else chr(code)


# JSON (RFC 8259), YAML double quotes, TOML basic strings and most programming languages agree.
BACKSLASHES: Final = Escapes(
    re.compile(
        r"\\(?:u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}"
        r"|u\{[0-9A-Fa-f]{1,6}\}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|(?:\r\n|\n|\r)[ \t]*|[^\r\n])"
    ),
    _undo_backslash,
)
DOUBLED_SINGLE: Final = Escapes(re.compile("''"), lambda _: "'")
DOUBLED_DOUBLE: Final = Escapes(re.compile('""'), lambda _: '"')
