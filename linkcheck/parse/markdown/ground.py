"""What stands before a place in a Markdown document: whether anything may be open there.

Code between backticks, raw HTML, the cells of a table, attributes of a heading and indented code
take what stands in them from everybody else. Where none of them can have begun between a place at
which nothing was open and another, nothing is open there either, whatever blocks lie between: none
of them goes on into another block.
"""

from __future__ import annotations

import re
from typing import Final

from linkcheck.patterns import late

DOUBT: Final = -1
# Plain text, and what is over when it is over: code within its line, `<https://a.example>`, a tag
# behind words, a single `<`.
_QUIET: Final = late(
    r"""[^`<\\]*+
    (?: (?: `[^`\n]++`(?!`)
          | <(?![A-Za-z/!?])
          | <[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>`\\]*+>
          | (?: (?<=[a-z,]) | (?<=[a-z,][ ]) ) </?(?:b|br|em|i|strong|sub|sup)[ ]?/?>
          | \\[^`\n]
        ) [^`<\\]*+
    )*+""",
    re.VERBOSE,
)
_CODE: Final = late(r"`[^`\n]++`(?!`)")
_CODE_WITH_CELLS: Final = late(r"`[^`\n|]*+\|[^`\n]*+`")
# A destination may have brackets, and a title anything.
_OPEN_DESTINATION: Final = late(r"\]\((?![^\s()\\<]*+\))")
_INDENTED_LINE: Final = late(r"\n[ ]{0,3}(?:[ ]|\t)")
_INDENTED: Final = late(r"\A(?:[ ]{4}|[ ]{0,3}\t)|(?:[-*+>]|\d[.)])(?:[ ]{5}|[ ]{0,4}\t)")
# What goes on in the next line, however much that is indented.
_WORDS: Final = late(
    r"[ >]*+(?:(?:[-*+]|\d{1,9}[.)])[ ]{1,4}+)?(?:[A-Za-z(`\"]|\[[^ xX]|\*\*?[A-Za-z`])"
)
_DELIMITERS: Final = late(r"\n[ >]*+([|:-][ |:-]*+)(?=\r?\n)")
_LONGEST_ROW: Final = 4000
_LONGEST_NAME: Final = 1000
_LONGEST_HEADING: Final = 1000
_BRACKET: Final = late(r"[\[\]]")
_BLANK: Final = " \t\r\n"
INDENTING: Final = frozenset("-+*>0123456789 \t")


class Ground:
    """Know what is settled of a text, which is read from sign to sign.

    At `clean` nothing is open; the chunk that it stands in begins at `begin`. At `ceiling` code
    between fences or HTML begins that is a chunk of its own. What stands at
    `murky`, in the same chunk, only a careful reading understands. A table before the place has so
    many `columns`.
    """

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._blank_line = "\n\r\n" if "\r" in text else "\n\n"
        self._paired = start  # before it square brackets have been paired
        self.ceiling = len(text)
        self.begin = self.clean = start
        self.columns = 0
        self.murky = DOUBT

    def move_to(self, begin: int) -> None:
        """Begin anew where a chunk does."""
        self.begin = self.clean = self._paired = begin
        self.columns = 0

    def go_on(self, begin: int, clean: int) -> None:
        """Go on where nothing is open, in a chunk that is perhaps another one."""
        if begin != self.begin:
            self.move_to(begin)
        self.clean = clean

    def begin_of_line(self, place: int) -> int | None:
        """Return where the line of a place begins, if a chunk surely does there."""
        text = self._text
        floor = max(self.clean, place - _LONGEST_NAME)
        begin = text.rfind("\n", floor, place) + 1
        if not begin:
            return floor if self.begin == floor else None
        is_first = text.startswith(self._blank_line, begin - len(self._blank_line), begin)
        return begin if is_first and text[begin] not in _BLANK else None

    def settle(self, place: int) -> int:
        """Move on to the chunk that a place stands in; return the place if nothing is open there.

        If it stands in code, return where that ends; return `DOUBT` if neither can be told.
        """
        text, clean = self._text, self.clean
        gap = text.rfind(self._blank_line, clean, place)
        while gap >= 0:
            begin = gap + len(self._blank_line)
            if text[begin] not in _BLANK:
                self.move_to(begin)
                clean = begin
                break
            gap = text.rfind(self._blank_line, clean, gap + 1)
        if self.murky >= self.begin:
            return DOUBT
        between = text[clean:place]
        if "|" in between and not self._is_in_cell(between, place):
            return DOUBT
        if "\n" in between or between[:1] in INDENTING:
            may_be_code = "    " in between or "\t" in between
            if may_be_code and self._may_be_indented(between, place):
                return DOUBT
        if "]" in between and _OPEN_DESTINATION.search(between):
            return DOUBT
        if "{" in between and self._may_be_attribute(between, place):
            return DOUBT
        return self._behind_code(place) if "`" in between or "<" in between else place

    def is_outside_labels(self, place: int) -> bool:
        """Tell whether no square bracket is open at a place, which is settled."""
        floor, self._paired = self._paired, place
        between = self._text[floor:place]
        if "[" not in between:
            return True
        if "`" in between or "\\" in between:
            return False
        depth = 0
        for bracket in _BRACKET.findall(between):
            depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        return depth == 0

    def _may_be_indented(self, between: str, place: int) -> bool:
        """Tell whether a place may stand in indented code."""
        if self.columns or _INDENTED.search(between):
            return True
        text = self._text
        for line in _INDENTED_LINE.finditer(text, self.clean, place):
            before = text.rfind("\n", self.begin, line.start()) + 1
            if _WORDS.match(text, max(before, self.begin), line.start()) is None:
                return True
        return False

    def _may_be_attribute(self, between: str, place: int) -> bool:
        """Tell whether a place may stand between braces at the end of a heading."""
        if between.rfind("{") < between.rfind("\n"):
            return False
        line, end, _next = self._text[place : place + _LONGEST_HEADING].partition("\n")
        return line.rstrip().endswith("}") or (not end and len(line) == _LONGEST_HEADING)

    def _is_in_cell(self, between: str, place: int) -> bool:
        """Tell whether a place stands in a cell if it does in a table, and is not left over."""
        if _CODE_WITH_CELLS.search(between):
            return False
        for delimiters in _DELIMITERS.finditer(between):
            columns = delimiters[1].strip(" |").count("|") + 1
            self.columns = min(self.columns or columns, columns)
        if not self.columns:
            return True
        begin = self._text.rfind("\n", max(self.begin, place - _LONGEST_ROW), place) + 1
        row = self._text[begin:place].lstrip(" >")
        return begin > 0 and "\\" not in row and row[1:].count("|") < self.columns

    def _behind_code(self, place: int) -> int:
        quiet = _QUIET.match(self._text, self.clean, place)
        end = self.clean if quiet is None else quiet.end()
        if end == place:
            return place
        code = _CODE.match(self._text, end)
        is_code = code is not None and code.end() > place and "|" not in code[0]
        return code.end() if code is not None and is_code else DOUBT
