"""The JSON report's shape: names and types here are the public contract `linkcheck/1`.

`linkcheck/report/schema/linkcheck-1.schema.json` describes it for others. Fields may be added;
a field that changes its meaning or goes away makes a `linkcheck/2`. Those that few entries have
are `UNSET`, and left out, elsewhere.
"""

from __future__ import annotations

from datetime import UTC, date, datetime  # noqa: TC003  (msgspec needs the fields' types)
from typing import TYPE_CHECKING, Final

import msgspec

from linkcheck.address import without_credentials
from linkcheck.model import (  # noqa: TC001  (msgspec needs the fields' types)
    ArchiveState,
    ArchiveStatus,
    Certainty,
    Citation,
    DateSource,
    DocumentResult,
    Finding,
    GivenCopy,
    Kind,
    Place,
    ReasonCode,
    Remedy,
    Run,
    State,
    Summary,
)
from linkcheck.report.safe import encodable, safe_json
from linkcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable


SCHEMA: Final = "linkcheck/1"
DIFFERENCE_SCHEMA: Final = "linkcheck-diff/1"


class ToolEntry(msgspec.Struct, frozen=True):
    """Name the program that made the report."""

    name: str = "linkcheck"
    version: str = __version__


class RunEntry(msgspec.Struct, frozen=True):
    """Describe the run."""

    started_at: datetime
    finished_at: datetime
    duration_s: float
    complete: bool
    note: str | None = None


class ExtractionSummaryEntry(msgspec.Struct, frozen=True):
    """Count what was read."""

    documents: int
    documents_without_citations: int
    unreadable: int
    citations: int
    targets: int


class SummaryEntry(ExtractionSummaryEntry, frozen=True):
    """Count what was read and what came out."""

    states: dict[State, int]
    archived: int
    archive_not_asked: int = 0
    at_risk: int = 0
    mended: dict[State, int] = {}


class ErrorEntry(msgspec.Struct, frozen=True):
    """Say why a document could not be read."""

    code: str
    message: str


class DocumentEntry(msgspec.Struct, frozen=True):
    """Count what came out of a document."""

    path: str
    format: str
    citations: int
    error: ErrorEntry | None


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


class CitationEntry(msgspec.Struct, frozen=True):
    """Hold one place in a document that cites the target."""

    document: str
    line: int
    column: int
    end_line: int
    end_column: int
    page: int | None
    part: str | None
    kind: Kind
    text: str
    candidates: tuple[str, ...]
    label: str | None
    context: str | None
    date: date | None
    date_source: DateSource | None = None
    place: Place = Place.PROSE
    fragment: str | None = None
    copy_of: str | msgspec.UnsetType = msgspec.UNSET


class ExtractedEntry(msgspec.Struct, frozen=True):
    """Hold a target that was not checked."""

    url: str
    citations: tuple[CitationEntry, ...]


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


def encode(entry: object) -> str:
    """Write an entry as JSON on one line, safe to show."""
    try:
        text = msgspec.json.encode(entry).decode()
    except UnicodeEncodeError:
        text = msgspec.json.encode(_encodable(msgspec.to_builtins(entry))).decode()
    return safe_json(text)


def _encodable(value: object) -> object:
    match value:
        case str():
            return encodable(value)
        case dict():
            return {key: _encodable(item) for key, item in value.items()}
        case list() | tuple():
            return [_encodable(item) for item in value]
        case _:
            return value


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


def document_entry(result: DocumentResult) -> DocumentEntry:
    """Make the entry of a document."""
    problem = result.problem
    error = None if problem is None else ErrorEntry(problem.code, problem.message)
    return DocumentEntry(result.document.path, result.document.format, result.citations, error)


def citation_entry(citation: Citation) -> CitationEntry:
    """Make the entry of a citation.

    A name and a password in its text go here and not before: until now it was exactly what
    stands in the document.
    """
    span = citation.span
    return CitationEntry(
        document=citation.document,
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
        page=citation.page,
        part=citation.part,
        kind=citation.kind,
        text=without_credentials(citation.text),
        candidates=citation.candidates,
        label=citation.label,
        context=citation.context,
        date=citation.date.day if citation.date else None,
        date_source=citation.date.source if citation.date else None,
        place=citation.place,
        fragment=citation.fragment,
        copy_of=msgspec.UNSET if citation.copy_of is None else citation.copy_of,
    )


def extracted_entry(url: str, citations: Iterable[Citation]) -> ExtractedEntry:
    """Make the entry of a target that was not checked."""
    return ExtractedEntry(url, tuple(citation_entry(citation) for citation in citations))


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
