"""Evidence to findings: settle what ambiguous citations mean, and judge each target."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from linkcheck.judge import archive_status, choose_reading, judge, target_date
from linkcheck.model import Answered, Check, Finding, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.model import Citation, Evidence, Observation, Target, Verdict
    from linkcheck.store import Ledger

WORKING = frozenset({State.ALIVE, State.MOVED})


class Findings(Collection[Finding]):
    """Give the findings of a run, ordered by url; each walk judges the stored evidence anew."""

    def __init__(self, ledger: Ledger, run: int, *, online: bool) -> None:
        self._ledger = ledger
        self._run = run
        self._online = online

    def __iter__(self) -> Iterator[Finding]:
        for target, citations, evidence in self._ledger.evidence(self._run):
            yield _finding(target, citations, evidence, online=self._online)

    def __len__(self) -> int:
        return self._ledger.counts(self._run).targets

    def __contains__(self, item: object) -> bool:
        return any(item == finding for finding in self)


def other_readings(ledger: Ledger, run: int) -> tuple[Target, ...]:
    """Return what else ambiguous citations may mean, where the best reading led nowhere."""
    others: dict[str, Target] = {}
    for best, *rest in ledger.alternatives(run):
        verdict = _verdict(ledger, run, best.url, online=True)
        if verdict is None or verdict.state not in WORKING:
            others |= {each.url: each for each in rest}
    known = set(ledger.observed(run)) if others else set()
    return tuple(each for url, each in others.items() if url not in known)


def settle_readings(ledger: Ledger, run: int, *, online: bool) -> None:
    """Let each ambiguous citation cite the reading that the web decided for."""
    for group in tuple(ledger.alternatives(run)):
        readings = [(each.url, _verdict(ledger, run, each.url, online=online)) for each in group]
        ledger.choose_reading(run, [url for url, _ in readings], choose_reading(readings))


def _verdict(ledger: Ledger, run: int, url: str, *, online: bool) -> Verdict | None:
    """Judge one address, or return None where it was never asked."""
    evidence = ledger.evidence_for(run, url)
    return judge(evidence, online=online) if evidence.observations else None


def _finding(
    target: Target, citations: tuple[Citation, ...], evidence: Evidence, *, online: bool
) -> Finding:
    dated = target_date(citations)
    return Finding(
        target=target,
        citations=citations,
        verdict=judge(evidence, online=online),
        archive=archive_status(evidence.lookups, None if dated is None else dated.day),
        check=_check(max(evidence.observations, key=lambda each: each.at, default=None)),
    )


def _check(observation: Observation | None) -> Check | None:
    """Sum up the newest observation."""
    if observation is None:
        return None
    answer = observation.outcome if isinstance(observation.outcome, Answered) else None
    page = None if answer is None else answer.page
    return Check(
        checked_at=observation.at,
        elapsed_ms=round(observation.elapsed * 1000),
        attempts=observation.attempts,
        status_code=None if answer is None else answer.status_code,
        final_url=None if answer is None else answer.final_url,
        redirects=observation.hops,
        title=None if page is None else page.title,
    )
