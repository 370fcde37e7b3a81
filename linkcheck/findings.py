"""Evidence to findings: settle what ambiguous citations mean, and judge each target."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from linkcheck.judge import (
    archive_status,
    captured_at,
    captures_of,
    choose_reading,
    flaw_of_given,
    judge,
    judge_with_reasons,
    needs_copy,
    probe_address,
    raw_replay,
    registry_addresses,
    target_date,
    with_doubt,
    with_fragments,
    with_given_copies,
    with_labels,
    with_risk,
)
from linkcheck.model import (
    Answered,
    ArchiveState,
    ArchiveStatus,
    Capture,
    Certainty,
    Check,
    CitedDate,
    DateSource,
    Finding,
    GivenCopy,
    Reason,
    ReasonCode,
    Remedy,
    State,
    Suggestion,
)
from linkcheck.pairs import read_pairs
from linkcheck.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from linkcheck.judge import ArchiveLink, Opinion
    from linkcheck.model import Citation, Evidence, Observation, Target, Verdict
    from linkcheck.pairs import Pairs
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

WORKING = frozenset({State.ALIVE, State.MOVED})

# Findings kept of a walk: some 50 MB.
_FEW: Final = 25_000


class Bench:
    """Judge a run's evidence by the settings, with the probes that belong to it.

    The probes and name servers are read from the ledger when it is made.
    """

    def __init__(self, ledger: Ledger, run: int, settings: Settings, *, online: bool) -> None:
        self._rules = settings.hosts
        self._online = online
        self._ledger = ledger
        self._run = run
        self._began = ledger.run(run).started_at
        self._max_gap = settings.max_gap
        self._looks_at_copies = settings.look_at_copies
        self._pairs: Pairs | None = None
        self._probes: dict[str, list[Observation]] = {}
        self._copies: dict[str, Observation] = {}
        self._servers = {each.site: each.name_servers for each in ledger.delegations(run)}
        for each in ledger.uncited(run):
            if probe_address(each.target) == each.target:
                self._probes.setdefault(each.target, []).append(each)
            else:
                self._copies[each.target] = each

    def complete(self, evidence: Evidence) -> Evidence:
        """Add to a target's evidence the made-up address beside it, and copies looked at."""
        if self._servers:
            servers = self._servers.get(evidence.target.site, ())
            evidence = replace(evidence, name_servers=servers) if servers else evidence
        if self._probes:
            found = self._probes.get(probe_address(evidence.target.url) or "", ())
            evidence = replace(evidence, probes=tuple(found)) if found else evidence
        if self._copies and evidence.lookups:
            urls = (raw_replay(each.url) for each in captures_of(evidence.lookups))
            copies = tuple(self._copies[url] for url in dict.fromkeys(urls) if url in self._copies)
            evidence = replace(evidence, copies=copies)
        return evidence

    def verdict(self, evidence: Evidence) -> Verdict:
        """Judge what is known of one target."""
        return judge(
            self.complete(evidence),
            online=self._online,
            rules=self._rules,
            max_gap=self._max_gap,
            on_trust=not self._looks_at_copies,
        )

    def opinion(self, evidence: Evidence) -> Opinion:
        """Judge what is known of one target, and tell by which rule; copies are left out."""
        return judge_with_reasons(self.complete(evidence), online=self._online, rules=self._rules)

    def verdict_on(self, url: str) -> Verdict | None:
        """Judge one address of the run, or return None where it was never asked."""
        evidence = self._ledger.evidence_for(self._run, url)
        return self.verdict(evidence) if evidence.observations else None

    def finding(
        self, target: Target, citations: tuple[Citation, ...], evidence: Evidence
    ) -> Finding:
        """Sum up all that is known of one target."""
        evidence = self.complete(evidence)
        verdict = with_doubt(self.verdict(evidence), citations)
        verdict = with_fragments(verdict, evidence, citations)
        newest = max(evidence.observations, key=lambda each: each.at, default=None)
        check = _check(newest, self._began)
        copies: tuple[GivenCopy, ...] = ()
        link = self.pairs.link(target.url)
        if link is not None:
            link = replace(link, captured_at=captured_at(target.url, evidence.observations))
            verdict, archive = self._copy(verdict, evidence, link, check)
        else:
            archive = self._archive(evidence, citations, verdict.state)
            copies = self._given_copies(target.url)
            documents = {citation.document for citation in citations}
            verdict, archive = with_given_copies(verdict, archive, copies, documents, target.url)
            verdict = with_risk(verdict, archive)
        return Finding(
            target=target,
            citations=citations,
            verdict=with_labels(verdict, citations),
            archive=archive,
            check=check,
            copies=copies,
        )

    @property
    def pairs(self) -> Pairs:
        """Return what documents say is a copy of what, read when it is first wanted."""
        if self._pairs is None:
            self._pairs = read_pairs(self._ledger, self._run)
        return self._pairs

    def _given_copies(self, url: str) -> tuple[GivenCopy, ...]:
        """Return the copies of an address that documents give, with what became of them."""
        return tuple(
            self._given_copy(copy, url, documents)
            for copy, documents in self.pairs.copies_of(url).items()
        )

    def _given_copy(self, url: str, original: str, documents: tuple[str, ...]) -> GivenCopy:
        evidence = self._ledger.evidence_for(self._run, url)
        state = self.verdict(evidence).state
        seen = evidence.observations
        flaw = flaw_of_given(url, original, seen) if state in WORKING else None
        return GivenCopy(url, state, documents, captured_at(url, seen), flaw)

    def _archive(
        self, evidence: Evidence, citations: tuple[Citation, ...], state: State
    ) -> ArchiveStatus:
        """Sum up what the archives said, near to the day of the citations.

        Where they tell no day, but archives were asked for one, git told it.
        """
        dated = target_date(citations)
        if dated is None:
            days = (each.near for each in evidence.lookups if each.near is not None)
            day = min(days, default=None)
            dated = None if day is None else CitedDate(day, DateSource.GIT)
        near = None if dated is None else dated.day
        status = archive_status(
            evidence.lookups,
            near,
            evidence.copies,
            max_gap=self._max_gap,
            # At the copies of what lives nobody looks.
            on_trust=not (self._looks_at_copies and needs_copy(state)),
        )
        return replace(status, near_source=None if dated is None else dated.source)

    def _copy(
        self, verdict: Verdict, evidence: Evidence, link: ArchiveLink, check: Check | None
    ) -> tuple[Verdict, ArchiveStatus]:
        """Show a citation of an archived copy together with its original."""
        url = evidence.target.url
        flaw = None
        if verdict.state in WORKING:
            flaw = flaw_of_given(url, link.original or url, evidence.observations)
        status, original = self._original(link)
        reasons = [*verdict.reasons, Reason(ReasonCode.ARCHIVE_LINK, _copy_of(link) + original)]
        if flaw is not None:
            doubt = f"the copy may be no use: {flaw}"
            reasons.append(Reason(ReasonCode.ARCHIVE_LINK, doubt))
            verdict = replace(verdict, certainty=Certainty.POSSIBLE)
        verdict = replace(verdict, reasons=tuple(reasons))
        if needs_copy(verdict.state) or flaw is not None:
            if status.capture is not None and status.capture.url != url:
                suggestion = Suggestion(status.capture.url, Remedy.ARCHIVED)
                verdict = replace(verdict, suggestion=suggestion)
            return verdict, status
        capture = None
        if link.captured_at is not None:
            code = None if check is None else check.status_code
            capture = Capture(link.archive, link.original or url, url, link.captured_at, code)
        works = verdict.state in WORKING
        return verdict, ArchiveStatus(ArchiveState.ARCHIVED, capture) if works else status

    def _original(self, link: ArchiveLink) -> tuple[ArchiveStatus, str]:
        """Say what archives hold of a copy's original, and what became of that itself."""
        near = None if link.captured_at is None else link.captured_at.date()
        if link.original is None:
            return ArchiveStatus(ArchiveState.NOT_ASKED, near=near), ""
        own = self.complete(self._ledger.evidence_for(self._run, link.original))
        status = archive_status(
            own.lookups,
            near,
            own.copies,
            max_gap=self._max_gap,
            on_trust=not self._looks_at_copies,
        )
        if not own.observations:
            return status, ""
        original = self.verdict(own)
        why = f" ({original.reasons[0].message})" if original.reasons else ""
        return status, f"; the original is {original.state}{why}"


class Findings(Collection[Finding]):
    """Give the findings of a run, ordered by url.

    The first walk judges the stored evidence; for those after it the findings are kept, up to
    `few` in memory, else on disk.
    """

    def __init__(
        self, ledger: Ledger, run: int, settings: Settings, *, online: bool, few: int = _FEW
    ) -> None:
        self._ledger = ledger
        self._run = run
        self._settings = settings
        self._online = online
        self._few = few
        self._kept: Iterable[Finding] | None = None

    def __iter__(self) -> Iterator[Finding]:
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[Finding] | Spool[Finding] | None = [] if len(self) <= self._few else _spool()
        bench = Bench(self._ledger, self._run, self._settings, online=self._online)
        for target, citations, evidence in self._ledger.evidence(self._run):
            finding = bench.finding(target, citations, evidence)
            kept = _with(kept, finding)
            yield finding
        self._kept = kept

    def __len__(self) -> int:
        return self._ledger.counts(self._run).targets

    def __contains__(self, item: object) -> bool:
        return any(item == finding for finding in self)


def _spool() -> Spool[Finding] | None:
    try:
        return Spool(Finding)
    except OSError:  # then each walk judges anew
        return None


def _with(
    kept: list[Finding] | Spool[Finding] | None, finding: Finding
) -> list[Finding] | Spool[Finding] | None:
    match kept:
        case list():
            kept.append(finding)
        case Spool():
            try:
                kept.add(finding)
            except OSError:
                return None
        case None:
            pass
        case _:
            assert_never(kept)
    return kept


def other_readings(ledger: Ledger, run: int, settings: Settings) -> tuple[Target, ...]:
    """Return what else ambiguous citations may mean, where the best reading led nowhere."""
    bench = Bench(ledger, run, settings, online=True)
    others: dict[str, Target] = {}
    for best, *rest in ledger.alternatives(run):
        verdict = bench.verdict_on(best.url)
        if verdict is None or verdict.state not in WORKING:
            others |= {each.url: each for each in rest}
    known = set(ledger.observed(run)) if others else set()
    return tuple(each for url, each in others.items() if url not in known)


def settle_readings(ledger: Ledger, run: int, settings: Settings, *, online: bool) -> None:
    """Let each ambiguous citation cite the reading that the web decided for."""
    bench = Bench(ledger, run, settings, online=online)
    for group in tuple(ledger.alternatives(run)):
        readings = [(each.url, bench.verdict_on(each.url)) for each in group]
        ledger.choose_reading(run, [url for url, _ in readings], choose_reading(readings))


def _copy_of(link: ArchiveLink) -> str:
    day = "" if link.captured_at is None else f" of {link.captured_at:%Y-%m-%d}"
    what = "" if link.original is None else f" of {link.original}"
    return f"an archived copy{day} ({link.archive}){what}"


def _check(observation: Observation | None, began: datetime) -> Check | None:
    """Sum up the newest observation; one from before the run began was kept from an earlier."""
    if observation is None:
        return None
    answer = observation.outcome if isinstance(observation.outcome, Answered) else None
    final = None if answer is None else answer.final_url
    if final is not None and final in registry_addresses(observation.target):
        final = observation.target  # the registry only told of it
    page = None if answer is None else answer.page
    return Check(
        checked_at=observation.at,
        elapsed_ms=round(observation.elapsed * 1000),
        attempts=observation.attempts,
        status_code=None if answer is None else answer.status_code,
        final_url=final,
        redirects=observation.hops,
        title=None if page is None else page.title,
        cached=observation.at < began,
    )
