"""Runs that are interrupted and gone on with, and what a run finds out in the background."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from linkcheck.archives import ArchiveDesk
from linkcheck.archives.desk import Urgency
from linkcheck.checking import Web, check_targets
from linkcheck.connection import NAMELESS, PARTLY_OFFLINE
from linkcheck.fetch.delegations import Delegations
from linkcheck.model import Certainty, Delegation, Document, NotHeld, ReasonCode, State, Target
from linkcheck.scan import INTERRUPTED, build_report
from linkcheck.store import temporary_ledger
from tests.archives.fakes import Shelf
from tests.fetch.conftest import SETTINGS
from tests.rudeweb import RudeWeb
from tests.test_scan import citation, opening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager
    from datetime import date

    from linkcheck.model import Finding
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

    Opening = Callable[[Settings], AbstractAsyncContextManager[Web]]

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def web() -> Iterator[RudeWeb]:
    with RudeWeb.in_thread() as server:
        yield server


class Listening(ArchiveDesk):
    """A desk that notes with which urgency it is asked about which address."""

    def __init__(self) -> None:
        super().__init__([Shelf(answers=[NotHeld()])], clock=lambda: NOW)
        self.urgencies: list[tuple[str, Urgency]] = []

    def ask(self, target: Target, near: date | None, urgency: Urgency = Urgency.UNCHECKED) -> None:
        self.urgencies.append((target.url, urgency))
        super().ask(target, near, urgency)


class Servers:
    """Say that every site is delegated to the same name servers, and note who was asked about."""

    def __init__(self, *names: str) -> None:
        self.asked: list[str] = []
        self._names = names

    async def __call__(self, site: str) -> tuple[str, ...]:
        self.asked.append(site)
        return self._names


def with_parts(
    web: RudeWeb, desk: ArchiveDesk | None = None, servers: Servers | None = None
) -> Opening:
    @asynccontextmanager
    async def open_web(settings: Settings) -> AsyncIterator[Web]:
        async with opening(web)(settings) as ways:
            delegations = None if servers is None else Delegations(servers)
            yield Web(ways.fetcher, desk or ways.desk, delegations=delegations)

    return open_web


async def run_of(ledger: Ledger, urls: list[str], opened: Opening) -> dict[str, Finding]:
    run = ledger.begin_run(NOW, "0", "key")
    ledger.add_document(run, Document("doc.txt", "text"), [citation(url) for url in urls])
    note = await check_targets(ledger, run, SETTINGS, web=opened)
    report = build_report(ledger, run, SETTINGS, note=note)
    return {finding.target.url: finding for finding in report.findings}


@contextmanager
def cut_off(web: RudeWeb) -> Iterator[None]:
    web.cut_off = True
    try:
        yield
    finally:
        web.cut_off = False


# ---------------------------------------------------------------- going on


async def test_what_a_known_probe_has_shown_to_be_dead_is_urgent_when_a_run_goes_on(
    web: RudeWeb,
) -> None:
    url = web.url("/soft-404/story?going-on", host="a.test")
    with temporary_ledger() as ledger:
        earlier = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(earlier, Document("doc.txt", "text"), [citation(url)])
        await check_targets(ledger, earlier, SETTINGS, web=with_parts(web))
        ledger.finish_run(earlier, NOW, complete=False, note=INTERRUPTED)

        run = ledger.begin_run(NOW, "0", "key")
        ledger.carry_over(earlier, run)
        ledger.add_document(run, Document("doc.txt", "text"), [citation(url)])
        desk, before = Listening(), len(web.requests)
        await check_targets(ledger, run, SETTINGS, web=with_parts(web, desk))
    assert len(web.requests) == before
    assert desk.urgencies == [(url, Urgency.BROKEN)]


async def test_archives_that_have_told_are_not_asked_again_when_a_run_goes_on(
    web: RudeWeb,
) -> None:
    """Two pages that lead to one place are doubted anew: what is known of them is enough."""
    urls = [web.url(f"/section-gone/again-{n}", host="a.test") for n in range(2)]
    with temporary_ledger() as ledger:
        before = await run_of(ledger, urls, with_parts(web, Listening()))
        assert {finding.verdict.state for finding in before.values()} == {State.DEAD}
        run = ledger.begin_run(NOW, "0", "key")
        ledger.carry_over(run - 1, run)
        ledger.add_document(run, Document("doc.txt", "text"), [citation(url) for url in urls])
        desk = Listening()
        await check_targets(ledger, run, SETTINGS, web=with_parts(web, desk))
    assert desk.urgencies == []


async def test_name_servers_that_are_known_are_not_asked_for_when_a_run_goes_on(
    web: RudeWeb,
) -> None:
    url = web.url("/single-page-application", host="www.shop.test")
    servers = Servers("ns1.hoster.example")
    with temporary_ledger() as ledger:
        await run_of(ledger, [url], with_parts(web, servers=servers))
        run = ledger.begin_run(NOW, "0", "key")
        ledger.carry_over(run - 1, run)
        ledger.add_document(run, Document("doc.txt", "text"), [citation(url)])
        await check_targets(ledger, run, SETTINGS, web=with_parts(web, servers=servers))
        assert [each.site for each in ledger.delegations(run)] == ["shop.test"]
    assert servers.asked == ["shop.test"]


# ---------------------------------------------------------------- name servers


@pytest.mark.parametrize(
    ("server", "state"),
    [("ns1.sedoparking.com", State.DEAD), ("ns1.hoster.example", State.ALIVE)],
)
async def test_an_empty_page_under_every_path_is_parked_where_the_name_servers_say_so(
    web: RudeWeb, server: str, state: State
) -> None:
    url = web.url("/empty/story", host="www.parked.test")
    desk, servers = Listening(), Servers(server)
    with temporary_ledger() as ledger:
        found = await run_of(ledger, [url], with_parts(web, desk, servers))
    verdict = found[url].verdict
    assert verdict.state is state
    assert servers.asked == ["parked.test"]
    urgency = Urgency.BROKEN if state is State.DEAD else Urgency.LIVING
    assert desk.urgencies == [(url, urgency)]
    if state is State.DEAD:
        assert (verdict.certainty, verdict.reasons[0].code) == (
            Certainty.LIKELY,
            ReasonCode.PARKED,
        )


async def test_name_servers_are_asked_for_only_where_a_page_gives_reason(web: RudeWeb) -> None:
    servers = Servers("ns1.sedoparking.com")
    urls = [web.url(path, host="a.test") for path in ("/ok", "/not-found", "/moved-permanently")]
    numbers = web.url("/empty/by-number", host="127.0.0.1")
    with temporary_ledger() as ledger:
        await run_of(ledger, [*urls, numbers], with_parts(web, servers=servers))
    assert servers.asked == []


def test_delegations_come_back_exactly_and_are_carried_over() -> None:
    told = Delegation("example.org", NOW, ("ns1.example.net", "ns2.example.net"))
    with temporary_ledger() as ledger:
        first, second = (ledger.begin_run(NOW, "0", "key") for _ in range(2))
        ledger.record_delegation(first, told)
        assert (ledger.delegations(first), ledger.delegations(second)) == ((told,), ())
        ledger.carry_over(first, second)
        assert ledger.delegations(second) == (told,)


# ---------------------------------------------------------------- names that do not resolve


async def note_of(web: RudeWeb, *urls: str) -> str | None:
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        cited = [citation(url) for url in urls]
        ledger.add_document(run, Document("doc.txt", "text"), cited)
        settings = replace(SETTINGS, retries=0)
        return await check_targets(ledger, run, settings, web=with_parts(web))


async def test_what_never_exists_says_nothing_of_the_network(web: RudeWeb) -> None:
    living = [web.url(f"/pages/{n}") for n in range(3)]
    with cut_off(web):
        assert await note_of(web, *living, "http://no-such.invalid/page") is None


async def test_a_machine_without_names_is_not_said_to_have_been_offline(web: RudeWeb) -> None:
    living = [web.url(f"/pages/{n}") for n in range(3)]
    with cut_off(web):
        assert await note_of(web, *living, "http://a.test/page") == NAMELESS
    assert "offline" not in NAMELESS


async def test_names_that_go_missing_after_others_were_found_are_a_network_that_went(
    web: RudeWeb,
) -> None:
    @asynccontextmanager
    async def open_going(settings: Settings) -> AsyncIterator[Web]:
        async with opening(web)(settings) as ways:
            await ways.fetcher.ask(Target.of(web.url("/ok", host="a.test")))
            with cut_off(web):
                yield ways

    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        cited = [citation(web.url("/ok", host=host)) for host in ("a.test", "later.test")]
        ledger.add_document(run, Document("doc.txt", "text"), cited)
        assert await check_targets(ledger, run, SETTINGS, web=open_going) == PARTLY_OFFLINE
