"""One citation a line, as compilers and grep write it, for editors, `cut` and `sort`.

`path:line:column: address`, and of what was checked `path:line:column: state: address (why; what
to put there)`. A page of a PDF stands in the place of line and column, and a part of a document
(a cell, a chapter) before them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.report.reporter import Reporter
from linkcheck.report.safe import are_plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import IO

    from linkcheck.model import Citation, Extraction, Report
    from linkcheck.report.style import Style


def write_report(report: Report, out: IO[str], style: Style) -> None:
    """Write a report."""
    from linkcheck.report import checked_lines  # noqa: PLC0415  (words for verdicts; 10 ms)

    checked_lines.write_report(report, out, style)


def write_extraction(extraction: Extraction, out: IO[str], _style: Style) -> None:
    """Write citations that were not checked."""
    out.writelines(map(_unchecked, extraction.citations))


def head_of(document: str, page: int | None, part: str | None) -> str:
    """Return what each line of one part of a document begins with, safe to show."""
    head = f"{shown(document)}:" if part is None else f"{shown(document)}:{shown(part)}:"
    return head if page is None else f"{head}p. {page}:"


def lines_of(
    head: str, page: int | None, cited: Iterable[tuple[int, int, str, Sequence[str]]]
) -> Iterable[str]:
    """Return the lines of one part, of what is cited there: line, column, url and candidates.

    What comes one by one gives its lines one by one: its document may yet turn out to be broken.
    """
    if page is None and isinstance(cited, list) and are_plain([each[2] for each in cited]):
        return [
            f"{head}{line}:{column}: {url}{_others(others) if others else ''}\n"
            for line, column, url, others in cited
        ]
    return (
        f"{head}{f'{line}:{column}:' if page is None else ''} {shown(url)}"
        f"{_others(others) if others else ''}\n"
        for line, column, url, others in cited
    )


def _unchecked(citation: Citation) -> str:
    head = head_of(citation.document, citation.page, citation.part)
    span = citation.span
    place = (span.line, span.column, citation.url, citation.candidates)
    return "".join(lines_of(head, citation.page, (place,)))


def _others(candidates: Sequence[str]) -> str:
    return f" (or {', '.join(map(shown, candidates))})"


REPORTER = Reporter(
    name="lines",
    suffixes=(".lines",),
    description="one citation a line, as compilers write it, for editors, grep and cut",
    write_report=write_report,
    write_extraction=write_extraction,
)
