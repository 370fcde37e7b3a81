"""The signs by which a line break within an address is told from one behind it, and their weights.

No single sign decides: a path may end in a hyphen, and a word may look like a path. So signs are
added up. The weights are those of a logistic regression over real addresses in real prose,
wrapped at several widths in several manners, rounded; 0 is where both readings are as likely.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEIGHBOURS: Final = 12  # lines before and behind that tell how wide lines are here
_SURROUNDINGS: Final = 1600  # characters in which they are looked for
_MEMORY: Final = 8000  # characters before and behind in which a word may stand elsewhere
_SHORTEST_LINE: Final = 50  # shorter lines were not wrapped, unless their neighbours say so
LONGEST_LINE: Final = 500  # lines longer than this were not wrapped

_OPEN_END: Final = frozenset("-_?&=%+#~@")
_FILE_TYPES: Final = (
    r"html?|shtml|php\d?|aspx?|jspx?|cgi|pdf|ps|djvu|xml|rss|json|csv|txt|md|rst|png|jpe?g|gif|svg"
    r"|tiff?|mp[34]|docx?|xlsx?|pptx?|od[tsp]|epub|zip|tar|t?gz|bz2|7z|py|js|css"
)
_FILE_END: Final = late(rf"\w\.(?:{_FILE_TYPES})\Z", re.IGNORECASE)
_FILE_MADE: Final = late(rf"\w\.(?:{_FILE_TYPES})(?![A-Za-z0-9])", re.IGNORECASE)
_FILE_REACH: Final = 8
_HOST_ONLY: Final = late(r"(?:\A[A-Za-z]+://|\A(?=www\.))[^/?#]*\Z", re.IGNORECASE)
_HOST_CUT: Final = late(r"(?:[.-]|\.[A-Za-z]|://(?:www\.)?[^.]*|\Awww\.[^.]*)\Z", re.IGNORECASE)
_HOST: Final = late(
    r"(?:[a-z\d-]+\.)+(?:com|org|net|edu|gov|int|info|io|[a-z]{2})(?:[/:]|[,;.)]?\Z)"
)
_SHAPES: Final = {
    "marks of a path": late(r"[/=&%#~_]|\?(?=\w)"),
    "letters and digits": late(r"[A-Za-z]-?\d|\d-?[A-Za-z]"),
    "a dot within": late(r"\w[.:,+]\w"),
    "a capital within": late(r"[a-z][A-Z]"),
    "hyphens": late(r"\w-\w+-\w"),
    "a hyphen": late(r"\w-\w"),
    "a number": late(r"\A\d+\Z"),
}
_WORD: Final = late(r"([^\W\d_]+)['\u2019]?[a-z]*[.,;:!?)\]\u201d\u00bb]*\Z")
_SHORT: Final = 3
_INNER: Final = (".", "/", "-", "_")  # beside these, it is a part of an address
_BRACKETS: Final = ("()", "[]", "{}", "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb")
_CLOSING: Final = frozenset(closing for _opening, closing in _BRACKETS)
# Advance widths of a common serif face, in average characters.
_NARROW: Final = frozenset("ijlt.,:;'|!()[]/fI -")
_WIDE: Final = frozenset("mwMW%@ABCDEFGHKLNOPQRSTUVXYZ&=+~")


@dataclass(frozen=True, slots=True)
class Break:
    """Hold a place where an address may go on in the next line.

    `start` and `reach` bound what stands before the line break, `begin` and `end` what would go
    on with it, `token_end` is the end of all that hangs together there. `proportional` text has
    no columns.
    """

    text: str
    start: int
    reach: int
    begin: int
    end: int
    token_end: int
    opener: str
    proportional: bool = False

    @property
    def before(self) -> str:
        """Return what stands before the line break."""
        return self.text[self.start : self.reach]

    @property
    def piece(self) -> str:
        """Return what would go on with it."""
        return self.text[self.begin : self.end]

    @property
    def token(self) -> str:
        """Return all that hangs together where the next line begins."""
        return self.text[self.begin : self.token_end]


def score(place: Break, least: int) -> int:
    """Add up the signs that a line break is within an address: above 0, it is likelier so.

    Below `least` the sum is not exact: words are looked up only where they could decide, as they
    only ever speak against it.
    """
    total = WEIGHTS["always"] + sum(WEIGHTS[sign] for sign in _shown_signs(place))
    return total if total < least else total + sum(WEIGHTS[sign] for sign in _word_signs(place))


def signs_of(place: Break) -> Iterator[str]:
    """Yield the names of the signs that are there."""
    yield from _shown_signs(place)
    yield from _word_signs(place)


def _shown_signs(place: Break) -> Iterator[str]:
    yield from _room_signs(place)
    yield from _end_signs(place)
    yield from _piece_signs(place)


def _end_signs(place: Break) -> Iterator[str]:
    """Read how an address ends on its line."""
    before, piece = place.before, place.piece
    last, first = before[-1], piece[:1]
    if _HOST_ONLY.match(before):
        yield "the host is cut" if _HOST_CUT.search(before) else "only a host so far"
    tail = before[-_FILE_REACH:]
    made = _FILE_MADE.search(tail + piece)
    if made is not None and made.start() < len(tail) < made.end():
        yield "together they name a file"
    elif _FILE_END.search(tail) and first not in "?#&/":
        yield "the name of a file ends"
    elif last in _OPEN_END:
        yield "an end that is none"
    elif last in "/:":
        yield "a slash ends the line"
    elif last == ".":
        yield "a full stop before a capital" if first.isupper() else "a full stop inside"
    elif last in ",;":
        yield "a comma ends the line"
    elif last.isdigit() and first.isdigit():
        yield "digits on both sides"
    elif last.isalnum() and first.islower():
        yield "inside a word"


def _piece_signs(place: Break) -> Iterator[str]:
    """Read what the next line begins with."""
    text, piece = place.text, place.piece
    if place.token_end >= len(text) or text[place.token_end] in "\r\n":
        yield "alone in its line"
    if in_brackets(text, place.start):
        closed = text[place.end : place.end + 1] in _CLOSING
        yield "a bracket closes" if closed else "a bracket stays open"
    shape = _shape_of(place)
    if shape is not None:
        yield shape
    if piece[:1].isupper() and piece[1:].islower():
        yield "a capital first"


def _shape_of(place: Break) -> str | None:
    """Say what the piece that would go on looks like, by the first shape that fits."""
    piece = place.piece
    if _HOST.match(place.token) and not _HOST_ONLY.match(place.before):
        return "an address of its own"
    for shape, pattern in _SHAPES.items():
        if pattern.search(piece):
            return shape
    return None


def in_brackets(text: str, start: int) -> bool:
    """Tell whether a bracket is open where an address begins, as far as its line shows."""
    line = text[start_of_line(text, start) : start]
    return any(line.count(opening) > line.count(closing) for opening, closing in _BRACKETS)


def _word_signs(place: Break) -> Iterator[str]:
    """Say what kind of word the next line begins with, if it is nothing but one."""
    found = _WORD.match(place.token)
    if found is None or _shape_of(place) is not None:
        return
    word = found[1].lower()
    common = word in _common_words()
    text = place.text
    before = text[max(0, place.begin - _MEMORY) : place.begin].lower()
    behind = text[place.token_end : place.token_end + _MEMORY].lower()
    if _has_word(before, word) or _has_word(behind, word):
        yield "a common word of the text" if common else "a word of the text"
    elif common:
        yield "a common word"
    else:
        yield "a short word" if len(word) <= _SHORT else "an unknown word"


def _has_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = text[max(0, at - 1) : at], text[end : end + 1]
        if not (before.isalnum() or after.isalnum() or before in _INNER or after in _INNER[1:]):
            return True
        at = text.find(word, end)
    return False


@functools.cache
def _common_words() -> frozenset[str]:
    text = resources.files(__package__).joinpath("words.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _room_signs(place: Break) -> Iterator[str]:
    """Say whether the line had to be broken here: it is full, or the rest would have fitted."""
    text = place.text
    measure = _advance if place.proportional else len
    line_start = start_of_line(text, place.reach)
    lines = _prose_around(text, line_start, place.reach)
    if not lines:
        short = place.reach - line_start < _SHORTEST_LINE
        yield "the line is short" if short else "no width is known"
        return
    width = max(map(measure, lines))
    length = measure(text[line_start : place.reach])
    following = measure(text[place.begin : place.token_end])
    slack = 0.03 * width if place.proportional else 0
    if length + following < width - slack:
        yield "the rest would have fitted"
    elif length >= width - slack:
        yield "the line is full"
    else:
        yield "the line is nearly full"


def _advance(text: str) -> float:
    narrow = sum(character in _NARROW for character in text)
    wide = sum(character in _WIDE for character in text)
    return len(text) - 0.4 * narrow + 0.5 * wide


def _prose_around(text: str, line_start: int, line_end: int) -> list[str]:
    """Return the lines before and behind one that could have been wrapped elsewhere.

    A long address alone in its line could not; the line just behind is the one in question.
    """
    first, last = max(0, line_start - _SURROUNDINGS), line_end + _SURROUNDINGS
    before = text[first:line_start].splitlines()
    behind = text[line_end:last].splitlines()
    lines = [*before[first > 0 :][-_NEIGHBOURS:], *behind[2 : -1 if last < len(text) else None]]
    stripped = (line.rstrip() for line in lines)
    return [line for line in stripped if len(line) < LONGEST_LINE and " " in line.lstrip()]


def start_of_line(text: str, at: int) -> int:
    """Return where the line of an offset starts, looking back no further than lines are wrapped."""
    floor = max(0, at - LONGEST_LINE)
    return max(text.rfind("\n", floor, at), text.rfind("\r", floor, at), floor - 1) + 1


WEIGHTS: Final = {
    "always": -2,
    "the host is cut": 3,
    "only a host so far": -4,
    "together they name a file": 14,
    "the name of a file ends": -14,
    "an end that is none": 16,
    "a slash ends the line": 4,
    "a full stop inside": 11,
    "a full stop before a capital": -2,
    "a comma ends the line": -8,
    "digits on both sides": 5,
    "inside a word": 2,
    "an address of its own": -20,
    "marks of a path": 13,
    "letters and digits": 5,
    "a dot within": 4,
    "a capital within": 1,
    "hyphens": 6,
    "a hyphen": 2,
    "a number": 2,
    "a capital first": -1,
    "a common word of the text": -9,
    "a word of the text": -6,
    "a common word": -5,
    "a short word": 0,
    "an unknown word": -3,
    "alone in its line": 1,
    "a bracket closes": 10,
    "a bracket stays open": 0,
    "the line is full": 2,
    "the line is nearly full": -3,
    "the rest would have fitted": -20,
    "no width is known": -3,
    "the line is short": -10,
}
