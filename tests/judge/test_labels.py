from __future__ import annotations

import pytest

from linkcheck.judge import label_mismatch, with_labels
from linkcheck.model import Certainty, Citation, Kind, Reason, ReasonCode, Span, State, Verdict

OK = Verdict(State.ALIVE, Certainty.CERTAIN, (Reason(ReasonCode.OK, "200 OK"),))


def link(label: str | None, url: str, kind: Kind = Kind.URL) -> Citation:
    span = Span(0, len(url), 1, 1, 1, len(url) + 1)
    return Citation("a.md", span, url, url, kind=kind, label=label)


@pytest.mark.parametrize(
    ("label", "url"),
    [
        ("https://bank.example/", "https://evil.example.net/"),
        ("https://a.example/one", "https://a.example/two"),
        ("https://bank.example/", "https://bank.example.evil.example.net/"),
        ("www.bank.example/login", "https://evil.example.net/login"),
        ("example.org/guide", "https://elsewhere.example/guide"),
        ("https://a.example/watch?v=1", "https://a.example/watch?v=2"),
        ("“https://a.example/one”", "https://b.example/one"),
        ("https://a.example/one…", "https://b.example/one/two"),
        ("doi:10.1000/182", "https://doi.org/10.1000/183"),
        ("https://doi.org/10.1000/182", "https://doi.org/10.1000/999"),
    ],
)
def test_a_label_that_shows_another_address_is_found(label: str, url: str) -> None:
    reason = label_mismatch(link(label, url))
    assert reason is not None
    assert reason.code is ReasonCode.LABEL_MISMATCH
    assert "\n" not in reason.message


@pytest.mark.parametrize(
    ("label", "url"),
    [
        (None, "https://a.example/"),
        ("the report", "https://a.example/"),
        ("https://a.example/x and more", "https://b.example/"),
        ("https://a.example/one", "https://a.example/one"),
        ("http://www.a.example/One/", "https://a.example/one"),
        ("https://a.example", "https://a.example/one/two"),
        ("https://a.example/one/tw…", "https://a.example/one/two"),
        ("a.example.org/one...", "https://a.example.org/one/two"),
        ("https://a.example/one#part", "https://a.example/one"),
        ("https://a.example/one?b=1", "https://a.example/one?b=1&utm_source=x"),
        ("https://example.org/docs", "https://docs.example.org/docs"),
        ("https://a.example/index.html", "https://a.example/"),
        ("https://a.example/", "https://web.archive.org/web/2020/https://a.example/"),
        ("https://a.example/x", "https://safe.example/?url=https%3A%2F%2Fa.example%2Fx&data=1"),
        ("https://a.example/x", "https://t.co/abc"),
        ("bit.ly/abc", "https://a.example/x"),
        ("Node.js", "https://nodejs.org/"),
        ("README.md", "https://a.example/readme"),
        ("Booking.com", "https://en.wikipedia.org/wiki/Booking.com"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://a.example/straße", "https://a.example/stra%C3%9Fe"),
        ("https://", "https://a.example/"),
        ("https://a.example/", "mailto:me@a.example"),
        ("10.1000/182", "https://doi.org/10.1000/182"),
        ("https://dx.doi.org/10.1000/ABC", "https://doi.org/10.1000/abc"),
        ("https://doi.org/10.1000/182", "https://publisher.example/doi/full/10.1000/182"),
    ],
)
def test_a_label_is_given_the_benefit_of_the_doubt(label: str | None, url: str) -> None:
    assert label_mismatch(link(label, url)) is None


def test_a_verdict_keeps_its_state_and_gets_the_reason_once() -> None:
    misleading = link("https://b.example/", "https://a.example/")
    verdict = with_labels(OK, [misleading, misleading, link("fine", "https://a.example/")])
    assert verdict.state is State.ALIVE
    assert [reason.code for reason in verdict.reasons] == [
        ReasonCode.OK,
        ReasonCode.LABEL_MISMATCH,
    ]


def test_a_verdict_without_misleading_labels_stays_as_it_is() -> None:
    assert with_labels(OK, [link("fine", "https://a.example/")]) is OK


def test_the_reason_shows_no_password() -> None:
    reason = label_mismatch(link("https://me:secret@b.example/", "https://a.example/"))
    assert reason is not None
    assert "secret" not in reason.message
