"""Definitions of links that leave no doubt: lines of `[name]: address`, and nothing else.

At the end of many documents stands a list of them.
"""

from __future__ import annotations

from typing import Final

from linkcheck.patterns import late

_LINE: Final = (
    r"\[([^\[\]\\\s\x00-\x1f^][^\[\]\\\x00-\x1f]*+)\]:[ ]++"
    r"(?:<([^<>\\&\x00-\x1f]*+)>|([^\s<>()\\&\x00-\x1f\x7f]++))"
    r"""(?:[ ]++(?:"([^"\\&\x00-\x1f]*+)"|'([^'\\&\x00-\x1f]*+)'))?+[ ]*+\r?(?:\n|\Z)"""
)
DEFINITION: Final = late(_LINE)
NAME, IN_BRACKETS, BARE, TITLE, OTHER_TITLE = range(1, 6)
DEFINITIONS: Final = late(rf"(?:{_LINE})++(?=\r?\n|\Z)")


def definitions_end(text: str, start: int, end: int) -> int | None:
    """Return where the definitions end that are all that a chunk has, or None if they are not."""
    if text[start] != "[":
        return None
    lines = DEFINITIONS.match(text, start)
    if lines is None or text[lines.end() : end].strip():
        return None
    return lines.end()
