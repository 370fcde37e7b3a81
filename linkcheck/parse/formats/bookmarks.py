"""Bookmarks as all browsers export them: the HTML of Netscape, with days in its attributes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from linkcheck.parse.formats import Format
from linkcheck.parse.hypertext import hypertext_mentions
from linkcheck.parse.mention import Part
from linkcheck.parse.surroundings import accessed_on
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkcheck.parse.mention import Mention
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_START: Final = late(r"\s*<!doctype\s+netscape-bookmark-file-1\s*>", re.IGNORECASE)
_ADDED: Final = late(r'[^<>]{0,4000}?\bADD_DATE="?(\d{9,17})', re.IGNORECASE)
_MILLISECONDS: Final = 10**11  # beyond this, seconds would be far in the future
_MICROSECONDS: Final = 10**14


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    mentions = hypertext_mentions(
        text, include_code=settings.include_code, include_comments=settings.include_comments
    )
    yield Part(text, (_dated(text, mention) for mention in mentions))


def _dated(text: str, mention: Mention) -> Mention:
    """Give a bookmark the day on which it was made."""
    added = _ADDED.match(text, mention.end)
    if added is None or accessed_on(mention) is not None:
        return mention
    return mention._replace(accessed=_day(int(added[1])))


def _day(stamp: int) -> date | None:
    """Return the day of a time stamp in seconds, milliseconds or microseconds."""
    if stamp > _MICROSECONDS:
        stamp //= 1_000_000
    elif stamp > _MILLISECONDS:
        stamp //= 1000
    try:
        return datetime.fromtimestamp(stamp, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def _looks_like(head: str) -> bool:
    return _START.match(head) is not None


FORMAT = Format(name="bookmarks", parts=_parts, looks_like=_looks_like, variant_of=("html",))
