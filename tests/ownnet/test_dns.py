"""linkcheck as it is, with the system's own resolver, among names whose answers change."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import pytest

from linkcheck.connection import NAMELESS, OFFLINE, PARTLY_OFFLINE, PORTAL, UNROUTED
from tests.ownnet.worlds import LOOPBACK, OTHER, PUBLIC, Outcome, Page, World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.ownnet.worlds import Answer

INSIDE = [sys.executable, "-m", "tests.ownnet.inside"]
# As quick as may be with a name server that is silent; asked once, so that questions are counted.
SETTINGS = 'retries = 0\nconnect-timeout = 1.5\ndelay = 0\narchive = "none"\n'


@pytest.fixture(scope="module")
def namespace() -> None:
    """Skip where the system does not let us have a network of our own."""
    tried = subprocess.run([*INSIDE, "--try"], capture_output=True, text=True, check=False)  # noqa: S603  (our own program)
    if tried.returncode:
        pytest.skip(f"no network namespace can be entered here: {tried.stderr.strip()}")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run said, and what the servers of its world were asked."""

    outcome: Outcome
    note: str | None
    verdicts: dict[str, tuple[str, str, str]]  # state, certainty, first reason

    def asked_at(self, address: str) -> list[str]:
        return [each.host + each.path for each in self.outcome.requests if each.address == address]

    def questions(self, name: str, kind: str = "A") -> int:
        return self.outcome.questions.count(f"{name} {kind}")


@dataclass(frozen=True, slots=True)
class Runner:
    folder: str

    def __call__(self, world: World, *urls: str, settings: str = SETTINGS) -> Seen:
        config = f"{self.folder}/linkcheck.toml"
        with open(config, "w", encoding="utf-8") as file:  # noqa: PTH123  (a text, not a Path, is at hand)
            file.write(settings)
        arguments = ("check", *urls, "--no-store", "--format", "json", "--config", config)
        done = subprocess.run(  # noqa: S603  (our own program)
            INSIDE,
            input=msgspec.json.encode((world, arguments)),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        outcome = msgspec.json.decode(done.stdout, type=Outcome)
        report = json.loads(outcome.output)
        verdicts = {
            target["url"]: (target["state"], target["certainty"], target["reasons"][0]["code"])
            for target in report["targets"]
        }
        return Seen(outcome, report["run"]["note"], verdicts)


@pytest.fixture
def run(namespace: None, tmp_path_factory: pytest.TempPathFactory) -> Runner:  # noqa: ARG001  (skips)
    return Runner(str(tmp_path_factory.mktemp("world")))


def world(
    names: Mapping[str, tuple[Answer, ...]], pages: dict[str, Page] | None = None, **more: object
) -> World:
    return World(dict(names), pages or {}, **more)  # type: ignore[arg-type]  # what World takes


ALIVE = ("alive", "certain", "ok")
PRIVATE = ("unchecked", "certain", "private-address")


# ---------------------------------------------------------------- the guard


def test_a_name_whose_second_answer_is_private_is_asked_where_its_first_answer_led(
    run: Runner,
) -> None:
    rebinding = world({"rebinding.example": ((PUBLIC,), (LOOPBACK,))})
    urls = [f"http://rebinding.example/{n}" for n in range(5)]
    seen = run(rebinding, *urls)
    assert set(seen.verdicts.values()) == {ALIVE}
    assert seen.asked_at(LOOPBACK) == []
    assert sorted(seen.asked_at(PUBLIC)) == [f"rebinding.example/{n}" for n in range(5)]
    assert seen.questions("rebinding.example") == 1


def test_a_name_that_leads_to_a_private_address_is_not_asked(run: Runner) -> None:
    places = ("127.0.0.1", "10.1.2.3", "169.254.169.254", "0.0.0.0")  # noqa: S104  (refused)
    names = {f"inside{n}.example": ((place,),) for n, place in enumerate(places)}
    seen = run(world(names), *(f"http://{name}/" for name in names))
    assert seen.verdicts == dict.fromkeys((f"http://{name}/" for name in names), PRIVATE)
    assert seen.outcome.requests == ()


def test_a_redirect_to_a_name_that_has_become_private_is_not_followed(run: Runner) -> None:
    names: dict[str, tuple[Answer, ...]] = {
        "front.example": ((PUBLIC,),),
        "back.example": ((LOOPBACK,), (PUBLIC,)),
    }
    seen = run(
        world(names, {"front.example": Page(location="http://back.example/secret")}),
        "http://front.example/",
    )
    assert seen.verdicts == {"http://front.example/": PRIVATE}
    assert seen.asked_at(LOOPBACK) == []


def test_of_several_addresses_only_the_public_ones_are_asked(run: Runner) -> None:
    seen = run(world({"both.example": ((LOOPBACK, OTHER),)}), "http://both.example/")
    assert seen.verdicts == {"http://both.example/": ALIVE}
    assert (seen.asked_at(LOOPBACK), seen.asked_at(OTHER)) == ([], ["both.example/"])


# ---------------------------------------------------------------- names that are not found


MISSING = ("dead", "likely", "no-such-host")
FAILED = ("unreachable", "likely", "dns-failed")
BAD_NEWS: dict[str, tuple[Answer, tuple[str, str, str]]] = {
    "no-such-name.site": ("NXDOMAIN", MISSING),
    "no-address.site": ((), MISSING),
    "no-such-name.example": ("NXDOMAIN", ("unchecked", "likely", "excluded")),
    "server-failure.example": ("SERVFAIL", FAILED),
    "refused.example": ("REFUSED", FAILED),
    "never-answered.example": ("SILENT", FAILED),
}


def test_causes_are_told_apart_while_other_names_resolve(run: Runner) -> None:
    names = {name: (answer,) for name, (answer, _) in BAD_NEWS.items()}
    seen = run(world(names), *(f"http://{name}/page" for name in names))
    assert seen.verdicts == {
        f"http://{name}/page": verdict for name, (_, verdict) in BAD_NEWS.items()
    }
    assert (seen.outcome.code, seen.note) == (1, None)


def test_a_name_that_is_missing_once_is_found_when_asked_again(run: Runner) -> None:
    seen = run(world({"slip.example": ("NXDOMAIN", (PUBLIC,))}), "http://slip.example/")
    assert seen.verdicts == {"http://slip.example/": ALIVE}


@pytest.mark.parametrize("answer", ["NXDOMAIN", "SERVFAIL", "SILENT"])
def test_without_any_name_server_nothing_is_called_dead(run: Runner, answer: Answer) -> None:
    nowhere = world(
        dict.fromkeys(("a.example", "example.com", "iana.org", "archive.org"), (answer,)),
        network=False,
    )
    seen = run(nowhere, "http://a.example/page")
    assert seen.verdicts == {"http://a.example/page": ("unchecked", "certain", "offline")}
    assert (seen.outcome.code, seen.note) == (4, OFFLINE)


@pytest.mark.parametrize("afterwards", ["NXDOMAIN", "SERVFAIL", "SILENT"])
def test_a_name_server_that_dies_half_way_makes_nothing_dead(run: Runner, afterwards: str) -> None:
    """What is redirected to is looked up after the name server has died."""
    dying = world(
        {"front.example": ((PUBLIC,),), "back.example": ((PUBLIC,),)},
        {"front.example/dying": Page(location="http://back.example/page", kills=True)},
        afterwards=afterwards,
    )
    seen = run(dying, "http://front.example/dying", "http://front.example/living")
    assert seen.verdicts == {
        "http://front.example/dying": ("unchecked", "certain", "offline"),
        "http://front.example/living": ALIVE,
    }
    assert (seen.outcome.code, seen.note) == (4, PARTLY_OFFLINE)


def test_where_only_numbers_are_reached_it_is_the_names_that_are_missed(run: Runner) -> None:
    nameless = world({}, network=False)
    seen = run(nameless, f"http://{PUBLIC}/page", "http://a.example/page")
    assert seen.verdicts == {
        f"http://{PUBLIC}/page": ALIVE,
        "http://a.example/page": ("unchecked", "certain", "offline"),
    }
    assert (seen.outcome.code, seen.note) == (4, NAMELESS)


def test_a_name_that_never_exists_needs_no_name_server_to_be_dead(run: Runner) -> None:
    nameless = world({}, network=False)
    seen = run(nameless, f"http://{PUBLIC}/page", "http://no-such.invalid/page")
    assert seen.verdicts["http://no-such.invalid/page"] == ("dead", "likely", "no-such-host")
    assert (seen.outcome.code, seen.note) == (1, None)


# ---------------------------------------------------------------- networks before a sign-in

CONTROL = ("example.com", "iana.org", "archive.org")
PLACES = ("one.example", "two.example", "three.example")
SIGN_IN = Page("<title>Free WiFi</title><h1>Welcome</h1>" + "<p>accept our terms</p>" * 40)


def test_a_network_that_leads_every_name_to_its_own_page_makes_nothing_dead(run: Runner) -> None:
    portal = world(
        dict.fromkeys((*PLACES, *CONTROL), ((PUBLIC,),)),
        dict.fromkeys((*PLACES, *CONTROL), SIGN_IN),
        network=False,
    )
    urls = [f"http://{place}/2018/01/story" for place in PLACES]
    seen = run(portal, *urls)
    assert seen.verdicts == dict.fromkeys(urls, ("unchecked", "certain", "offline"))
    assert (seen.outcome.code, seen.note) == (4, PORTAL)


def test_one_page_is_enough_to_find_out_that_a_network_sends_everybody_to_its_sign_in(
    run: Runner,
) -> None:
    names = ("one.example", "wifi.example", *CONTROL)
    sent = Page(location="http://wifi.example/?from=somewhere")
    portal = world(
        dict.fromkeys(names, ((PUBLIC,),)),
        {name: SIGN_IN if name == "wifi.example" else sent for name in names},
        network=False,
    )
    seen = run(portal, "http://one.example/2018/01/story")
    assert seen.verdicts == {
        "http://one.example/2018/01/story": ("unchecked", "certain", "offline")
    }
    assert (seen.outcome.code, seen.note) == (4, PORTAL)


def test_a_machine_without_a_way_out_calls_nothing_dead(run: Runner) -> None:
    """Names resolve, from a cache perhaps, but there is no route."""
    cached = world(dict.fromkeys(("a.example", *CONTROL), (("192.0.34.1",),)), network=False)
    seen = run(cached, "http://a.example/page")
    assert seen.verdicts == {"http://a.example/page": ("unchecked", "certain", "offline")}
    assert (seen.outcome.code, seen.note) == (4, UNROUTED)


def test_a_host_without_a_way_to_it_is_unreachable_while_there_are_ways_to_others(
    run: Runner,
) -> None:
    seen = run(world({"far.example": (("192.0.34.1",),)}), "http://far.example/page")
    assert seen.verdicts == {
        "http://far.example/page": ("unreachable", "likely", "network-unreachable")
    }
    assert (seen.outcome.code, seen.note) == (0, None)


def test_a_network_that_leads_every_name_to_itself_makes_nothing_dead(run: Runner) -> None:
    sinkhole = world(dict.fromkeys((*PLACES, *CONTROL), (("10.0.0.1",),)), network=False)
    urls = [f"http://{place}/2018/01/story" for place in PLACES]
    seen = run(sinkhole, *urls)
    assert {state for state, _, _ in seen.verdicts.values()} == {"unchecked"}
    assert (seen.outcome.code, seen.note) == (4, OFFLINE)


# ---------------------------------------------------------------- parked domains

LANDER = Page('<script>document.write("ads")</script>')  # says nothing that a program reads
PARKED = ("dead", "likely", "parked")


DOMAINS: dict[str, tuple[tuple[str, ...], tuple[str, str, str]]] = {
    "parked.example": (("ns1.sedoparking.com", "ns2.sedoparking.com"), PARKED),
    "application.example": (("ns1.hoster.example", "ns2.hoster.example"), ALIVE),
    "moving.example": (("ns1.sedoparking.com", "ns1.hoster.example"), ALIVE),
    "untold.example": ((), ALIVE),
}


def test_what_shows_the_same_under_every_path_is_parked_where_its_name_servers_say_so(
    run: Runner,
) -> None:
    parked = world(
        {f"www.{domain}": ((PUBLIC,),) for domain in DOMAINS},
        {f"www.{domain}": LANDER for domain in DOMAINS},
        name_servers={domain: servers for domain, (servers, _) in DOMAINS.items()},
    )
    seen = run(parked, *(f"http://www.{domain}/2015/{n}" for domain in DOMAINS for n in range(2)))
    assert seen.verdicts == {
        f"http://www.{domain}/2015/{n}": verdict
        for domain, (_, verdict) in DOMAINS.items()
        for n in range(2)
    }
    assert [seen.questions(domain, "NS") for domain in DOMAINS] == [1, 1, 1, 1]


def test_name_servers_are_not_asked_for_where_a_page_speaks_for_itself(run: Runner) -> None:
    seen = run(world({"a.example": ((PUBLIC,),)}), "http://a.example/", "http://a.example/page")
    assert set(seen.verdicts.values()) == {ALIVE}
    assert not [each for each in seen.outcome.questions if each.endswith(" NS")]


def test_a_name_server_that_keeps_silent_about_itself_delays_nothing_for_long(
    run: Runner,
) -> None:
    silent = world(
        {"parked.example": ((PUBLIC,),)},
        {"parked.example/last": Page(LANDER.body, kills=True)},
        afterwards="SILENT",
    )
    seen = run(silent, "http://parked.example/last")
    assert seen.verdicts == {"http://parked.example/last": ALIVE}
