"""Rules for what did not answer, was not asked, or answered that it cannot."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from linkcheck.address import host_of
from linkcheck.judge.phrases import status_text
from linkcheck.judge.placeholders import SET_ASIDE, is_example_name
from linkcheck.model import (
    Cause,
    Certainty,
    NotAskedReason,
    Reason,
    ReasonCode,
    State,
    Unanswered,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.judge.case import Case
    from linkcheck.model import NotAsked, Observation

_TOO_MANY_REQUESTS: Final = 429
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SERVER_ERRORS: Final = range(500, 600)

# A name that is missing once may be a slip of its name server; a day later it is not.
_PATIENCE: Final = timedelta(days=1)

# What an inner failure is called, how sure it makes "no proof either way", and what people read.
# Where a failure repeats by its nature, asking again would change nothing: certain.
_UNANSWERED: Final = {
    Cause.NO_SUCH_HOST: (ReasonCode.NO_SUCH_HOST, Certainty.LIKELY, "no such host"),
    Cause.DNS_FAILED: (ReasonCode.DNS_FAILED, Certainty.LIKELY, "its name server failed"),
    Cause.NETWORK_UNREACHABLE: (
        ReasonCode.NETWORK_UNREACHABLE,
        Certainty.LIKELY,
        "no way to its network",
    ),
    Cause.REFUSED: (ReasonCode.REFUSED, Certainty.LIKELY, "refused the connection"),
    Cause.RESET: (ReasonCode.RESET, Certainty.LIKELY, "broke off the connection"),
    Cause.CONNECT_TIMEOUT: (ReasonCode.TIMEOUT, Certainty.LIKELY, "no connection in time"),
    Cause.READ_TIMEOUT: (ReasonCode.TIMEOUT, Certainty.LIKELY, "no answer in time"),
    Cause.TLS_EXPIRED: (ReasonCode.TLS_EXPIRED, Certainty.CERTAIN, "certificate expired"),
    Cause.TLS_UNTRUSTED: (
        ReasonCode.TLS_UNTRUSTED,
        Certainty.CERTAIN,
        "certificate by an unknown authority",
    ),
    Cause.TLS_WRONG_HOST: (
        ReasonCode.TLS_WRONG_HOST,
        Certainty.CERTAIN,
        "certificate for another host",
    ),
    Cause.TLS_FAILED: (ReasonCode.TLS_FAILED, Certainty.CERTAIN, "no secure connection"),
    Cause.PROTOCOL_ERROR: (ReasonCode.PROTOCOL_ERROR, Certainty.LIKELY, "answered no proper HTTP"),
    Cause.REDIRECT_LOOP: (ReasonCode.REDIRECT_LOOP, Certainty.CERTAIN, "redirects in a circle"),
    Cause.TOO_MANY_REDIRECTS: (
        ReasonCode.REDIRECT_LOOP,
        Certainty.CERTAIN,
        "redirects without end",
    ),
    Cause.BAD_REDIRECT: (
        ReasonCode.BAD_REDIRECT,
        Certainty.CERTAIN,
        "redirects to something that is no web address",
    ),
}

_NOT_ASKED: Final = {
    NotAskedReason.PRIVATE_ADDRESS: (ReasonCode.PRIVATE_ADDRESS, "a private address"),
    NotAskedReason.UNSUPPORTED_SCHEME: (ReasonCode.UNSUPPORTED_SCHEME, "not a web address"),
    NotAskedReason.INVALID_ADDRESS: (ReasonCode.INVALID_ADDRESS, "not a valid address"),
    NotAskedReason.EXCLUDED: (ReasonCode.EXCLUDED, "excluded"),
    NotAskedReason.DEFANGED: (ReasonCode.DEFANGED, "written so that nobody follows it"),
    NotAskedReason.INTERRUPTED: (ReasonCode.INTERRUPTED, "not reached before the run ended"),
}

# In these the time that was waited, or the place that was refused, is the news.
_TELLING: Final = frozenset({Cause.CONNECT_TIMEOUT, Cause.READ_TIMEOUT})


def unanswered(
    outcome: Unanswered, observation: Observation, others: Iterable[Observation]
) -> Verdict:
    """Judge a failure: no proof either way, but for a name that does not exist."""
    if outcome.cause is Cause.OFFLINE:
        return offline(outcome.detail or "no name could be resolved then")
    code, certainty, message = _UNANSWERED[outcome.cause]
    if outcome.cause in _TELLING and outcome.detail:
        message = outcome.detail
    if outcome.cause is not Cause.NO_SUCH_HOST:
        return Verdict(State.UNREACHABLE, certainty, (Reason(code, message),))
    if observation.hops:
        message = "redirects to a host that does not exist"
    elif is_example_name(host_of(observation.target)):
        reason = Reason(ReasonCode.EXCLUDED, f"no such host, but {SET_ASIDE}")
        return Verdict(State.UNCHECKED, certainty, (reason,))
    if any(_missed_before(other, observation) for other in others):
        certainty = Certainty.CERTAIN
    return Verdict(State.DEAD, certainty, (Reason(code, message),))


def not_asked(outcome: NotAsked, observation: Observation) -> Verdict:
    """Judge what was left alone."""
    code, message = _NOT_ASKED[outcome.reason]
    if observation.hops:
        message = f"redirects to {message}"
    elif outcome.detail:
        message = f"{message}: {outcome.detail}"
    return Verdict(State.UNCHECKED, Certainty.CERTAIN, (Reason(code, message),))


def offline(message: str = "no network") -> Verdict:
    """Judge what could not be asked because nothing could."""
    reason = Reason(ReasonCode.OFFLINE, message)
    return Verdict(State.UNCHECKED, Certainty.CERTAIN, (reason,))


def interrupted() -> Verdict:
    """Judge what was never come to."""
    code, message = _NOT_ASKED[NotAskedReason.INTERRUPTED]
    return Verdict(State.UNCHECKED, Certainty.CERTAIN, (Reason(code, message),))


def rate_limited(case: Case) -> Verdict | None:
    """Judge a server that wants to be asked more slowly, and was until patience ended."""
    if case.status != _TOO_MANY_REQUESTS:
        return None
    return _unreachable(ReasonCode.RATE_LIMITED, case.status)


def server_error(case: Case) -> Verdict | None:
    """Judge a server in trouble: that says nothing of the page."""
    return _unreachable(ReasonCode.HTTP_5XX, case.status) if case.status in _SERVER_ERRORS else None


def other_status(case: Case) -> Verdict | None:
    """Judge every other answer without success: no proof either way."""
    if case.succeeded:
        return None
    if case.status in _REDIRECTS:
        reason = Reason(ReasonCode.BAD_REDIRECT, f"redirects to nowhere ({case.status})")
        return Verdict(State.UNREACHABLE, Certainty.CERTAIN, (reason,))
    return _unreachable(ReasonCode.HTTP_OTHER, case.status)


def _unreachable(code: ReasonCode, status: int) -> Verdict:
    return Verdict(State.UNREACHABLE, Certainty.LIKELY, (Reason(code, status_text(status)),))


def _missed_before(other: Observation, observation: Observation) -> bool:
    return (
        isinstance(other.outcome, Unanswered)
        and other.outcome.cause is Cause.NO_SUCH_HOST
        and observation.at - other.at >= _PATIENCE
    )
