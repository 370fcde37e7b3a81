"""The lines of what was checked, for `linkcheck.report.formats.lines`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.model import Certainty, State
from linkcheck.report.formats.lines import head_of
from linkcheck.report.marks import remarks
from linkcheck.report.safe import shown
from linkcheck.report.words import CERTAINTY, instead

if TYPE_CHECKING:
    from typing import IO

    from linkcheck.model import Citation, Finding, Reason, Report
    from linkcheck.report.style import Style


def write_report(report: Report, out: IO[str], style: Style) -> None:
    """Write a report in the order in which its documents are read; quiet, what needs a hand."""
    order = {result.document.path: number for number, result in enumerate(report.documents)}
    found = []
    for finding in report.findings:
        for citation in finding.citations:
            marked = [reason for _level, reason in remarks(finding, citation)]
            if marked or not style.quiet:
                number = order.get(citation.document, len(order))
                line = f"{_head(citation)}{_said(finding, marked, citation.document)}"
                found.append((number, citation.page or 0, citation.span.start, line))
        if not finding.citations and not (style.quiet and _is_well(finding)):
            found.append((len(order), 0, 0, _said(finding, [])))
    out.writelines(f"{line}\n" for *_where, line in sorted(found))


def _head(citation: Citation) -> str:
    head = head_of(citation.document, citation.page, citation.part)
    span = citation.span
    return f"{head} " if citation.page is not None else f"{head}{span.line}:{span.column}: "


def _said(finding: Finding, marked: list[Reason], document: str | None = None) -> str:
    """Say of an address what became of it, how sure that is, why, and what to put there."""
    verdict = finding.verdict
    well = _is_well(finding)
    reasons = marked if well else [verdict.reasons[0], *marked]
    said = [CERTAINTY[verdict.certainty], *dict.fromkeys(each.message for each in reasons)]
    found = instead(finding, document)
    if found is not None and (found.suggested or not well):
        lead = "put there instead" if found.suggested else "a copy to read"
        said.append(f"{lead}: {found.url} ({found.what})")
    why = "; ".join(shown(each) for each in said if each)
    return f"{verdict.state}: {shown(finding.target.url)}{f' ({why})' if why else ''}"


def _is_well(finding: Finding) -> bool:
    verdict = finding.verdict
    return verdict.state is State.ALIVE and verdict.certainty is Certainty.CERTAIN
