"""The signs by which a line break within an address is told from one behind it, and their weights.

No single sign decides: a path may end in a hyphen, and a word may look like a path. So signs are
added up. The weights are those of a logistic regression over real addresses in real prose,
wrapped at several widths in several manners, rounded; 0 is where both readings are as likely.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.parse.unwrap.neighbours import is_elsewhere, joined_ends_alike
from linkcheck.parse.unwrap.words import begins_with_common_word, word_signs
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NEIGHBOURS: Final = 12  # lines before and behind that tell how wide lines are here
_SURROUNDINGS: Final = 1600  # characters in which they are looked for
_SHORTEST_LINE: Final = 50  # shorter lines were not wrapped, unless their neighbours say so
LONGEST_LINE: Final = 500  # lines longer than this were not wrapped

_OPEN_END: Final = frozenset("-_?&=%+#~@")
_ENDS: Final = {
    "/": "a slash ends the line",
    ":": "a colon ends the line",
    ",": "a comma ends the line",
    ";": "a comma ends the line",
}
_FILE_TYPES: Final = (
    r"html?|shtml|php\d?|aspx?|jspx?|cgi|pdf|ps|djvu|xml|rss|json|csv|txt|md|rst|png|jpe?g|gif|svg"
    r"|tiff?|webp|avif|mp[34]|mpe?g|avi|mov|wav|ogg|webm|docx?|xlsx?|pptx?|od[tsp]|epub|zip|tar"
    r"|t?gz|bz2|xz|7z|rar|deb|rpm|exe|dmg|iso|whl|jar|git|py|js|css|sh|sql|tex|bib|ipynb|xhtml|tsv"
    r"|kml|geojson|ics|vcf|asc|sig|ttf|log|toml|conf|cfg|ini"
)
_FILE_END: Final = late(rf"\w\.(?:{_FILE_TYPES})\Z", re.IGNORECASE)
_FILE_MADE: Final = late(rf"\w\.(?:{_FILE_TYPES})(?![A-Za-z0-9])", re.IGNORECASE)
_FILE_REACH: Final = 8
_NUMBER_END: Final = late(r"(?:[/=]\d|#[\w-]*-)\d+\Z")
_MARK_FIRST: Final = late(r"[-.:]\w")
_HOST_ONLY: Final = late(r"(?:\A[A-Za-z]+://|\A(?=www\.))[^/?#]*\Z", re.IGNORECASE)
_HOST_CUT: Final = late(r"(?:[.-]|\.[A-Za-z]|://(?:www\.)?[^.]*|\Awww\.[^.]*)\Z", re.IGNORECASE)
_HOST: Final = late(
    r"(?:[a-z\d-]+\.)+(?:com|org|net|edu|gov|int|info|io|[a-z]{2})(?:[/:]|[,;.)]?\Z)"
)
_SCHEME: Final = late(r"https?://\w", re.IGNORECASE)
_SCHEME_BEGUN: Final = late(
    r"(?<=[/=])((?:h(?:t(?:t(?:p(?:s?(?::/{0,2})?)?)?)?)?)?)\Z", re.IGNORECASE
)
_SCHEME_REACH: Final = 32
# Behind these, an address within another begins: that of a page in a web archive, or a value.
_BEFORE_SCHEME: Final = late(
    r"/(?:\d{14}|(?:web|wayback|replay|all|mementos?)/\d{4,14})(?:[a-z]{2}_|\*)?/\Z|=\Z"
)
_SHAPES: Final = {
    "a name in a program": late(r"\A[a-z]+(?:_[a-z\d]+)+\Z"),
    "marks of a path": late(r"[/=&%#~_]|\?(?=\w)"),
    "letters and digits": late(r"[A-Za-z]-?\d|\d-?[A-Za-z]"),
    "a dot within": late(r"\w[.:,+]\w"),
    "a capital within": late(r"[a-z][A-Z]"),
    "hyphens": late(r"\w-\w+-\w"),
    "a hyphen": late(r"\w-\w"),
    "a number": late(r"\A\d+\Z"),
}
_BRACKETS: Final = ("()", "[]", "{}", "\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb")
_CLOSING: Final = frozenset(closing for _opening, closing in _BRACKETS)
# A gap between the columns of a table: before the last one, and behind the first one.
_BEFORE_COLUMN: Final = late(r"\S(?:[ ]{3,}|[ ]*\t[ \t]*)[<(]?\Z")
_BEHIND_COLUMN: Final = late(r"(?:[ ]{3,}|[ ]*\t[ \t]*)\S")
_SLACK: Final = 0.05  # by which faces differ in how wide they set a line
# Advance widths of a common serif face, in average characters.
_NARROW: Final = late(r"[ijlt.,:;'|!()\[\]/fI -]")
_WIDE: Final = late(r"[mwMW%@ABCDEFGHKLNOPQRSTUVXYZ&=+~]")


class Break(NamedTuple):
    """Hold a place where an address may go on in the next line.

    `before` stands there from `start` to `reach`, `piece` from `begin` to `end` would go on with
    it, and `token` up to `token_end` is all that hangs together there. `shape` says what the
    piece looks like. `proportional` text has no columns.
    """

    text: str
    start: int
    reach: int
    begin: int
    end: int
    token_end: int
    before: str
    piece: str
    token: str
    shape: str | None
    proportional: bool

    @classmethod
    def at(  # noqa: PLR0913, PLR0917  (the offsets of one place)
        cls,
        text: str,
        start: int,
        reach: int,
        begin: int,
        end: int,
        token_end: int,
        *,
        before: str | None = None,
        proportional: bool = False,
    ) -> Break:
        """Return the place between these offsets; `before` is given where it has breaks itself."""
        before = text[start:reach] if before is None else before
        piece, token = text[begin:end], text[begin:token_end]
        shape = _shape_of(before, piece, token)
        return cls(
            text, start, reach, begin, end, token_end, before, piece, token, shape, proportional
        )


def score(place: Break, least: int) -> int:
    """Add up the signs that a line break is within an address: above 0, it is likelier so.

    Below `least` the sum is not exact: what takes longer is looked at only where it could decide.
    """
    total = WEIGHTS["always"]
    steps = (*_STEPS[:-2], (_word_signs, _most_of_word(place)), _STEPS[-1])
    left = sum(most for _signs, most in steps)
    for signs, most in steps:
        total += sum(WEIGHTS[sign] for sign in signs(place))
        left -= most
        if total + left < least:
            break
    return total


def signs_of(place: Break) -> Iterator[str]:
    """Yield the names of the signs that are there."""
    for signs, _most in _STEPS:
        yield from signs(place)


def _written_signs(place: Break) -> Iterator[str]:
    yield from _end_signs(place)
    yield from _piece_signs(place)


def _end_signs(place: Break) -> Iterator[str]:
    """Read how an address ends on its line."""
    before, piece = place.before, place.piece
    last, first = before[-1], piece[:1]
    is_host = _HOST_ONLY.match(before) is not None
    if is_host:
        yield "the host is cut" if _HOST_CUT.search(before) else "only a host so far"
    tail = before[-_FILE_REACH:]
    made = _FILE_MADE.search(tail + piece)
    if made is not None and made.start() < len(tail) < made.end():
        yield "together they name a file"
    elif not is_host and _FILE_END.search(tail) and first not in "?#&/":
        yield "the name of a file ends"
    elif last in _OPEN_END:
        yield "an end that is none"
    elif last == ".":
        yield "a full stop before a capital" if first.isupper() else "a full stop inside"
    elif last in _ENDS:
        yield _ENDS[last]
    elif last.isdigit() and first.isdigit():
        yield "digits on both sides"
    elif first.isalpha() and _NUMBER_END.search(tail):
        yield "a number ends"
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
    elif _closes_its_own(place.before, piece):
        yield "its own bracket closes"
    if place.shape is not None:
        yield place.shape
    if piece[:1].isupper() and piece[1:].islower():
        yield "a capital first"
    if _BEHIND_COLUMN.match(text, place.token_end) and _ends_row(text, place.start):
        yield "another row of a table"


def _shape_of(before: str, piece: str, token: str) -> str | None:
    """Say what the piece that would go on looks like, by the first shape that fits."""
    if cut_scheme(before, token) is not None:
        return "they make a scheme"
    if _HOST.match(token) and not _HOST_ONLY.match(before):
        return "a name of a file" if _FILE_END.search(piece) else "an address of its own"
    if piece.startswith("#"):
        return "a hash at the beginning"
    if _MARK_FIRST.match(piece):
        return "a mark at the beginning"
    for shape, pattern in _SHAPES.items():
        if pattern.search(piece):
            return shape
    return None


def _ends_row(text: str, start: int) -> bool:
    """Tell whether an address that begins here is the last column of a table."""
    return _BEFORE_COLUMN.search(text, start_of_line(text, start), start) is not None


def _closes_its_own(before: str, piece: str) -> bool:
    """Tell whether a bracket that an address has opened is closed where it would go on."""
    return before.count("(") > before.count(")") and ")" in piece


def cut_scheme(before: str, token: str) -> str | None:
    """Return what `before` ends with of the scheme of an address within another, if it was cut.

    `…/web/2020/ht` and `tps://example.org/` gives `ht`; `…/web/2020/` and `https://` gives nothing
    of it, an empty text. None means that no scheme was cut there.
    """
    before = before[-_SCHEME_REACH:]
    found = _SCHEME_BEGUN.search(before)
    if found is None or not _SCHEME.match(found[1] + token):
        return None
    return found[1] if found[1] or _BEFORE_SCHEME.search(before) else None


def in_brackets(text: str, start: int) -> bool:
    """Tell whether a bracket is open where an address begins, as far as its line shows."""
    line = text[start_of_line(text, start) : start]
    return any(line.count(opening) > line.count(closing) for opening, closing in _BRACKETS)


def _word_signs(place: Break) -> Iterator[str]:
    if place.shape is None:
        yield from word_signs(place.text, place.before, place.begin, place.token_end)


def _most_of_word(place: Break) -> int:
    """Return what signs of a word can add at most, as far as is known without looking further."""
    if begins_with_common_word(place.token):
        return WEIGHTS["a common word"]
    return 0 if place.shape is not None else WEIGHTS["the halves of a word"]


def _elsewhere_signs(place: Break) -> Iterator[str]:
    """Say whether the address stands in the text once more, not broken."""
    if is_elsewhere(place.text, place.before + place.piece, place.start, whole=False):
        yield "it stands elsewhere, joined"
    elif is_elsewhere(place.text, place.before, place.start, whole=True):
        yield "it stands elsewhere, cut"


def _alike_signs(place: Break) -> Iterator[str]:
    """Say which reading ends like the other addresses of its host."""
    joined = place.before + place.piece
    told = joined_ends_alike(place.text, place.before, joined, place.start)
    if told is not None:
        yield f"it ends like those of its host, {'joined' if told else 'cut'}"


def _room_signs(place: Break) -> Iterator[str]:
    """Say whether the line had to be broken here: it is full, or the rest would have fitted."""
    text = place.text
    measure = _advance if place.proportional else len
    line_start = start_of_line(text, place.reach)
    width = _width_around(text, line_start, place.reach, measure)
    if width is None:
        short = place.reach - line_start < _SHORTEST_LINE
        yield "the line is short" if short else "no width is known"
        return
    length = measure(text[line_start : place.reach])
    following = measure(text[place.begin : place.token_end])
    slack = _SLACK * width if place.proportional else 0
    if length + following < width - slack:
        yield "the rest would have fitted"
    elif length >= width - slack:
        yield "the line is full"
    else:
        yield "the line is nearly full"


def _advance(text: str) -> float:
    return len(text) - 0.4 * len(_NARROW.findall(text)) + 0.5 * len(_WIDE.findall(text))


def _width_around(
    text: str, line_start: int, line_end: int, measure: Callable[[str], float]
) -> float | None:
    """Return the width of the widest line before and behind one that could be wrapped elsewhere.

    A long address alone in its line could not; the line just behind is the one in question.
    """
    first, last = max(0, line_start - _SURROUNDINGS), line_end + _SURROUNDINGS
    before = text[first:line_start].splitlines()
    behind = text[line_end:last].splitlines()
    behind = behind[: -1 if last < len(text) else None][2 : 2 + _NEIGHBOURS]
    width: float | None = None
    for line in (*before[first > 0 :][-_NEIGHBOURS:], *behind):
        stripped = line.rstrip()
        # None is half as wide again as it is long.
        if width is not None and len(stripped) * 1.5 <= width:
            continue
        if len(stripped) < LONGEST_LINE and " " in stripped.lstrip():
            wide = measure(stripped)
            width = wide if width is None else max(width, wide)
    return width


def start_of_line(text: str, at: int) -> int:
    """Return where the line of an offset starts, looking back no further than lines are wrapped."""
    floor = max(0, at - LONGEST_LINE)
    return max(text.rfind("\n", floor, at), text.rfind("\r", floor, at), floor - 1) + 1


WEIGHTS: Final = {
    "always": 0,
    "the host is cut": 3,
    "only a host so far": -3,
    "together they name a file": 16,
    "the name of a file ends": -22,
    "an end that is none": 18,
    "a slash ends the line": 4,
    "a colon ends the line": 0,
    "a full stop inside": 12,
    "a full stop before a capital": -5,
    "a comma ends the line": -12,
    "digits on both sides": 5,
    "a number ends": -12,
    "inside a word": 0,
    "they make a scheme": 22,
    "an address of its own": -28,
    "a name of a file": 6,
    "a hash at the beginning": 6,
    "marks of a path": 17,
    "a name in a program": 11,
    "letters and digits": 9,
    "a dot within": 8,
    "a capital within": 2,
    "hyphens": 7,
    "a hyphen": 1,
    "a number": 4,
    "a capital first": -3,
    "a mark at the beginning": 13,
    "its own bracket closes": 12,
    "another row of a table": -18,
    "it stands elsewhere, joined": 14,
    "it stands elsewhere, cut": -4,
    "it ends like those of its host, joined": 6,
    "it ends like those of its host, cut": -5,
    "the halves of a word": 7,
    "no word begins so": 0,
    "a common word of the text": -15,
    "a word of the text": -10,
    "a common word": -8,
    "a short word": 1,
    "an unknown word": -8,
    "alone in its line": 2,
    "a bracket closes": 14,
    "a bracket stays open": 0,
    "the line is full": 3,
    "the line is nearly full": -2,
    "the rest would have fitted": -40,
    "no width is known": -4,
    "the line is short": -20,
}
# In the order of what they cost, each with what it can add at most.
_STEPS: Final = (
    (_written_signs, 0),
    (_elsewhere_signs, WEIGHTS["it stands elsewhere, joined"]),
    (_room_signs, WEIGHTS["the line is full"]),
    (_word_signs, WEIGHTS["the halves of a word"]),
    (_alike_signs, WEIGHTS["it ends like those of its host, joined"]),
)
