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
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO, TypeAlias

    from linkcheck.model import Citation, Extraction, Report
    from linkcheck.report.style import Style

    # Line, column, url and candidates of what is cited.
    CitedAt: TypeAlias = tuple[int, int, str, tuple[str, ...]]
    # A document, the page or the name of a part of it if it has any, and what is cited there.
    CitingPart: TypeAlias = tuple[str, int | None, str | None, Sequence[CitedAt]]


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


def text_of(parts: Sequence[CitingPart]) -> str:
    """Return the lines of parts of documents.

    All are looked through together for what is not safe to show: mostly there is nothing.
    """
    lines = [
        f"{document}:{line}:{column}: {url}\n"
        if page is None and name is None and not others
        else "\n"  # which is no line
        for document, page, name, cited in parts
        for line, column, url, others in cited
    ]
    if are_plain(lines, " \n"):
        return "".join(lines)
    if len(parts) > 1:
        return "".join([text_of([part]) for part in parts])
    return "".join([line for part in parts for line in _lines_of(*part)])


def _lines_of(
    document: str, page: int | None, name: str | None, cited: Iterable[CitedAt]
) -> Iterator[str]:
    head = head_of(document, page, name)
    for line, column, url, others in cited:
        where = f"{line}:{column}:" if page is None else ""
        yield f"{head}{where} {shown(url)}{_others(others) if others else ''}\n"


def _unchecked(citation: Citation) -> str:
    span = citation.span
    cited = (span.line, span.column, citation.url, citation.candidates)
    return "".join(_lines_of(citation.document, citation.page, citation.part, (cited,)))


def _others(candidates: Sequence[str]) -> str:
    return f" (or {', '.join(map(shown, candidates))})"


REPORTER = Reporter(
    name="lines",
    suffixes=(".lines",),
    description="one citation a line, as compilers write it, for editors, grep and cut",
    write_report=write_report,
    write_extraction=write_extraction,
)
