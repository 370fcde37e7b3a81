"""Phase two of a scan: each target is asked once, and each answer is written as it comes.

What an answer makes doubtful is asked of the host once more, by a made-up address beside it; where
a domain may be parked, its name servers are asked for before. What ambiguous citations may mean
besides is asked where their best reading led nowhere.
"""

from __future__ import annotations

import asyncio
import itertools
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from linkcheck.archives import ArchiveDesk, Urgency, urgency_of
from linkcheck.connection import WITHOUT_NETWORK, ConnectionWatch
from linkcheck.fetch import open_fetcher
from linkcheck.fetch.delegations import Delegations
from linkcheck.fetch.proxies import Proxies
from linkcheck.findings import other_readings
from linkcheck.history import first_commit_day
from linkcheck.hostrules import rule_for
from linkcheck.judge import (
    SET_ASIDE,
    captures_of,
    flaw_of_given,
    is_near,
    is_place,
    is_placeholder,
    is_settled,
    judge_with_reasons,
    needs_copy,
    next_to_look_at,
    raw_replay,
    target_date,
    wanted_name_servers,
    wanted_probe,
)
from linkcheck.model import (
    ARGUMENTS,
    Evidence,
    NotAsked,
    NotAskedReason,
    Observation,
    State,
    Target,
)
from linkcheck.pairs import read_pairs
from linkcheck.reading import SILENCE, wanted_by

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from contextlib import AbstractAsyncContextManager

    from linkcheck.fetch import Fetcher
    from linkcheck.judge import ArchiveLink, Opinion
    from linkcheck.looking import Looker
    from linkcheck.model import Capture, Citation, Lookup
    from linkcheck.reading import Progress
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

FLUSH_INTERVAL: Final = 1.0  # seconds

_LOOKS: Final = 3  # at copies of one target in one archive
_HISTORIANS: Final = 2  # who read the history of documents at once
_DATED: Final = 200  # targets that history is read for


@dataclass(frozen=True, slots=True)
class Web:
    """Hold who asks the web, who asks the archives, and who looks at the copies these hold.

    `delegations` asks for name servers; without it nobody does.
    """

    fetcher: Fetcher
    desk: ArchiveDesk
    looker: Looker | None = None
    delegations: Delegations | None = None


@asynccontextmanager
async def open_web(settings: Settings) -> AsyncIterator[Web]:
    """Open the way to the network; raises `ConfigError` for an unknown archive."""
    # Behind a proxy names are the proxy's to resolve.
    proxies = Proxies.of_environment().by_scheme.keys() - {"no"}
    delegations = None if proxies else Delegations()
    if settings.archive == ("none",):
        async with open_fetcher(settings) as fetcher:
            yield Web(fetcher, ArchiveDesk((), clock=_now), delegations=delegations)
        return
    from linkcheck.archives import archive_address, open_archives  # noqa: PLC0415  (httpx, 60 ms)
    from linkcheck.fetch import open_client  # noqa: PLC0415  (as above)
    from linkcheck.looking import Looker  # noqa: PLC0415  (as above)

    named = tuple(filter(None, map(archive_address, settings.archive)))
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(open_fetcher(settings))
        client = private = await stack.enter_async_context(open_client(settings))
        if named:
            reaching = replace(settings, allow_private=True)
            private = await stack.enter_async_context(open_client(reaching))
        archives = open_archives(settings, client, private)
        looker = Looker(client, private, named, max_body=settings.max_body, now=_now)
        yield Web(fetcher, ArchiveDesk(archives, clock=_now), looker, delegations)


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
        self._connection = ConnectionWatch()
        self._looker = web.looker
        self._doubted: dict[str, list[str]] = {}  # by the made-up address that will tell
        self._originals: dict[str, None] = {}  # of archived copies that are cited
        self._broken: set[str] = set()  # as probes have shown, and originals of dead copies
        self._dating: list[asyncio.Task[None]] = []
        self._historians = asyncio.Semaphore(_HISTORIANS)
        self._delegations = web.delegations
        self._servers = {each.site: each.name_servers for each in ledger.delegations(run)}
        self._undecided: dict[str, list[str]] = {}  # by the site whose name servers may tell
        self._answered: frozenset[str] = frozenset()  # before this run began
        self._pairs = read_pairs(ledger, run)

    def go_on_from(self, answered: frozenset[str]) -> None:
        """Do not ask again what an interrupted run has asked."""
        self._answered = answered

    async def ask(self, targets: Iterable[Target]) -> None:
        """Ask targets, then the made-up addresses that the answers call for."""
        await self._fetcher.run(self._to_ask(targets), self._deliver)
        await self._decide()
        for url in self._ledger.gathered(self._run):
            opinion = judge_with_reasons(self._evidence(url))
            self._doubt(url, wanted_probe(opinion, gathered=True))
        if not self._doubted:
            return
        known = {each.target: each for each in self._ledger.uncited(self._run)}
        probes = [Target.of(probe) for probe in self._doubted if probe not in known]
        await self._fetcher.run(probes, self._deliver_probe)
        for probe in tuple(self._doubted):  # that an interrupted run has asked, or nobody could
            self._heed_probe(probe, known.get(probe))

    async def ask_originals(self) -> None:
        """Ask for the originals of archived copies that are cited."""
        known = set(self._ledger.observed(self._run)) if self._originals else set()
        wanted = self._wanted
        originals = [Target.of(url) for url in self._originals if url not in known and wanted(url)]
        await self._fetcher.run(originals, self._deliver_original)

    async def note_on_network(self) -> str | None:
        """Say what was wrong with the network, or return None."""
        return await self._connection.verdict(self._fetcher)

    def hear(self, lookup: Lookup) -> None:
        """Take what an archive said."""
        self._ledger.record_lookup(self._run, lookup)
        self._progress.known(lookup.target)
        self.tell_of_archives()

    def tell_of_archives(self) -> None:
        """Say how many questions are waiting for archives, and for which."""
        self._progress.archives(self._desk.waiting, self._desk.pauses)

    async def settles(self, lookup: Lookup) -> Urgency | None:
        """Tell how urgent it is to go on asking where an archive holds copies; None: not at all.

        Of what is broken the copies are looked at. Where none is a page, the archive may know
        others; where the best is days away, it may know a nearer one.
        """
        evidence = self._ledger.evidence_for(self._run, lookup.target)
        verdict = judge_with_reasons(evidence, rules=self._settings.hosts).verdict
        if not needs_copy(verdict.state) and lookup.target not in self._broken:
            return None
        best = await self._best_copy(lookup)
        if best is None:
            return urgency_of(verdict.state if needs_copy(verdict.state) else State.DEAD)
        return None if is_near(best, lookup.near) else Urgency.NEARER

    async def _best_copy(self, lookup: Lookup) -> Capture | None:
        """Look at copies, nearest first, until one is a page (or the archive shows none)."""
        copies: list[Observation] = []
        for _ in range(_LOOKS):
            capture = next_to_look_at([lookup], lookup.near, copies, max_gap=self._settings.max_gap)
            if capture is None or self._looker is None or not self._settings.look_at_copies:
                return capture
            raw = raw_replay(capture.url)
            if any(seen.target == raw for seen in copies):
                return capture
            known = self._ledger.evidence_for(self._run, raw).observations
            copies.append(known[-1] if known else await self._looker.look(capture))
            if not known:
                self._ledger.record(self._run, copies[-1])
        return None

    def _to_ask(self, targets: Iterable[Target]) -> Iterator[Target]:
        """Yield what is to be asked; of the rest it is written down why not."""
        today = _now().date()
        for target in targets:
            link = self._pairs.link(target.url)
            if link is not None and link.original is not None:
                self._originals[link.original] = None
            rule = rule_for(self._settings.hosts, target.url, today)
            if target.url in self._answered:
                self._remember(target)
            elif rule is not None and rule.skip is not None:
                self._deliver(_excluded(target, rule.skip))
            elif not self._wanted(target.url):
                self._deliver(_excluded(target))
            elif rule is None and is_placeholder(target.host) and self._is_cited(target.url):
                self._deliver(_excluded(target, SET_ASIDE))
            else:
                self._progress.asking(target.host)
                wanted = self._fragments(target.url) if self._settings.fragments else ()
                yield replace(target, fragments=wanted)

    def _is_cited(self, url: str) -> bool:
        """Tell whether documents cite an address; else somebody asks for just this one."""
        cited = self._ledger.citations(self._run, url)
        return bool(cited) and all(each.document != ARGUMENTS for each in cited)

    def _fragments(self, url: str) -> tuple[str, ...]:
        cited = (each.fragment for each in self._ledger.citations(self._run, url))
        return tuple(dict.fromkeys(each for each in cited if each is not None and is_place(each)))

    def _deliver(self, observation: Observation) -> None:
        self._ledger.record(self._run, observation)
        self._connection.note(observation)
        target = Target.of(observation.target)
        opinion = judge_with_reasons(Evidence(target, (observation,)), rules=self._settings.hosts)
        if not isinstance(observation.outcome, NotAsked):
            self._follow_up(target, opinion)
        self._progress.checked(opinion.verdict.state, target.host)
        self._progress.known(target.url)
        self.tell_of_archives()

    def _remember(self, target: Target) -> None:
        """Take up a target where an interrupted run has left it."""
        evidence = self._evidence(target.url)
        for observation in evidence.observations:
            self._connection.remember(observation)
        opinion = judge_with_reasons(evidence, rules=self._settings.hosts)
        if not self._is_settled(evidence, opinion.verdict.state):
            self._follow_up(target, opinion)
        self._progress.checked(opinion.verdict.state, target.host)

    def _is_settled(self, evidence: Evidence, state: State) -> bool:
        """Tell whether archives have said what a target in that state needs."""
        if not evidence.lookups or not needs_copy(state):
            return bool(evidence.lookups)
        raw = dict.fromkeys(raw_replay(each.url) for each in captures_of(evidence.lookups))
        looks = (self._ledger.evidence_for(self._run, url).observations for url in raw)
        return is_settled(evidence.lookups, tuple(itertools.chain.from_iterable(looks)))

    def _evidence(self, url: str) -> Evidence:
        """Return what is known of an address and its site."""
        evidence = self._ledger.evidence_for(self._run, url)
        servers = self._servers.get(evidence.target.site)
        return replace(evidence, name_servers=servers) if servers else evidence

    def _follow_up(self, target: Target, opinion: Opinion) -> None:
        """See to what an answer calls for: name servers, a made-up address, or archives."""
        site = None if self._delegations is None else wanted_name_servers(opinion)
        if site is None or self._delegations is None:
            self._doubt_or_look_for(target, opinion)
        else:
            self._delegations.ask(site)
            self._undecided.setdefault(site, []).append(target.url)

    def _doubt_or_look_for(self, target: Target, opinion: Opinion) -> None:
        probe = wanted_probe(opinion)
        self._doubt(target.url, probe)
        if probe is None:
            self._ask_archives(target, opinion.verdict.state)

    async def _decide(self) -> None:
        """Go on with what waits for name servers; those that do not answer say nothing."""
        if self._delegations is None or not self._undecided:
            return
        for each in await self._delegations.found():
            if each.site not in self._servers:
                self._servers[each.site] = each.name_servers
                self._ledger.record_delegation(self._run, each)
        undecided, self._undecided = self._undecided, {}
        for urls in undecided.values():
            for url in urls:
                evidence = self._evidence(url)
                opinion = judge_with_reasons(evidence, rules=self._settings.hosts)
                self._doubt_or_look_for(evidence.target, opinion)

    def _doubt(self, url: str, probe: str | None) -> None:
        if probe is not None:
            self._doubted.setdefault(probe, []).append(url)

    def _deliver_probe(self, observation: Observation) -> None:
        """Take down what a made-up address answered, and ask archives as that tells."""
        self._ledger.record(self._run, observation)
        self._heed_probe(observation.target, observation)

    def _heed_probe(self, probe: str, observation: Observation | None) -> None:
        """Ask archives as a made-up address tells of those beside it; None told nothing."""
        told = () if observation is None else (observation,)
        for url in self._doubted.pop(probe):
            evidence = replace(self._evidence(url), probes=told)
            verdict = judge_with_reasons(evidence, rules=self._settings.hosts).verdict
            if verdict.state is State.DEAD:
                self._broken.add(url)
            if url not in self._answered or not evidence.lookups:
                self._ask_archives(evidence.target, verdict.state)
            self._progress.known(url)

    def _deliver_original(self, observation: Observation) -> None:
        self._ledger.record(self._run, observation)

    def _ask_archives(self, target: Target, state: State) -> None:
        if self._desk.asks_nobody:
            return
        urgency = urgency_of(state)
        link = self._pairs.link(target.url)
        if link is not None:
            self._ask_for_another(target, link, state)
            return
        if self._pairs.copies_of(target.url):
            # Until it turns out that these are broken too, it is in no need of another.
            urgency = max(urgency, Urgency.LIVING)
        citations = self._ledger.citations(self._run, target.url)
        dated = target_date(citations)
        if dated is None and citations and needs_copy(state) and len(self._dating) < _DATED:
            asking = self._ask_archives_by_history(target, citations[0], urgency)
            self._dating.append(asyncio.create_task(asking))
            return
        self._desk.ask(target, None if dated is None else dated.day, urgency)

    def _ask_for_another(self, copy: Target, link: ArchiveLink, state: State) -> None:
        """Ask for another copy of the same original where one that is cited is no use."""
        original = link.original
        if original is None:
            return
        if not needs_copy(state):
            seen = self._ledger.evidence_for(self._run, copy.url).observations
            if flaw_of_given(copy.url, original, seen) is None:
                return
        self._broken.add(original)
        day = None if link.captured_at is None else link.captured_at.date()
        dated = target_date(self._ledger.citations(self._run, copy.url))
        if day is None and dated is not None:
            day = dated.day
        self._desk.ask(Target.of(original), day, min(urgency_of(state), Urgency.DOUBTFUL))

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
