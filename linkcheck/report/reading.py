"""A JSON report read back, with a message that names the place where it is none.

Offsets within documents are not part of a report: the spans that come back count from 0 within
their own text. Everything else that reporters show comes back as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeVar

import msgspec

from linkcheck.errors import ReportFileError
from linkcheck.model import (
    ArchiveStatus,
    Capture,
    Check,
    Citation,
    CitedDate,
    DateSource,
    Document,
    DocumentProblem,
    DocumentResult,
    Finding,
    GivenCopy,
    Hop,
    Kind,
    Reason,
    RejectedCopy,
    Report,
    Run,
    Span,
    Suggestion,
    Summary,
    Target,
    Verdict,
)
from linkcheck.report import checked_wire, wire  # noqa: TC001  (msgspec needs the fields' types)

T = TypeVar("T")


class _Shape(msgspec.Struct, frozen=True):
    tool: wire.ToolEntry
    run: checked_wire.RunEntry
    summary: checked_wire.SummaryEntry
    documents: tuple[wire.DocumentEntry, ...]
    targets: tuple[checked_wire.TargetEntry, ...]


class _Kinship(msgspec.Struct, frozen=True):
    """Hold what tells a report from any other JSON."""

    schema: str | None = None
    run: msgspec.Raw = msgspec.Raw()


def read_report(source: Path | bytes, name: str | None = None) -> Report:
    """Read a report; see `linkcheck.report.read_report`."""
    name = name or (str(source) if isinstance(source, Path) else "the input")
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise ReportFileError(message, hint="Is the path right?") from error
    _check_kinship(data, name)
    entries = _decode(data, _Shape, name)
    return Report(
        run=_run(entries.run, entries.tool.version),
        summary=_summary(entries.summary),
        documents=tuple(_document_result(entry) for entry in entries.documents),
        findings=tuple(_finding(entry) for entry in entries.targets),
    )


_HINT: Final = "Make a report with: linkcheck scan PATH -o report.json"


def _check_kinship(data: bytes, name: str) -> None:
    kinship = _decode(data, _Kinship, name)
    if kinship.schema is None:
        message = f"{name} is no linkcheck report: it has no “schema”"
        raise ReportFileError(message, hint=_HINT)
    if kinship.schema != wire.SCHEMA:
        message = f"{name} is of the schema “{kinship.schema}”; this version reads “{wire.SCHEMA}”"
        raise ReportFileError(message, hint="Was it made by a newer linkcheck? Then upgrade.")
    if not bytes(kinship.run):
        message = f"{name} is no report of a run: it holds citations that were not checked"
        raise ReportFileError(message, hint=_HINT)


def _decode(data: bytes, shape: type[T], name: str) -> T:
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `")
        where = path.rstrip("`") or "$"
        message = f"{name} is no linkcheck report: {where}: {what[:1].lower()}{what[1:]}"
        raise ReportFileError(message, hint=_HINT) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{name} is no linkcheck report: it cannot be read as JSON ({error})"
        raise ReportFileError(message, hint=_HINT) from error


def _run(entry: checked_wire.RunEntry, version: str) -> Run:
    return Run(entry.started_at, entry.finished_at, entry.complete, version, entry.note)


def _summary(entry: checked_wire.SummaryEntry) -> Summary:
    return Summary(
        documents=entry.documents,
        documents_without_citations=entry.documents_without_citations,
        unreadable=entry.unreadable,
        citations=entry.citations,
        targets=entry.targets,
        states=tuple(entry.states.items()),
        archived=entry.archived,
        archive_not_asked=entry.archive_not_asked,
        at_risk=entry.at_risk,
        mended=tuple(entry.mended.items()),
    )


def _document_result(entry: wire.DocumentEntry) -> DocumentResult:
    error = entry.error
    problem = None if error is None else DocumentProblem(error.code, error.message)
    return DocumentResult(Document(entry.path, entry.format), entry.citations, problem)


def _citation(entry: wire.CitationEntry, url: str) -> Citation:
    cited = None
    if entry.date is not None:
        cited = CitedDate(entry.date, entry.date_source or DateSource.DOCUMENT)
    return Citation(
        document=entry.document,
        span=Span(0, len(entry.text), entry.line, entry.column, entry.end_line, entry.end_column),
        text=entry.text,
        url=url,
        kind=entry.kind,
        place=entry.place,
        candidates=entry.candidates,
        fragment=entry.fragment,
        label=entry.label,
        context=entry.context,
        date=cited,
        page=entry.page,
        part=entry.part,
        copy_of=entry.copy_of or None,
    )


def _finding(entry: checked_wire.TargetEntry) -> Finding:
    kinds = [citation.kind for citation in entry.citations if citation.kind is not Kind.URL]
    suggestion = entry.suggestion
    return Finding(
        target=Target.of(entry.url, kinds[0] if kinds else Kind.URL),
        citations=tuple(_citation(citation, entry.url) for citation in entry.citations),
        verdict=Verdict(
            state=entry.state,
            certainty=entry.certainty,
            reasons=tuple(Reason(item.code, item.message) for item in entry.reasons),
            suggestion=Suggestion(suggestion.url, suggestion.why) if suggestion else None,
        ),
        archive=_archive(entry),
        check=_check(entry),
        copies=tuple(
            GivenCopy(copy.url, copy.state, copy.documents, copy.captured_at, copy.flaw or None)
            for copy in entry.copies or ()
        ),
    )


def _archive(entry: checked_wire.TargetEntry) -> ArchiveStatus:
    archive = entry.archive
    capture = None
    if archive.url is not None and archive.captured_at is not None:
        capture = Capture(
            archive=archive.source or "",
            original=entry.url,
            url=archive.url,
            captured_at=archive.captured_at,
            status_code=archive.status_code,
        )
    found = archive.rejected or None
    rejected = None if found is None else RejectedCopy(found.url, found.captured_at, found.why)
    return ArchiveStatus(
        archive.state, capture, archive.near, archive.gap_days, archive.near_source, rejected
    )


def _check(entry: checked_wire.TargetEntry) -> Check | None:
    if entry.checked_at is None:
        return None
    return Check(
        checked_at=entry.checked_at,
        elapsed_ms=entry.elapsed_ms or 0,
        attempts=entry.attempts,
        status_code=entry.status_code,
        final_url=entry.final_url,
        redirects=tuple(Hop(hop.url, hop.status_code) for hop in entry.redirects),
        title=entry.title,
        cached=entry.cached,
    )
