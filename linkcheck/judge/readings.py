"""Questions that are put to many verdicts or observations at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from linkcheck.address import ip_of, parse_address
from linkcheck.model import Answered, Cause, NotAsked, State, Unanswered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.model import Observation, Verdict

# Somebody far away had to speak for these to happen. A missing name is not among them: some
# resolvers say so when they have no network.
_PROOFS: Final = frozenset(
    {
        Cause.REFUSED,
        Cause.RESET,
        Cause.READ_TIMEOUT,
        Cause.TLS_EXPIRED,
        Cause.TLS_UNTRUSTED,
        Cause.TLS_WRONG_HOST,
        Cause.TLS_FAILED,
        Cause.PROTOCOL_ERROR,
        Cause.REDIRECT_LOOP,
        Cause.TOO_MANY_REDIRECTS,
        Cause.BAD_REDIRECT,
    }
)


def anything_answered(observations: Iterable[Observation]) -> bool:
    """Tell whether any observation proves that there is a network at all."""
    return any(_proves_network(observation) for observation in observations)


def choose_reading(readings: Sequence[tuple[str, Verdict | None]]) -> str:
    """Return which reading of an ambiguous text the web decided for.

    `readings` are addresses with their verdicts, in ranked order, at least one. The first that
    lives wins, else the first where somebody is home, else the ranking.
    """
    for states in ({State.ALIVE, State.MOVED}, {State.BLOCKED}):
        for url, verdict in readings:
            if verdict is not None and verdict.state in states:
                return url
    return readings[0][0]


def _proves_network(observation: Observation) -> bool:
    if observation.hops:
        return True
    outcome = observation.outcome
    match outcome:
        case Answered():
            return True
        case Unanswered():
            return outcome.cause in _PROOFS and not _is_near(observation.target)
        case NotAsked():
            return False
        case _:
            assert_never(outcome)


def _is_near(url: str) -> bool:
    """Tell whether an address is this machine's or its network's, which answers without any."""
    address = parse_address(url)
    if address is None:
        return True
    number = ip_of(address.host)
    if number is not None:
        return not number.is_global
    return address.host == "localhost" or address.host.endswith(".localhost")
