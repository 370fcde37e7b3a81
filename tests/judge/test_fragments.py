from __future__ import annotations

import pytest

from linkcheck.judge import is_place, with_fragments
from linkcheck.model import (
    Answered,
    Certainty,
    Citation,
    Evidence,
    Page,
    ReasonCode,
    Span,
    State,
    Target,
    Verdict,
)
from tests.judge.evidence import URL, seen

ALIVE = Verdict(State.ALIVE, Certainty.CERTAIN, ())


def cited(fragment: str | None, url: str = URL) -> Citation:
    return Citation("a.md", Span(0, 1, 1, 1, 1, 2), "x", url, fragment=fragment)


def evidence(page: Page, url: str = URL) -> Evidence:
    return Evidence(Target.of(url), (seen(Answered(200, url, (), page), url=url),))


PAGE = Page("text/html", words=400, missing=("gone", "L10"))


def test_a_missing_place_is_a_reason_and_the_page_stays_alive() -> None:
    verdict = with_fragments(ALIVE, evidence(PAGE), [cited("gone"), cited("there"), cited(None)])
    assert (verdict.state, verdict.certainty) == (State.ALIVE, Certainty.CERTAIN)
    assert [reason.code for reason in verdict.reasons] == [ReasonCode.FRAGMENT_MISSING]
    assert verdict.reasons[0].message == "the page has no place #gone"


def test_a_page_drawn_by_scripts_makes_it_a_mere_possibility() -> None:
    page = Page("text/html", words=3, missing=("gone",))
    assert with_fragments(ALIVE, evidence(page), [cited("gone")]).certainty is Certainty.POSSIBLE


def test_nothing_is_said_of_a_page_that_was_not_read_to_its_end() -> None:
    page = Page("text/html", words=400, missing=("gone",), truncated=True)
    assert with_fragments(ALIVE, evidence(page), [cited("gone")]) == ALIVE


def test_nothing_is_said_of_lines_that_a_site_draws_by_script() -> None:
    url = "https://github.com/a/b/blob/main/c.py"
    found = with_fragments(ALIVE, evidence(PAGE, url), [cited("L10", url), cited("gone", url)])
    assert [reason.message for reason in found.reasons] == ["the page has no place #gone"]


@pytest.mark.parametrize("state", [State.DEAD, State.BLOCKED, State.UNREACHABLE, State.UNCHECKED])
def test_of_a_page_that_is_not_alive_its_places_are_not_asked(state: State) -> None:
    verdict = Verdict(state, Certainty.CERTAIN, ())
    assert with_fragments(verdict, evidence(PAGE), [cited("gone")]) == verdict


def test_a_long_or_hostile_fragment_is_cut_and_quoted() -> None:
    nasty = "\x1b[2J" + "x" * 500
    page = Page("text/html", words=400, missing=(nasty,))
    [reason] = with_fragments(ALIVE, evidence(page), [cited(nasty)]).reasons
    assert "\x1b" not in reason.message
    assert len(reason.message) < 100


@pytest.mark.parametrize("fragment", ["", "top", "/route", "!hashbang", "?q"])
def test_what_names_no_place_is_not_looked_for(fragment: str) -> None:
    assert not is_place(fragment)
    assert is_place("results")
