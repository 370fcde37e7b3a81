from __future__ import annotations

import asyncio
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

import httpcore
import httpx
import pytest

from linkcheck.fetch.resolver import Resolver
from linkcheck.fetch.transport import CoreTransport, PinnedBackend, first_to_connect
from linkcheck.fetch.trust import Trust
from linkcheck.model import Answered
from tests.fetch.conftest import SETTINGS, opened, targets_of

if TYPE_CHECKING:
    from linkcheck.address import IPAddress
    from linkcheck.model import Observation
    from tests.rudeweb import RudeWeb

ONE, TWO = ip_address("192.0.2.1"), ip_address("192.0.2.2")


class Stream(httpcore.AsyncNetworkStream):
    def __init__(self, address: IPAddress) -> None:
        self.address = address
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True


async def test_the_next_address_is_tried_when_one_refuses() -> None:
    async def connect(address: IPAddress) -> Stream:
        if address == ONE:
            raise ConnectionRefusedError(111, "refused")
        return Stream(address)

    stream = await first_to_connect(connect, (ONE, TWO), after=1000.0)
    assert isinstance(stream, Stream)
    assert stream.address == TWO


async def test_a_silent_address_does_not_keep_the_next_from_being_tried() -> None:
    async def connect(address: IPAddress) -> Stream:
        if address == ONE:
            await asyncio.Event().wait()
        return Stream(address)

    stream = await first_to_connect(connect, (ONE, TWO), after=0.01)
    assert isinstance(stream, Stream)
    assert stream.address == TWO


async def test_what_a_host_did_tells_more_than_what_our_network_lacks() -> None:
    async def connect(address: IPAddress) -> Stream:
        if address == ONE:
            raise OSError(101, "network is unreachable")
        raise ConnectionRefusedError(111, "refused")

    with pytest.raises(ConnectionRefusedError):
        await first_to_connect(connect, (ONE, TWO), after=0.01)


async def test_of_two_that_connect_in_one_moment_one_is_closed() -> None:
    made: list[Stream] = []
    both = asyncio.Event()

    async def connect(address: IPAddress) -> Stream:
        made.append(Stream(address))
        if len(made) == 2:
            both.set()
        await both.wait()
        return made[0] if address == ONE else made[1]

    stream = await first_to_connect(connect, (ONE, TWO), after=0.01)
    assert sorted(one.closed for one in made) == [False, True]
    assert isinstance(stream, Stream)
    assert not stream.closed


async def test_no_address_leads_to_a_socket_of_this_machine() -> None:
    with pytest.raises(NotImplementedError):
        await PinnedBackend(Resolver()).connect_unix_socket("/run/x")


async def test_no_more_connections_are_kept_than_asked_for(web: RudeWeb) -> None:
    resolver = Resolver(web.lookup, allowed=lambda _: True)
    async with CoreTransport(resolver, Trust(web.ca_file), kept=2) as transport:
        for _ in range(2):
            for n in range(4):
                request = httpx.Request("GET", web.url("/ok", host=f"h{n}.test"))
                response = await transport.handle_async_request(request)
                await response.aread()
                await response.aclose()
    assert web.connections == 8


async def test_a_host_that_httpx_cannot_read_harms_nobody(web: RudeWeb) -> None:
    urls = ["http://xn--a.test/", web.url("/ok"), "http://a.test/" + "x" * 70_000]
    seen: list[Observation] = []
    async with opened(web) as fetcher:
        await fetcher.run(targets_of(urls), seen.append)
    assert len(seen) == 3
    assert sum(isinstance(one.outcome, Answered) for one in seen) == 1


async def test_a_cookie_that_cannot_be_sent_is_not_sent(web: RudeWeb) -> None:
    seen: list[Observation] = []
    async with opened(web, replace(SETTINGS, retries=0)) as fetcher:
        await fetcher.run(targets_of([web.url("/cookie-strange")]), seen.append)
    assert isinstance(seen[0].outcome, Answered)
    assert seen[0].outcome.status_code == 200
