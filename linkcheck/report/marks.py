"""What a program marks in a document: one mark for each citation that needs a hand.

Shared by the formats that other programs show beside the text: SARIF and GitHub's annotations.
What is dead is an error; what may be only a bad day of a server is a warning.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, assert_never

from linkcheck.judge import label_mismatch
from linkcheck.model import Certainty, ReasonCode, State
from linkcheck.report.words import CERTAINTY, RANK, instead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.model import Citation, Finding, Reason, Verdict


class Level(IntEnum):
    """Say how bad a mark is, the worst first."""

    ERROR = 0
    WARNING = 1
    NOTE = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark one citation; `number` counts the citations of its target in its document, from 1."""

    level: Level
    reason: Reason
    finding: Finding
    citation: Citation
    number: int

    @property
    def is_known(self) -> bool:
        """Tell whether a baseline told the same of this document."""
        return self.citation.document in self.finding.known_in

    @property
    def line(self) -> int | None:
        """Return the line in the file; None where lines count within a page, a cell or a part."""
        inside = self.citation.page is not None or self.citation.part is not None
        return None if inside else self.citation.span.line

    @property
    def rank(self) -> tuple[int, int, int, str, int, int]:
        """Sort what is worst first, then as it is read."""
        verdict = self.finding.verdict
        span = self.citation.span
        sure = list(Certainty).index(verdict.certainty)
        where = (self.citation.document, span.line, span.column)
        return (self.level, RANK[verdict.state], sure, *where)


def marks(findings: Iterable[Finding]) -> Iterator[Mark]:
    """Mark all that needs a hand, in the order of the findings."""
    for finding in findings:
        seen: dict[str, int] = {}
        for citation in finding.citations:
            number = seen[citation.document] = seen.get(citation.document, 0) + 1
            for level, reason in remarks(finding, citation):
                yield Mark(level, reason, finding, citation, number)


def worst(found: Iterable[Mark], most: int) -> tuple[list[Mark], int]:
    """Return at most so many marks, the worst first, and how many are left out."""
    total = 0

    def counting() -> Iterator[Mark]:
        nonlocal total
        for mark in found:
            total += 1
            yield mark

    kept = heapq.nsmallest(most, counting(), key=lambda mark: mark.rank)
    return kept, total - len(kept)


def sentence(mark: Mark) -> str:
    """Say what is wrong and what to do, in words that are yet to be made safe to show."""
    finding = mark.finding
    if mark.reason.code in _OF_LIVING:
        return f"{mark.reason.message}: {finding.target.url}"
    verdict = finding.verdict
    sure = CERTAINTY[verdict.certainty]
    state = f"{sure} {verdict.state}" if sure else str(verdict.state)
    found = instead(finding, mark.citation.document)
    # What moved names its new address below, once.
    named = found is not None and found.url in mark.reason.message
    why = "" if named else f"{mark.reason.message}: "
    text = f"{state}: {why}{finding.target.url}"
    if found is None:
        return text
    lead = "put there instead" if found.suggested else "a copy to read"
    return f"{text} \N{EN DASH} {lead}: {found.url} ({found.what})"


_OF_LIVING = frozenset({ReasonCode.FRAGMENT_MISSING, ReasonCode.LABEL_MISMATCH})


def remarks(finding: Finding, citation: Citation) -> Iterator[tuple[Level, Reason]]:
    """Say what of a citation needs a hand, each with how bad that is."""
    verdict = finding.verdict
    level = _level(verdict)
    if level is not None and finding.mended_in(citation.document):
        level = Level.NOTE
    if level is not None:
        yield level, verdict.reasons[0]
    if citation.fragment is not None:
        for reason in verdict.reasons:
            if reason.code is ReasonCode.FRAGMENT_MISSING:
                yield Level.WARNING, reason
    misleading = label_mismatch(citation)
    if misleading is not None:
        yield Level.WARNING, misleading


def _level(verdict: Verdict) -> Level | None:
    match verdict.state:
        case State.DEAD:
            doubtful = verdict.certainty is Certainty.POSSIBLE
            return Level.WARNING if doubtful else Level.ERROR
        case State.UNREACHABLE:
            return Level.WARNING
        case State.BLOCKED | State.MOVED:
            return Level.NOTE
        case State.UNCHECKED | State.ALIVE:
            return None
        case _:
            assert_never(verdict.state)
