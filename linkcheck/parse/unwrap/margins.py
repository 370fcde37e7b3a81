"""What lines begin with that is not their own: the marks of quotations, comments, indentation."""

from __future__ import annotations

from typing import Final

from linkcheck.parse.unwrap.breaks import LONGEST_LINE, start_of_line
from linkcheck.patterns import late

_LINE_END: Final = late(r"[ \t]{0,8}(?:\r\n|\n|\r)")
# What begins with the mark of a comment and is none: the preprocessor's lines.
DIRECTIVE: Final = (
    r"\#(?:if|ifn?def|el(?:se|if)|endif|define|undef|include|pragma|error|import|region)\b"
)
# `*` is a mark only in a block comment: elsewhere it is a list's.
_MARK: Final = late(rf"[ \t]*(>|//[/!]?|--(?!-)|(?!{DIRECTIVE})[#%;]{{1,4}}|\*(?!\S))")
_BLANKS: Final = late(r"[ \t]*")
_BLOCK_COMMENT: Final = late(r"[ \t]*(/\*|\*)")
_COMMENT_REACH: Final = 60  # lines to look back for the `/*` of a block comment
# What begins a line like a mark of a comment, but may as well be a part of an address.
_IN_ADDRESSES: Final = late(r"#(?=[\w!/])|%(?=[0-9A-Fa-f]{2})|;(?=\w)")


def ends_its_line(text: str, at: int) -> bool:
    """Tell whether there is nothing more on the line of an offset."""
    return _LINE_END.match(text, at) is not None


def next_line(text: str, at: int, *, bracketed: bool = False) -> int | None:
    """Return where the words of the next line begin, or None if it is blank or differs in marks.

    Within angle brackets (`bracketed`) whatever follows on the same marks is taken for words.
    """
    line_end = _LINE_END.match(text, at)
    if line_end is None:
        return None
    start = line_end.end()
    own = _marks(text, start_of_line(text, at))
    marks = _marks(text, start)
    if [mark for mark, _ in marks[: len(own)]] != [mark for mark, _ in own]:
        return None
    begin = _behind_blanks(text, marks[len(own) - 1][1] if own else start)
    more = len(marks) > len(own)
    if more and not bracketed and not _goes_on(text, at, begin):
        return None
    return begin if begin < len(text) and not text[begin].isspace() else None


def _marks(text: str, line_start: int) -> list[tuple[str, int]]:
    """Return the marks that a line begins with, each with where it ends."""
    marks: list[tuple[str, int]] = []
    at = line_start
    while (found := _MARK.match(text, at)) is not None:
        if found[1] == "*" and not _in_block_comment(text, line_start):
            break
        at = found.end()
        marks.append((found[1], at))
    return marks


def _goes_on(text: str, at: int, begin: int) -> bool:
    """Tell whether what looks like the mark of a comment may be a part of an address."""
    if text.startswith("//", begin):
        return text.endswith(":", 0, at)
    return _IN_ADDRESSES.match(text, begin) is not None


def _behind_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return at if blanks is None else blanks.end()


def _in_block_comment(text: str, line_start: int) -> bool:
    """Tell whether a line that begins with `*` follows on a `/*`."""
    if text.rfind("/*", max(0, line_start - _COMMENT_REACH * LONGEST_LINE), line_start + 2) < 0:
        return False
    for _ in range(_COMMENT_REACH):
        opening = _BLOCK_COMMENT.match(text, line_start)
        if opening is None:
            return False
        if opening[1] == "/*":
            return True
        if line_start == 0:
            return False
        both = text.startswith("\r\n", line_start - 2)
        line_start = start_of_line(text, line_start - (2 if both else 1))
    return False
