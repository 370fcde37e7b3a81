"""What an earlier report already told of: it is not told again, and fails no run.

A document and an address in it are known where the earlier report has both, in the same state.
Lines do not count, for they move. What works needs no telling, and is never known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from linkcheck.model import Finding, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.model import Report

_NEEDS_TELLING: Final = tuple(state for state in State if state is not State.ALIVE)


def measured_against(report: Report, baseline: Report) -> Report:
    """Return a report that says of each finding where the baseline told the same.

    The findings are still made as they are asked for.
    """
    told = frozenset(
        (citation.document, finding.target.url, finding.verdict.state)
        for finding in baseline.findings
        if finding.verdict.state in _NEEDS_TELLING
        for citation in finding.citations
    )
    findings = _Measured(report.findings, told)
    known = Counter(each.verdict.state for each in findings if _is_known(each) and not each.mended)
    summary = replace(report.summary, known=tuple((state, known[state]) for state in State))
    return replace(report, findings=findings, summary=summary)


class _Measured(Collection[Finding]):
    def __init__(
        self, findings: Collection[Finding], told: frozenset[tuple[str, str, State]]
    ) -> None:
        self._findings = findings
        self._told = told

    def __len__(self) -> int:
        return len(self._findings)

    def __contains__(self, finding: object) -> bool:
        return any(each == finding for each in self)

    def __iter__(self) -> Iterator[Finding]:
        for finding in self._findings:
            documents = dict.fromkeys(citation.document for citation in finding.citations)
            known = tuple(
                document
                for document in documents
                if (document, finding.target.url, finding.verdict.state) in self._told
            )
            yield replace(finding, known_in=known) if known else finding


def _is_known(finding: Finding) -> bool:
    return bool(finding.known_in) and all(
        citation.document in finding.known_in for citation in finding.citations
    )
