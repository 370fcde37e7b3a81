"""From citations to copies, over a real pywb: by its own address, and as the Wayback Machine."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from linkcheck.archives import ArchiveDesk, open_archives
from linkcheck.archives.budget import Budget
from linkcheck.archives.known.wayback import Availability, Wayback, WaybackIndex
from linkcheck.checking import Web, check_targets
from linkcheck.looking import Looker
from linkcheck.model import (
    ArchiveState,
    Certainty,
    Citation,
    CitedDate,
    DateSource,
    Document,
    ReasonCode,
    Span,
    State,
)
from linkcheck.scan import build_report
from linkcheck.settings import Settings
from linkcheck.store import temporary_ledger
from tests.archives.front import Front, Mood, front_of
from tests.archives.pywb import Record, environment, running
from tests.fetch.conftest import SETTINGS, QuickTime, opened
from tests.rudeweb import RudeWeb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from linkcheck.archives import Archive
    from linkcheck.model import Finding, Report

NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
NEAR: Final = CitedDate(date(2018, 1, 12), DateSource.ACCESSED)
ALL: Final = replace(SETTINGS, archive_all=True, retries=0)
STORY: Final = "the-real-story-behind-north-korean-labor-camp"


def _page(title: str, text: str = "Words of the story. " * 60) -> str:
    return f"<title>{title}</title><h1>{title}</h1><p>{text}</p>"


@dataclass(frozen=True, slots=True)
class World:
    """The web on which everything is gone, and the archive of what it was."""

    web: RudeWeb
    collection: str

    def url(self, name: str) -> str:
        return self.web.url(f"/2018/01/12/{name}", host="a.test")


def _captures(web: RudeWeb) -> Iterator[Record]:
    def at(name: str) -> str:
        return web.url(f"/2018/01/12/{name}", host="a.test")

    sorry = _page("Page not found", "Sorry.")
    yield Record(at("found"), "20180110103000", _page("Found"))
    yield Record(at("found"), "20200110103000", _page("Found later"))
    yield Record(at("tie"), "20180110150000", _page("Before"))
    yield Record(at("tie"), "20180114100000", _page("After"))
    yield Record(at("sooner"), "20180102090000", _page("Sooner"))
    yield Record(at("sooner"), "20180130080000", _page("Later"))
    yield Record(at("later"), "20171201090000", _page("Sooner"))
    yield Record(at("later"), "20180122080000", _page("Later"))
    yield Record(at("days-tie"), "20180102090000", _page("Before, and some hours farther"))
    yield Record(at("days-tie"), "20180122080000", _page("After"))
    yield Record(at("far"), "20210112103000", _page("Far"))
    yield Record(web.url("/ok?kept", host="a.test"), "20210112103000", _page("Kept"))
    yield Record(at("soft"), "20180113103000", sorry)
    yield Record(at("soft"), "20180301103000", _page("The story"))
    yield Record(at("only-soft"), "20180113103000", sorry)
    wall = '<iframe src="/_Incapsula_Resource?SWUDNSAI=31">Request unsuccessful.</iframe>'
    yield Record(at("wall"), "20180113103000", wall)
    yield Record(at("redirect"), "20180113103000", "", "302 Found", web.url("/", host="a.test"))
    yield Record(at("error"), "20180113103000", sorry, "404 Not Found")
    yield Record(at(f"{STORY}s-in-russia"), "20180113103000", _page("Labor camps"))


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[World]:
    cache = request.config.rootpath / ".pytest_cache" / "environments"
    cache.mkdir(parents=True, exist_ok=True)
    programs = environment(cache)
    with RudeWeb.in_thread() as web:
        records = list(_captures(web))
        with running(programs, tmp_path_factory.mktemp("pywb"), records) as collection:
            yield World(web, collection)


def _opening(
    world: World, archives: tuple[Archive, ...], client: httpx.AsyncClient, quick: QuickTime
) -> Callable[[Settings], AbstractAsyncContextManager[Web]]:
    @asynccontextmanager
    async def open_web(settings: Settings) -> AsyncIterator[Web]:
        looker = Looker(client, client, (), max_body=settings.max_body, now=quick.now)
        async with opened(world.web, settings, quick) as fetcher:
            yield Web(fetcher, ArchiveDesk(archives, clock=quick.now), looker)

    return open_web


async def _findings(
    world: World,
    names: tuple[str, ...],
    opening: Callable[[Settings], AbstractAsyncContextManager[Web]],
    settings: Settings = ALL,
) -> tuple[Report, dict[str, Finding]]:
    cited = [
        Citation("doc.txt", Span(0, 1, n, 1, n, 2), url, url, date=NEAR)
        for n, url in enumerate((name if "://" in name else world.url(name)) for name in names)
    ]
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, Document("doc.txt", "text"), cited)
        note = await check_targets(ledger, run, settings, web=opening)
        report = build_report(ledger, run, settings, note=note)
        findings = {each.target.url: each for each in report.findings}
        named = {name: findings[one.url] for name, one in zip(names, cited, strict=True)}
        return replace(report, findings=tuple(named.values())), named


@asynccontextmanager
async def _private(
    world: World, archive: str | None = None
) -> AsyncIterator[Callable[[Settings], AbstractAsyncContextManager[Web]]]:
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as client:
        archives = open_archives(Settings(archive=(archive or world.collection,)), client)
        yield _opening(world, archives, client, QuickTime())


@asynccontextmanager
async def _wayback(
    world: World, mood: Mood | None = None
) -> AsyncIterator[Callable[[Settings], AbstractAsyncContextManager[Web]]]:
    mood, quick = mood or Mood(), QuickTime()
    mood.clock = quick.clock
    with front_of(world.collection, mood) as port:
        async with httpx.AsyncClient(transport=Front(port, mood), follow_redirects=True) as client:
            fast = Budget(burst=15, interval=3.0, clock=quick.clock, sleep=quick.sleep)
            slow = Budget(burst=1, interval=2.5, clock=quick.clock, sleep=quick.sleep)
            quickly = Availability(client, fast)
            archive = Wayback(quickly, WaybackIndex(client, slow, held=quickly.held))
            yield _opening(world, (archive,), client, quick)


COPIES: Final = {
    "found": ("20180110103000", -2),
    "tie": ("20180110150000", -2),
    "sooner": ("20180102090000", -10),
    "later": ("20180122080000", 10),
    "days-tie": ("20180102090000", -10),
    "far": ("20210112103000", 1096),
    "soft": ("20180301103000", 48),
}
NAMES: Final = (*COPIES, "only-soft", "wall", "redirect", "error", "none", STORY)
REJECTED: Final = {
    "only-soft": "answers 200, but the page says “Page not found”",
    "wall": "bot wall: Imperva",
    "redirect": "it is a copy of 302 Found",
    "error": "it is a copy of 404 Not Found",
}


@pytest.mark.parametrize("dialect", [_private, _wayback], ids=["pywb", "wayback"])
async def test_each_broken_citation_gets_the_nearest_copy_that_is_a_page(
    world: World,
    dialect: Callable[
        [World], AbstractAsyncContextManager[Callable[[Settings], AbstractAsyncContextManager[Web]]]
    ],
) -> None:
    async with dialect(world) as opening:
        _, found = await _findings(world, NAMES, opening)

    assert {finding.verdict.state for finding in found.values()} == {State.DEAD}
    offered = {
        name: (f"{finding.archive.capture.captured_at:%Y%m%d%H%M%S}", finding.archive.gap_days)
        for name, finding in found.items()
        if finding.archive.capture is not None
    }
    assert offered == COPIES
    for name in set(NAMES) - set(COPIES):
        assert found[name].archive.state is ArchiveState.NOT_ARCHIVED, name
        assert found[name].verdict.suggestion is None
    told = {name: finding.archive.rejected for name, finding in found.items()}
    assert {name: each.why for name, each in told.items() if each is not None} == REJECTED
    never = {
        name
        for name, finding in found.items()
        if ReasonCode.NEVER_ARCHIVED in {reason.code for reason in finding.verdict.reasons}
    }
    assert never == {"none", STORY}
    meant = [each for each in found[STORY].verdict.reasons if each.code is ReasonCode.NEAR_MISS]
    assert [world.url(f"{STORY}s-in-russia") in each.message for each in meant] == [True]


async def test_a_soft_404_is_offered_only_where_nobody_looks(world: World) -> None:
    async with _private(world) as opening:
        _, found = await _findings(world, ("soft",), opening, replace(ALL, look_at_copies=False))

    capture = found["soft"].archive.capture
    assert capture is not None
    assert capture.captured_at.day == 13


async def test_copies_too_far_from_the_citation_are_not_offered(world: World) -> None:
    async with _private(world) as opening:
        _, found = await _findings(world, ("found", "far"), opening, replace(ALL, max_gap=30.0))

    assert found["found"].verdict.suggestion is not None
    assert found["far"].verdict.suggestion is None
    rejected = found["far"].archive.rejected
    assert rejected is not None
    assert rejected.why == "it is 1,096 days away, farther than is allowed"


async def test_a_living_page_that_nobody_keeps_is_at_risk(world: World) -> None:
    url = world.web.url("/ok?at-risk", host="a.test")
    async with _private(world) as opening:
        report, found = await _findings(world, (url,), opening)

    assert found[url].verdict.state is State.ALIVE
    assert ReasonCode.AT_RISK in {reason.code for reason in found[url].verdict.reasons}
    assert report.summary.at_risk == 1


async def test_the_nearest_copy_is_found_though_the_archive_s_quick_answer_is_another(
    world: World,
) -> None:
    mood = Mood(vague=True)
    async with _wayback(world, mood) as opening:
        _, found = await _findings(world, ("found", "sooner", "later", "days-tie"), opening)

    for name, finding in found.items():
        assert finding.archive.capture is not None
        assert f"{finding.archive.capture.captured_at:%Y%m%d%H%M%S}" == COPIES[name][0]


async def test_of_a_living_page_no_nearer_copy_is_sought(world: World) -> None:
    url, mood = world.web.url("/ok?kept", host="a.test"), Mood()
    async with _wayback(world, mood) as opening:
        _, found = await _findings(world, (url,), opening)

    assert found[url].archive.gap_days == 1096
    assert {service for service, _ in mood.times} == {"availability"}


async def test_an_archive_with_nothing_but_timemaps_is_enough(world: World) -> None:
    kept, lost = (world.web.url(f"/ok?{name}", host="a.test") for name in ("kept", "at-risk"))
    async with _private(world, f"timemap={world.collection}/timemap/link/") as opening:
        _, found = await _findings(world, (kept, lost, *NAMES), opening)

    assert found[kept].archive.state is ArchiveState.ARCHIVED
    assert found[lost].verdict.reasons[-1].code is ReasonCode.AT_RISK
    told = {name: finding.archive.rejected for name, finding in found.items()}
    assert {name: each.why for name, each in told.items() if each is not None} == REJECTED
    offered = {
        name: (f"{finding.archive.capture.captured_at:%Y%m%d%H%M%S}", finding.archive.gap_days)
        for name, finding in found.items()
        if finding.archive.capture is not None and name != kept
    }
    assert offered == COPIES


async def test_a_timegate_is_enough_where_it_names_its_timemaps(world: World) -> None:
    async with _private(world, f"timegate={world.collection}/") as opening:
        _, found = await _findings(world, NAMES, opening)

    offered = {
        name: (f"{finding.archive.capture.captured_at:%Y%m%d%H%M%S}", finding.archive.gap_days)
        for name, finding in found.items()
        if finding.archive.capture is not None
    }
    assert offered == COPIES
    told = {name: finding.archive.rejected for name, finding in found.items()}
    assert {name: each.why for name, each in told.items() if each is not None} == REJECTED
    assert found["none"].archive.state is ArchiveState.NOT_ARCHIVED


async def test_where_nobody_looks_the_word_of_a_timemap_is_taken(world: World) -> None:
    settings = replace(ALL, look_at_copies=False)
    async with _private(world, f"timemap={world.collection}/timemap/link/") as opening:
        _, found = await _findings(world, ("soft",), opening, settings)

    suggestion = found["soft"].verdict.suggestion
    assert suggestion is not None
    assert "20180113103000" in suggestion.url


async def test_a_cited_copy_is_shown_together_with_its_original(world: World) -> None:
    copy = world.web.url(f"/ok/web/20180112103000/{world.url('found')}", host="a.test")
    copy = copy.replace("/ok/web", "/pages/web")
    async with _private(world) as opening:
        _, found = await _findings(world, (copy,), opening)

    reason = found[copy].verdict.reasons[-1]
    assert reason.code is ReasonCode.ARCHIVE_LINK
    assert world.url("found") in reason.message
    assert "the original is dead" in reason.message


async def test_a_cited_copy_of_a_page_for_missing_pages_is_doubted_and_another_offered(
    world: World,
) -> None:
    gone = world.url("soft")
    sorry = f"{world.collection}/20180113103000/{gone}"
    async with _private(world) as opening:
        _, found = await _findings(world, (gone, sorry), opening)
    async with _private(world) as opening:
        _, alone = await _findings(world, (sorry,), opening)

    assert alone[sorry].verdict == found[sorry].verdict
    told = found[sorry].verdict
    assert (told.state, told.certainty) == (State.ALIVE, Certainty.POSSIBLE)
    assert "the page says “Page not found”" in told.reasons[-1].message
    assert not found[gone].mended
    for name in (gone, sorry):
        suggestion = found[name].verdict.suggestion
        assert suggestion is not None
        assert suggestion.url == f"{world.collection}/20180301103000/{gone}"


async def test_for_a_cited_copy_that_is_gone_another_copy_of_its_original_is_offered(
    world: World,
) -> None:
    copy = world.web.url(f"/not-found/web/20180112103000/{world.url('soft')}", host="a.test")
    async with _private(world) as opening:
        _, found = await _findings(world, (copy,), opening)

    assert found[copy].verdict.state is State.DEAD
    suggestion = found[copy].verdict.suggestion
    assert suggestion is not None
    assert suggestion.url == f"{world.collection}/20180301103000/{world.url('soft')}"


async def test_an_empty_answer_is_confirmed_by_the_index_before_it_is_believed(
    world: World,
) -> None:
    mood = Mood(empty=True)
    async with _wayback(world, mood) as opening:
        _, found = await _findings(world, ("found", "none"), opening)

    assert found["found"].archive.gap_days == -2
    assert found["none"].archive.state is ArchiveState.NOT_ARCHIVED


@pytest.mark.parametrize("mood", [Mood(offline=True), Mood(empty=True, blocked=True)])
async def test_a_refusal_is_never_not_archived(world: World, mood: Mood) -> None:
    async with _wayback(world, mood) as opening:
        _, found = await _findings(world, ("found", "none"), opening)

    for finding in found.values():
        assert finding.archive.state is ArchiveState.UNKNOWN
        codes = {reason.code for reason in finding.verdict.reasons}
        assert ReasonCode.NEVER_ARCHIVED not in codes


async def test_an_archive_that_throttles_for_a_minute_is_waited_for_and_nothing_is_lost(
    world: World,
) -> None:
    mood = Mood()
    mood.throttles.update({"availability": 1, "index": 1})
    names = (*NAMES, *(f"none-{number}" for number in range(12)))
    async with _wayback(world, mood) as opening:
        report, found = await _findings(world, names, opening)

    assert report.run.complete
    offered = {name for name, each in found.items() if each.archive.capture is not None}
    assert offered == set(COPIES)
    assert all(found[f"none-{n}"].archive.state is not ArchiveState.ARCHIVED for n in range(12))
    assert report.summary.archive_not_asked == 0
    for service, most in (("index", 25), ("availability", 35)):
        times = [at for name, at in mood.times if name == service]
        assert max(sum(at <= other < at + 60 for other in times) for at in times) <= most
