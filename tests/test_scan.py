"""The whole way, from documents to findings, over a web that is as rude as the real one."""

from __future__ import annotations

import errno
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from linkcheck.archives import ArchiveDesk
from linkcheck.fetch import Fetcher
from linkcheck.model import (
    ArchiveState,
    Capture,
    Certainty,
    Citation,
    Document,
    Held,
    Kind,
    NotHeld,
    ReasonCode,
    Remedy,
    Span,
    State,
)
from linkcheck.reading import extract
from linkcheck.scan import INTERRUPTED, OFFLINE, Web, build_report, check_targets
from linkcheck.store import temporary_ledger
from tests.archives.fakes import Shelf
from tests.fetch.conftest import SETTINGS, QuickTime, impatient, needs_linux, opened
from tests.rudeweb import WALLS, RudeWeb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from linkcheck.model import Finding, Report
    from linkcheck.settings import Settings

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HELD = Held((Capture("shelf", "http://x.test/", "https://archive.test/x", NOW, 200),))


@pytest.fixture(scope="module")
def web() -> Iterator[RudeWeb]:
    with RudeWeb.in_thread() as server:
        yield server


def opening(
    web: RudeWeb, shelf: Shelf | None = None
) -> Callable[[Settings], AbstractAsyncContextManager[Web]]:
    """Open the rude web, and nothing else, for a scan."""

    @asynccontextmanager
    async def open_rude_web(settings: Settings) -> AsyncIterator[Web]:
        quick = QuickTime()
        async with opened(web, settings, quick) as fetcher:
            shelves = [] if shelf is None else [shelf]
            yield Web(fetcher, ArchiveDesk(shelves, clock=quick.now))

    return open_rude_web


def citation(url: str, *, line: int = 1, **changes: object) -> Citation:
    span = Span(0, len(url), line, 1, line, 1 + len(url))
    return replace(Citation("doc.txt", span, url, url), **changes)  # type: ignore[arg-type]


async def findings_of(
    citations: Sequence[Citation],
    opened_web: Callable[[Settings], AbstractAsyncContextManager[Web]],
    settings: Settings = SETTINGS,
) -> tuple[Report, dict[str, Finding]]:
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, Document("doc.txt", "text"), citations)
        online = await check_targets(ledger, run, settings, web=opened_web)
        report = build_report(ledger, run, settings, note=None if online else OFFLINE)
        found = {finding.target.url: finding for finding in report.findings}
        return replace(report, findings=tuple(found.values())), found


@dataclass(frozen=True, slots=True)
class Case:
    """An address of the rude web, and what is to be said of it."""

    path: str
    state: State
    reason: ReasonCode
    door: str = "http"
    host: str = "a.test"
    kind: Kind = Kind.URL
    patient: bool = True


ALIVE, MOVED, DEAD = State.ALIVE, State.MOVED, State.DEAD
BLOCKED, UNREACHABLE, UNCHECKED = State.BLOCKED, State.UNREACHABLE, State.UNCHECKED

CASES = [
    Case("/ok", ALIVE, ReasonCode.OK),
    Case("/no-content", ALIVE, ReasonCode.OK),
    Case("/article-about-404", ALIVE, ReasonCode.OK),
    Case("/single-page-application", ALIVE, ReasonCode.OK),
    Case("/cookie-wanted", ALIVE, ReasonCode.OK),
    Case("/found", ALIVE, ReasonCode.REDIRECTED),
    Case("/503-once", ALIVE, ReasonCode.RETRIED),
    Case("/429-once-seconds", ALIVE, ReasonCode.RETRIED),
    Case("/moved-permanently", MOVED, ReasonCode.MOVED_PERMANENTLY),
    Case("/utf-8-location", MOVED, ReasonCode.MOVED_PERMANENTLY),
    Case("/not-found", DEAD, ReasonCode.HTTP_404),
    Case("/gone", DEAD, ReasonCode.HTTP_410),
    Case("/soft-404/de", DEAD, ReasonCode.SOFT_404),
    Case("/redirected-404/x", DEAD, ReasonCode.SOFT_404),
    Case("/redirected-home/2018/01/story", DEAD, ReasonCode.REDIRECTED_HOME),
    Case("/parked/x", DEAD, ReasonCode.PARKED),
    Case("/x", DEAD, ReasonCode.NO_SUCH_HOST, host="no-such-host.test"),
    Case("/not-found?doi", DEAD, ReasonCode.IDENTIFIER_UNKNOWN, kind=Kind.DOI),
    *(Case(f"/walls/{wall}", BLOCKED, ReasonCode.BOT_WALL) for wall in WALLS),
    Case("/members/x", BLOCKED, ReasonCode.SIGN_IN),
    Case("/paywall", BLOCKED, ReasonCode.PAYWALL),
    Case("/legal", BLOCKED, ReasonCode.LEGAL),
    Case("/forbidden", BLOCKED, ReasonCode.FORBIDDEN),
    Case("/hang", UNREACHABLE, ReasonCode.TIMEOUT, patient=False),
    Case("/x", UNREACHABLE, ReasonCode.REFUSED, door="refused"),
    Case("/reset", UNREACHABLE, ReasonCode.RESET),
    Case("/x", UNREACHABLE, ReasonCode.DNS_FAILED, host="dns-failed.test"),
    Case("/ok", UNREACHABLE, ReasonCode.TLS_EXPIRED, door="https-expired"),
    Case("/ok", UNREACHABLE, ReasonCode.TLS_UNTRUSTED, door="https-untrusted"),
    Case("/ok", UNREACHABLE, ReasonCode.TLS_WRONG_HOST, door="https-wrong-host"),
    Case("/ok", UNREACHABLE, ReasonCode.TLS_FAILED, door="https-broken"),
    Case("/garbage", UNREACHABLE, ReasonCode.PROTOCOL_ERROR),
    Case("/loop", UNREACHABLE, ReasonCode.REDIRECT_LOOP),
    Case("/bad-location", UNREACHABLE, ReasonCode.BAD_REDIRECT),
    Case("/500", UNREACHABLE, ReasonCode.HTTP_5XX),
    Case("/status/418", UNREACHABLE, ReasonCode.HTTP_OTHER),
    Case("/429-for-an-hour", UNREACHABLE, ReasonCode.RATE_LIMITED),
    Case("/x", UNCHECKED, ReasonCode.PRIVATE_ADDRESS, host="private.test"),
    Case("/to-private", UNCHECKED, ReasonCode.PRIVATE_ADDRESS),
]  # fmt: skip

# Reached by tests of their own below, or (the last two) by nothing that a document says yet.
ELSEWHERE = {
    ReasonCode.NETWORK_UNREACHABLE,
    ReasonCode.UNSUPPORTED_SCHEME,
    ReasonCode.INVALID_ADDRESS,
    ReasonCode.EXCLUDED,
    ReasonCode.OFFLINE,
    ReasonCode.INTERRUPTED,
    ReasonCode.NEVER_ARCHIVED,
    ReasonCode.DEFANGED,
}


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.door} {case.host} {case.path}".replace("/", "-")
)
async def test_each_answer_gets_its_state_and_reason(web: RudeWeb, case: Case) -> None:
    url = web.url(case.path, door=case.door, host=case.host)
    settings = SETTINGS if case.patient else impatient()
    proof_of_network = citation(web.url("/ok"))
    cited = [citation(url, kind=case.kind), proof_of_network]
    _, found = await findings_of(cited, opening(web), settings)
    verdict = found[url].verdict
    assert verdict.state is case.state, verdict
    assert case.reason in {reason.code for reason in verdict.reasons}
    assert all(reason.message for reason in verdict.reasons)


@needs_linux
async def test_a_host_that_does_not_even_accept_is_a_timeout(web: RudeWeb) -> None:
    url = web.url("/x", door="silent", host="a.test")
    cited = [citation(url), citation(web.url("/ok"))]
    _, found = await findings_of(cited, opening(web), impatient())
    assert found[url].verdict.state is UNREACHABLE
    assert found[url].verdict.reasons[0].code is ReasonCode.TIMEOUT


def test_every_state_and_reason_is_reached_by_some_test() -> None:
    assert {case.state for case in CASES} == set(State)
    assert {case.reason for case in CASES} | ELSEWHERE == set(ReasonCode)
    assert not {case.reason for case in CASES} & ELSEWHERE


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://a.test/x", ReasonCode.UNSUPPORTED_SCHEME),
        ("mailto:a@a.test", ReasonCode.UNSUPPORTED_SCHEME),
        ("http://", ReasonCode.INVALID_ADDRESS),
    ],
)
async def test_what_is_no_web_address_is_unchecked(
    web: RudeWeb, url: str, reason: ReasonCode
) -> None:
    _, found = await findings_of([citation(web.url("/ok")), citation(url)], opening(web))
    assert found[url].verdict.state is UNCHECKED
    assert found[url].verdict.reasons[0].code is reason


async def test_an_excluded_address_is_not_asked_but_reported(web: RudeWeb) -> None:
    url = web.url("/ok?excluded", host="a.test")
    settings = replace(SETTINGS, exclude=(r"\?excluded$",))
    _, found = await findings_of([citation(url)], opening(web), settings)
    assert found[url].verdict.state is UNCHECKED
    assert found[url].verdict.reasons[0].code is ReasonCode.EXCLUDED
    assert web.asked("/ok?excluded") == 0


async def test_a_network_that_leads_nowhere_is_unreachable(web: RudeWeb) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/ok":
            return httpx.Response(200, text="fine")
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    @asynccontextmanager
    async def open_cut_off(settings: Settings) -> AsyncIterator[Web]:
        from linkcheck.fetch.resolver import Resolver  # noqa: PLC0415

        resolver = Resolver(web.lookup, allowed=lambda _: True, timeout=1)
        fetcher = Fetcher(httpx.MockTransport(fail), settings, resolver=resolver)
        yield Web(fetcher, ArchiveDesk([], clock=lambda: NOW))

    settings = replace(SETTINGS, retries=0)
    citations = [citation("http://a.test/ok"), citation("http://b.test/x")]
    _, found = await findings_of(citations, open_cut_off, settings)
    verdict = found["http://b.test/x"].verdict
    assert (verdict.state, verdict.reasons[0].code) == (UNREACHABLE, ReasonCode.NETWORK_UNREACHABLE)


async def test_when_nothing_can_be_reached_nothing_is_called_dead(web: RudeWeb) -> None:
    """`no-such-host.test` does not resolve, and neither do the control names: no network."""
    url = web.url("/x", host="no-such-host.test")
    shelf = Shelf(answers=[NotHeld()])
    report, found = await findings_of([citation(url)], opening(web, shelf))
    assert found[url].verdict.state is UNCHECKED
    assert found[url].verdict.reasons[0].code is ReasonCode.OFFLINE
    assert not report.run.complete
    assert report.run.note == OFFLINE


async def test_what_a_stopped_run_did_not_ask_is_unchecked(web: RudeWeb) -> None:
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, Document("doc.txt", "text"), [citation(web.url("/ok"))])
        report = build_report(ledger, run, SETTINGS, note=INTERRUPTED)
        (finding,) = report.findings
        assert finding.verdict.reasons[0].code is ReasonCode.INTERRUPTED
        assert finding.check is None
        assert not report.run.complete


async def test_a_target_is_asked_once_however_often_it_is_cited(web: RudeWeb) -> None:
    url = web.url("/ok?cited-twice", host="a.test")
    report, found = await findings_of([citation(url), citation(url, line=2)], opening(web))
    assert web.asked("/ok?cited-twice") == 1
    assert [each.span.line for each in found[url].citations] == [1, 2]
    assert (report.summary.citations, report.summary.targets) == (2, 1)


async def test_the_web_decides_which_reading_of_a_broken_address_is_meant(web: RudeWeb) -> None:
    ranked_first = web.url("/not-found?first", host="a.test")
    other = web.url("/ok?other", host="a.test")
    cited = citation(ranked_first, candidates=(other,))
    report, found = await findings_of([cited], opening(web))
    assert list(found) == [other]
    assert found[other].verdict.state is ALIVE
    assert found[other].citations[0].url == other
    assert found[other].citations[0].candidates == (ranked_first,)
    assert report.summary.targets == 1


async def test_other_readings_are_not_asked_where_the_best_one_works(web: RudeWeb) -> None:
    best, other = web.url("/ok?best", host="a.test"), web.url("/ok?not-asked", host="a.test")
    _, found = await findings_of([citation(best, candidates=(other,))], opening(web))
    assert list(found) == [best]
    assert web.asked("/ok?not-asked") == 0


async def test_where_no_reading_works_the_ranking_decides(web: RudeWeb) -> None:
    best, other = web.url("/not-found?a", host="a.test"), web.url("/not-found?b", host="a.test")
    _, found = await findings_of([citation(best, candidates=(other,))], opening(web))
    assert list(found) == [best]
    assert found[best].verdict.state is DEAD


async def test_a_dead_target_with_a_copy_gets_it_suggested(web: RudeWeb) -> None:
    url = web.url("/2018/01/12/not-found", host="a.test")
    shelf = Shelf(answers=[HELD])
    report, found = await findings_of([citation(url)], opening(web, shelf))
    suggestion = found[url].verdict.suggestion
    assert suggestion is not None
    assert (suggestion.url, suggestion.why) == ("https://archive.test/x", Remedy.ARCHIVED)
    assert found[url].archive.state is ArchiveState.ARCHIVED
    assert report.summary.archived == 1


async def test_archives_are_asked_for_the_day_of_the_citation(web: RudeWeb) -> None:
    [cited] = extract_one("Seen http://a.test/2018/01/12/story once.")
    shelf = Shelf(answers=[NotHeld()])
    await findings_of([cited], opening(web, shelf))
    assert shelf.nears == [date(2018, 1, 12)]


async def test_a_dead_target_without_any_copy_may_never_have_existed(web: RudeWeb) -> None:
    url = web.url("/not-found?never", host="a.test")
    _, found = await findings_of([citation(url)], opening(web, Shelf(answers=[NotHeld()])))
    reasons = [reason.code for reason in found[url].verdict.reasons]
    assert reasons == [ReasonCode.HTTP_404, ReasonCode.NEVER_ARCHIVED]


async def test_archives_are_not_asked_about_private_addresses(web: RudeWeb) -> None:
    url = web.url("/x", host="private.test")
    shelf = Shelf(answers=[HELD])
    _, found = await findings_of([citation(url), citation(web.url("/ok"))], opening(web, shelf))
    assert url not in shelf.asked
    assert found[url].archive.state is ArchiveState.NOT_ASKED


async def test_what_archives_were_not_asked_in_time_is_counted_and_never_said_to_be_missing(
    web: RudeWeb,
) -> None:
    import asyncio  # noqa: PLC0415

    shelf = Shelf(answers=[HELD], turns=asyncio.Semaphore(0))
    settings = replace(SETTINGS, archive_wait=0.01)
    url = web.url("/not-found?slow-archive", host="a.test")
    report, found = await findings_of([citation(url)], opening(web, shelf), settings)
    assert found[url].archive.state is ArchiveState.NOT_ASKED
    assert report.summary.archive_not_asked == 1


async def test_certainty_is_part_of_a_verdict(web: RudeWeb) -> None:
    url = web.url("/not-found", host="a.test")
    _, found = await findings_of([citation(url)], opening(web))
    assert found[url].verdict.certainty is Certainty.CERTAIN


def extract_one(text: str) -> tuple[Citation, ...]:
    from linkcheck.parse import Source, open_document  # noqa: PLC0415

    source = Source("doc.txt", data=text.encode(), format="text")
    return tuple(open_document(source, SETTINGS)[1])


def test_extraction_lists_documents_without_citations_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("nothing here")
    (tmp_path / "b.txt").write_text("https://example.org/ and https://example.com/")
    monkeypatch.chdir(tmp_path)
    extraction = extract(["."], replace(SETTINGS, exclude=("example.com",)))
    assert [(each.document.path, each.citations) for each in extraction.documents] == [
        ("a.txt", 0),
        ("b.txt", 1),
    ]
