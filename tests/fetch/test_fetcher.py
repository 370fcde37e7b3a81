"""Turns, order, cancelling: what the fetcher does over many targets."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import respx

from linkcheck.errors import LedgerError
from linkcheck.fetch import Fetcher, open_fetcher
from linkcheck.fetch.lanes import Lanes
from linkcheck.fetch.resolver import Resolver
from linkcheck.model import Answered, Cause, Target, Unanswered
from tests.fetch.conftest import SETTINGS, QuickTime, impatient, needs_linux, opened, targets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.address import IPAddress
    from linkcheck.model import Observation
    from linkcheck.settings import Settings
    from tests.fetch.conftest import Engine
    from tests.rudeweb import RudeWeb


class Crowd(httpx.AsyncBaseTransport):
    """A transport that counts who is asked at once, and answers when told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.most_in_all = 0
        self.stuck: set[str] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        self.asked.append(str(request.url))
        self.now[host] += 1
        self.most[host] = max(self.most[host], self.now[host])
        self.most_in_all = max(self.most_in_all, self.now.total())
        try:
            if host in self.stuck:
                await asyncio.Event().wait()
            for _ in range(5):
                await asyncio.sleep(0)
        finally:
            self.now[host] -= 1
        return httpx.Response(200, html="<title>x</title>")


async def anywhere(host: str) -> tuple[IPAddress, ...]:
    if host.startswith("no-"):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")
    return (ip_address("192.0.2.1"),)


def fetcher_on(
    transport: httpx.AsyncBaseTransport,
    settings: Settings = SETTINGS,
    quick: QuickTime | None = None,
) -> Fetcher:
    quick = quick or QuickTime()
    return Fetcher(
        transport,
        settings,
        resolver=Resolver(anywhere, allowed=lambda _: True),
        clock=quick.clock,
        sleep=quick.sleep,
        now=quick.now,
    )


def many(hosts: int, each: int) -> list[str]:
    return [f"http://h{host}.example/{n}" for host in range(hosts) for n in range(each)]


async def test_every_target_is_delivered_once() -> None:
    seen: list[Observation] = []
    urls = many(hosts=40, each=10)
    await fetcher_on(Crowd()).run(targets_of(urls), seen.append)
    assert sorted(one.target for one in seen) == sorted(urls)


async def test_a_host_has_few_turns_at_once_and_all_hosts_together_a_bound() -> None:
    crowd = Crowd()
    settings = replace(SETTINGS, per_host=3, concurrency=20)
    await fetcher_on(crowd, settings).run(targets_of(many(hosts=30, each=9)), lambda _: None)
    assert max(crowd.most.values()) == 3
    assert crowd.most_in_all == 20


async def test_a_host_is_asked_by_one_until_it_has_answered() -> None:
    crowd = Crowd()
    crowd.stuck = {"h0.example"}
    run = asyncio.create_task(
        fetcher_on(crowd).run(targets_of(many(hosts=1, each=9)), lambda _: None)
    )
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(crowd.asked) == 1
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run


async def test_a_stuck_host_with_many_addresses_keeps_no_other_host_waiting() -> None:
    crowd = Crowd()
    crowd.stuck = {"h0.example"}
    seen: list[Observation] = []
    others = [f"http://h{n}.example/" for n in range(1, 50)]
    done = asyncio.Event()

    def deliver(one: Observation) -> None:
        seen.append(one)
        if len(seen) == len(others):
            done.set()

    urls = [f"http://h0.example/{n}" for n in range(500)] + others
    settings = replace(SETTINGS, concurrency=5, timeout=1000.0)
    run = asyncio.create_task(fetcher_on(crowd, settings).run(targets_of(urls), deliver))
    await done.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert sorted(one.target for one in seen) == sorted(others)


async def test_requests_to_one_host_start_with_a_gap() -> None:
    quick = QuickTime()
    settings = replace(SETTINGS, delay=10.0)
    await fetcher_on(Crowd(), settings, quick).run(
        targets_of(many(hosts=1, each=4)), lambda _: None
    )
    assert [round(slept) for slept in quick.slept] == [10, 10, 10]


async def test_a_host_that_says_too_often_is_left_alone_by_all() -> None:
    quick = QuickTime()
    answers = iter([429, 200, 200])

    def answer(_: httpx.Request) -> httpx.Response:
        code = next(answers)
        return httpx.Response(code, headers={"retry-after": "7"} if code == 429 else {})

    urls = ["http://a.example/1", "http://a.example/2"]
    seen: list[Observation] = []
    await fetcher_on(httpx.MockTransport(answer), SETTINGS, quick).run(
        targets_of(urls), seen.append
    )
    # Both wait: the one that was refused, and the other whose turn would have come.
    assert [round(slept) for slept in quick.slept] == [7, 7]
    assert sorted(one.attempts for one in seen) == [1, 2]


async def test_targets_are_read_lazily() -> None:
    read = 0

    def endless() -> Iterator[Target]:
        nonlocal read
        while True:
            read += 1
            yield Target.of(f"http://h{read % 100}.example/{read}")

    async def check(target: Target) -> None:
        if target.host != "h1.example":
            await asyncio.Event().wait()

    run = asyncio.create_task(Lanes(check, per_host=1, window=50).run(endless()))
    for _ in range(500):
        await asyncio.sleep(0)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert read == 50 + 1 + 1  # the window, one that was done, and one that waits to be let in


async def test_cancelling_keeps_what_was_delivered(web: RudeWeb) -> None:
    seen: list[Observation] = []
    some = asyncio.Event()

    def deliver(one: Observation) -> None:
        seen.append(one)
        some.set()

    urls = [web.url("/ok"), *(web.url(f"/hang?{n}", host=f"h{n}.test") for n in range(5))]
    async with opened(web) as fetcher:
        run = asyncio.create_task(fetcher.run(targets_of(urls), deliver))
        await some.wait()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
    assert [one.target for one in seen] == [web.url("/ok")]


async def test_what_deliver_raises_ends_the_run_as_it_is() -> None:
    def full(_: Observation) -> None:
        message = "the disk is full"
        raise LedgerError(message)

    with pytest.raises(LedgerError, match="the disk is full"):
        await fetcher_on(Crowd()).run(targets_of(many(hosts=20, each=2)), full)


async def test_connections_are_used_again(web: RudeWeb) -> None:
    urls = [web.url(f"/pages/{n}") for n in range(20)] + [web.url(f"/found?{n}") for n in range(9)]
    async with opened(web, replace(SETTINGS, per_host=1)) as fetcher:
        await fetcher.run(targets_of(urls), lambda _: None)
    assert len(web.requests) == 20 + 2 * 9
    assert web.connections == 1


async def test_a_name_is_resolved_once(web: RudeWeb) -> None:
    urls = [web.url(f"/pages/{n}", host=f"h{n % 3}.test") for n in range(30)]
    async with opened(web) as fetcher:
        await fetcher.run(targets_of(urls), lambda _: None)
    assert dict(web.questions) == {"h0.test": 1, "h1.test": 1, "h2.test": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_a_machine_that_has_no_more_connections_says_nothing_of_hosts(
    web: RudeWeb, engine: Engine
) -> None:
    async with opened(web, engine=engine) as fetcher:
        await observe(fetcher, web.url("/ok"))  # what is imported late is
        with no_more_files():
            [seen] = await observe(fetcher, web.url("/ok", host="b.test"))
    assert isinstance(seen.outcome, Unanswered)
    assert seen.outcome.cause is Cause.OFFLINE
    assert "Too many open files" in seen.outcome.detail


async def test_for_want_of_connections_no_host_is_taken_for_there() -> None:
    class Wanting(Crowd):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await super().handle_async_request(request)
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    crowd = Wanting()
    urls = [f"http://a.example/{n}" for n in range(9)]
    seen = await observe(fetcher_on(crowd), *urls)
    assert {type(one.outcome) for one in seen} == {Unanswered}
    assert crowd.most["a.example"] == 1


@contextmanager
def no_more_files() -> Iterator[None]:
    import resource  # noqa: PLC0415  (not on Windows)

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    with Path(os.devnull).open() as last:
        resource.setrlimit(resource.RLIMIT_NOFILE, (last.fileno() + 1, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)


@needs_linux
async def test_a_slow_host_takes_turns_with_nobody(web: RudeWeb) -> None:
    slow = [web.url(f"/{n}", door="silent", host="slow.test") for n in range(10)]
    quick = [web.url(f"/pages/{n}", host="quick.test") for n in range(10)]
    seen: list[str] = []
    settings = replace(impatient(), timeout=5.0, connect_timeout=1.0, concurrency=2)
    async with opened(web, settings) as fetcher:
        await fetcher.run(targets_of(slow + quick), lambda one: seen.append(one.target))
    assert set(seen[:10]) == set(quick)


async def test_respx_can_stand_in_for_the_network() -> None:
    with respx.mock(assert_all_called=True) as router:
        router.get("http://a.example/x").respond(301, headers={"Location": "http://b.example/"})
        router.get("http://b.example/").mock(side_effect=httpx.ReadTimeout("slow"))
        transport = httpx.MockTransport(router.async_handler)
        [seen] = await observe(fetcher_on(transport, impatient()), "http://a.example/x")
    assert isinstance(seen.outcome, Unanswered)
    assert seen.outcome.cause is Cause.READ_TIMEOUT
    assert [hop.url for hop in seen.hops] == ["http://a.example/x"]


async def test_http_to_https_is_a_hop() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "http":
            return httpx.Response(301, headers={"location": "https://a.example/x"})
        return httpx.Response(200, html="<title>x</title>")

    [seen] = await observe(fetcher_on(httpx.MockTransport(answer)), "http://a.example/x")
    assert isinstance(seen.outcome, Answered)
    assert seen.outcome.final_url == "https://a.example/x"


@pytest.mark.parametrize(("known", "up"), [(True, True), (False, False)])
async def test_the_network_is_up_when_control_names_resolve(*, known: bool, up: bool) -> None:
    async def lookup(_: str) -> tuple[IPAddress, ...]:
        if known:
            return (ip_address("93.184.215.14"),)
        raise socket.gaierror(socket.EAI_AGAIN, "no name server")

    fetcher = Fetcher(Crowd(), SETTINGS, resolver=Resolver(lookup))
    assert await fetcher.network_is_up() is up


async def test_a_sinkhole_is_no_network() -> None:
    async def lookup(_: str) -> tuple[IPAddress, ...]:
        return (ip_address("10.0.0.1"),)

    fetcher = Fetcher(Crowd(), SETTINGS, resolver=Resolver(lookup))
    assert not await fetcher.network_is_up()


@pytest.mark.parametrize(("allow_private", "status"), [(True, 200), (False, None)])
async def test_an_opened_fetcher_reaches_private_addresses_only_when_asked_to(
    web: RudeWeb, *, allow_private: bool, status: int | None
) -> None:
    async with open_fetcher(replace(SETTINGS, allow_private=allow_private)) as fetcher:
        [seen] = await observe(fetcher, web.url("/ok", host="localhost"))
    assert getattr(seen.outcome, "status_code", None) == status


async def test_an_opened_fetcher_trusts_ssl_cert_file(
    web: RudeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(web.ca_file))
    async with open_fetcher(replace(SETTINGS, allow_private=True)) as fetcher:
        [seen] = await observe(fetcher, web.url("/ok", door="https"))
    assert isinstance(seen.outcome, Answered)


async def observe(fetcher: Fetcher, *urls: str) -> list[Observation]:
    seen: list[Observation] = []
    await fetcher.run(targets_of(urls), seen.append)
    return seen
