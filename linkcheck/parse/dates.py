"""The day on which a page was cited, read from its address or from the words beside it."""

from __future__ import annotations

import functools
import re
import tomllib
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL_DAY: Final = re.compile(
    r"/((?:19|20)\d\d)([/-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/._-]|$)"
)
_YEAR_FIRST: Final = re.compile(
    r"(?P<y>\d{4})(?:[-./]|年|년)\s*(?P<m>\d{1,2})(?:[-./]|月|월)\s*(?P<d>\d{1,2})(?!\d)"
)
_DAY_FIRST: Final = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)")
_SLASHES: Final = re.compile(r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4})(?!\d)")
_DAY_NAME: Final = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+)?(?P<name>[^\W\d_]+)\.?,?[\s-]+(?:de\s+)?"
    r"(?P<y>\d{4})(?!\d)"
)
_NAME_DAY: Final = re.compile(
    r"(?P<name>[^\W\d_]+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?!\d)"
)
_YEAR: Final = re.compile(r"\d{4}")
_AFTER: Final = 120  # characters behind an address in which a date of access is looked for
_BEFORE: Final = 80
_GAP: Final = 24  # characters between the phrase and its date


def day_in_path(path: str) -> date | None:
    """Return the day that a news address carries: `/2018/01/12/`, `/20171229/`, `/2018-01-12-x`."""
    found = _URL_DAY.search(path)
    if found is None:
        return None
    year, separator, month, day = found.groups()
    if not separator and len(month) + len(day) != len("MMDD"):
        return None
    return _day(int(year), int(month), int(day))


def read_day(text: str) -> date | None:
    """Return the first day that is written in a text, or None; 3/4/2020 is no certain day."""
    return min(_days(text), default=(0, None))[1]


def day_of_access(text: str, start: int, end: int) -> date | None:
    """Return the day that the words beside an address give as the day of access.

    Looks a line or two behind the address ("Accessed 3 May 2020"), then before it ("Retrieved 3
    May 2020 from …"), and never past a blank line or another address.
    """
    after = _first_part(text[end : end + _AFTER])
    before = _last_part(text[max(0, start - _BEFORE) : start])
    for beside in (after, before):
        if _YEAR.search(beside) is None:  # most often, and much quicker than all the phrases
            continue
        phrase = _phrases().search(beside)
        if phrase is None:
            continue
        for at, day in sorted(_days(beside[phrase.end() :])):
            if at <= _GAP:
                return day
    return None


def _first_part(text: str) -> str:
    return re.split(r"\n\s*\n|://", text, maxsplit=1)[0]


def _last_part(text: str) -> str:
    return re.split(r"\n\s*\n|://", text)[-1]


def _days(text: str) -> Iterator[tuple[int, date]]:
    """Yield the days written in a text, with where each begins; the first of each manner."""
    for pattern in (_YEAR_FIRST, _DAY_FIRST):
        for found in pattern.finditer(text):
            day = _day(int(found["y"]), int(found["m"]), int(found["d"]))
            if day is not None:
                yield found.start(), day
                break
    for found in _SLASHES.finditer(text):
        first, second = int(found["a"]), int(found["b"])
        if max(first, second) > 12 or first == second:  # noqa: PLR2004  (months)
            day = _day(int(found["y"]), min(first, second), max(first, second))
            if day is not None:
                yield found.start(), day
                break
    for pattern in (_DAY_NAME, _NAME_DAY):
        for found in pattern.finditer(text):
            month = _months().get(found["name"].casefold())
            day = None if month is None else _day(int(found["y"]), month, int(found["d"]))
            if day is not None:
                yield found.start(), day
                break


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@functools.cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files(__package__).joinpath("dates.toml").read_text("utf-8"))


@functools.cache
def _phrases() -> re.Pattern[str]:
    phrases = {phrase for group in _table()["phrases"].values() for phrase in group}
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + ")", re.IGNORECASE)


@functools.cache
def _months() -> dict[str, int]:
    return {
        name.casefold(): number
        for names in _table()["months"].values()
        for number, name in enumerate(names, start=1)
    }
