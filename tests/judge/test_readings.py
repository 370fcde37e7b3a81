from __future__ import annotations

from dataclasses import replace

import pytest

from linkcheck.judge import anything_answered, choose_reading
from linkcheck.model import (
    Answered,
    Cause,
    Certainty,
    Hop,
    NotAsked,
    NotAskedReason,
    State,
    Unanswered,
    Verdict,
)
from tests.judge.evidence import URL, page, seen


def _verdict(state: State | None) -> Verdict | None:
    return None if state is None else Verdict(state, Certainty.CERTAIN, ())


@pytest.mark.parametrize(
    ("states", "chosen"),
    [
        ([State.ALIVE, State.ALIVE], 0),
        ([State.DEAD, State.ALIVE], 1),
        ([State.BLOCKED, State.DEAD, State.MOVED], 2),
        ([State.DEAD, State.BLOCKED], 1),
        ([State.UNREACHABLE, State.BLOCKED, State.BLOCKED], 1),
        ([State.DEAD, State.UNREACHABLE], 0),
        ([State.DEAD, State.DEAD], 0),
        ([None, None], 0),
        ([None, State.ALIVE], 1),
        ([State.UNCHECKED, State.DEAD], 0),
    ],
)
def test_the_web_decides_between_readings_else_their_rank(
    states: list[State | None], chosen: int
) -> None:
    readings = [(f"https://example.org/{rank}", _verdict(s)) for rank, s in enumerate(states)]

    assert choose_reading(readings) == f"https://example.org/{chosen}"


def test_an_answer_proves_the_network() -> None:
    assert anything_answered([seen(Unanswered(Cause.DNS_FAILED)), seen(Answered(500, URL))])
    assert anything_answered([seen(page())])


@pytest.mark.parametrize(
    ("cause", "proof"),
    [
        (Cause.REFUSED, True),
        (Cause.RESET, True),
        (Cause.READ_TIMEOUT, True),
        (Cause.TLS_EXPIRED, True),
        (Cause.TLS_UNTRUSTED, True),
        (Cause.TLS_WRONG_HOST, True),
        (Cause.TLS_FAILED, True),
        (Cause.PROTOCOL_ERROR, True),
        (Cause.NO_SUCH_HOST, False),
        (Cause.DNS_FAILED, False),
        (Cause.NETWORK_UNREACHABLE, False),
        (Cause.CONNECT_TIMEOUT, False),
    ],
)
def test_a_failure_proves_the_network_where_somebody_had_to_speak(
    cause: Cause, *, proof: bool
) -> None:
    assert anything_answered([seen(Unanswered(cause))]) is proof


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://localhost/",
        "http://a.localhost/",
    ],
)
def test_a_refusal_by_this_machine_or_its_network_proves_nothing(url: str) -> None:
    assert not anything_answered([seen(Unanswered(Cause.REFUSED), url=url)])


def test_a_redirect_on_the_way_proves_the_network() -> None:
    failed = seen(Unanswered(Cause.CONNECT_TIMEOUT))

    assert anything_answered([replace(failed, hops=(Hop(URL, 301),))])


def test_what_was_not_asked_proves_nothing() -> None:
    assert not anything_answered([seen(NotAsked(NotAskedReason.EXCLUDED))])
    assert not anything_answered([])
