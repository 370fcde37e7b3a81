"""CSV for spreadsheets: one citation a row.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises
(https://owasp.org/www-community/attacks/CSV_Injection): what is in it came from documents and
servers. All cells are quoted.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from linkcheck.patterns import late
from linkcheck.report.reporter import Reporter
from linkcheck.report.safe import shown

if TYPE_CHECKING:
    from typing import IO

    from linkcheck.model import Citation, Extraction, Finding, Report
    from linkcheck.report.style import Style

CITATION: Final = (
    *("url", "document", "line", "column", "page", "part", "kind"),
    *("text", "label", "context", "cited_on"),
)
CHECK: Final = (
    *("state", "certainty", "reason", "message", "suggestion", "suggestion_why"),
    *("archive_state", "archive_url", "archived_at", "status_code", "final_url", "title"),
    "checked_at",
)
COLUMNS: Final = (*CHECK[:4], *CITATION, *CHECK[4:])

# The full-width forms count too: spreadsheets in some languages read them as the plain ones.
_FORMULA: Final = late("[-=+@\uff0d\uff1d\uff0b\uff20]")


def write_report(report: Report, out: IO[str], _style: Style) -> None:
    """Write a report; a target that nothing cites has a row without a place."""
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    for finding in report.findings:
        about = _of_check(finding)
        for place in map(_of_citation, finding.citations) if finding.citations else ({},):
            row = {"url": finding.target.url, **about, **place}
            writer.writerow({name: cell(value) for name, value in row.items()})


def write_extraction(extraction: Extraction, out: IO[str], _style: Style) -> None:
    """Write citations that were not checked."""
    writer = csv.DictWriter(out, CITATION, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    for citation in extraction.citations:
        row = {"url": citation.url, **_of_citation(citation)}
        writer.writerow({name: cell(value) for name, value in row.items()})


def cell(value: object) -> str:
    """Write a value so that a spreadsheet takes it for a text or a number, never for a formula."""
    if value is None:
        return ""
    text = shown(str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def _of_citation(citation: Citation) -> dict[str, object]:
    span = citation.span
    return {
        "document": citation.document,
        "line": span.line,
        "column": span.column,
        "page": citation.page,
        "part": citation.part,
        "kind": citation.kind,
        "text": citation.text,
        "label": citation.label,
        "context": citation.context,
        "cited_on": citation.date.day if citation.date else None,
    }


def _of_check(finding: Finding) -> dict[str, object]:
    verdict = finding.verdict
    suggestion = verdict.suggestion
    capture = finding.archive.capture
    check = finding.check
    return {
        "state": verdict.state,
        "certainty": verdict.certainty,
        "reason": " ".join(reason.code for reason in verdict.reasons),
        "message": "; ".join(reason.message for reason in verdict.reasons),
        "suggestion": suggestion.url if suggestion else None,
        "suggestion_why": suggestion.why if suggestion else None,
        "archive_state": finding.archive.state,
        "archive_url": capture.url if capture else None,
        "archived_at": capture.captured_at.isoformat() if capture else None,
        "status_code": check.status_code if check else None,
        "final_url": check.final_url if check else None,
        "title": check.title if check else None,
        "checked_at": check.checked_at.isoformat() if check else None,
    }


REPORTER = Reporter(
    name="csv",
    suffixes=(".csv",),
    description="one citation a row, for spreadsheets",
    write_report=write_report,
    write_extraction=write_extraction,
)
