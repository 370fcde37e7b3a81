"""The paragraphs, headings and list items of a chunk that is made of nothing else.

Only what has one reading is told: lines of text, lists whose items are lines of text, headings
with `#`. Where anything else begins (a table, a quotation, code, HTML, a definition), or may, or
an indentation could mean two things, there is no answer, and a whole parser has to be asked.
"""

from __future__ import annotations

import re
from typing import Final

from linkcheck.parse.markdown.layout import Chunk
from linkcheck.patterns import late

# What a line begins with, behind white space, if it is (or may be) anything but text.
_NO_TEXT: Final = r"""(?:
      [>|:\r\n] | \#{1,6}(?:[ \t\r\n]|\Z) | [-*+](?:[ \t\r\n]|\Z) | \d{1,9}[.)](?:[ \t\r\n]|\Z)
    | ([-_*=])(?:[ \t]*\1)*[ \t]*(?:[\r\n]|\Z)      # a rule, or the line under a heading
    | -+[ \t]*[|:] | `{3} | ~{3}
    | <(?![A-Za-z][A-Za-z0-9+.-]*:)[A-Za-z/!?]
    | \[\^ | \[[^\]\n]*\]:
    )"""
_FIRST: Final = late(_NO_TEXT + r"|[ \t]|\Z", re.VERBOSE)
_LATER: Final = late(r"\n[ \t]*" + _NO_TEXT, re.VERBOSE)
_BEGINS: Final = late(_NO_TEXT + r"|\Z", re.VERBOSE)
_LINE: Final = late(
    r"""([ ]*)
    (?: ([-*+]|\d{1,9}[.)]) ([ ]{1,4}) (?:\[[ xX]\][ ]+)? | (\#{1,6})[ ]+ )?
    ([^\n]*)(?:\n|\Z)
    """,
    re.VERBOSE,
)
# Attributes, and white space of which parsers think differently.
_IN_HEADING: Final = late(r"[{\t\x0b\x0c]")
_MOST_INDENT: Final = 3
_BLANK: Final = " \t\r\n"


def leaves_of(text: str, chunk: Chunk) -> list[Chunk] | None:
    """Return the leaves of a chunk, in order, or None in doubt."""
    start, end = chunk.start, chunk.end
    while end > start and text[end - 1] in " \r\n":
        end -= 1
    if end == start or text[end - 1] in "\t\x0b\x0c":
        return None
    if (text[start].isalpha() or _FIRST.match(text, start, end) is None) and (
        text.find("\n", start, end) < 0 or _LATER.search(text, start, end) is None
    ):
        return [Chunk(start, end)]
    return _Lines().leaves(text, start, end)


class _Lines:
    """Read line by line, and know the lists that are open and the leaf that a line may go on."""

    def __init__(self) -> None:
        self._contents: list[int] = []  # where the text of each open list's item begins
        self._leaves: list[Chunk] = []
        self._is_open = False

    def leaves(self, text: str, start: int, end: int) -> list[Chunk] | None:
        """Return the leaves, or None in doubt."""
        at = start
        while at < end:
            line = _LINE.match(text, at, end)
            if line is None or not self._take(text, line, at, end):
                return None
            at = line.end()
        return self._leaves

    def _take(self, text: str, line: re.Match[str], at: int, end: int) -> bool:
        """Take in a line; tell whether there is no doubt about it."""
        first, last = line.span(5)
        while last > first and text[last - 1] in _BLANK:
            last -= 1
        indent = len(line[1])
        marker, heading = line[2], line[4]
        if first == last:
            self._is_open = False
            return marker is heading is None
        if _BEGINS.match(text, first, end) or text[first] in _BLANK:
            return False
        if marker is not None:
            return self._take_item(marker, indent, first - at, line) and self._add(first, last)
        if heading is not None:
            self._is_open = False
            self._contents.clear()
            last = first + len(_without_closing(text[first:last]))
            plain = indent == 0 and last > first and not _IN_HEADING.search(line[5])
            return plain and self._add(first, last) and self._close()
        if self._is_open:
            self._leaves[-1] = Chunk(self._leaves[-1].start, last)
            return True
        return self._is_within(indent) and self._add(first, last)

    def _take_item(self, marker: str, indent: int, content: int, line: re.Match[str]) -> bool:
        """Take in the beginning of an item; tell whether it surely is one."""
        deepest = self._contents[-1] if self._contents else 0
        # Within a paragraph a numbered list begins with 1, and in a list with the item's number.
        if self._is_open and indent >= deepest and marker[0].isdigit() and marker[:-1] != "1":
            return False
        if not self._is_within(indent):
            return False
        self._contents.append(line.end(3) - line.start() if line[3] else content)
        return True

    def _is_within(self, indent: int) -> bool:
        """Close the lists that end at a line of this indentation; tell if it is not code."""
        while self._contents and indent < self._contents[-1]:
            self._contents.pop()
        return indent - (self._contents[-1] if self._contents else 0) <= _MOST_INDENT

    def _add(self, first: int, last: int) -> bool:
        self._leaves.append(Chunk(first, last))
        self._is_open = True
        return True

    def _close(self) -> bool:
        self._is_open = False
        return True


def _without_closing(heading: str) -> str:
    """Take the marks off the end of a heading: `# Title #`."""
    bare = heading.rstrip("#")
    return bare.rstrip(" ") if bare.endswith(" ") else heading
