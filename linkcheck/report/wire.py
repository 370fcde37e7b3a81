"""The JSON of documents and what they cite: names and types are the public contract `linkcheck/1`.

`linkcheck/report/schema/linkcheck-1.schema.json` describes it for others. Fields may be added;
a field that changes its meaning or goes away makes a `linkcheck/2`. Those that few entries have
are `UNSET`, and left out, elsewhere. What is said of checked targets is in `checked_wire`.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  (msgspec needs the fields' types)
from typing import TYPE_CHECKING, Final

import msgspec

from linkcheck.address import without_credentials
from linkcheck.model import DateSource, Kind, Place  # noqa: TC001  (msgspec needs the fields' types)
from linkcheck.report.safe import encodable, safe_json
from linkcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.model import Citation, DocumentResult

SCHEMA: Final = "linkcheck/1"


class ToolEntry(msgspec.Struct, frozen=True):
    """Name the program that made the report."""

    name: str = "linkcheck"
    version: str = __version__


class ExtractionSummaryEntry(msgspec.Struct, frozen=True):
    """Count what was read."""

    documents: int
    documents_without_citations: int
    unreadable: int
    citations: int
    targets: int


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
