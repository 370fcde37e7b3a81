from __future__ import annotations

import pytest

from linkcheck.judge import with_doubt
from linkcheck.model import Certainty, Citation, Kind, Reason, ReasonCode, Span, State, Verdict

DEAD = Verdict(State.DEAD, Certainty.CERTAIN, (Reason(ReasonCode.HTTP_404, "404"),))


def citation(text: str, url: str, kind: Kind = Kind.URL) -> Citation:
    return Citation("a.txt", Span(0, len(text), 1, 1, 1, 1 + len(text)), text, url, kind)


BARE = citation("Example.org/a", "http://example.org/a")
WHOLE = citation("http://example.org/a", "http://example.org/a")


def test_what_is_only_cited_without_a_scheme_is_only_possible() -> None:
    assert with_doubt(DEAD, [BARE, BARE]).certainty is Certainty.POSSIBLE


@pytest.mark.parametrize(
    "other",
    [
        WHOLE,
        citation("www.example.org/a", "http://www.example.org/a"),
        citation("/a", "http://example.org/a"),
        citation("b.html/a", "http://example.org/b.html/a"),
        citation("10.1000/182", "https://doi.org/10.1000/182", Kind.DOI),
    ],
)
def test_one_citation_that_is_no_guess_is_enough(other: Citation) -> None:
    assert with_doubt(DEAD, [BARE, other]) == DEAD
    assert with_doubt(DEAD, [other]) == DEAD


def test_a_target_without_citations_is_no_guess() -> None:
    assert with_doubt(DEAD, []) == DEAD
