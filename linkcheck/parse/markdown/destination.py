"""Where the destination of a link stands, once a parser has said where the link does."""

from __future__ import annotations

from typing import Final

from linkcheck.patterns import late

_IN_BRACKETS: Final = late(r"<((?:[^\\<>\n]|\\.)*)>")
_PLAIN: Final = late(r"[^\s()\\]+")


def destination_span(text: str, at: int, start: int, end: int, meant: str) -> tuple[int, int]:
    """Return where a destination that begins at `at` stands, within the link around it.

    `meant` is what it says, with escapes undone.
    """
    if text.startswith("<", at):
        found = _IN_BRACKETS.match(text, at, end)
        span = (at, at) if found is None else found.span(1)
    else:
        span = (at, _end_of_bare(text, at, end))
    written = text[span[0] : span[1]]
    if written == meant or (written and ("\\" in written or "&" in written)):
        return span
    at = text.find(meant, start, end)
    return (start, end) if at < 0 else (at, at + len(meant))


def _end_of_bare(text: str, at: int, end: int) -> int:
    """Return where a destination without angle brackets ends: at white space or its own `)`."""
    plain = _PLAIN.match(text, at, end)
    at = at if plain is None else plain.end()
    depth = 0
    while at < end:
        character = text[at]
        if character == "\\":
            at += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                break
            depth -= 1
        elif character.isspace():
            break
        at += 1
    return min(at, end)
