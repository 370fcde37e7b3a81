"""The sentence around a citation, for people who read the report."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 300
_REACH: Final = 200

_BLANK_LINE: Final = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
# In a list of addresses the neighbours are no context.
_ADDRESS_LINE: Final = re.compile(r"^[ \t]*\S*://\S*[ \t]*(?:\r\n|\n|\r)", re.MULTILINE)
_NEXT_ADDRESS: Final = re.compile(r"(?:\r\n|\n|\r)[ \t]*\S*://")
# A full stop ends a sentence where a space follows; those of Chinese and Japanese need none.
_SENTENCE_END: Final = re.compile(
    r"[.!?\u061f\u06d4\u0964][\"'\u201d\u00bb\u2019)\]]*\s|[\u3002\uff01\uff1f]"
)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence around what stands between two offsets, white space made single.

    Takes at most `LONGEST` characters; a longer one is cut and the cut marked with an ellipsis.
    """
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    cut_before = start > _REACH
    cut_after = end + _REACH < len(text)
    for pattern in (_BLANK_LINE, _ADDRESS_LINE, _SENTENCE_END):
        borders = [border.end() for border in pattern.finditer(before)]
        if borders:
            before, cut_before = before[borders[-1] :], False
    for pattern in (_BLANK_LINE, _NEXT_ADDRESS):
        border = pattern.search(after)
        if border is not None:
            after, cut_after = after[: border.start()], False
    stop = _SENTENCE_END.search(after)
    if stop is not None:
        after, cut_after = after[: stop.end()], False
    cited = text[start:end]
    room = max(0, LONGEST - len(cited) - 2)
    if len(before) + len(after) > room:
        keep = max(room // 2, room - len(after))
        if len(before) > keep:
            before, cut_before = before[len(before) - keep :], True
        keep = room - len(before)
        if len(after) > keep:
            after, cut_after = after[:keep], True
    sentence = " ".join((before + cited + after).split())[:LONGEST]
    return ("…" if cut_before else "") + sentence + ("…" if cut_after else "")
