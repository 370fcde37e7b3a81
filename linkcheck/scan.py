"""The way of the data, on one page: paths → citations → targets → observations → findings.

Two phases through one ledger. First everything is read into it, so that totals are known and
memory is bounded; then each target is asked once, and each answer is written as it comes. A run
that is stopped loses nothing: `build_report` tells what is known so far.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import linkcheck
from linkcheck.archives import ArchiveDesk, open_archives, urgency_of
from linkcheck.fetch import open_client, open_fetcher
from linkcheck.findings import Findings, other_readings, settle_readings
from linkcheck.judge import anything_answered, judge, target_date
from linkcheck.model import (
    ArchiveState,
    Evidence,
    NotAsked,
    NotAskedReason,
    Observation,
    Report,
    State,
    Summary,
    Target,
)
from linkcheck.reading import SILENCE, Inputs, read_documents, wanted_by

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager

    from linkcheck.fetch import Fetcher
    from linkcheck.model import Lookup
    from linkcheck.reading import Progress
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

FLUSH_INTERVAL: Final = 1.0  # seconds

OFFLINE: Final = "offline: nothing could be reached, so nothing is said about any address"
INTERRUPTED: Final = "interrupted: what was not asked is unchecked"


async def scan(paths: Sequence[str], settings: Settings, ledger: Ledger) -> Report:
    """Read documents, ask the web and the archives, and return what was found.

    The report reads from the ledger: keep that open as long as the report is used. A cancelled
    scan leaves what it found in the ledger.
    """
    run = ledger.begin_run(_now(), linkcheck.__version__, run_key(paths))
    read_documents(Inputs.of(paths), settings, ledger, run)
    online = await check_targets(ledger, run, settings)
    return build_report(ledger, run, settings, note=None if online else OFFLINE)


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
) -> bool:
    """Ask the web and the archives for all targets of a run; return False where we are offline."""
    wanted = wanted_by(settings)
    tried = heard = False

    async with web(settings) as ways:
        fetcher, desk = ways.fetcher, ways.desk

        def deliver(observation: Observation) -> None:
            nonlocal tried, heard
            heard = heard or anything_answered([observation])
            ledger.record(run, observation)
            target = Target.of(observation.target)
            verdict = judge(Evidence(target, (observation,)))
            if not isinstance(observation.outcome, NotAsked):
                tried = True
                dated = target_date(ledger.citations(run, observation.target))
                desk.ask(target, None if dated is None else dated.day, urgency_of(verdict.state))
            progress.checked(verdict.state)
            progress.archives(desk.waiting)

        def hear(lookup: Lookup) -> None:
            ledger.record_lookup(run, lookup)
            progress.archives(desk.waiting)

        def to_ask(targets: Iterable[Target]) -> Iterator[Target]:
            for target in targets:
                if wanted(target.url):
                    yield target
                else:
                    deliver(_not_asked(target, NotAskedReason.EXCLUDED))

        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(desk.run(hear))
            writing = tasks.create_task(_flush_regularly(ledger))
            progress.checking(ledger.counts(run).targets)
            await fetcher.run(to_ask(ledger.targets(run)), deliver)
            others = other_readings(ledger, run)
            progress.checking(len(others))
            await fetcher.run(to_ask(others), deliver)
            online = heard or not tried or await fetcher.network_is_up()
            if online:
                await desk.finish(None if settings.archive_all else settings.archive_wait)
            asking.cancel()
            writing.cancel()
    ledger.flush()
    return online


async def _flush_regularly(ledger: Ledger) -> None:
    """Let nothing wait to be written for long while no answers come."""
    while True:
        await asyncio.sleep(FLUSH_INTERVAL)
        ledger.flush()


def build_report(
    ledger: Ledger, run: int, settings: Settings, *, note: str | None = None
) -> Report:
    """Close a run and judge its evidence; a `note` says why it is not complete."""
    online = note != OFFLINE
    ledger.finish_run(run, _now(), complete=note is None, note=note)
    settle_readings(ledger, run, online=online)
    findings = Findings(ledger, run, online=online)
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
    archived = not_asked = 0
    for finding in findings:
        states[finding.verdict.state] += 1
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
    )


def run_key(paths: Sequence[str]) -> str:
    """Return what a run is found again by: what it reads, and where from."""
    return "\0".join((str(Path.cwd()), *paths))


def _not_asked(target: Target, reason: NotAskedReason) -> Observation:
    return Observation(target.url, _now(), NotAsked(reason), attempts=0)


def _now() -> datetime:
    return datetime.now(UTC)
