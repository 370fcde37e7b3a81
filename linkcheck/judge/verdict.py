"""The judge: which rules are asked, in which order, and which observation counts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from linkcheck.hostrules import rule_for
from linkcheck.judge import failures, refusals, rot, signs
from linkcheck.judge.case import Case
from linkcheck.judge.copies import archive_status, never_archived
from linkcheck.judge.phrases import status_text
from linkcheck.judge.probes import probe_address
from linkcheck.judge.suspicions import is_worth_asking, may_be_parked
from linkcheck.model import (
    Answered,
    Certainty,
    Kind,
    NotAsked,
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

    from linkcheck.hostrules import HostRule
    from linkcheck.model import Evidence, Observation


Rule: TypeAlias = "Callable[[Case], Verdict | None]"

# The first that has something to say decides. Where a way leads through a trader of domains says
# more than the trader's own bot wall, and any wall more than the status it sends.
RULES: Final[tuple[Rule, ...]] = (
    refusals.accepted,
    rot.registered,
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
    rot.missing,
    rot.suspected,
)

LIVING: Final = "living"

# The rules whose word a probe may change.
_PROBED: Final = frozenset({LIVING, "suspected"})

_NEEDS_COPY: Final = frozenset({State.DEAD, State.UNREACHABLE, State.BLOCKED})
_PREFERENCE: Final = (
    State.UNCHECKED,
    State.UNREACHABLE,
    State.BLOCKED,
    State.DEAD,
    State.MOVED,
    State.ALIVE,
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """Hold a verdict, the rule that came to it, and the observation that it rests on.

    There is no observation where nothing was ever asked; `case` is None where nothing answered.
    """

    verdict: Verdict
    rule: str
    observation: Observation | None = None
    case: Case | None = None


def judge(
    evidence: Evidence,
    *,
    online: bool = True,
    rules: Sequence[HostRule] = (),
    max_gap: float = math.inf,
    on_trust: bool = False,
) -> Verdict:
    """Say what became of a target, and what should stand in its place.

    The latest observation of the target decides; one that was not asked counts only where no
    other exists. Observations of other addresses, the archives, and the order in which things
    came change nothing of the state, but for the probes, which confirm suspicions. Without a
    network (`online` false) nothing that came or did not come is held against a target. The host
    `rules` of the settings say which statuses are accepted. Copies farther than `max_gap` days
    from the day they were asked for are not suggested; those of unknown status are `on_trust`.
    """
    opinion = judge_with_reasons(evidence, online=online, rules=rules)
    verdict, observation = opinion.verdict, opinion.observation
    if observation is not None and verdict.state in {State.ALIVE, State.MOVED}:
        own = [seen for seen in evidence.observations if seen.target == evidence.target.url]
        return _with_attempts(verdict, observation, own)
    return _with_copy(verdict, evidence, max_gap, on_trust=on_trust)


def judge_with_reasons(
    evidence: Evidence, *, online: bool = True, rules: Sequence[HostRule] = ()
) -> Opinion:
    """Judge as `judge` does, and tell by which rule; attempts and copies are not yet added."""
    own = [seen for seen in evidence.observations if seen.target == evidence.target.url]
    if not own:
        verdict = failures.interrupted() if online else failures.offline()
        return Opinion(verdict, "never asked")
    opinions = [_opinion(seen, own, evidence, rules, online=online) for seen in own]
    return opinions[0] if len(opinions) == 1 else max(opinions, key=_weight)


def wanted_probe(opinion: Opinion, *, gathered: bool = False) -> str | None:
    """Return the made-up address that is worth asking before a target is judged, or None.

    It is where the answer is one of success, and something speaks against it. `gathered` says that
    several addresses of the host were sent to the same place as this one.
    """
    if opinion.case is None or opinion.rule not in _PROBED:
        return None
    if not is_worth_asking(opinion.case, gathered=gathered):
        return None
    return probe_address(opinion.case.target.url)


def wanted_name_servers(opinion: Opinion) -> str | None:
    """Return the site whose name servers may tell more of a page, or None.

    They are asked for where a page looks like those of parked domains, and are not known yet.
    """
    if opinion.case is None or opinion.rule not in _PROBED or opinion.case.name_servers:
        return None
    return opinion.case.target.site if may_be_parked(opinion.case) else None


def _weight(opinion: Opinion) -> tuple[bool, float, int, str]:
    observation = opinion.observation
    assert observation is not None  # noqa: S101  (only opinions on observations are weighed)
    asked = not isinstance(observation.outcome, NotAsked)
    preference = _PREFERENCE.index(opinion.verdict.state)
    return asked, observation.at.timestamp(), preference, repr(observation)


def _opinion(
    observation: Observation,
    own: Sequence[Observation],
    evidence: Evidence,
    rules: Sequence[HostRule],
    *,
    online: bool,
) -> Opinion:
    outcome = observation.outcome
    match outcome:
        case NotAsked():
            return Opinion(failures.not_asked(outcome, observation), "not asked", observation)
        case _ if not online:
            return Opinion(failures.offline(), "no network", observation)
        case Answered():
            accepted = _accepted(evidence.target.url, observation, rules)
            probes, name_servers = evidence.probes, evidence.name_servers
            return _answered(
                Case(evidence.target, observation, outcome, probes, accepted, name_servers)
            )
        case Unanswered():
            verdict = failures.unanswered(outcome, observation, own)
            return Opinion(verdict, "no answer", observation)
        case _:
            assert_never(outcome)


def _accepted(url: str, observation: Observation, rules: Sequence[HostRule]) -> tuple[int, ...]:
    rule = rule_for(rules, url, observation.at.date()) if rules else None
    return () if rule is None else rule.accept


def _answered(case: Case) -> Opinion:
    for rule in RULES:
        verdict = rule(case)
        if verdict is not None:
            return Opinion(verdict, rule.__name__.replace("_", " "), case.observation, case)
    return Opinion(_living(case), LIVING, case.observation, case)


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
    meta refresh has no such status, and says nothing of permanence.
    """
    if case.target.kind is not Kind.URL or case.asked.host in signs.homes().resolvers:
        return False
    return case.permanent


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


def _with_copy(verdict: Verdict, evidence: Evidence, max_gap: float, *, on_trust: bool) -> Verdict:
    lookups = evidence.lookups
    if not needs_copy(verdict.state) or not lookups:
        return verdict
    near = min((lookup.near for lookup in lookups if lookup.near is not None), default=None)
    status = archive_status(lookups, near, evidence.copies, max_gap=max_gap, on_trust=on_trust)
    if (capture := status.capture) is not None:
        return replace(verdict, suggestion=Suggestion(capture.url, Remedy.ARCHIVED))
    if verdict.state is State.DEAD:
        return replace(verdict, reasons=(*verdict.reasons, *never_archived(lookups)))
    return verdict


def needs_copy(state: State) -> bool:
    """Tell whether a copy should be offered for a target in that state."""
    return state in _NEEDS_COPY
