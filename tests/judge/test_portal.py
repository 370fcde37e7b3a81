"""When a network is suspected of answering everything itself, and what proves it."""

from __future__ import annotations

from linkcheck.judge import CONTROL_ADDRESS, PortalWatch
from linkcheck.model import Answered, Cause, Hop, Observation, Page, Unanswered
from tests.judge.evidence import NOW, OTHER

PAGE = Page("text/html", title="Free WiFi", words=40, fingerprint=tuple(range(64)))
ARTICLE = Page("text/html", title="Silt", words=400, fingerprint=OTHER)
WIFI = "http://wifi.example/welcome"


def shown(url: str, page: Page = PAGE) -> Observation:
    return Observation(url, NOW, Answered(200, url, (), page))


def sent(url: str, place: str = WIFI) -> Observation:
    return Observation(url, NOW, Answered(200, place, (), PAGE), (Hop(url, 302),))


def watch(*observations: Observation) -> PortalWatch:
    watching = PortalWatch()
    for each in observations:
        watching.note(each)
    return watching


def test_one_site_that_is_sent_elsewhere_is_reason_enough_to_ask() -> None:
    watching = watch(sent("http://one.example/story"))
    assert watching.suspected
    assert watching.confirmed_by(sent(CONTROL_ADDRESS))
    assert not watching.confirmed_by(shown(CONTROL_ADDRESS, ARTICLE))


def test_one_page_is_wanted_of_three_sites() -> None:
    pages = [shown(f"http://{name}.example/") for name in ("one", "two", "three")]
    assert not watch(*pages[:2]).suspected
    assert not watch(*pages[:2], pages[0]).suspected
    assert watch(*pages).suspected
    assert watch(*pages).confirmed_by(shown(CONTROL_ADDRESS))


def test_places_that_differ_are_no_portal() -> None:
    assert not watch(
        sent("http://one.example/"), sent("http://two.example/", "http://else.example/")
    ).suspected


def test_a_site_that_a_certificate_vouches_for_proves_a_network() -> None:
    sites = [
        sent("http://one.example/"),
        sent("http://two.example/"),
        sent("http://three.example/"),
    ]
    assert watch(*sites).suspected
    assert not watch(*sites, sent("https://four.example/")).suspected
    assert not watch(sent("https://four.example/"), *sites).suspected


def test_what_did_not_answer_says_nothing() -> None:
    silent = Observation("http://one.example/", NOW, Unanswered(Cause.READ_TIMEOUT))
    assert not watch(silent).suspected
    assert not watch(silent).confirmed_by(sent(CONTROL_ADDRESS))
    assert not watch(sent("http://one.example/")).confirmed_by(silent)
