"""Phase two of a scan: each target is asked once, and each answer is written as it comes.

What an answer makes doubtful is asked of the host once more, by a made-up address beside it. What
ambiguous citations may mean besides is asked where their best reading led nowhere.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from linkcheck.address import ip_of
from linkcheck.archives import ArchiveDesk, archive_address, open_archives, urgency_of
from linkcheck.fetch import open_client, open_fetcher
from linkcheck.findings import other_readings
from linkcheck.history import first_commit_day
from linkcheck.hostrules import rule_for
from linkcheck.judge import (
    CONTROL_ADDRESS,
    PortalWatch,
    anything_answered,
    is_place,
    judge_with_reasons,
    needs_copy,
    next_to_look_at,
    raw_replay,
    read_archive_link,
    target_date,
    wanted_probe,
)
from linkcheck.looking import Looker
from linkcheck.model import (
    Cause,
    Evidence,
    Held,
    NotAsked,
    NotAskedReason,
    Observation,
    State,
    Target,
    Unanswered,
)
from linkcheck.reading import SILENCE, wanted_by

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from contextlib import AbstractAsyncContextManager

    from linkcheck.archives import Urgency
    from linkcheck.fetch import Fetcher
    from linkcheck.model import Citation, Lookup
    from linkcheck.reading import Progress
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

FLUSH_INTERVAL: Final = 1.0  # seconds

_LOOKS: Final = 3  # at copies of one target in one archive
_HISTORIANS: Final = 2  # who read the history of documents at once
_DATED: Final = 200  # targets that history is read for

OFFLINE: Final = "offline: nothing could be reached, so nothing is said about any address"
PORTAL: Final = (
    "offline: the network answers everything itself, as before a sign-in, so nothing is said "
    "about any address"
)
PARTLY_OFFLINE: Final = "offline for a time: what could not be asked then is unchecked"

# Notes on runs whose answers, and lack of answers, say nothing.
WITHOUT_NETWORK: Final = frozenset({OFFLINE, PORTAL})


@dataclass(frozen=True, slots=True)
class Web:
    """Hold who asks the web, who asks the archives, and who looks at the copies these hold."""

    fetcher: Fetcher
    desk: ArchiveDesk
    looker: Looker | None = None


@asynccontextmanager
async def open_web(settings: Settings) -> AsyncIterator[Web]:
    """Open the way to the network; raises `ConfigError` for an unknown archive."""
    named = tuple(filter(None, map(archive_address, settings.archive)))
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(open_fetcher(settings))
        client = private = await stack.enter_async_context(open_client(settings))
        if named:
            reaching = replace(settings, allow_private=True)
            private = await stack.enter_async_context(open_client(reaching))
        archives = open_archives(settings, client, private)
        looker = Looker(client, private, named, max_body=settings.max_body, now=_now)
        yield Web(fetcher, ArchiveDesk(archives, clock=_now), looker)


async def check_targets(
    ledger: Ledger,
    run: int,
    settings: Settings,
    progress: Progress = SILENCE,
    *,
    web: Callable[[Settings], AbstractAsyncContextManager[Web]] = open_web,
) -> str | None:
    """Ask the web and the archives for all targets of a run.

    Return None, or a note on why the run is not complete: there was no network, or not always.
    """
    async with web(settings) as ways:
        checks = _Checks(ledger, run, settings, progress, ways)
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(ways.desk.run(checks.hear, checks.settles))
            writing = tasks.create_task(_flush_regularly(ledger, checks))
            progress.checking(ledger.counts(run).targets)
            checks.go_on_from(frozenset(ledger.observed(run)))
            await checks.ask(ledger.targets(run))
            others = other_readings(ledger, run, settings)
            progress.checking(len(others))
            await checks.ask(others)
            await checks.ask_originals()
            note = await checks.note_on_network()
            if note not in WITHOUT_NETWORK:
                await checks.dated()
                await ways.desk.finish(None if settings.archive_all else settings.archive_wait)
            asking.cancel()
            writing.cancel()
    ledger.flush()
    return note


class _Checks:
    """Ask targets, take the answers down, and see to what follows from each."""

    def __init__(
        self, ledger: Ledger, run: int, settings: Settings, progress: Progress, web: Web
    ) -> None:
        self._ledger = ledger
        self._run = run
        self._settings = settings
        self._progress = progress
        self._fetcher = web.fetcher
        self._desk = web.desk
        self._wanted = wanted_by(settings)
        self._watch = PortalWatch()
        self._looker = web.looker
        self._doubted: dict[str, list[str]] = {}  # by the made-up address that will tell
        self._originals: dict[str, None] = {}  # of archived copies that are cited
        self._broken: set[str] = set()  # as probes have shown, and originals of dead copies
        self._dating: list[asyncio.Task[None]] = []
        self._historians = asyncio.Semaphore(_HISTORIANS)
        self._tried = self._heard = self._lost = False
        self._answered: frozenset[str] = frozenset()  # before this run began

    def go_on_from(self, answered: frozenset[str]) -> None:
        """Do not ask again what an interrupted run has asked."""
        self._answered = answered

    async def ask(self, targets: Iterable[Target]) -> None:
        """Ask targets, then the made-up addresses that the answers call for."""
        await self._fetcher.run(self._to_ask(targets), self._deliver)
        for url in self._ledger.gathered(self._run):
            evidence = self._ledger.evidence_for(self._run, url)
            self._doubt(url, wanted_probe(judge_with_reasons(evidence), gathered=True))
        known = {each.target for each in self._ledger.uncited(self._run)}
        probes = [Target.of(probe) for probe in self._doubted if probe not in known]
        await self._fetcher.run(probes, self._deliver_probe)
        for urls in self._doubted.values():  # what no probe told of
            for url in urls:
                self._ask_archives_as_judged(self._ledger.evidence_for(self._run, url))
        self._doubted.clear()

    async def ask_originals(self) -> None:
        """Ask for the originals of archived copies that are cited."""
        known = set(self._ledger.observed(self._run)) if self._originals else set()
        wanted = self._wanted
        originals = [Target.of(url) for url in self._originals if url not in known and wanted(url)]
        await self._fetcher.run(originals, self._deliver_original)

    async def note_on_network(self) -> str | None:
        """Say what was wrong with the network, or return None."""
        if not self._heard:
            lost = self._tried and not await self._fetcher.network_is_up()
            return OFFLINE if lost or self._lost else None
        if self._watch.suspected:
            control = await self._fetcher.ask(Target.of(CONTROL_ADDRESS))
            if self._watch.confirmed_by(control):
                return PORTAL
        return PARTLY_OFFLINE if self._lost else None

    def hear(self, lookup: Lookup) -> None:
        """Take what an archive said."""
        self._ledger.record_lookup(self._run, lookup)
        self._progress.known(lookup.target)
        self.tell_of_archives()

    def tell_of_archives(self) -> None:
        """Say how many questions are waiting for archives, and for which."""
        self._progress.archives(self._desk.waiting, self._desk.pauses)

    async def settles(self, lookup: Lookup) -> bool:
        """Look at the copies of what is broken, nearest first, until one is a page.

        Return False where none is: then the archive may know others.
        """
        if not self._settings.look_at_copies or self._looker is None:
            return True
        evidence = self._ledger.evidence_for(self._run, lookup.target)
        verdict = judge_with_reasons(evidence, rules=self._settings.hosts).verdict
        broken = needs_copy(verdict.state) or lookup.target in self._broken
        if not isinstance(lookup.answer, Held) or not broken:
            return True
        copies: list[Observation] = []
        for _ in range(_LOOKS):
            capture = next_to_look_at([lookup], lookup.near, copies, max_gap=self._settings.max_gap)
            if capture is None:
                return False
            raw = raw_replay(capture.url)
            if any(seen.target == raw for seen in copies):
                return True
            copies.append(await self._looker.look(capture))
            self._ledger.record(self._run, copies[-1])
        return False

    def _to_ask(self, targets: Iterable[Target]) -> Iterator[Target]:
        """Yield what is to be asked; of the rest it is written down why not."""
        today = _now().date()
        for target in targets:
            link = read_archive_link(target.url)
            if link is not None and link.original is not None:
                self._originals[link.original] = None
            rule = rule_for(self._settings.hosts, target.url, today)
            if target.url in self._answered:
                self._remember(target)
            elif rule is not None and rule.skip is not None:
                self._deliver(_excluded(target, rule.skip))
            elif not self._wanted(target.url):
                self._deliver(_excluded(target))
            else:
                self._progress.asking(target.host)
                wanted = self._fragments(target.url) if self._settings.fragments else ()
                yield replace(target, fragments=wanted)

    def _fragments(self, url: str) -> tuple[str, ...]:
        cited = (each.fragment for each in self._ledger.citations(self._run, url))
        return tuple(dict.fromkeys(each for each in cited if each is not None and is_place(each)))

    def _deliver(self, observation: Observation) -> None:
        self._ledger.record(self._run, observation)
        self._heard = self._heard or anything_answered([observation])
        self._watch.note(observation)
        outcome = observation.outcome
        self._lost = self._lost or (
            isinstance(outcome, Unanswered) and outcome.cause is Cause.OFFLINE
        )
        target = Target.of(observation.target)
        opinion = judge_with_reasons(Evidence(target, (observation,)), rules=self._settings.hosts)
        if isinstance(outcome, NotAsked):
            # Where every name leads to a private address, that is a network without a way out.
            private = outcome.reason is NotAskedReason.PRIVATE_ADDRESS
            self._tried = self._tried or (private and ip_of(target.host) is None)
        else:
            self._tried = True
            probe = wanted_probe(opinion)
            self._doubt(target.url, probe)
            if probe is None:
                self._ask_archives(target, opinion.verdict.state)
        self._progress.checked(opinion.verdict.state, target.host)
        self._progress.known(target.url)
        self.tell_of_archives()

    def _remember(self, target: Target) -> None:
        """Take up a target where an interrupted run has left it."""
        evidence = self._ledger.evidence_for(self._run, target.url)
        self._tried = True
        self._heard = self._heard or anything_answered(evidence.observations)
        opinion = judge_with_reasons(evidence, rules=self._settings.hosts)
        if not evidence.lookups:
            probe = wanted_probe(opinion)
            self._doubt(target.url, probe)
            if probe is None:
                self._ask_archives(target, opinion.verdict.state)
        self._progress.checked(opinion.verdict.state, target.host)

    def _doubt(self, url: str, probe: str | None) -> None:
        if probe is not None:
            self._doubted.setdefault(probe, []).append(url)

    def _deliver_probe(self, observation: Observation) -> None:
        """Take down what a made-up address answered, and ask archives as that tells."""
        self._ledger.record(self._run, observation)
        for url in self._doubted.pop(observation.target):
            evidence = self._ledger.evidence_for(self._run, url)
            known = replace(evidence, probes=(observation,))
            verdict = judge_with_reasons(known, rules=self._settings.hosts).verdict
            if verdict.state is State.DEAD:
                self._broken.add(url)
            self._ask_archives(evidence.target, verdict.state)
            self._progress.known(url)

    def _deliver_original(self, observation: Observation) -> None:
        self._ledger.record(self._run, observation)

    def _ask_archives_as_judged(self, evidence: Evidence) -> None:
        verdict = judge_with_reasons(evidence, rules=self._settings.hosts).verdict
        self._ask_archives(evidence.target, verdict.state)

    def _ask_archives(self, target: Target, state: State) -> None:
        if self._desk.asks_nobody:
            return
        urgency = urgency_of(state)
        link = read_archive_link(target.url)
        if link is not None:
            if link.original is not None and needs_copy(state):
                self._broken.add(link.original)
                day = None if link.captured_at is None else link.captured_at.date()
                self._desk.ask(Target.of(link.original), day, urgency)
            return
        citations = self._ledger.citations(self._run, target.url)
        dated = target_date(citations)
        if dated is None and citations and needs_copy(state) and len(self._dating) < _DATED:
            asking = self._ask_archives_by_history(target, citations[0], urgency)
            self._dating.append(asyncio.create_task(asking))
            return
        self._desk.ask(target, None if dated is None else dated.day, urgency)

    async def _ask_archives_by_history(
        self, target: Target, citation: Citation, urgency: Urgency
    ) -> None:
        async with self._historians:
            day = await first_commit_day(citation.document, citation.text)
        self._desk.ask(target, day, urgency)

    async def dated(self) -> None:
        """Wait until it is known when what is broken was cited first."""
        await asyncio.gather(*self._dating)


async def _flush_regularly(ledger: Ledger, checks: _Checks) -> None:
    """Let nothing wait to be written for long while no answers come; say what is waited for."""
    while True:
        await asyncio.sleep(FLUSH_INTERVAL)
        ledger.flush()
        checks.tell_of_archives()


def _excluded(target: Target, detail: str = "") -> Observation:
    return Observation(target.url, _now(), NotAsked(NotAskedReason.EXCLUDED, detail), attempts=0)


def _now() -> datetime:
    return datetime.now(UTC)
