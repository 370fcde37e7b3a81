"""Where registries are asked, and what their answers mean."""

from __future__ import annotations

import pytest

from linkcheck.judge import judge, registry_addresses
from linkcheck.judge.registries import REGISTRIES, REGISTRY_RULES
from linkcheck.model import Answered, Evidence, Kind, ReasonCode, State, Target
from linkcheck.parse.identifiers import arxiv, doi, handle, orcid
from tests.judge.evidence import seen

HANDLES = "https://doi.org/api/handles/"
ARXIV = ("https://export.arxiv.org/abs/", "https://arxiv.org/abs/")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://doi.org/10.1000/182", [f"{HANDLES}10.1000/182"]),
        ("http://dx.doi.org/10.1000/182", [f"{HANDLES}10.1000/182"]),
        (
            "https://doi.org/10.1002/(sici)1097%3C1::aid-x%3E3.0.co;2-h",
            [f"{HANDLES}10.1002/(sici)1097%3C1::aid-x%3E3.0.co;2-h"],
        ),
        ("https://doi.org/10.1000/a?b=c&d", [f"{HANDLES}10.1000/a%3Fb=c%26d"]),
        ("https://hdl.handle.net/2027/mdp.39", ["https://hdl.handle.net/api/handles/2027/mdp.39"]),
        ("https://hdl.handle.net/20.500.1/2", ["https://hdl.handle.net/api/handles/20.500.1/2"]),
        ("https://doi.org/", []),
        ("https://www.doi.org/the-identifier/what-is-a-doi/", []),
        ("https://doi.org/10.1000", []),
        ("https://example.org/10.1000/182", []),
        (
            "https://arxiv.org/abs/1706.03762",
            [f"{HANDLES}10.48550/arXiv.1706.03762", *(f"{place}1706.03762" for place in ARXIV)],
        ),
        (
            "http://www.arxiv.org/abs/hep-th/9901001",
            [
                f"{HANDLES}10.48550/arXiv.hep-th/9901001",
                *(f"{place}hep-th/9901001" for place in ARXIV),
            ],
        ),
        ("https://arxiv.org/abs/1706.03762v5", [f"{place}1706.03762v5" for place in ARXIV]),
        ("https://arxiv.org/list/cs.CL/recent", []),
        ("https://arxiv.org/abs/1706.03762?context=cs", []),
        ("https://arxiv.org/", []),
        (
            "https://orcid.org/0000-0002-1825-0097",
            ["https://pub.orcid.org/v3.0/0000-0002-1825-0097/record"],
        ),
        (
            "https://orcid.org/0000-0002-1694-233X",
            ["https://pub.orcid.org/v3.0/0000-0002-1694-233X/record"],
        ),
        ("https://orcid.org/signin", []),
        ("https://orcid.org/0000-0002-1825-0097/works", []),
    ],
)
def test_a_registry_is_asked_where_it_has_an_address_for_it(url: str, asked: list[str]) -> None:
    assert list(registry_addresses(url)) == asked


@pytest.mark.parametrize(
    "url",
    [
        arxiv.url_of("math.GT/0309136"),
        arxiv.url_of("2401.00001v12"),
        doi.url_of("10.1000/182"),
        handle.url_of("2027/mdp.39"),
        orcid.url_of("0000-0002-1825-0097"),
    ],
)
def test_what_is_read_as_an_identifier_is_known_to_its_registry(url: str | None) -> None:
    assert url is not None
    assert registry_addresses(url)


def said(url: str, kind: Kind, status: int, at: str) -> tuple[State, ReasonCode]:
    evidence = Evidence(Target.of(url, kind), (seen(Answered(status, at), url=url),))
    verdict = judge(evidence)
    return verdict.state, verdict.reasons[0].code


@pytest.mark.parametrize("at", registry_addresses("https://arxiv.org/abs/1706.03762"))
def test_each_place_that_is_asked_may_say_yes(at: str) -> None:
    known = said("https://arxiv.org/abs/1706.03762", Kind.ARXIV, 200, at)
    assert known == (State.ALIVE, ReasonCode.OK)


def test_only_the_last_place_that_is_asked_says_no() -> None:
    url = "https://arxiv.org/abs/9912.99999"
    first, *_, last = registry_addresses(url)
    assert said(url, Kind.ARXIV, 404, last) == (State.DEAD, ReasonCode.IDENTIFIER_UNKNOWN)
    assert said(url, Kind.ARXIV, 404, first) == (State.UNREACHABLE, ReasonCode.HTTP_OTHER)


@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (200, State.ALIVE, ReasonCode.OK),
        (301, State.ALIVE, ReasonCode.OK),
        (409, State.ALIVE, ReasonCode.OK),
        (404, State.DEAD, ReasonCode.IDENTIFIER_UNKNOWN),
        (401, State.BLOCKED, ReasonCode.FORBIDDEN),
        (429, State.UNREACHABLE, ReasonCode.RATE_LIMITED),
        (503, State.UNREACHABLE, ReasonCode.HTTP_5XX),
    ],
)
def test_of_an_orcid_its_registry_knows(status: int, state: State, code: ReasonCode) -> None:
    url = "https://orcid.org/0000-0002-1825-0097"
    (at,) = registry_addresses(url)
    assert said(url, Kind.ORCID, status, at) == (state, code)


def test_every_rule_is_for_a_place_that_a_registry_is_asked_at() -> None:
    places = {place.split("/")[2] for registry in REGISTRIES for place in registry.asked}
    assert set(REGISTRY_RULES) <= places
