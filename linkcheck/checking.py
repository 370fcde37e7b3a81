"""Phase two of a scan: each target is asked once, and each answer is written as it comes.

What an answer makes doubtful is asked of the host once more, by a made-up address beside it. What
ambiguous citations may mean besides is asked where their best reading led nowhere.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from linkcheck.archives import ArchiveDesk, open_archives, urgency_of
from linkcheck.fetch import open_client, open_fetcher
from linkcheck.findings import other_readings
from linkcheck.hostrules import rule_for
from linkcheck.judge import (
    CONTROL_ADDRESS,
    PortalWatch,
    anything_answered,
    is_place,
    judge_with_reasons,
    target_date,
    wanted_probe,
)
from linkcheck.model import (
    Cause,
    Evidence,
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

    from linkcheck.fetch import Fetcher
    from linkcheck.model import Lookup
    from linkcheck.reading import Progress
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

FLUSH_INTERVAL: Final = 1.0  # seconds

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
    """Hold who asks the web and who asks the archives."""

    fetcher: Fetcher
    desk: ArchiveDesk


@asynccontextmanager
async def open_web(settings: Settings) -> AsyncIterator[Web]:
    """Open the way to the network; raises `ConfigError` for an unknown archive."""
    async with open_fetcher(settings) as fetcher, open_client(settings) as client:
        yield Web(fetcher, ArchiveDesk(open_archives(settings, client), clock=_now))


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
            asking = tasks.create_task(ways.desk.run(checks.hear))
            writing = tasks.create_task(_flush_regularly(ledger))
            progress.checking(ledger.counts(run).targets)
            await checks.ask(ledger.targets(run))
            others = other_readings(ledger, run, settings)
            progress.checking(len(others))
            await checks.ask(others)
            note = await checks.note_on_network()
            if note not in WITHOUT_NETWORK:
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
        self._doubted: dict[str, list[str]] = {}  # by the made-up address that will tell
        self._tried = self._heard = self._lost = False

    async def ask(self, targets: Iterable[Target]) -> None:
        """Ask targets, then the made-up addresses that the answers call for."""
        await self._fetcher.run(self._to_ask(targets), self._deliver)
        for url in self._ledger.gathered(self._run):
            evidence = self._ledger.evidence_for(self._run, url)
            self._doubt(url, wanted_probe(judge_with_reasons(evidence), gathered=True))
        known = {each.target for each in self._ledger.uncited(self._run)}
        probes = [Target.of(probe) for probe in self._doubted if probe not in known]
        await self._fetcher.run(probes, self._deliver_probe)
        self._doubted.clear()

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
        self._progress.archives(self._desk.waiting)

    def _to_ask(self, targets: Iterable[Target]) -> Iterator[Target]:
        """Yield what is to be asked; of the rest it is written down why not."""
        today = _now().date()
        for target in targets:
            rule = rule_for(self._settings.hosts, target.url, today)
            if rule is not None and rule.skip is not None:
                self._deliver(_excluded(target, rule.skip))
            elif not self._wanted(target.url):
                self._deliver(_excluded(target))
            elif self._settings.fragments:
                yield replace(target, fragments=self._fragments(target.url))
            else:
                yield target

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
        if not isinstance(outcome, NotAsked):
            self._tried = True
            self._ask_archives(target, opinion.verdict.state)
            self._doubt(target.url, wanted_probe(opinion))
        self._progress.checked(opinion.verdict.state)
        self._progress.archives(self._desk.waiting)

    def _doubt(self, url: str, probe: str | None) -> None:
        if probe is not None:
            self._doubted.setdefault(probe, []).append(url)

    def _deliver_probe(self, observation: Observation) -> None:
        """Take down what a made-up address answered; what is dead after all is asked for first."""
        self._ledger.record(self._run, observation)
        for url in self._doubted[observation.target]:
            evidence = self._ledger.evidence_for(self._run, url)
            known = replace(evidence, probes=(observation,))
            verdict = judge_with_reasons(known, rules=self._settings.hosts).verdict
            if verdict.state is State.DEAD:
                self._ask_archives(evidence.target, verdict.state)

    def _ask_archives(self, target: Target, state: State) -> None:
        if self._desk.asks_nobody:
            return
        dated = target_date(self._ledger.citations(self._run, target.url))
        self._desk.ask(target, None if dated is None else dated.day, urgency_of(state))


async def _flush_regularly(ledger: Ledger) -> None:
    """Let nothing wait to be written for long while no answers come."""
    while True:
        await asyncio.sleep(FLUSH_INTERVAL)
        ledger.flush()


def _excluded(target: Target, detail: str = "") -> Observation:
    return Observation(target.url, _now(), NotAsked(NotAskedReason.EXCLUDED, detail), attempts=0)


def _now() -> datetime:
    return datetime.now(UTC)
