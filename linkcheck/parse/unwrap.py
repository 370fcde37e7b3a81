"""Addresses that a line break has cut in two.

No single sign decides: a path may end in a hyphen, and a word may look like a path. So signs
are added up. What is clearly one address is joined, what clearly is not stays as it is, and in
between both readings are kept, the likelier one first, for the web to decide.

The signs and their weights come from real addresses in real prose, wrapped at several widths in
several manners. The strongest: a bracket that is still open; a line that is as long as lines
get here; an end in `/ - _ ? & = %` or inside a word; a next line that starts with one token in
the shape of an address, which is no word of the text. Nothing is joined over a blank line, with
a list item, a page number or another address.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from linkcheck.parse.urls import Found, end_of_address, readable

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LINES: Final = 6
_NEIGHBOURS: Final = 12  # lines before and behind that tell how wide lines are here
_MEMORY: Final = 8000  # characters before and behind in which a word may stand elsewhere
_SHORT_WORD: Final = 4
_LONGEST_LINE: Final = 500  # lines longer than this were not wrapped

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_MARGIN: Final = re.compile(r"[ \t]*(?:(?:>|#|//|\*(?=\s)|%|;)[ \t]*)*")
_TOKEN: Final = re.compile(r"\S+")
_NEVER: Final = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*://|www\.|mailto:|[-*+\u2022\u2013\u2014](?:\s|\Z)|[(\[]?\d{1,3}[.)\]]?(?:\s|\Z)"
    r"|\d{4}(?:[-./]\d{1,2}){0,2}[,;:.]?(?:\s|\Z)|[(\[]?[a-z][.)](?:\s|\Z)|[\[\u00b9\u00b2\u00b3\u2020]|[<>\"'(|*]|#\W|=\W|-{3}|_{3})",
    re.IGNORECASE,
)
_URL_MARK: Final = re.compile(r"[/_=&?%#~]|\w\.\w|[A-Za-z]-?\d|\d-?[A-Za-z]")
_HYPHEN: Final = re.compile(r"\w-\w")
_WORD: Final = re.compile(r"([^\W\d_]+)['\u2019]?[a-z]*[.,;:!?)\]\u201d\u00bb]*\Z")
_FILE_TYPE: Final = re.compile(
    r"(?:html?|pdf|php|aspx?|jsp|xml|json|txt|md|rst|png|jpe?g|gif|svg|docx?|com|org|net)\b"
)
_BROKEN_END: Final = frozenset("/:")
_LIST_END: Final = frozenset(",;")
_OPEN_END: Final = frozenset("-_?&=%+#~@")
_FILE_END: Final = re.compile(
    r"\.(?:html?|pdf|php|aspx?|jsp|xml|json|txt|png|jpe?g|gif|svg|docx?|xlsx?|zip|gz)\Z",
    re.IGNORECASE,
)

_SURE: Final = 3  # from here on the joined reading comes first
_POSSIBLE: Final = 1  # from here on it is kept as another reading


def join_lines(text: str, found: Found) -> Found:
    """Return the address with what of it stands on the following lines, and its other readings."""
    if not _ends_its_line(text, found.reach):
        return found
    if found.opener == "<":
        closed = _until_bracket(text, found)
        return found if closed is None else closed
    readings: list[tuple[int, str, int]] = [(found.end, found.address, found.reach)]
    score = 0
    for _ in range(_MOST_LINES):
        grown = _one_more_line(text, found, readings[-1], score)
        if grown is None:
            break
        reading, score = grown
        readings.append(reading)
        if score < _SURE or not _ends_its_line(text, reading[2]):
            break
    if len(readings) == 1:
        return found
    if score < _SURE:
        likelier, other = readings[-2], readings[-1]
    else:
        likelier, other = readings[-1], readings[0]
    return Found(
        found.start, likelier[0], likelier[1], (other[1], *found.others), likelier[2], found.opener
    )


def _ends_its_line(text: str, at: int) -> bool:
    return at < len(text) and text[at] in "\r\n"


def _until_bracket(text: str, found: Found) -> Found | None:
    """Join everything up to the `>` that closes the `<` before an address (RFC 3986, C)."""
    pieces = [text[found.start : found.reach]]
    prefix = found.address[: found.address.find("://") + 3] if pieces[0][:4] == "www." else ""
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
    end = _LINE_END.match(text, at)
    if end is None:
        return None
    margin = _MARGIN.match(text, end.end())
    begin = end.end() if margin is None else margin.end()
    marks = text[end.end() : begin].split()
    own = _MARGIN.match(text, _line_start(text, at))
    if own is not None and marks != own[0].split():
        return None
    return begin if begin < len(text) and not text[begin].isspace() else None


def _one_more_line(
    text: str, found: Found, reading: tuple[int, str, int], score: int
) -> tuple[tuple[int, str, int], int] | None:
    """Return the reading grown by the next line's first token, and how sure that is."""
    read_to, address, reach = reading
    begin = _next_line(text, reach)
    if begin is None or _NEVER.match(text, begin):
        return None
    token = _TOKEN.match(text, begin)
    if token is None:
        return None
    # A token that is no address by itself is read as if a path went on.
    end, grown_reach = end_of_address(text, begin, found.opener)
    if end <= begin:
        return None
    gained = _score(text, found, reach, begin, end, token.end())
    if gained < _POSSIBLE:
        return None
    # What was taken off the end for a full stop or a comma belongs to a joined address.
    joined = address + readable(text[read_to:reach] + text[begin:end])
    return (end, joined, grown_reach), (gained if score == 0 else min(score, gained))


def _score(  # noqa: PLR0913, PLR0917  (the places that the signs are read from)
    text: str, found: Found, reach: int, begin: int, end: int, token_end: int
) -> int:
    """Add up the signs that what starts at `begin` belongs to the address before it."""
    piece, token = text[begin:end], text[begin:token_end]
    last = text[reach - 1]
    alone = token_end >= len(text) or text[token_end] in "\r\n"
    score = _end_score(text, found.start, reach, piece)
    score += _room_score(text, reach, token_end - begin)
    marked = _URL_MARK.search(piece) is not None
    word = _WORD.match(token)
    if marked:
        score += 3 if alone else 2
    elif _HYPHEN.search(piece) is not None:
        score += 2 if alone else 1
    elif word is not None and last not in _OPEN_END:
        score += _word_score(text, word[1], begin, token_end)
    if piece[:1].isupper() and piece[1:].islower():
        score -= 1
    if found.opener == "(" and text[end : end + 1] == ")":
        score += 3
    return score


def _end_score(text: str, start: int, reach: int, piece: str) -> int:
    """Weigh how an address ends on its line, in the light of what would go on with it."""
    last = text[reach - 1]
    if last in _OPEN_END:
        return 3
    if _FILE_END.search(text, start, reach):
        return -3
    if last == ".":  # a sentence would go on with a capital letter
        if _FILE_TYPE.match(piece):
            return 4
        return 2 if piece[:1].islower() or piece[:1].isdigit() else 0
    if last in _LIST_END:
        return -1
    return 1 if last in _BROKEN_END else 0


def _word_score(text: str, word: str, begin: int, end: int) -> int:
    """Weigh a next line that begins with nothing but letters: a word, or the rest of one."""
    if word.casefold() in _common_words():
        return -4
    nearby = text[max(0, begin - _MEMORY) : begin], text[end : end + _MEMORY]
    as_word = re.compile(rf"(?<![\w/.-]){re.escape(word)}(?![\w/-])", re.IGNORECASE)
    if any(as_word.search(each) for each in nearby):
        return -3
    return 1 if len(word) <= _SHORT_WORD else 0


@functools.cache
def _common_words() -> frozenset[str]:
    text = resources.files(__package__).joinpath("words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _room_score(text: str, reach: int, following: int) -> int:
    """Say whether the line had to be broken here: it is full, or the rest would have fitted."""
    line_start = _line_start(text, reach)
    length = reach - line_start
    widths = [width for width in _widths_around(text, line_start, reach) if width < _LONGEST_LINE]
    if not widths:
        return 0
    width = max(widths)
    if length >= width:
        return 2
    if length + following < width:
        return -4
    return 0


def _widths_around(text: str, line_start: int, line_end: int) -> Iterator[int]:
    """Yield the lengths of the lines before and behind one, the blank ones left out."""
    at = line_start
    for _ in range(_NEIGHBOURS):
        if at <= 0 or line_start - at > _NEIGHBOURS * _LONGEST_LINE:
            break
        previous_end = at - (2 if text.startswith("\r\n", at - 2) and at > 1 else 1)
        at = _line_start(text, previous_end)
        if _is_prose(text, at, previous_end):
            yield previous_end - at
    at = line_end
    for index in range(_NEIGHBOURS):
        line_break = _LINE_END.match(text, at)
        if line_break is None:
            break
        begin = line_break.end()
        behind = _LINE_END.search(text, begin, begin + _LONGEST_LINE)
        if behind is None:
            break
        at = behind.start()
        if index > 0 and _is_prose(text, begin, at):  # not the line in question itself
            yield at - begin


def _is_prose(text: str, start: int, end: int) -> bool:
    """Tell whether a line could have been wrapped elsewhere: a long address alone could not."""
    return " " in text[start:end].strip()


def _line_start(text: str, at: int) -> int:
    """Return where the line of an offset starts, looking back no further than lines are wrapped."""
    floor = max(0, at - _LONGEST_LINE)
    return max(text.rfind("\n", floor, at), text.rfind("\r", floor, at), floor - 1) + 1
