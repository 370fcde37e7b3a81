"""Emphasis whose marks leave no doubt, taken out of the words that it emphasises.

CommonMark says which runs of `*` and `_` can open and close emphasis, and how they find each
other (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis). Where each run can only do
one of both, and each closing one follows on an opening one just like it, there is one reading.
"""

from __future__ import annotations

from typing import Final

from linkcheck.patterns import late

STAND_IN: Final = "\x01"
_RUN: Final = late(r"\*+|_+|~+")
_LONGEST: Final = 3
_SIGNS: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") | {STAND_IN}  # ASCII's punctuation


def without_marks(text: str) -> str | None:
    """Return a run of words without the marks of emphasis in it, or None in doubt.

    For a link or code in it there is a `STAND_IN`, next to which a mark is as next to a bracket.
    """
    removed: list[tuple[int, int]] = []
    opened: list[tuple[str, int, int]] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if not ((before + after).isascii() or (_is_plain(before) and _is_plain(after))):
            return None  # what is punctuation beyond ASCII has changed over the years
        opens, closes = _role(run[0][0], before, after)
        if closes and (opens or run[0][0] == "~"):
            return None
        if opens:
            if end - start > _LONGEST:
                return None
            opened.append((run[0], start, end))
        elif closes and opened:
            mark, first, last = opened.pop()
            if mark != run[0]:
                return None
            removed += [(first, last), (start, end)]
    pieces = []
    at = 0
    for start, end in sorted(removed):
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])


def _role(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a run between two characters can open emphasis, and whether it can close it."""
    left = not _is_space(after) and (not _is_sign(after) or _is_space(before) or _is_sign(before))
    right = not _is_space(before) and (not _is_sign(before) or _is_space(after) or _is_sign(after))
    if mark == "_":
        return left and (not right or _is_sign(before)), right and (not left or _is_sign(after))
    return left, right


def _is_plain(character: str) -> bool:
    return character.isascii() or character.isalnum()


def _is_space(character: str) -> bool:
    return not character or character.isspace()


def _is_sign(character: str) -> bool:
    return character in _SIGNS
