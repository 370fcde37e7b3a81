"""Watch the answers of a run for signs that there is no network, or none to trust.

What comes over such a network, or does not come, is no evidence of anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.address import host_of, ip_of
from linkcheck.judge import CONTROL_ADDRESS, PortalWatch, anything_answered
from linkcheck.model import Cause, NotAsked, NotAskedReason, Target, Unanswered

if TYPE_CHECKING:
    from linkcheck.fetch import Fetcher
    from linkcheck.model import Observation

OFFLINE: Final = (
    "offline: no name resolves and nothing could be reached, so nothing is said about any address"
)
UNROUTED: Final = "offline: there is no way to any network, so nothing is said about any address"
PORTAL: Final = (
    "offline: the network answers everything itself, as before a sign-in, so nothing is said "
    "about any address"
)
PARTLY_OFFLINE: Final = "offline for a time: what could not be asked then is unchecked"
NAMELESS: Final = (
    "no name could be resolved (is there a name server?): what is not addressed by number "
    "is unchecked"
)

# Notes on runs whose answers, and lack of answers, say nothing.
WITHOUT_NETWORK: Final = frozenset({OFFLINE, UNROUTED, PORTAL})


class ConnectionWatch:
    """Take note of all that happens in a run, and say at its end what was wrong, if anything."""

    def __init__(self) -> None:
        self._portal = PortalWatch()
        self._tried = False  # something that needs a network
        self._heard = False  # from somebody far away, or near at least
        self._named = False  # from somebody who was found by name
        self._lost = False  # names that always resolve did not
        self._unrouted = False

    def note(self, observation: Observation) -> None:
        """Take what happened when an address was asked."""
        self._portal.note(observation)
        self.remember(observation)
        outcome = observation.outcome
        if isinstance(outcome, Unanswered):
            self._lost = self._lost or outcome.cause is Cause.OFFLINE
            self._unrouted = self._unrouted or outcome.cause is Cause.NETWORK_UNREACHABLE

    def remember(self, observation: Observation) -> None:
        """Take what an interrupted run was answered, when the network may have been another."""
        host, outcome = host_of(observation.target), observation.outcome
        if isinstance(outcome, NotAsked):
            # Where every name leads to a private address, that is a network without a way out.
            private = outcome.reason is NotAskedReason.PRIVATE_ADDRESS
            self._tried = self._tried or (private and _is_name(host))
            return
        self._tried = True
        if anything_answered([observation]):
            self._heard = True
            self._named = self._named or _is_name(host)

    async def verdict(self, fetcher: Fetcher) -> str | None:
        """Say what was wrong with the network, or return None."""
        if not self._heard:
            return await self._silence(fetcher)
        if self._portal.suspected:
            control = await fetcher.ask(Target.of(CONTROL_ADDRESS))
            if self._portal.confirmed_by(control):
                return PORTAL
        if not self._lost:
            return None
        return PARTLY_OFFLINE if self._named else NAMELESS

    async def _silence(self, fetcher: Fetcher) -> str | None:
        """Say why nobody at all has answered: for want of names, of a way out, or of an answer."""
        if self._lost or (self._tried and not await fetcher.network_is_up()):
            return OFFLINE
        if not self._unrouted:
            return None
        control = (await fetcher.ask(Target.of(CONTROL_ADDRESS))).outcome
        lost = isinstance(control, Unanswered) and control.cause is Cause.NETWORK_UNREACHABLE
        return UNROUTED if lost else None


def _is_name(host: str) -> bool:
    """Tell whether a host is found by the DNS; numbers and this machine's own name are not."""
    return ip_of(host) is None and host != "localhost" and not host.endswith(".localhost")
