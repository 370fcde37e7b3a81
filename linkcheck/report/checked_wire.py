"""The JSON of checked targets: names and types here are the public contract `linkcheck/1`.

With what `wire` says of documents and citations, it is all of a report.
"""

from __future__ import annotations

from datetime import UTC, date, datetime  # noqa: TC003  (msgspec needs the fields' types)
from typing import TYPE_CHECKING, Final

import msgspec

from linkcheck.model import (  # noqa: TC001  (msgspec needs the fields' types)
    ArchiveState,
    Certainty,
    DateSource,
    ReasonCode,
    Remedy,
    State,
)
from linkcheck.report.wire import (
    CitationEntry,  # noqa: TC001  (as above)
    ExtractionSummaryEntry,
    citation_entry,
)

if TYPE_CHECKING:
    from linkcheck.model import ArchiveStatus, Finding, GivenCopy, Run, Summary

DIFFERENCE_SCHEMA: Final = "linkcheck-diff/1"


class RunEntry(msgspec.Struct, frozen=True):
    """Describe the run."""

    started_at: datetime
    finished_at: datetime
    duration_s: float
    complete: bool
    note: str | None = None


class SummaryEntry(ExtractionSummaryEntry, frozen=True):
    """Count what was read and what came out."""

    states: dict[State, int]
    archived: int
    archive_not_asked: int = 0
    at_risk: int = 0
    mended: dict[State, int] = msgspec.field(default_factory=dict)


class ReasonEntry(msgspec.Struct, frozen=True):
    """Give one reason of a verdict."""

    code: ReasonCode
    message: str


class RedirectEntry(msgspec.Struct, frozen=True):
    """Hold one redirect on the way."""

    url: str
    status_code: int


class RejectedEntry(msgspec.Struct, frozen=True):
    """Hold an archived copy that is not offered, and why not."""

    url: str
    captured_at: datetime
    why: str


class ArchiveEntry(msgspec.Struct, frozen=True):
    """Say what is known of an archived copy."""

    state: ArchiveState
    url: str | None
    captured_at: datetime | None
    status_code: int | None
    near: date | None
    gap_days: int | None
    source: str | None
    near_source: DateSource | None = None
    rejected: RejectedEntry | msgspec.UnsetType = msgspec.UNSET


class CopyEntry(msgspec.Struct, frozen=True):
    """Hold an archived copy of the target that documents give themselves."""

    url: str
    state: State
    captured_at: datetime | None
    documents: tuple[str, ...]
    flaw: str | msgspec.UnsetType = msgspec.UNSET


class SuggestionEntry(msgspec.Struct, frozen=True):
    """Name what should stand in the document instead."""

    url: str
    why: Remedy


class TargetEntry(msgspec.Struct, frozen=True):
    """Hold a target with all that is reported of it."""

    url: str
    state: State
    certainty: Certainty
    reasons: tuple[ReasonEntry, ...]
    status_code: int | None
    final_url: str | None
    redirects: tuple[RedirectEntry, ...]
    title: str | None
    checked_at: datetime | None
    elapsed_ms: int | None
    attempts: int
    cached: bool
    archive: ArchiveEntry
    suggestion: SuggestionEntry | None
    citations: tuple[CitationEntry, ...]
    copies: tuple[CopyEntry, ...] | msgspec.UnsetType = msgspec.UNSET


class ChangeEntry(msgspec.Struct, frozen=True):
    """Hold a target and the state that it had in an older report."""

    was: State | None
    target: TargetEntry


# ---------------------------------------------------------------- to entries


def run_entry(run: Run) -> RunEntry:
    """Make the entry of a run."""
    return RunEntry(
        started_at=run.started_at.astimezone(UTC),
        finished_at=run.finished_at.astimezone(UTC),
        duration_s=round((run.finished_at - run.started_at).total_seconds(), 3),
        complete=run.complete,
        note=run.note,
    )


def summary_entry(summary: Summary) -> SummaryEntry:
    """Make the entry of the summary, with all states, those of no target too."""
    return SummaryEntry(
        documents=summary.documents,
        documents_without_citations=summary.documents_without_citations,
        unreadable=summary.unreadable,
        citations=summary.citations,
        targets=summary.targets,
        states={state: summary.count(state) for state in State},
        archived=summary.archived,
        archive_not_asked=summary.archive_not_asked,
        at_risk=summary.at_risk,
        mended={state: number for state, number in summary.mended if number},
    )


def target_entry(finding: Finding) -> TargetEntry:
    """Make the entry of a finding."""
    verdict = finding.verdict
    check = finding.check
    suggestion = verdict.suggestion
    return TargetEntry(
        url=finding.target.url,
        state=verdict.state,
        certainty=verdict.certainty,
        reasons=tuple(ReasonEntry(item.code, item.message) for item in verdict.reasons),
        status_code=check.status_code if check else None,
        final_url=check.final_url if check else None,
        redirects=tuple(
            RedirectEntry(hop.url, hop.status_code) for hop in (check.redirects if check else ())
        ),
        title=check.title if check else None,
        checked_at=check.checked_at.astimezone(UTC) if check else None,
        elapsed_ms=check.elapsed_ms if check else None,
        attempts=check.attempts if check else 0,
        cached=check.cached if check else False,
        archive=_archive_entry(finding.archive),
        suggestion=SuggestionEntry(suggestion.url, suggestion.why) if suggestion else None,
        citations=tuple(citation_entry(citation) for citation in finding.citations),
        copies=tuple(map(_copy_entry, finding.copies)) or msgspec.UNSET,
    )


def _copy_entry(copy: GivenCopy) -> CopyEntry:
    when = None if copy.captured_at is None else copy.captured_at.astimezone(UTC)
    return CopyEntry(copy.url, copy.state, when, copy.documents, copy.flaw or msgspec.UNSET)


def _archive_entry(archive: ArchiveStatus) -> ArchiveEntry:
    capture = archive.capture
    rejected = archive.rejected
    return ArchiveEntry(
        state=archive.state,
        url=capture.url if capture else None,
        captured_at=capture.captured_at.astimezone(UTC) if capture else None,
        status_code=capture.status_code if capture else None,
        near=archive.near,
        gap_days=archive.gap_days,
        source=capture.archive if capture else None,
        near_source=archive.near_source,
        rejected=msgspec.UNSET
        if rejected is None
        else RejectedEntry(rejected.url, rejected.captured_at.astimezone(UTC), rejected.why),
    )
