"""What stands around a mention: the sentence, and the day of access that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.context import sentence_around
from linkcheck.parse.dates import day_of_access

if TYPE_CHECKING:
    from datetime import date

    from linkcheck.parse.mention import Around, Mention


def surroundings_of(mention: Mention) -> tuple[str | None, date | None]:
    """Return context and day of access, for which the readable text is made once."""
    around = mention.around
    if around is not None and not isinstance(around[0], str):
        mention = mention._replace(around=_readable(around))
    return context_of(mention), accessed_on(mention)


def context_of(mention: Mention) -> str | None:
    """Return what the format says of a mention, or else the sentence around it."""
    if mention.context is not None or mention.around is None:
        return mention.context
    return sentence_around(*_readable(mention.around)) or None


def accessed_on(mention: Mention) -> date | None:
    """Return the day of access that the format names, or else one that stands beside it."""
    if mention.accessed is not None or mention.around is None:
        return mention.accessed
    return day_of_access(*_readable(mention.around))


def _readable(around: Around) -> tuple[str, int, int]:
    text, start, end = around
    return (text, start, end) if isinstance(text, str) else text.around(start, end)
