"""The whole way, from documents to findings, over a web that is as rude as the real one."""

from __future__ import annotations

import errno
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from linkcheck.archives import ArchiveDesk
from linkcheck.archives.desk import Urgency
from linkcheck.checking import Web, check_targets
from linkcheck.connection import OFFLINE, PARTLY_OFFLINE, PORTAL
from linkcheck.fetch import Fetcher
from linkcheck.fetch.resolver import Resolver
from linkcheck.hostrules import HostRule
from linkcheck.model import (
    ARGUMENTS,
    ArchiveState,
    Capture,
    Certainty,
    Citation,
    Document,
    GivenCopy,
    Held,
    Kind,
    NotHeld,
    ReasonCode,
    Remedy,
    Span,
    State,
    Target,
)
from linkcheck.reading import extract
from linkcheck.scan import INTERRUPTED, build_report
from linkcheck.store import temporary_ledger
from tests.archives.fakes import Shelf, copy
from tests.fetch.conftest import SETTINGS, QuickTime, impatient, needs_linux, opened
from tests.rudeweb import WALLS, RudeWeb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from linkcheck.address import IPAddress
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
    document: str = "doc.txt",
) -> tuple[Report, dict[str, Finding]]:
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, Document(document, "text"), citations)
        note = await check_targets(ledger, run, settings, web=opened_web)
        report = build_report(ledger, run, settings, note=note)
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
    Case("/meta-refresh", ALIVE, ReasonCode.REDIRECTED),
    Case("/closed/story", ALIVE, ReasonCode.REDIRECTED),
    Case("/songs/17", ALIVE, ReasonCode.SOFT_404),
    Case("/503-once", ALIVE, ReasonCode.RETRIED),
    Case("/429-once-seconds", ALIVE, ReasonCode.RETRIED),
    Case("/moved-permanently", MOVED, ReasonCode.MOVED_PERMANENTLY),
    Case("/utf-8-location", MOVED, ReasonCode.MOVED_PERMANENTLY),
    Case("/not-found", DEAD, ReasonCode.HTTP_404),
    Case("/gone", DEAD, ReasonCode.HTTP_410),
    Case("/soft-404/de", DEAD, ReasonCode.SOFT_404),
    Case("/long-soft-404/story", DEAD, ReasonCode.SOFT_404),
    Case("/news.php?id=17", ALIVE, ReasonCode.OK),
    Case("/news.php?id=18", DEAD, ReasonCode.SOFT_404),
    Case("/soft-404/fr", DEAD, ReasonCode.SOFT_404, door="https"),
    Case("/songs/17", ALIVE, ReasonCode.SOFT_404, door="https"),
    Case("/redirected-home/2018/02/story", DEAD, ReasonCode.REDIRECTED_HOME, door="https"),
    Case("/parked/y", DEAD, ReasonCode.PARKED, door="https"),
    Case("/meta-refresh", ALIVE, ReasonCode.REDIRECTED, door="https"),
    Case("/walls/cloudflare", BLOCKED, ReasonCode.BOT_WALL, door="https"),
    Case("/redirected-404/x", DEAD, ReasonCode.SOFT_404),
    Case("/redirected-home/2018/01/story", DEAD, ReasonCode.REDIRECTED_HOME),
    Case("/retired/2018/story.html", DEAD, ReasonCode.REDIRECTED_HOME),
    Case("/parked/x", DEAD, ReasonCode.PARKED),
    Case("/x", DEAD, ReasonCode.NO_SUCH_HOST, host="no-such-host.site"),
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
    ReasonCode.NEAR_MISS,
    ReasonCode.AT_RISK,
    ReasonCode.ARCHIVE_LINK,
    ReasonCode.COPY_GIVEN,
    ReasonCode.FRAGMENT_MISSING,
    ReasonCode.LABEL_MISMATCH,
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


async def test_what_is_written_as_an_example_is_not_asked(web: RudeWeb) -> None:
    before = len(web.requests)
    _, found = await findings_of([citation("https://www.example.com/your/page")], opening(web))
    (finding,) = found.values()
    assert finding.verdict.state is UNCHECKED
    assert finding.verdict.reasons[0].code is ReasonCode.EXCLUDED
    assert "set aside for examples" in finding.verdict.reasons[0].message
    assert len(web.requests) == before


async def test_an_example_that_was_asked_for_by_itself_is_asked(web: RudeWeb) -> None:
    url = "http://example.com/"
    _, found = await findings_of([citation(url)], opening(web), document=ARGUMENTS)
    assert found[url].verdict.reasons[0].code is not ReasonCode.EXCLUDED


async def test_a_network_that_leads_nowhere_is_unreachable(web: RudeWeb) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/ok":
            return httpx.Response(200, text="fine")
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    @asynccontextmanager
    async def open_cut_off(settings: Settings) -> AsyncIterator[Web]:
        resolver = Resolver(web.lookup, allowed=lambda _: True, timeout=1)
        fetcher = Fetcher(httpx.MockTransport(fail), settings, resolver=resolver)
        yield Web(fetcher, ArchiveDesk([], clock=lambda: NOW))

    settings = replace(SETTINGS, retries=0)
    citations = [citation("http://a.test/ok"), citation("http://b.test/x")]
    _, found = await findings_of(citations, open_cut_off, settings)
    verdict = found["http://b.test/x"].verdict
    assert (verdict.state, verdict.reasons[0].code) == (UNREACHABLE, ReasonCode.NETWORK_UNREACHABLE)


@contextmanager
def cut_off(web: RudeWeb) -> Iterator[None]:
    """Let no name resolve, as on a machine without a network."""
    web.cut_off = True
    try:
        yield
    finally:
        web.cut_off = False


async def test_when_nothing_can_be_reached_nothing_is_called_dead(web: RudeWeb) -> None:
    """`no-such-host.site` does not resolve, and neither do the control names: no network."""
    url = web.url("/x", host="no-such-host.site")
    shelf = Shelf(answers=[NotHeld()])
    with cut_off(web):
        report, found = await findings_of([citation(url)], opening(web, shelf))
    assert found[url].verdict.state is UNCHECKED
    assert found[url].verdict.reasons[0].code is ReasonCode.OFFLINE
    assert not report.run.complete
    assert report.run.note == OFFLINE


async def test_names_that_go_missing_half_way_are_not_called_dead(web: RudeWeb) -> None:
    """One host answers; then the network goes, and its resolver says of all names: no such host."""
    alive = web.url("/ok?before", host="a.test")
    later = web.url("/ok", host="later.test")

    @asynccontextmanager
    async def open_going(settings: Settings) -> AsyncIterator[Web]:
        async with opening(web)(settings) as ways:
            await ways.fetcher.ask(Target.of(alive))
            with cut_off(web):
                yield ways

    report, found = await findings_of([citation(alive), citation(later)], open_going)
    assert found[alive].verdict.state is ALIVE
    assert found[later].verdict.state is UNCHECKED
    assert found[later].verdict.reasons[0].code is ReasonCode.OFFLINE
    assert (report.run.complete, report.run.note) == (False, PARTLY_OFFLINE)


@pytest.mark.parametrize("way", ["redirect", "page"])
async def test_a_network_that_answers_everything_itself_proves_nothing(
    web: RudeWeb, way: str
) -> None:
    found = await findings_behind_portal(web, way, control=True)
    assert {each.verdict.reasons[0].code for each in found[1].values()} == {ReasonCode.OFFLINE}
    assert (found[0].run.complete, found[0].run.note) == (False, PORTAL)


@pytest.mark.parametrize("way", ["redirect", "page"])
async def test_sites_that_answer_alike_are_no_portal_while_the_control_differs(
    web: RudeWeb, way: str
) -> None:
    report, found = await findings_behind_portal(web, way, control=False)
    assert report.run.complete
    assert ReasonCode.OFFLINE not in {each.verdict.reasons[0].code for each in found.values()}


async def findings_behind_portal(
    web: RudeWeb, way: str, *, control: bool
) -> tuple[Report, dict[str, Finding]]:
    """Cite pages of three sites, all of which the network answers itself."""
    sign_in = "<title>Free WiFi</title><h1>Welcome</h1><p>" + "please accept our terms " * 30

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "example.com" and not control:
            return httpx.Response(200, html="<title>Example Domain</title><p>For use in examples.")
        if way == "page" or request.url.host == "wifi.test":
            return httpx.Response(200, html=sign_in)
        return httpx.Response(302, headers={"Location": "http://wifi.test/?from=somewhere"})

    @asynccontextmanager
    async def open_portal(settings: Settings) -> AsyncIterator[Web]:
        resolver = Resolver(web.lookup, allowed=lambda _: True, timeout=1)
        fetcher = Fetcher(httpx.MockTransport(answer), settings, resolver=resolver)
        yield Web(fetcher, ArchiveDesk([], clock=lambda: NOW))

    cited = [citation(f"http://{name}.test/2018/01/story") for name in ("one", "two", "three")]
    return await findings_of(cited, open_portal)


async def test_one_made_up_address_is_asked_for_all_suspects_of_a_folder(web: RudeWeb) -> None:
    urls = [web.url(f"/soft-404/{name}?once", host="a.test") for name in ("a", "b", "c")]
    before = len(web.requests)
    _, found = await findings_of([citation(url) for url in urls], opening(web))
    assert {found[url].verdict.state for url in urls} == {DEAD}
    assert len(web.requests) - before == len(urls) + 1


async def test_no_made_up_address_is_asked_for_a_page_that_nothing_speaks_against(
    web: RudeWeb,
) -> None:
    before = len(web.requests)
    urls = [web.url("/pages/one"), web.url("/moved-permanently"), web.url("/not-found?sure")]
    await findings_of([citation(url) for url in urls], opening(web))
    assert len(web.requests) - before == len(urls) + 1  # one redirect


async def test_a_probe_that_a_run_has_made_is_not_made_again_when_it_goes_on(
    web: RudeWeb,
) -> None:
    url = web.url("/soft-404/story?again", host="a.test")
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, Document("doc.txt", "text"), [citation(url)])
        await check_targets(ledger, run, SETTINGS, web=opening(web))
        before = len(web.requests)
        await check_targets(ledger, run, SETTINGS, web=opening(web))
        asked = [request.target for request in web.requests[before:]]
    assert asked in ([], ["/soft-404/story?again"])


async def test_what_is_dead_after_all_is_asked_of_the_archives_with_urgency(web: RudeWeb) -> None:
    url = web.url("/soft-404/story?urgent", host="a.test")
    urgencies: list[Urgency] = []

    class Listening(ArchiveDesk):
        def ask(
            self,
            target: Target,
            near: date | None,
            urgency: Urgency = Urgency.UNCHECKED,
        ) -> None:
            if target.url == url:
                urgencies.append(urgency)
            super().ask(target, near, urgency)

    @asynccontextmanager
    async def open_listening(settings: Settings) -> AsyncIterator[Web]:
        async with opening(web)(settings) as ways:
            shelf = Shelf(answers=[NotHeld()])
            yield Web(ways.fetcher, Listening([shelf], clock=lambda: NOW))

    await findings_of([citation(url)], open_listening)
    assert urgencies == [Urgency.BROKEN]


async def test_addresses_that_all_lead_to_one_place_are_dead(web: RudeWeb) -> None:
    urls = [web.url(f"/section-gone/{name}", host="a.test") for name in ("a", "b")]
    _, found = await findings_of([citation(url) for url in urls], opening(web))
    for url in urls:
        verdict = found[url].verdict
        assert (verdict.state, verdict.reasons[0].code) == (DEAD, ReasonCode.SOFT_404)


async def test_one_redirect_alone_is_no_reason_to_doubt(web: RudeWeb) -> None:
    url = web.url("/section-gone/alone", host="a.test")
    _, found = await findings_of([citation(url)], opening(web))
    assert found[url].verdict.state is ALIVE


async def test_probes_are_evidence_and_no_targets_of_the_report(web: RudeWeb) -> None:
    url = web.url("/soft-404/evidence", host="a.test")
    report, found = await findings_of([citation(url)], opening(web))
    assert list(found) == [url]
    assert (report.summary.targets, report.summary.count(DEAD)) == (1, 1)


async def test_a_page_found_dead_by_its_probe_is_looked_for_in_the_archives(web: RudeWeb) -> None:
    url = web.url("/soft-404/archived", host="a.test")
    _, found = await findings_of([citation(url)], opening(web, Shelf(answers=[HELD])))
    suggestion = found[url].verdict.suggestion
    assert suggestion is not None
    assert suggestion.why is Remedy.ARCHIVED


@pytest.mark.parametrize(
    "fragment",
    [
        "top-heading",
        "old-name",
        "m%C3%BCndung",
        "L10-L20",
        "top",
        ":~:text=mouth%20of%20the%20river",
    ],
)
async def test_places_that_a_page_has_are_found(web: RudeWeb, fragment: str) -> None:
    url = web.url(f"/places?{fragment}")
    settings = replace(SETTINGS, fragments=True)
    _, found = await findings_of([citation(url, fragment=fragment)], opening(web), settings)
    assert [reason.code for reason in found[url].verdict.reasons] == [ReasonCode.OK]


@pytest.mark.parametrize(
    ("path", "fragment", "certainty"),
    [
        ("/places", "gone", Certainty.CERTAIN),
        ("/places", "L30", Certainty.CERTAIN),
        ("/places", ":~:text=never%20said", Certainty.CERTAIN),
        ("/drawn", "gone", Certainty.POSSIBLE),
    ],
)
async def test_a_place_that_a_living_page_lacks_is_told(
    web: RudeWeb, path: str, fragment: str, certainty: Certainty
) -> None:
    url = web.url(f"{path}?{fragment}")
    settings = replace(SETTINGS, fragments=True)
    report, found = await findings_of([citation(url, fragment=fragment)], opening(web), settings)
    verdict = found[url].verdict
    assert (verdict.state, verdict.certainty) == (ALIVE, certainty)
    assert verdict.reasons[-1].code is ReasonCode.FRAGMENT_MISSING
    assert report.run.complete


async def test_places_are_not_looked_for_unless_asked(web: RudeWeb) -> None:
    url = web.url("/places?unasked")
    _, found = await findings_of([citation(url, fragment="gone")], opening(web))
    assert [reason.code for reason in found[url].verdict.reasons] == [ReasonCode.OK]


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (200, ALIVE, ReasonCode.OK),
        (404, DEAD, ReasonCode.IDENTIFIER_UNKNOWN),
        (500, UNREACHABLE, ReasonCode.HTTP_5XX),
    ],
)
async def test_a_doi_is_asked_of_its_registry_and_no_publisher(
    web: RudeWeb, status: int, state: State, reason: ReasonCode
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(status, json={"responseCode": 1})

    async def lookup(_: str) -> tuple[IPAddress, ...]:
        return await web.lookup("doi.test")

    @asynccontextmanager
    async def open_registry(settings: Settings) -> AsyncIterator[Web]:
        resolver = Resolver(lookup, allowed=lambda _: True, timeout=1)
        fetcher = Fetcher(httpx.MockTransport(answer), settings, resolver=resolver)
        yield Web(fetcher, ArchiveDesk([], clock=lambda: NOW))

    url = "https://doi.org/10.1000/182"
    settings = replace(SETTINGS, retries=0)
    _, found = await findings_of([citation(url, kind=Kind.DOI)], open_registry, settings)
    assert asked == ["https://doi.org/api/handles/10.1000/182"]
    assert (found[url].verdict.state, found[url].verdict.reasons[0].code) == (state, reason)
    check = found[url].check
    assert check is not None
    assert check.final_url == url


async def test_a_host_that_is_to_be_skipped_is_not_asked_and_the_reason_told(web: RudeWeb) -> None:
    url = web.url("/ok?skipped", host="a.test")
    rule = HostRule("a.test", skip="moves next month")
    _, found = await findings_of([citation(url)], opening(web), replace(SETTINGS, hosts=(rule,)))
    reason = found[url].verdict.reasons[0]
    assert (reason.code, reason.message) == (ReasonCode.EXCLUDED, "excluded: moves next month")
    assert web.asked("/ok?skipped") == 0


async def test_a_secret_opens_its_own_host_over_tls_and_no_other(
    web: RudeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUDE_TOKEN", "Bearer swordfish")
    rule = HostRule("a.test", headers=(("Authorization", "env:RUDE_TOKEN"),))
    own = web.url("/secret", door="https", host="a.test")
    plain = web.url("/secret", host="a.test")
    elsewhere = web.url("/secret-elsewhere", door="https", host="a.test")
    cited = [citation(url) for url in (own, plain, elsewhere)]
    _, found = await findings_of(cited, opening(web), replace(SETTINGS, hosts=(rule,)))
    states = [found[url].verdict.state for url in (own, plain, elsewhere)]
    assert states == [ALIVE, BLOCKED, BLOCKED]


async def test_a_rule_that_is_over_skips_nothing(web: RudeWeb) -> None:
    url = web.url("/ok?over", host="a.test")
    rule = HostRule("a.test", skip="moved last month", until=date(2020, 1, 1))
    _, found = await findings_of([citation(url)], opening(web), replace(SETTINGS, hosts=(rule,)))
    assert found[url].verdict.state is ALIVE


async def test_a_status_that_is_accepted_of_a_host_is_good(web: RudeWeb) -> None:
    accepted, other = web.url("/forbidden", host="a.test"), web.url("/forbidden", host="b.test")
    settings = replace(SETTINGS, hosts=(HostRule("a.test", accept=(403,)),))
    _, found = await findings_of([citation(accepted), citation(other)], opening(web), settings)
    assert found[accepted].verdict.state is ALIVE
    assert found[other].verdict.state is BLOCKED


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


@pytest.mark.parametrize(("status", "asked"), [(200, 1), (404, 2)])
async def test_a_run_that_goes_on_asks_again_where_archives_named_no_page(
    web: RudeWeb, status: int, asked: int
) -> None:
    url = web.url(f"/not-found?again={status}", host="a.test")
    shelf = Shelf(answers=[Held((copy(url, status),))])
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, Document("doc.txt", "text"), [citation(url)])
        for _ in range(2):
            await check_targets(ledger, run, SETTINGS, web=opening(web, shelf))
    assert shelf.asked == [url] * asked


def paired(web: RudeWeb, copy: str) -> tuple[str, str, list[Citation]]:
    """Cite a dead page, and beside it a copy whose address does not tell of what it is one."""
    original = web.url(f"/not-found?of={copy}", host="a.test")
    kept = web.url(f"/{copy}", host="archive.test")
    return original, kept, [citation(original), citation(kept, line=2, copy_of=original)]


async def test_a_dead_page_beside_a_copy_that_works_needs_nothing(web: RudeWeb) -> None:
    original, kept, cited = paired(web, "pages/kept")
    shelf = Shelf(answers=[HELD])
    report, found = await findings_of(cited, opening(web, shelf))

    dead = found[original]
    assert (dead.verdict.state, dead.verdict.suggestion) == (DEAD, None)
    assert dead.verdict.reasons[-1].code is ReasonCode.COPY_GIVEN
    assert dead.copies == (GivenCopy(kept, ALIVE, ("doc.txt",)),)
    assert report.summary.count(DEAD) == 1
    assert report.summary.count_new(DEAD) == 0
    copy = found[kept].verdict
    assert (copy.state, copy.reasons[-1].code) == (ALIVE, ReasonCode.ARCHIVE_LINK)
    assert copy.reasons[-1].message.endswith(f"of {original}; the original is dead (404 Not Found)")


async def test_a_dead_page_beside_a_dead_copy_gets_another(web: RudeWeb) -> None:
    original, kept, cited = paired(web, "not-found?lost")
    report, found = await findings_of(cited, opening(web, Shelf(answers=[HELD])))

    for url in (original, kept):
        suggestion = found[url].verdict.suggestion
        assert suggestion is not None
        assert suggestion.url == "https://archive.test/x"
    assert report.summary.count_new(DEAD) == 2


async def test_the_original_of_a_copy_is_asked_though_nothing_else_cites_it(web: RudeWeb) -> None:
    _, kept, cited = paired(web, "pages/alone")
    _, found = await findings_of(cited[1:], opening(web))

    assert list(found) == [kept]
    assert "the original is dead" in found[kept].verdict.reasons[-1].message
    assert web.asked("/not-found?of=pages/alone") == 1


async def test_what_a_document_gives_a_copy_of_is_asked_of_archives_last(web: RudeWeb) -> None:
    original, _, cited = paired(web, "pages/last")
    urgencies: list[Urgency] = []

    class Listening(ArchiveDesk):
        def ask(
            self, target: Target, near: date | None, urgency: Urgency = Urgency.UNCHECKED
        ) -> None:
            if target.url == original:
                urgencies.append(urgency)
            super().ask(target, near, urgency)

    @asynccontextmanager
    async def open_listening(settings: Settings) -> AsyncIterator[Web]:
        async with opening(web)(settings) as ways:
            shelf = Shelf(answers=[NotHeld()])
            yield Web(ways.fetcher, Listening([shelf], clock=lambda: NOW))

    await findings_of(cited, open_listening)
    assert urgencies == [Urgency.LIVING]


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
