"""Which of several observations counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.judge import judge
from linkcheck.model import (
    Answered,
    Cause,
    Certainty,
    Evidence,
    NotAsked,
    NotAskedReason,
    ReasonCode,
    State,
    Target,
    Unanswered,
)
from tests.judge.evidence import URL, page, seen

if TYPE_CHECKING:
    from linkcheck.model import (
        Verdict,
    )

GONE = Answered(404, URL)
TIMEOUT = Unanswered(Cause.READ_TIMEOUT)
NO_HOST = Unanswered(Cause.NO_SUCH_HOST)
INTERRUPTED = NotAsked(NotAskedReason.INTERRUPTED)


def _codes(verdict: Verdict) -> list[ReasonCode]:
    return [reason.code for reason in verdict.reasons]


def _evidence(*observations: object) -> Evidence:
    return Evidence(Target.of(URL), observations)  # type: ignore[arg-type]  # made by seen() only


def test_the_latest_observation_decides() -> None:
    assert judge(_evidence(seen(page()), seen(GONE, hours=1))).state is State.DEAD


def test_a_success_after_a_failure_is_alive_and_tells_of_it() -> None:
    verdict = judge(_evidence(seen(TIMEOUT), seen(page(), hours=1)))

    assert verdict.state is State.ALIVE
    assert _codes(verdict) == [ReasonCode.OK, ReasonCode.RETRIED]
    assert verdict.reasons[1].message == "answered only when asked again"


def test_two_successes_tell_of_no_retry() -> None:
    assert _codes(judge(_evidence(seen(page()), seen(page(), hours=1)))) == [ReasonCode.OK]


def test_a_failure_after_a_success_tells_of_no_retry() -> None:
    verdict = judge(_evidence(seen(page()), seen(TIMEOUT, hours=1)))

    assert _codes(verdict) == [ReasonCode.TIMEOUT]


def test_not_having_asked_again_takes_nothing_back() -> None:
    assert judge(_evidence(seen(GONE), seen(INTERRUPTED, hours=1))).state is State.DEAD


def test_a_name_missing_twice_within_a_day_is_not_yet_certain() -> None:
    verdict = judge(_evidence(seen(NO_HOST), seen(NO_HOST, hours=23)))

    assert verdict.certainty is Certainty.LIKELY


def test_a_name_still_missing_a_day_later_is_certain() -> None:
    verdict = judge(_evidence(seen(NO_HOST), seen(NO_HOST, hours=24)))

    assert (verdict.state, verdict.certainty) == (State.DEAD, Certainty.CERTAIN)


def test_what_happened_at_other_addresses_is_not_held_against_the_target() -> None:
    sibling = seen(GONE, hours=1, url="https://example.org/news/qjxkvbzwmfhgpltrd")

    assert judge(_evidence(sibling, seen(page()))).state is State.ALIVE
