"""What the archives said, summed up: which copy is offered, near to which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import (
    ArchiveState,
    ArchiveStatus,
    DateSource,
    Held,
    NotHeld,
    Unavailable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from linkcheck.model import Capture, Citation, CitedDate, Lookup

_SUCCESS: Final = range(200, 300)
_SOURCES: Final = tuple(DateSource)  # in the order of their trust


def archive_status(lookups: Sequence[Lookup], near: date | None) -> ArchiveStatus:
    """Pick the copy to offer: of status 2xx, the one nearest to a day, before it on a tie.

    Without a day the latest copy is picked. A copy once found stays found; besides that, each
    archive's latest answer counts, and as long as one of them could not be asked, or its copies'
    status is not known, nothing is said to be "not archived".
    """
    if not lookups:
        return ArchiveStatus(ArchiveState.NOT_ASKED, near=near)
    held = [item.answer for item in lookups if isinstance(item.answer, Held)]
    captures = [capture for answer in held for capture in answer.captures]
    good = [item for item in captures if item.status_code in _SUCCESS]
    if good:
        best = min(good, key=lambda capture: _distance(capture, near))
        gap = None if near is None else (best.captured_at.date() - near).days
        return ArchiveStatus(ArchiveState.ARCHIVED, best, near, gap)
    state = ArchiveState.NOT_ARCHIVED
    if any(item.status_code is None for item in captures) or _is_in_doubt(lookups):
        state = ArchiveState.UNKNOWN
    return ArchiveStatus(state, near=near)


def target_date(citations: Sequence[Citation]) -> CitedDate | None:
    """Return the day that a target's copy should be near to: the best source's earliest."""
    dates = [citation.date for citation in citations if citation.date is not None]
    return min(dates, key=lambda cited: (_SOURCES.index(cited.source), cited.day), default=None)


def _distance(capture: Capture, near: date | None) -> tuple[float, bool, float, str]:
    when = capture.captured_at.timestamp()
    if near is None:
        return -when, False, 0.0, capture.url
    gap = (capture.captured_at.date() - near).days
    return abs(gap), gap > 0, when, capture.url


def _is_in_doubt(lookups: Sequence[Lookup]) -> bool:
    latest: dict[str, Lookup] = {}
    for lookup in sorted(lookups, key=lambda item: (item.at, isinstance(item.answer, NotHeld))):
        latest[lookup.archive] = lookup
    return any(isinstance(lookup.answer, Unavailable) for lookup in latest.values())
