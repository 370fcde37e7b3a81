"""Addresses that a line break has cut in two.

What is clearly one address is joined, what clearly is not stays as it is, and in between both
readings are kept, the likelier one first, for the web to decide; the signs and their weights are
in `breaks`. Nothing is joined over a blank line, with a list item, a page number or another
address, nor with a line that has other marks at its beginning (`> `, `# `, ` * `).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from linkcheck.address import parse_address
from linkcheck.parse.breaks import LONGEST_LINE, Break, in_brackets, score, start_of_line
from linkcheck.parse.ends import Found, end_of_address, readable
from linkcheck.parse.urls import scheme_start
from linkcheck.patterns import late

_MOST_LINES: Final = 6
_BLANKS: Final = " \t"

_LINE_END: Final = late(r"[ \t]{0,8}(?:\r\n|\n|\r)")
# Marks of quotations and comments. `*` is one only in a block comment: elsewhere it is a list's.
_MARKS: Final = r"(?:>|//[/!]?|--(?!-)|[#%;]{1,4}|\*(?!\S))"
_MARGIN: Final = late(rf"[ \t]*(?:{_MARKS}[ \t]*)*")
_BLOCK_COMMENT: Final = late(r"[ \t]*(/\*|\*)")
_COMMENT_REACH: Final = 60  # lines to look back for the `/*` of a block comment
_TOKEN: Final = late(r"\S+")
_ANOTHER: Final = late(r"[a-z][a-z0-9+.-]*://|www\.|mailto:", re.IGNORECASE)
_DATE: Final = late(r"(?:1[4-9]|20)\d\d(?:[-./]\d{1,2}|-\d{4}){0,2}[,;:.)]?(?:T\d|\s|\Z)")
_NEVER: Final = late(
    r"""[-*+\u2022\u2013\u2014](?:\s|\Z)
    | \d{1,3}(?:[ \t]*(?:[\r\n]|\Z) | [ \t]+(?-i:[A-Z]))  # a page
    | [\w./-]+[:](?:\s|\Z) | [\w.]+[ \t]*[-+*/|&:]?=\s | :[\w -]+: | @\w+(?:\s|\Z)  # a field
    | /\* | [\[\u00b9\u00b2\u00b3\u2020] | [<>"'|*] | \#\W | =[=\s] | -{3} | _{2,3}\s | \$\s
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Items of a list, which may also be the end of what was broken behind a sign or within brackets.
_LETTERED: Final = late(r"[(\[]?[A-Za-z][.)](?:\s|\Z)")
_NUMBERED: Final = late(r"[(\[]?\d{1,3}[.)\]]+(?:\s|\Z)")
_BRACKETED: Final = late(r"\(\w+\)")
_HOST: Final = late(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?=[/?#\s>)\].,;]|\Z)")

# A hyphen there may be the address's own, or the typesetter's.
_TYPESET_HYPHEN: Final = late(r"[a-z]-[a-z]")

_SURE: Final = 14  # from here on the joined reading is the only one
_LIKELY: Final = 1  # from here on it comes first
_POSSIBLE: Final = -6  # from here on it is kept as another reading


@dataclass(frozen=True, slots=True)
class _Reading:
    """Hold one reading: where it ends, how far its characters went, and how sure its joins are."""

    end: int
    reach: int
    address: str
    score: int


def join_lines(text: str, found: Found, *, proportional: bool = False) -> Found:
    """Return the address with what of it stands on the following lines, and its other readings.

    `proportional` text (of a PDF) has no columns: its lines are as wide as their letters.
    """
    closed = found.opener and text.startswith(found.opener, found.end, found.reach)
    if closed or not _ends_its_line(text, found.reach):
        return found
    if found.opener == "<":
        return _until_bracket(text, found) or found
    readings = [_Reading(found.end, found.reach, found.address, _SURE)]
    for _ in range(_MOST_LINES):
        grown = _one_more_line(text, found, readings[-1], proportional=proportional)
        if grown is None:
            break
        readings.append(grown)
        if grown.score < _LIKELY or not _ends_its_line(text, grown.reach):
            break
    return _ranked(found, readings)


def join_after_scheme(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address whose line ends right behind its `://`, up to the end of the next."""
    reach = anchor + len("://")
    if not _ends_its_line(text, reach):
        return None
    begin = _next_line(text, reach)
    host = None if begin is None else _HOST.match(text, begin)
    start = scheme_start(text, anchor, floor)
    if host is None or start is None:
        return None
    opener = text[start - 1] if start > 0 else ""
    head = Found(start, reach, text[start:reach], reach=reach, opener=opener)
    if opener == "<":
        return _until_bracket(text, head)
    end, grown_reach = host.end(), host.end()
    if text[end : end + 1] in ("/", "?", "#"):
        end, grown_reach = end_of_address(text, end, opener)
    address = head.address + readable(text[host.start() : end])
    if parse_address(address) is None:
        return None
    return Found(start, end, address, reach=grown_reach, opener=opener)


def _ranked(found: Found, readings: list[_Reading]) -> Found:
    """Make one of all readings: the likeliest, with those that are worth a try beside it."""
    if len(readings) == 1:
        return found
    last = readings[-1]
    joined = readings if last.score >= _LIKELY else readings[:-1]
    best = joined[-1]
    others = [] if best is last else [last.address]
    if len(joined) > 1:
        cut = joined[-2]
        if _TYPESET_HYPHEN.search(best.address, len(cut.address) - 2, len(cut.address) + 1):
            others.append(cut.address[:-1] + best.address[len(cut.address) :])
        if best.score < _SURE:
            others.append(joined[0].address)
    return Found(
        found.start, best.end, best.address, (*others, *found.others), best.reach, found.opener
    )


def _ends_its_line(text: str, at: int) -> bool:
    return _LINE_END.match(text, at) is not None


def _until_bracket(text: str, found: Found) -> Found | None:
    """Join everything up to the `>` that closes the `<` before an address (RFC 3986, C)."""
    pieces = [text[found.start : found.reach]]
    prefix = "http://" if pieces[0][:4].lower() == "www." else ""
    at = found.reach
    for _ in range(_MOST_LINES):
        begin = _next_line(text, at)
        token = None if begin is None else _TOKEN.match(text, begin)
        if token is None:
            return None
        piece, mark, _rest = token[0].partition(">")
        pieces.append(piece)
        at = token.start() + len(piece)
        if mark:
            return Found(found.start, at, prefix + readable("".join(pieces)), (), at, "<")
        if not _ends_its_line(text, at):
            return None
    return None


def _next_line(text: str, at: int) -> int | None:
    """Return where the next line's words begin, or None if it is blank or differs in margin."""
    line_end = _LINE_END.match(text, at)
    if line_end is None:
        return None
    start = line_end.end()
    marks, begin = _margin(text, start)
    own, _ = _margin(text, start_of_line(text, at))
    if marks != own:
        return None
    return begin if begin < len(text) and not text[begin].isspace() else None


def _margin(text: str, line_start: int) -> tuple[list[str], int]:
    """Return the marks that a line begins with, and where its words begin."""
    found = _MARGIN.match(text, line_start)
    begin = line_start if found is None else found.end()
    star = text.find("*", line_start, begin)
    if star >= 0 and not _in_block_comment(text, line_start):
        begin = star
    return text[line_start:begin].split(), begin


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


def _one_more_line(
    text: str, found: Found, reading: _Reading, *, proportional: bool
) -> _Reading | None:
    """Return the reading grown by the next line's first token, if that may belong to it."""
    begin = _next_line(text, reading.reach)
    if begin is None or _NEVER.match(text, begin):
        return None
    token = _TOKEN.match(text, begin)
    if token is None:
        return None
    # A token that is no address by itself is read as if a path went on.
    end, reach = end_of_address(text, begin, found.opener)
    if end <= begin:
        return None
    if _is_something_else(text, found.start, text[reading.reach - 1], begin):
        return None
    place = Break(
        text, found.start, reading.reach, begin, end, token.end(), found.opener, proportional
    )
    gained = score(place, _POSSIBLE)
    if gained < _POSSIBLE:
        return None
    # What was taken off the end for a full stop or a comma belongs to a joined address.
    added = readable(text[reading.end : reading.reach] + text[begin:end])
    return _Reading(end, reach, reading.address + added, min(reading.score, gained))


def _is_something_else(text: str, start: int, before: str, begin: int) -> bool:
    """Tell whether a line begins with an item of a list or with a bracket of the sentence."""
    if text[begin] == "(":
        return before not in "-_" or _BRACKETED.match(text, begin) is None
    if _LETTERED.match(text, begin):
        return before not in "=&-_" and not in_brackets(text, start)
    return _NUMBERED.match(text, begin) is not None and not in_brackets(text, start)
