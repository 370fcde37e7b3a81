"""Archived copies that documents give themselves, beside the address that they are copies of.

Who wrote the document has chosen them, so they come before what any archive offers. Where one of
them works, a broken original is no news to the reader: nothing is to be done in that document.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from linkcheck.address import host_of
from linkcheck.judge.archive_links import is_proposed, read_archive_link
from linkcheck.judge.copies import flaw_of
from linkcheck.judge.verdict import needs_copy
from linkcheck.model import (
    Answered,
    ArchiveState,
    Capture,
    Reason,
    ReasonCode,
    Remedy,
    Suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from linkcheck.model import ArchiveStatus, GivenCopy, Observation, Verdict

# What archives said of an address that they hold no copy of.
_DATED: Final = "memento-datetime"
_REFUTED: Final = frozenset({ReasonCode.NEVER_ARCHIVED, ReasonCode.NEAR_MISS})


def with_given_copies(
    verdict: Verdict,
    status: ArchiveStatus,
    copies: Sequence[GivenCopy],
    documents: Collection[str],
    url: str,
) -> tuple[Verdict, ArchiveStatus]:
    """Lay copies that documents give beside what archives said of a target at `url`.

    Where all `documents` that cite it give one that works, nothing is suggested. Where some do
    not, the nearest copy of all is suggested to them, one that is given before another.
    """
    working = sorted(
        (copy for copy in copies if copy.works),
        key=lambda copy: (not is_proposed(copy.url), *_distance(copy, status.near)),
    )
    if not working:
        return verdict, status
    best = working[0]
    giving = {document for copy in working for document in copy.documents}
    mended = giving.issuperset(documents)
    proposed = mended or is_proposed(best.url)
    if proposed and (mended or not _is_nearer(status, best)):
        status = _archived(status, best, url)
    elif status.state is not ArchiveState.ARCHIVED:
        status = replace(status, state=ArchiveState.ARCHIVED, rejected=None)
    if not needs_copy(verdict.state):
        return verdict, status
    reasons = [reason for reason in verdict.reasons if reason.code not in _REFUTED]
    reasons.append(Reason(ReasonCode.COPY_GIVEN, _said(best)))
    suggestion = None if mended else verdict.suggestion
    if not mended and status.capture is not None:
        suggestion = Suggestion(status.capture.url, Remedy.ARCHIVED)
    elif not mended and proposed:
        suggestion = Suggestion(best.url, Remedy.ARCHIVED)
    return replace(verdict, reasons=tuple(reasons), suggestion=suggestion), status


def flaw_of_given(url: str, original: str, observations: Sequence[Observation]) -> str | None:
    """Say why a copy that is given shows no page; None where it does, or was not shown."""
    newest = max(observations, key=lambda seen: seen.at, default=None)
    if newest is None:
        return None
    when = captured_at(url, observations) or newest.at
    return flaw_of(Capture("", original, url, when, None), newest)


def _archived(status: ArchiveStatus, copy: GivenCopy, url: str) -> ArchiveStatus:
    known = replace(status, state=ArchiveState.ARCHIVED, rejected=None)
    when = copy.captured_at
    if when is None:
        return replace(known, capture=None, gap_days=None)
    link = read_archive_link(copy.url)
    archive = host_of(copy.url) if link is None else link.archive
    gap = None if status.near is None else (when.date() - status.near).days
    return replace(known, capture=Capture(archive, url, copy.url, when, None), gap_days=gap)


def _is_nearer(status: ArchiveStatus, copy: GivenCopy) -> bool:
    """Tell whether an archive offers a copy that is nearer than one that is given."""
    offered, near = status.capture, status.near
    if offered is None or near is None:
        return False
    if copy.captured_at is None:
        return True
    gap = abs((copy.captured_at.date() - near).days)
    return abs((offered.captured_at.date() - near).days) < gap


def _distance(copy: GivenCopy, near: date | None) -> tuple[float, bool, float, str]:
    if copy.captured_at is None:
        return math.inf, False, 0.0, copy.url
    when = copy.captured_at.timestamp()
    if near is None:
        return -when, False, 0.0, copy.url
    gap = (copy.captured_at.date() - near).days
    return abs(gap), gap > 0, when, copy.url


def _said(copy: GivenCopy) -> str:
    where = copy.documents[0] if len(copy.documents) == 1 else f"{len(copy.documents)} documents"
    day = "" if copy.captured_at is None else f" of {copy.captured_at:%Y-%m-%d}"
    return f"an archived copy{day} is given in {where}: {copy.url}"


def captured_at(url: str, observations: Iterable[Observation]) -> datetime | None:
    """Return when a copy was captured: by its address, or by its archive (RFC 7089, section 2.1.1).

    None where neither tells.
    """
    link = read_archive_link(url)
    if link is not None and link.captured_at is not None:
        return link.captured_at
    for seen in observations:
        written = seen.outcome.header(_DATED) if isinstance(seen.outcome, Answered) else None
        try:
            moment = parsedate_to_datetime(written or "")
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            continue
    return None
