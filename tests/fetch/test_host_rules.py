"""Rules for single hosts, as the fetcher keeps to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import httpx
import pytest

from linkcheck.errors import ConfigError
from linkcheck.fetch import Fetcher
from linkcheck.fetch.fetcher import pace_of
from linkcheck.fetch.resolver import Resolver
from linkcheck.fetch.turns import Pace
from linkcheck.hostrules import HostRule
from linkcheck.model import Answered, Target
from tests.fetch.conftest import SETTINGS

if TYPE_CHECKING:
    from linkcheck.address import IPAddress
    from linkcheck.model import Observation

SECRET = {"TOKEN": "Bearer swordfish"}
RULE = HostRule("a.example", headers=(("Authorization", "env:TOKEN"), ("X-Plain", "shown")))
DAY = date(2026, 11, 1)


class Listening:
    """A network that writes down what was sent, and sends one path to another host."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.path == "/elsewhere":
            return httpx.Response(302, headers={"Location": "https://b.example/"})
        if request.url.path == "/plain":
            return httpx.Response(302, headers={"Location": "http://a.example/"})
        return httpx.Response(200, html="<title>x</title>")

    def sent(self, name: str) -> list[str | None]:
        return [request.headers.get(name) for request in self.requests]


async def ask(
    network: Listening, *urls: str, rule: HostRule = RULE, environ: dict[str, str] = SECRET
) -> list[Observation]:
    async def lookup(_: str) -> tuple[IPAddress, ...]:
        from ipaddress import ip_address  # noqa: PLC0415

        return (ip_address("192.0.33.8"),)

    fetcher = Fetcher(
        httpx.MockTransport(network),
        replace(SETTINGS, hosts=(rule,)),
        resolver=Resolver(lookup),
        environ=environ,
    )
    return [await fetcher.ask(Target.of(url)) for url in urls]


async def test_a_secret_is_read_from_the_environment_and_sent_to_its_host() -> None:
    network = Listening()
    await ask(network, "https://a.example/", "https://www.a.example/")
    assert network.sent("authorization") == ["Bearer swordfish"] * 2


async def test_a_secret_is_sent_to_no_other_host_not_even_by_a_redirect() -> None:
    network = Listening()
    await ask(network, "https://a.example/elsewhere", "https://c.example/")
    assert network.sent("authorization") == ["Bearer swordfish", None, None]


async def test_a_secret_is_not_sent_without_tls() -> None:
    network = Listening()
    await ask(network, "http://a.example/", "https://a.example/plain")
    assert network.sent("authorization") == [None, "Bearer swordfish", None]
    assert network.sent("x-plain") == ["shown"] * 3


async def test_a_secret_is_in_no_observation() -> None:
    seen = await ask(Listening(), "https://a.example/", "https://a.example/elsewhere")
    assert "swordfish" not in repr(seen)
    assert isinstance(seen[0].outcome, Answered)


async def test_a_header_of_a_rule_takes_the_place_of_ours() -> None:
    network = Listening()
    rule = HostRule("a.example", headers=(("user-agent", "Mozilla/5.0"),))
    await ask(network, "https://a.example/", rule=rule)
    assert network.requests[0].headers.get_list("user-agent") == ["Mozilla/5.0"]


@pytest.mark.parametrize("environ", [{}, {"TOKEN": "two\nlines"}, {"TOKEN": "schl\u00fcssel"}])
async def test_a_secret_that_cannot_be_sent_is_refused_before_anything_is_asked(
    environ: dict[str, str],
) -> None:
    network = Listening()
    with pytest.raises(ConfigError, match="TOKEN") as caught:
        await ask(network, "https://a.example/", environ=environ)
    assert network.requests == []
    assert all(value not in caught.value.message for value in environ.values())


@pytest.mark.parametrize(
    ("rule", "pace"),
    [
        (HostRule("a.example", delay=2.0), Pace(4, 2.0)),
        (HostRule("a.example", per_host=1), Pace(1, 0.5)),
        (HostRule("a.example", accept=(403,)), Pace(4, 0.5)),
        (HostRule("b.example", delay=2.0), Pace(4, 0.5)),
        (HostRule("a.example", delay=2.0, until=date(2026, 10, 31)), Pace(4, 0.5)),
        (HostRule("a.example/part", delay=2.0), Pace(4, 0.5)),
    ],
)
def test_a_host_is_asked_at_its_own_pace(rule: HostRule, pace: Pace) -> None:
    settings = replace(SETTINGS, per_host=4, delay=0.5, hosts=(rule,))
    assert pace_of("a.example", settings, DAY) == pace
