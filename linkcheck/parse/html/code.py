"""Where code is, told by the last tag of code before a place, and by nothing else.

Most addresses that documentation has in its text are in its code, where they cite nothing. To lay
out a page for them takes longer than all the rest of reading it. But whether a place is in code is
said by one tag, which mostly is near: only that it is a tag, and stands in no comment and in no
value of another one, has to be made sure of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.html.grammar import LAST_CODE_TAG, WHOLE_TOKENS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.parse.html.layout import Layout


class CodeTags:
    """Tell what is code; places are asked for in order.

    `raws` are the stretches of raw elements with content, in which there are no tags, as far as
    the text was read; `layout` is asked where this cannot tell.
    """

    def __init__(self, text: str, layout: Layout, raws: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._layout = layout
        self._raws = raws
        self._raws_passed = 0
        self._boundary = 0  # a place between two tokens
        self._searched = 0  # from there up to here, all tags of code are known
        self._is_code: bool | None = False  # behind them, or None where that is in doubt

    def begin(self, boundary: int) -> bool:
        """Go on at a place between two tokens, and tell whether there is code."""
        raws = self._raws
        while self._raws_passed < len(raws) and raws[self._raws_passed][1] <= boundary:
            start, end = raws[self._raws_passed]
            self._raws_passed += 1
            if start >= self._boundary:
                self._search(start)
                self._boundary = self._searched = end
        is_code = self.is_at(boundary)
        self._boundary, self._is_code = boundary, is_code
        return is_code

    def is_at(self, offset: int) -> bool:
        """Tell whether there is code at an offset, before which there is no raw element."""
        self._search(offset)
        if self._is_code is None:
            return self._layout.has_code(offset, offset + 1)
        return self._is_code

    def _search(self, offset: int) -> None:
        last = LAST_CODE_TAG.match(self._text, self._searched, offset)
        self._searched = max(self._searched, offset)
        if last is None or self._is_code is None:
            return
        at = last.start(1) - 1
        tokens = WHOLE_TOKENS.match(self._text, self._boundary, at)
        if tokens is None or tokens.end() < at:
            self._is_code = None
        else:
            self._boundary, self._is_code = at, not last[1]
