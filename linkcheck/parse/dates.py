"""The day on which a page was cited, read from its address or from the words beside it.

Words and months are data: dates.toml. Only the few characters around an address are looked at,
and only where four digits stand among them.
"""

from __future__ import annotations

import functools
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL_DAY: Final = late(
    r"/((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/._-]|$)"
)
_NAME: Final = r"(?P<name>[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f]+[^\W\d_]*)*)"
_ORDINAL: Final = r"(?:st|nd|rd|th|er|re|e|º|ª|\.)?"
_NUMERIC: Final = (
    late(
        r"(?P<y>\d{4})(?:[-./]|年|년)\s*(?P<m>\d{1,2})(?:[-./]|月|월)\s*(?P<d>\d{1,2})日?일?(?!\d)"
    ),
    late(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)"),
    late(r"(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}),? năm (?P<y>\d{4})(?!\d)"),
)
_SLASHES: Final = late(r"(?<!\d)(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4})(?!\d)")
_NAMED: Final = (
    late(
        rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}[\s-]+(?:de\s+|of\s+|d['\u2019])?{_NAME}\.?,?"
        r"[\s-]+(?:de\s+|del\s+)?(?P<y>\d{4})(?!\d)"
    ),
    late(rf"{_NAME}\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)"),
    late(rf"(?P<y>\d{{4}})\.?\s+{_NAME}\s+(?P<d>\d{{1,2}})(?!\d)"),
)
_YEAR: Final = late(r"\d{4}(?<![A-Za-z]\d{4})(?!\d)")
_WORD: Final = late(r"\w+")
_AFTER: Final = 120  # characters behind an address in which a date of access is looked for
_BEFORE: Final = 80
_GAP: Final = 24  # characters between the phrase and its date
_LONGEST_DAY: Final = 32
_BUDDHIST: Final = range(2500, 2700)  # years of the Thai calendar
_BUDDHIST_AHEAD: Final = 543
_BLANK_LINE: Final = late(r"\n[ \t\r]*\n")
# "Retrieved 3 May 2020 from https://…": the day is that of the address behind it.
_LEADS_ON: Final = late(r"[\s,.:]*(?:from|at|von|unter|sur|sulla?|da|из|z|från)[\s:<(]*\Z")
_SCHEME_BEFORE: Final = late(r"\w+\Z")

# From here on come Hebrew, Arabic, and the scripts of India and East Asia: their words carry
# prefixes, run together, or hold marks that no pattern counts to a word.
_UNSPACED_FROM: Final = "\u0590"

_HEAD: Final = 1500
_HEAD_LINES: Final = 20
_LONGEST_DATELINE: Final = 70
_WORDS_BEFORE: Final = 4
_DATELINE_END: Final = late(
    r"[\s.,)\]]*(?:\Z|[\u2014\u2013|(/-]|\d{1,2}[:.]\d\d|T\d\d|(?:at|by)\s)"
)


class _Day(NamedTuple):
    """Hold a day written in a text, and where."""

    start: int
    end: int
    day: date


def day_in_path(path: str) -> date | None:
    """Return the day that a news address carries: `/2018/01/12/`, `/20171229/`, `/2018-01-12-x`."""
    if "/20" not in path and "/19" not in path:
        return None
    found = _URL_DAY.search(path)
    if found is None:
        return None
    year, separator, month, day = found.groups()
    if not separator and len(month) + len(day) != len("MMDD"):
        return None
    return _day(int(year), int(month), int(day))


def read_day(text: str) -> date | None:
    """Return the first day that is written in a text, or None; 3/4/2020 is no certain day."""
    first = min(_days(text), default=None)
    return None if first is None else first.day


def dateline(head: str) -> date | None:
    """Return the day that stands over a text, in a line of its own or at a line's beginning.

    "12 January 2018", "Published: 2018-01-12" and "MOSCOW, January 12, 2018 —" do; a day in the
    middle of a sentence does not.
    """
    head = head[:_HEAD]
    if not _has_year(head):
        return None
    for line in head.splitlines()[:_HEAD_LINES]:
        begun = line[:_LONGEST_DATELINE].strip()
        if not _has_year(begun) or "://" in begun:
            continue
        first = min(_days(begun), default=None)
        if first is None or len(begun[: first.start].split()) > _WORDS_BEFORE:
            continue
        before = begun[: first.start].rstrip()
        over = not before or before.endswith((",", ":", "(", "|", "•", "·")) or _is_lead(before)
        if over and _DATELINE_END.match(begun, first.end):
            return first.day
    return None


def day_of_access(text: str, start: int, end: int) -> date | None:
    """Return the day that the words beside an address give as the day of access.

    Looks a line or two behind the address ("Accessed 3 May 2020"), then before it ("Retrieved 3
    May 2020 from …"), and never past a blank line or another address.
    """
    after = text[end : end + _AFTER]
    if _has_year(after):
        after, mark, _rest = after.partition("://")
        accessed = _accessed(_BLANK_LINE.split(after, maxsplit=1)[0])
        if accessed is not None and not (mark and _leads_on(after, accessed.end)):
            return accessed.day
    before = text[max(0, start - _BEFORE) : start]
    if _has_year(before):
        _rest, mark, before = before.rpartition("://")
        nearest = _BLANK_LINE.split(before)[-1]
        accessed = _accessed(nearest)
        # Behind another address the day is that one's, unless the words lead on to this one.
        if accessed is not None and (not mark or _leads_on(nearest, accessed.end)):
            return accessed.day
    return None


def _has_year(text: str) -> bool:
    """Tell whether a year may stand in a text: most often none does, and nothing more is asked."""
    if "20" not in text and "19" not in text and text.isascii():
        return False
    return _YEAR.search(text) is not None


def _leads_on(text: str, at: int) -> bool:
    """Tell whether the rest of a text says that what comes next is what was accessed."""
    rest = text[at:]
    return bool(_LEADS_ON.match(rest) or _LEADS_ON.match(_SCHEME_BEFORE.sub("", rest)))


def _accessed(beside: str) -> _Day | None:
    """Return the first day in a text that a phrase says to be one of access."""
    beside = beside.lower()
    for at, length in sorted(_phrases_in(beside, _words().before)):
        behind = at + length
        window = beside[behind : behind + _GAP + _LONGEST_DAY]
        day = min(_days(window), default=None)
        if day is not None and day.start <= _GAP and _is_of_the_web(day.day):
            return _Day(behind + day.start, behind + day.end, day.day)
    for at, _length in sorted(_phrases_in(beside, _words().behind)):
        floor = max(0, at - _LONGEST_DAY)
        day = max(_days(beside[floor:at]), default=None)
        if day is not None and at - floor - day.end <= _GAP and _is_of_the_web(day.day):
            return _Day(floor + day.start, at, day.day)
    return None


def _phrases_in(text: str, phrases: _Phrases) -> Iterator[tuple[int, int]]:
    """Yield where phrases stand that do not begin within a word, and how long they are."""
    for word in _WORD.findall(text):
        for phrase in phrases.by_word.get(word, ()):
            at = text.find(phrase)
            while at > 0 and text[at - 1].isalnum():
                at = text.find(phrase, at + 1)
            if at >= 0:
                yield at, len(phrase)
    if not text.isascii():
        for phrase in phrases.unspaced:
            at = text.find(phrase)
            if at >= 0:
                yield at, len(phrase)


def _days(text: str) -> Iterator[_Day]:
    """Yield the days written in a text; the first of each manner."""
    for pattern in _NUMERIC:
        for found in pattern.finditer(text):
            day = _day(int(found["y"]), int(found["m"]), int(found["d"]))
            if day is not None:
                yield _Day(*found.span(), day)
                break
    for found in _SLASHES.finditer(text):
        first, second = int(found["a"]), int(found["b"])
        if max(first, second) > 12 or first == second:  # noqa: PLR2004  (months)
            day = _day(int(found["y"]), min(first, second), max(first, second))
            if day is not None:
                yield _Day(*found.span(), day)
                break
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            month = _words().months.get(found["name"].casefold())
            day = None if month is None else _day(int(found["y"]), month, int(found["d"]))
            if day is not None:
                yield _Day(*found.span(), day)
                break


def _day(year: int, month: int, day: int) -> date | None:
    if year in _BUDDHIST:
        year -= _BUDDHIST_AHEAD
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_of_the_web(day: date) -> bool:
    return 1990 < day.year < 2100  # noqa: PLR2004  (older ones are of other calendars, or typos)


def _is_lead(before: str) -> bool:
    """Tell whether words say what kind of day follows: "Published on"."""
    return before.split(maxsplit=1)[0].lower().rstrip(":") in _words().leads


class _Phrases(NamedTuple):
    """Hold phrases by their first words, and those of scripts where words are not set apart."""

    by_word: dict[str, tuple[str, ...]]
    unspaced: tuple[str, ...]

    @classmethod
    def of(cls, groups: dict[str, list[str]]) -> _Phrases:
        """Lay out the phrases of all languages."""
        by_word: dict[str, tuple[str, ...]] = {}
        unspaced = []
        for phrase in _all(groups):
            if max(phrase) >= _UNSPACED_FROM:
                unspaced.append(phrase)
            else:
                word = _WORD.findall(phrase)[0]
                by_word[word] = (*by_word.get(word, ()), phrase)
        return cls(by_word, tuple(unspaced))


class _Words(NamedTuple):
    """Hold the tables: phrases before a day and behind it, words over a text, months."""

    before: _Phrases
    behind: _Phrases
    leads: frozenset[str]
    months: dict[str, int]


@functools.cache
def _words() -> _Words:
    import tomllib  # noqa: PLC0415  (with the next one 7 ms, and many documents name no day)
    from importlib import resources  # noqa: PLC0415  (as above)

    text = resources.files(__package__).joinpath("dates.toml").read_text("utf-8")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return _Words(
        before=_Phrases.of(table["before"]),
        behind=_Phrases.of(table["behind"]),
        leads=frozenset(_all(table["leads"])),
        months={
            name.casefold(): number
            for names in table["months"].values()
            for number, name in enumerate(names, start=1)
        },
    )


def _all(groups: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(sorted({phrase.lower() for group in groups.values() for phrase in group}))
