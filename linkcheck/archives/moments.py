"""Moments as web archives write them: `20180112103000`, always in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

_FORMAT: Final = "%Y%m%d%H%M%S"
_FOURTEEN: Final = re.compile(r"[0-9]{14}")


def noon(day: date) -> datetime:
    """Return the middle of a day: a copy made any time that day is as near as can be."""
    return datetime.combine(day, time(12), UTC)


def timestamp(moment: datetime) -> str:
    """Write a moment with all 14 digits: what is left out, archives fill in as they like."""
    moment = moment.astimezone(UTC)
    return f"{moment.year:04}{moment:%m%d%H%M%S}"


def read_timestamp(text: str) -> datetime:
    """Read 14 digits; raises `ValueError` where they are no moment."""
    if not _FOURTEEN.fullmatch(text):
        message = f"{text!r} is no timestamp"
        raise ValueError(message)
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
