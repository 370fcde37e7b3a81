"""The way of the data, on one page: paths → citations → targets → observations → findings.

Two phases through one ledger. First everything is read into it, so that totals are known and
memory is bounded; then each target is asked once, and each answer is written as it comes. A run
that is stopped loses nothing: `build_report` tells what is known so far.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import linkcheck
from linkcheck.checking import check_targets
from linkcheck.connection import WITHOUT_NETWORK
from linkcheck.findings import Findings, settle_readings
from linkcheck.judge import needs_copy
from linkcheck.model import ArchiveState, ReasonCode, Report, State, Summary
from linkcheck.reading import Inputs, read_documents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

INTERRUPTED: Final = "interrupted: what was not asked is unchecked"


async def scan(paths: Sequence[str], settings: Settings, ledger: Ledger) -> Report:
    """Read documents, ask the web and the archives, and return what was found.

    The report reads from the ledger: keep that open as long as the report is used. A cancelled
    scan leaves what it found in the ledger.
    """
    run = ledger.begin_run(_now(), linkcheck.__version__, run_key(paths))
    read_documents(Inputs.of(paths), settings, ledger, run)
    note = await check_targets(ledger, run, settings)
    return build_report(ledger, run, settings, note=note)


def build_report(
    ledger: Ledger, run: int, settings: Settings, *, note: str | None = None
) -> Report:
    """Close a run and judge its evidence; a `note` says why it is not complete."""
    online = note not in WITHOUT_NETWORK
    ledger.finish_run(run, _now(), complete=note is None, note=note)
    settle_readings(ledger, run, settings, online=online)
    findings = Findings(ledger, run, settings, online=online)
    return Report(
        run=ledger.run(run),
        summary=_summary(ledger, run, settings, findings, online=online),
        documents=ledger.documents(run),
        findings=findings,
    )


def _summary(
    ledger: Ledger, run: int, settings: Settings, findings: Findings, *, online: bool
) -> Summary:
    states: Counter[State] = Counter()
    mended: Counter[State] = Counter()
    archived = not_asked = at_risk = 0
    for finding in findings:
        states[finding.verdict.state] += 1
        mended[finding.verdict.state] += finding.mended
        at_risk += any(each.code is ReasonCode.AT_RISK for each in finding.verdict.reasons)
        archived += finding.archive.state is ArchiveState.ARCHIVED
        not_asked += finding.archive.state is ArchiveState.NOT_ASKED and finding.check is not None
    counts = ledger.counts(run)
    wanted = settings.archive != ("none",) and online
    return Summary(
        documents=counts.documents,
        documents_without_citations=counts.documents_without_citations,
        unreadable=counts.unreadable,
        citations=counts.citations,
        targets=counts.targets,
        states=tuple((state, states[state]) for state in State),
        archived=archived,
        archive_not_asked=not_asked if wanted else 0,
        at_risk=at_risk,
        mended=tuple(
            (state, mended[state]) for state in State if needs_copy(state) and mended[state]
        ),
    )


def run_key(paths: Sequence[str]) -> str:
    """Return what a run is found again by: what it reads, and where from."""
    return "\0".join((str(Path.cwd()), *paths))


def _now() -> datetime:
    return datetime.now(UTC)
