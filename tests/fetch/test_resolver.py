"""The resolver: what it asks, believes, remembers and refuses."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest

from linkcheck.fetch.causes import AskFailedError, PrivateAddressError
from linkcheck.fetch.resolver import CONTROL_NAMES, Resolver, system_lookup
from linkcheck.model import Cause, Unanswered

if TYPE_CHECKING:
    from linkcheck.address import IPAddress


class Names:
    """A name server of the tests' own; what is not in its table does not exist."""

    def __init__(self, addresses: dict[str, str] | None = None) -> None:
        self.addresses = dict(addresses or {})
        self.questions: list[str] = []

    async def __call__(self, host: str) -> tuple[IPAddress, ...]:
        self.questions.append(host)
        await asyncio.sleep(0)
        if host not in self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return tuple(ip_address(text) for text in self.addresses[host].split())


WITH_NETWORK = {"example.com": "192.0.33.9"}


async def test_names_are_asked_for_once_however_many_ask() -> None:
    names = Names({"a.test": "192.0.33.8"})
    resolver = Resolver(names)
    found = await asyncio.gather(*(resolver.resolve("a.test") for _ in range(20)))
    assert set(found) == {(ip_address("192.0.33.8"),)}
    assert names.questions == ["a.test"]


async def test_an_answer_that_changes_is_not_asked_for_again() -> None:
    names = Names({"a.test": "192.0.33.8"})
    resolver = Resolver(names)
    await resolver.resolve("a.test")
    names.addresses["a.test"] = "127.0.0.1"
    assert await resolver.resolve("a.test") == (ip_address("192.0.33.8"),)


async def test_who_gives_up_waiting_leaves_the_others_their_answer() -> None:
    resolver = Resolver(Names({"a.test": "192.0.33.8"}))
    first, second = (asyncio.create_task(resolver.resolve("a.test")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == (ip_address("192.0.33.8"),)


async def test_a_missing_name_is_remembered() -> None:
    names = Names(WITH_NETWORK)
    resolver = Resolver(names)
    for _ in range(3):
        with pytest.raises(AskFailedError) as caught:
            await resolver.resolve("a.test")
        assert caught.value.unanswered == Unanswered(Cause.NO_SUCH_HOST, "unknown")
    assert names.questions == [
        "a.test",
        *CONTROL_NAMES,
        "a.test",
    ]  # said twice, and then remembered


async def test_a_missing_name_is_not_believed_while_no_name_resolves() -> None:
    names = Names()
    resolver = Resolver(names)
    with pytest.raises(AskFailedError) as caught:
        await resolver.resolve("a.test")
    assert caught.value.unanswered.cause is Cause.OFFLINE
    names.addresses |= {**WITH_NETWORK, "a.test": "192.0.33.8"}
    assert await resolver.resolve("a.test") == (ip_address("192.0.33.8"),)


async def test_a_missing_name_is_believed_while_another_of_this_run_still_resolves() -> None:
    """Behind some firewalls the names that always resolve elsewhere never do."""
    resolver = Resolver(Names({"b.test": "192.0.33.8"}))
    await resolver.resolve("b.test")
    with pytest.raises(AskFailedError) as caught:
        await resolver.resolve("a.test")
    assert caught.value.unanswered.cause is Cause.NO_SUCH_HOST


async def test_a_name_that_is_missing_for_a_moment_is_found_when_asked_again() -> None:
    names = Names(WITH_NETWORK)

    async def lookup(host: str) -> tuple[IPAddress, ...]:
        if names.questions:
            names.addresses["a.test"] = "192.0.33.8"
        return await names(host)

    assert await Resolver(lookup).resolve("a.test") == (ip_address("192.0.33.8"),)


async def test_names_that_go_missing_at_once_are_doubted_by_one_question() -> None:
    names = Names(WITH_NETWORK)
    resolver = Resolver(names)
    await asyncio.gather(
        *(resolver.resolve(f"a{n}.test") for n in range(20)), return_exceptions=True
    )
    assert names.questions.count("example.com") < 20


async def test_a_name_without_addresses_is_no_host() -> None:
    with pytest.raises(AskFailedError) as caught:
        await Resolver(Names({"a.test": "", **WITH_NETWORK})).resolve("a.test")
    assert caught.value.unanswered.cause is Cause.NO_SUCH_HOST


async def test_private_addresses_are_refused_and_public_ones_kept() -> None:
    resolver = Resolver(Names({"a.test": "10.0.0.1", "b.test": "10.0.0.1 192.0.33.8 ::1"}))
    with pytest.raises(PrivateAddressError, match=r"a\.test is at 10\.0\.0\.1"):
        await resolver.resolve("a.test")
    assert await resolver.resolve("b.test") == (ip_address("192.0.33.8"),)
    with pytest.raises(PrivateAddressError, match=r"^127\.0\.0\.1, which"):
        await resolver.resolve("127.0.0.1")


async def test_the_system_knows_itself() -> None:
    assert ip_address("127.0.0.1") in await system_lookup("localhost")


async def test_a_name_that_cannot_exist_does_not() -> None:
    with pytest.raises(socket.gaierror):
        await system_lookup("a" * 300)


async def test_a_name_server_that_fails_is_its_own_fault_while_other_names_resolve() -> None:
    names = Names(WITH_NETWORK)

    async def lookup(host: str) -> tuple[IPAddress, ...]:
        if host == "a.test":
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return await names(host)

    with pytest.raises(AskFailedError) as caught:
        await Resolver(lookup).resolve("a.test")
    assert caught.value.unanswered.cause is Cause.DNS_FAILED


async def test_a_name_server_that_fails_for_every_name_is_no_network() -> None:
    async def lookup(_: str) -> tuple[IPAddress, ...]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    with pytest.raises(AskFailedError) as caught:
        await Resolver(lookup).resolve("a.test")
    assert caught.value.unanswered.cause is Cause.OFFLINE


@pytest.mark.parametrize("host", ["invalid", "no-such.invalid", "a.b.invalid"])
async def test_no_name_below_invalid_exists_and_nobody_is_asked(host: str) -> None:
    names = Names()
    with pytest.raises(AskFailedError) as caught:
        await Resolver(names).resolve(host)
    assert caught.value.unanswered.cause is Cause.NO_SUCH_HOST
    assert names.questions == []


@pytest.mark.parametrize("allowed", [True, False])
async def test_names_of_the_tor_network_are_never_asked_of_the_dns(*, allowed: bool) -> None:
    names = Names()
    with pytest.raises(PrivateAddressError, match="Tor network"):
        await Resolver(names, allowed=lambda _: allowed).resolve("expyuzz4wqqyqhjn.onion")
    assert names.questions == []


@pytest.mark.parametrize("host", ["intranet", "printer.local", "wiki.internal", "nas.home.arpa"])
async def test_a_local_name_that_is_missing_here_may_exist_elsewhere(host: str) -> None:
    names = Names(WITH_NETWORK)
    with pytest.raises(PrivateAddressError, match="a name of a local network"):
        await Resolver(names).resolve(host)
    with pytest.raises(AskFailedError) as caught:  # who allows private addresses looks for it here
        await Resolver(names, allowed=lambda _: True).resolve(host)
    assert caught.value.unanswered.cause is Cause.NO_SUCH_HOST


@pytest.mark.parametrize("host", ["local.example.com", "onion.example.com", "my-internal.com"])
async def test_ordinary_names_that_look_a_little_like_local_ones_are_missing(host: str) -> None:
    with pytest.raises(AskFailedError) as caught:
        await Resolver(Names(WITH_NETWORK)).resolve(host)
    assert caught.value.unanswered.cause is Cause.NO_SUCH_HOST
