"""The judge: which rules are asked, in which order, and which observation counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from linkcheck.judge import failures, refusals, rot, signs
from linkcheck.judge.case import Case
from linkcheck.judge.copies import archive_status
from linkcheck.judge.phrases import status_text
from linkcheck.model import (
    Answered,
    Certainty,
    Kind,
    NotAsked,
    NotHeld,
    Reason,
    ReasonCode,
    Remedy,
    State,
    Suggestion,
    Unanswered,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from linkcheck.model import Evidence, Lookup, Observation


Rule: TypeAlias = "Callable[[Case], Verdict | None]"

# The first that has something to say decides. Where a way leads through a trader of domains says
# more than the trader's own bot wall, and any wall more than the status it sends.
RULES: Final[tuple[Rule, ...]] = (
    rot.parked,
    refusals.bot_wall,
    refusals.legal,
    refusals.sign_in,
    refusals.paywall,
    refusals.forbidden,
    rot.gone,
    failures.rate_limited,
    failures.server_error,
    failures.other_status,
    rot.not_found_address,
    rot.redirected_home,
    rot.soft_404,
)

_PERMANENT: Final = frozenset({301, 308})
_NEEDS_COPY: Final = frozenset({State.DEAD, State.UNREACHABLE, State.BLOCKED})
_PREFERENCE: Final = (
    State.UNCHECKED,
    State.UNREACHABLE,
    State.BLOCKED,
    State.DEAD,
    State.MOVED,
    State.ALIVE,
)


def judge(evidence: Evidence, *, online: bool = True) -> Verdict:
    """Say what became of a target, and what should stand in its place.

    The latest observation of the target decides; one that was not asked counts only where no
    other exists. Observations of other addresses, the archives, and the order in which things
    came change nothing of the state. Without a network (`online` false) nothing that failed to
    answer is held against it.
    """
    own = [seen for seen in evidence.observations if seen.target == evidence.target.url]
    if not own:
        return failures.interrupted() if online else failures.offline()
    judged = [(seen, _opinion(seen, own, evidence, online=online)) for seen in own]
    observation, verdict = judged[0] if len(judged) == 1 else max(judged, key=_weight)
    if verdict.state in {State.ALIVE, State.MOVED}:
        return _with_attempts(verdict, observation, own)
    return _with_copy(verdict, evidence.lookups)


def _weight(judged: tuple[Observation, Verdict]) -> tuple[bool, float, int, str]:
    observation, verdict = judged
    asked = not isinstance(observation.outcome, NotAsked)
    preference = _PREFERENCE.index(verdict.state)
    return asked, observation.at.timestamp(), preference, repr(observation)


def _opinion(
    observation: Observation, own: Sequence[Observation], evidence: Evidence, *, online: bool
) -> Verdict:
    outcome = observation.outcome
    match outcome:
        case Answered():
            return _answered(Case(evidence.target, observation, outcome))
        case Unanswered():
            if not online:
                return failures.offline()
            return failures.unanswered(outcome, observation, own)
        case NotAsked():
            return failures.not_asked(outcome, observation)
        case _:
            assert_never(outcome)


def _answered(case: Case) -> Verdict:
    for rule in RULES:
        verdict = rule(case)
        if verdict is not None:
            return verdict
    return _living(case)


def _living(case: Case) -> Verdict:
    reason = Reason(ReasonCode.OK, status_text(case.status))
    if not case.redirected or _only_secured(case):
        return Verdict(State.ALIVE, Certainty.CERTAIN, (reason,))
    if not _is_permanent(case):
        redirected = Reason(ReasonCode.REDIRECTED, f"redirects to {case.final.url}")
        return Verdict(State.ALIVE, Certainty.CERTAIN, (reason, redirected))
    moved = Reason(ReasonCode.MOVED_PERMANENTLY, f"moved to {case.final.url}")
    return Verdict(
        State.MOVED, Certainty.CERTAIN, (moved,), Suggestion(case.final.url, Remedy.MOVED)
    )


def _only_secured(case: Case) -> bool:
    """Tell whether the one change is from http to https."""
    asked, final = case.asked, case.final
    same = (asked.host, asked.path, asked.query) == (final.host, final.path, final.query)
    return same and (asked.scheme, final.scheme) == ("http", "https")


def _is_permanent(case: Case) -> bool:
    """Tell whether every hop says that the old address is no more to be used.

    An identifier's resolver is the address to cite, whatever the status it redirects with. A
    meta refresh is no hop, and says nothing of permanence.
    """
    if case.target.kind is not Kind.URL or case.asked.host in signs.homes().resolvers:
        return False
    if case.final.url != case.answer.final_url:
        return False
    return bool(case.hops) and all(hop.status_code in _PERMANENT for hop in case.hops)


def _with_attempts(
    verdict: Verdict, observation: Observation, own: Sequence[Observation]
) -> Verdict:
    failed = any(
        isinstance(other.outcome, Unanswered) and other.at < observation.at for other in own
    )
    if observation.attempts <= 1 and not failed:
        return verdict
    message = "answered only when asked again"
    if observation.attempts > 1:
        message = f"answered at attempt {observation.attempts}"
    retried = Reason(ReasonCode.RETRIED, message)
    return replace(verdict, reasons=(*verdict.reasons, retried))


def _with_copy(verdict: Verdict, lookups: Sequence[Lookup]) -> Verdict:
    if verdict.state not in _NEEDS_COPY or not lookups:
        return verdict
    near = min((lookup.near for lookup in lookups if lookup.near is not None), default=None)
    capture = archive_status(lookups, near).capture
    if capture is not None:
        return replace(verdict, suggestion=Suggestion(capture.url, Remedy.ARCHIVED))
    if verdict.state is State.DEAD and all(isinstance(item.answer, NotHeld) for item in lookups):
        never = Reason(ReasonCode.NEVER_ARCHIVED, "no archive that was asked has a copy")
        return replace(verdict, reasons=(*verdict.reasons, never))
    return verdict
