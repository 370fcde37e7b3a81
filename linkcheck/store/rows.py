"""Rows of the ledger to values of the model and back, exactly.

What SQL asks for has columns; what is only ever read whole (an answer's fields) is JSON. Both
are read back into types by msgspec, at about a microsecond a piece.

A text may hold a lone surrogate (from a notebook's JSON, from a file name that is not UTF-8),
which SQLite's driver refuses. `stored` makes such a text bytes, `CAST(? AS TEXT)` in the
statement makes them a text again, and the connection's text factory reads it as it was.
"""

from __future__ import annotations

from datetime import UTC, date, datetime  # noqa: TC003  (msgspec needs the rows' types)
from typing import TYPE_CHECKING, NamedTuple, assert_never

import msgspec

from linkcheck.model import (  # noqa: TC001  (msgspec needs the rows' types)
    Answered,
    Capture,
    Citation,
    CitedDate,
    DateSource,
    Delegation,
    Document,
    DocumentProblem,
    DocumentResult,
    Held,
    Hop,
    Kind,
    Lookup,
    NotAsked,
    NotHeld,
    Observation,
    Place,
    Run,
    Span,
    Target,
    Unanswered,
    Unavailable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.model import ArchiveAnswer, Outcome
    from linkcheck.store.database import Value

# ---------------------------------------------------------------- texts, times, lists


def stored(text: str | None) -> str | bytes | None:
    """Return a text as SQLite's driver takes it: as bytes where it holds a lone surrogate."""
    if text is None or text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def time_to_text(at: datetime) -> str:
    """Write a time in UTC, so that texts sort as times do."""
    return at.astimezone(UTC).isoformat()


def day_to_text(day: date | None) -> str | None:
    """Write a day, if there is one."""
    return None if day is None else day.isoformat()


def to_json(value: object) -> str:
    """Write a value as JSON; a lone surrogate, which JSON cannot carry, becomes U+FFFD."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value))).decode()


def _without_surrogates(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {key: _without_surrogates(item) for key, item in value.items()}
        case list() | tuple():
            return [_without_surrogates(item) for item in value]
        case _:
            return value


# ---------------------------------------------------------------- runs, documents, citations


class RunRow(NamedTuple):
    """Hold a row of the table `run`."""

    started_at: datetime
    finished_at: datetime | None
    complete: int
    version: str
    note: str | None


def run(row: RunRow) -> Run:
    """Read a run."""
    return Run(
        started_at=row.started_at,
        finished_at=row.finished_at or row.started_at,
        complete=bool(row.complete),
        version=row.version,
        note=row.note,
    )


class DocumentRow(NamedTuple):
    """Hold a row of the table `document`."""

    path: str
    format: str
    date: date | None
    citations: int
    problem_code: str | None
    problem_message: str | None


def document_result(row: DocumentRow) -> DocumentResult:
    """Read what came out of a document."""
    problem = None
    if row.problem_code is not None:
        problem = DocumentProblem(row.problem_code, row.problem_message or "")
    return DocumentResult(Document(row.path, row.format, row.date), row.citations, problem)


class TargetRow(NamedTuple):
    """Hold a row of the table `target`."""

    id: int
    url: str
    host: str
    site: str
    kind: Kind


def target(row: TargetRow) -> Target:
    """Read a target."""
    return Target(row.url, row.host, row.site, row.kind)


class CitationRow(NamedTuple):
    """Hold a row of the table `citation`, with its document's path and its target's address."""

    target: int
    document: str
    url: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    kind: Kind
    place: Place
    readings: str | None
    fragment: str | None
    label: str | None
    context: str | None
    date: date | None
    date_source: DateSource | None
    page: int | None
    part: str | None
    copy_of: str | None


def citation(row: CitationRow) -> Citation:
    """Read a citation: its url is the reading that holds, the others stay its candidates."""
    cited = None
    if row.date is not None and row.date_source is not None:
        cited = CitedDate(row.date, row.date_source)
    candidates: tuple[str, ...] = ()
    if row.readings is not None:
        candidates = tuple(url for url in readings_of(row.readings) if url != row.url)
    return Citation(
        document=row.document,
        span=Span(row.start, row.end, row.line, row.column, row.end_line, row.end_column),
        text=row.text,
        url=row.url,
        kind=row.kind,
        place=row.place,
        candidates=candidates,
        fragment=row.fragment,
        label=row.label,
        context=row.context,
        date=cited,
        page=row.page,
        part=row.part,
        copy_of=row.copy_of,
    )


def citation_values(cited: Citation) -> tuple[Value, ...]:
    """Write a citation's own columns, in the order of `linkcheck.store.ledger`'s statement.

    Members of enumerations are made plain strings, which SQLite's driver takes a microsecond
    faster: there can be millions.
    """
    span = cited.span
    return (
        cited.url,
        span.start,
        span.end,
        span.line,
        span.column,
        span.end_line,
        span.end_column,
        stored(cited.text),
        str(cited.kind),
        str(cited.place),
        to_json((cited.url, *cited.candidates)) if cited.candidates else None,
        stored(cited.fragment),
        stored(cited.label),
        stored(cited.context),
        day_to_text(cited.date.day) if cited.date else None,
        str(cited.date.source) if cited.date else None,
        cited.page,
        stored(cited.part),
        stored(cited.copy_of),
    )


def readings_of(text: str) -> tuple[str, ...]:
    """Read the addresses that a citation may mean, best first."""
    return msgspec.json.decode(text, type=tuple[str, ...])


# ---------------------------------------------------------------- answers of the web


class ObservationRow(NamedTuple):
    """Hold a row of the table `observation`, with its target's address."""

    target: int
    url: str
    at: datetime
    outcome: str
    detail: str
    hops: str
    attempts: int
    elapsed: float


def observation(row: ObservationRow) -> Observation:
    """Read an observation."""
    outcome: Outcome
    match row.outcome:
        case "answered":
            outcome = msgspec.json.decode(row.detail, type=Answered)
        case "unanswered":
            outcome = msgspec.json.decode(row.detail, type=Unanswered)
        case _:
            outcome = msgspec.json.decode(row.detail, type=NotAsked)
    hops = msgspec.json.decode(row.hops, type=tuple[Hop, ...])
    return Observation(row.url, row.at, outcome, hops, row.attempts, row.elapsed)


def observation_values(seen: Observation) -> tuple[Value, ...]:
    """Write an observation's own columns, in the order of `linkcheck.store.ledger`'s statement."""
    return (
        seen.target,
        time_to_text(seen.at),
        _outcome_name(seen.outcome),
        to_json(seen.outcome),
        to_json(seen.hops),
        seen.attempts,
        seen.elapsed,
    )


def _outcome_name(outcome: Outcome) -> str:
    match outcome:
        case Answered():
            return "answered"
        case Unanswered():
            return "unanswered"
        case NotAsked():
            return "not-asked"
        case _:
            assert_never(outcome)


# ---------------------------------------------------------------- name servers


class DelegationRow(NamedTuple):
    """Hold a row of the table `delegation`."""

    site: str
    at: datetime
    name_servers: str


def delegation(row: DelegationRow) -> Delegation:
    """Read to which name servers a site is delegated."""
    return Delegation(row.site, row.at, msgspec.json.decode(row.name_servers, type=tuple[str, ...]))


def delegation_values(told: Delegation) -> tuple[Value, ...]:
    """Write a delegation's own columns, in the order of `linkcheck.store.ledger`'s statement."""
    return stored(told.site), time_to_text(told.at), to_json(told.name_servers)


# ---------------------------------------------------------------- answers of the archives


class LookupRow(NamedTuple):
    """Hold a row of the table `lookup`, with its target's address."""

    target: int
    url: str
    archive: str
    at: datetime
    near: date | None
    answer: str
    detail: str


def lookup(row: LookupRow) -> Lookup:
    """Read what an archive said."""
    answer: ArchiveAnswer
    match row.answer:
        case "held":
            answer = Held(_captures(row.detail))
        case "not-held":
            answer = NotHeld(_captures(row.detail) if row.detail != "{}" else ())
        case _:
            answer = msgspec.json.decode(row.detail, type=Unavailable)
    return Lookup(row.url, row.archive, row.at, row.near, answer)


def lookup_values(asked: Lookup) -> tuple[Value, ...]:
    """Write a lookup's own columns, in the order of `linkcheck.store.ledger`'s statement."""
    name, detail = _answer_columns(asked.answer)
    return (
        asked.target,
        stored(asked.archive),
        time_to_text(asked.at),
        day_to_text(asked.near),
        name,
        detail,
    )


def _answer_columns(answer: ArchiveAnswer) -> tuple[str, str]:
    match answer:
        case Held(captures):
            return "held", _captures_json(captures)
        case NotHeld(neighbours):
            return "not-held", _captures_json(neighbours) if neighbours else "{}"
        case Unavailable():
            return "unavailable", to_json(answer)
        case _:
            assert_never(answer)


class _CaptureRow(NamedTuple):
    archive: str
    original: str
    url: str
    captured_at: datetime
    status_code: int | None


def _captures(detail: str) -> tuple[Capture, ...]:
    return tuple(Capture(*row) for row in msgspec.json.decode(detail, type=list[_CaptureRow]))


def _captures_json(captures: Iterable[Capture]) -> str:
    return to_json(
        [
            _CaptureRow(
                item.archive,
                item.original,
                item.url,
                item.captured_at.astimezone(UTC),
                item.status_code,
            )
            for item in captures
        ]
    )
