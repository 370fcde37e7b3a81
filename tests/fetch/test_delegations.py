"""Name servers of sites: asked for once, in the background, never waited for long."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkcheck.fetch.delegations import Delegations, system_name_servers
from linkcheck.model import Delegation

if TYPE_CHECKING:
    import pytest

NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Servers:
    """Know the name servers of some sites; `silent.example` is never answered."""

    def __init__(self, known: dict[str, tuple[str, ...]]) -> None:
        self.asked: list[str] = []
        self._known = known

    async def __call__(self, site: str) -> tuple[str, ...]:
        self.asked.append(site)
        if site == "silent.example":
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        return self._known.get(site, ())


async def test_each_site_is_asked_about_once_and_what_was_told_is_written_plainly() -> None:
    servers = Servers({"a.example": ("NS2.Parking.example.", "ns1.parking.example.")})
    delegations = Delegations(servers, now=lambda: NOW)
    for site in ("a.example", "b.example", "a.example"):
        delegations.ask(site)
    told = ("ns1.parking.example", "ns2.parking.example")
    assert await delegations.found() == (Delegation("a.example", NOW, told),)
    delegations.ask("a.example")
    assert len(await delegations.found()) == 1
    assert servers.asked == ["a.example", "b.example"]


async def test_an_answer_that_does_not_come_is_none() -> None:
    servers = Servers({"a.example": ("ns.example.",)})
    delegations = Delegations(servers, patience=0.01, now=lambda: NOW)
    for site in ("silent.example", "a.example"):
        delegations.ask(site)
    assert [each.site for each in await delegations.found()] == ["a.example"]
    assert [each.site for each in await delegations.found()] == ["a.example"]


async def test_nothing_is_waited_for_where_nothing_was_asked() -> None:
    assert await Delegations(Servers({})).found() == ()


async def test_a_system_without_name_servers_tells_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import dns.asyncresolver  # noqa: PLC0415  (as late as the program does)

    nobody = dns.asyncresolver.Resolver(configure=False)
    monkeypatch.setattr(dns.asyncresolver, "default_resolver", nobody)
    assert await system_name_servers("example.org") == ()


async def test_what_is_no_name_of_the_dns_has_no_name_servers() -> None:
    assert await system_name_servers("a" * 64 + ".example") == ()
