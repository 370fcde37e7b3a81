"""The sentence around a citation, for people who read the report.

Only a window of a few hundred characters is ever looked at, so the cost does not depend on how
long a text or one of its lines is.
"""

from __future__ import annotations

from typing import Final

from linkcheck.address import without_credentials
from linkcheck.patterns import late

LONGEST: Final = 300
_REACH: Final = 200
_WORD: Final = 24  # a cut is moved by so much at most, to fall between two words

# A full stop ends a sentence where a space follows; those of Chinese and Japanese need none.
_SENTENCE_END: Final = late(
    "[.!?\u061f\u06d4\u0964\u0589\u1362\u104b\u17d4\u3002\uff01\uff1f\uff61]"
    "(?:[\"'\u201d\u00bb\u2019)\\]]*\\s"
    "|(?<=[\u3002\uff01\uff1f\uff61])[\u300d\u300f\uff09\u201d\u2019]*)"
)
_ITEM: Final = late(r"[ \t]*(?:[-*+\u2022\u2013]|\[?\d{1,3}[.)\]]|[a-z]\))\s")
_ALONE: Final = late(r"\s*(?:\S*?://\S*\s*)?\Z")
_LAST_WORD: Final = late(r"([^\W\d_]+)\Z")
_ASCII_SPACE: Final = frozenset(" \t\n\r\f\v\x1c\x1d\x1e\x1f")
_PLAIN_STOP: Final = late(r"[.!?](?=[\s\"')\]])")
_AFTER_STOP: Final = frozenset("\"')]")
_BLANK: Final = _ASCII_SPACE | {""}
_NO_WORD: Final = _BLANK | set("-*+[0123456789")
_LONGEST_ABBREVIATION: Final = 7
_ABBREVIATIONS: Final = frozenset(
    {"al", "approx", "art", "ca", "cf", "ch", "dr", "ed", "eds", "eg", "fig", "figs", "hrsg", "ie"}
    | {"jr", "mr", "mrs", "ms", "no", "nos", "nr", "par", "pp", "prof", "resp", "sec", "sr", "st"}
    | {"tab", "trans", "univ", "vgl", "vol", "vols", "vs"}
)


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence around what stands between two offsets, white space made single.

    It ends at blank lines, list items and lines that are nothing but an address. Takes at most
    `LONGEST` characters; a longer one is cut and the cut marked with an ellipsis. Names and
    passwords within addresses are left out.
    """
    first, cut_before = _beginning(text, start)
    last, cut_after = _ending(text, end)
    room = max(0, LONGEST - (end - start) - 2)
    if start - first + last - end > room:
        half = max(room // 2, room - (last - end))
        if start - first > half:
            first, cut_before = start - half, True
        half = room - (start - first)
        if last - end > half:
            last, cut_after = end + half, True
    if cut_before:
        space = text.find(" ", first, min(first + _WORD, start))
        first = first if space < 0 else space
    if cut_after:
        space = text.rfind(" ", max(last - _WORD, end), last)
        last = last if space < 0 else space
    sentence = " ".join(text[first:last].split())
    if cut_after or "@" in sentence:
        sentence = _unrevealing(sentence, cut_before=cut_before, cut_after=cut_after)
    sentence = sentence[:LONGEST]
    return ("…" if cut_before else "") + sentence + ("…" if cut_after else "")


def _unrevealing(sentence: str, *, cut_before: bool, cut_after: bool) -> str:
    """Take names and passwords out of addresses, also of those that a cut went through."""
    if cut_before:
        word, _space, rest = sentence.partition(" ")
        sentence = rest if "@" in word and "://" not in word else sentence
    if cut_after:
        rest, _space, word = sentence.rpartition(" ")
        at = word.find("://")
        sentence = rest if rest and at >= 0 and "/" not in word[at + 3 :] else sentence
    return without_credentials(sentence)


def _beginning(text: str, start: int) -> tuple[int, bool]:
    """Return where the sentence begins, and whether that is only where looking back ended."""
    floor = max(0, start - _REACH)
    window = text[floor:start]
    begin = _plain_beginning(window) if window.isascii() else None
    if begin is None:
        return _exact_beginning(text, start, floor)
    return (floor, floor > 0) if begin < 0 else (floor + begin, False)


def _plain_beginning(window: str) -> int | None:
    """Return where the last sentence of some ASCII begins, -1 if before it, None in doubt.

    Only what stands between that and the end is looked at, by searches for single characters.
    """
    stop = max(window.rfind("."), window.rfind("?"), window.rfind("!"))
    while stop >= 0 and (following := window[stop + 1 : stop + 2]) not in _ASCII_SPACE:
        if following in _AFTER_STOP:
            return None
        stop = max(window.rfind(mark, 0, stop) for mark in ".?!")
    if stop > 0 and (window[stop - 1].isdigit() or _is_abbreviation(window, stop, 0)):
        return None  # an item's number, or no end
    least = max(stop, 0)
    line = window.rfind("\n", least)
    while line >= 0:
        if line > 0 and window[line - 1] == "\n":
            return line + 1
        above = window[window.rfind("\n", 0, line) + 1 : line]
        if "://" in above or above[-1:] in _BLANK:
            return None
        if line + 1 < len(window) and _may_begin_item(window, line + 1):
            return None
        line = window.rfind("\n", least, line)
    return stop + 2 if stop >= 0 else -1


def _ending(text: str, end: int) -> tuple[int, bool]:
    """Return where the sentence ends, and whether that is only where looking on ended."""
    ceiling = min(len(text), end + _REACH)
    window = text[end:ceiling]
    last = _plain_ending(window) if window.isascii() else None
    if last is None:
        return _exact_ending(text, end, ceiling)
    return (ceiling, ceiling < len(text)) if last < 0 else (end + last, False)


def _plain_ending(window: str) -> int | None:
    """Return where the first sentence of some ASCII ends, -1 if behind it, None in doubt."""
    found = _PLAIN_STOP.search(window)
    last = len(window)
    if found is not None:
        stop = found.start()
        if window[stop + 1] in _AFTER_STOP or _is_abbreviation(window, stop, 0):
            return None
        last = stop + 2
    line = window.find("\n", 0, last)
    while 0 <= line < last:
        begin = line + 1
        if window.startswith("\n", begin):
            return line
        below = window.find("\n", begin)
        whole = window[begin:] if below < 0 else window[begin:below]
        if _may_begin_item(window, begin) or "://" in whole:
            return None
        line = below
    return -1 if found is None else last


def _may_begin_item(window: str, begin: int) -> bool:
    """Tell whether a line may begin an item, or is blank or not there."""
    return window[begin : begin + 1] in _NO_WORD or window.startswith(")", begin + 1)


def _exact_beginning(text: str, start: int, floor: int) -> tuple[int, bool]:
    """Say the same by all rules, whatever stands there."""
    first, known = floor, floor == 0
    words = first  # where the words begin, behind the number of a list item
    line_end = start
    while (line := text.rfind("\n", floor, line_end)) >= 0:
        above = text.rfind("\n", floor, line)
        item = _ITEM.match(text, line + 1, line_end)
        if item is not None or _stands_alone(text, max(above + 1, floor), line, floor):
            first, known = line + 1, True
            words = first if item is None else item.end()
            break
        line_end = line
    for stop in reversed([found.span() for found in _SENTENCE_END.finditer(text, words, start)]):
        if not _is_abbreviation(text, stop[0], first):
            return stop[1], False
    return first, not known


def _exact_ending(text: str, end: int, ceiling: int) -> tuple[int, bool]:
    """Say the same by all rules, whatever stands there."""
    last, known = ceiling, ceiling == len(text)
    line = text.find("\n", end, ceiling)
    while line >= 0:
        below = text.find("\n", line + 1, ceiling)
        line_end = ceiling if below < 0 else below
        if _ITEM.match(text, line + 1, ceiling) or _stands_alone(text, line + 1, line_end, 0):
            last, known = line, True
            break
        line = below
    for stop in _SENTENCE_END.finditer(text, end, last):
        if not _is_abbreviation(text, stop.start(), end):
            return stop.end(), False
    return last, not known


def _stands_alone(text: str, start: int, end: int, floor: int) -> bool:
    """Tell whether a line is blank or nothing but an address: neighbours are no context then."""
    if start == floor > 0:
        return False  # its beginning was not seen
    return _ALONE.match(text, start, end) is not None


def _is_abbreviation(text: str, stop: int, floor: int) -> bool:
    """Tell whether a full stop belongs to an abbreviation or an initial."""
    if text[stop] != ".":
        return False
    word = text[max(floor, stop - _LONGEST_ABBREVIATION) : stop]
    if not word.isalpha():
        found = _LAST_WORD.search(word)
        if found is None:
            return False
        word = found[1]
    return len(word) == 1 or word.lower() in _ABBREVIATIONS
