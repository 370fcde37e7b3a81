"""Remember which hosts are down, so that each is found out once and not once per address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.model import Cause

if TYPE_CHECKING:
    from linkcheck.model import Unanswered

Origin: TypeAlias = tuple[str, int]  # host and port

# Causes that lie before the address is even sent: they are the host's, not the page's.
HOST_CAUSES: Final = frozenset(
    {
        Cause.NO_SUCH_HOST,
        Cause.DNS_FAILED,
        Cause.NETWORK_UNREACHABLE,
        Cause.REFUSED,
        Cause.CONNECT_TIMEOUT,
    }
)
# A host that has answered before may have a bad moment; more must fail before it is given up.
_LENIENCY: Final = 4


@dataclass(slots=True)
class _State:
    answered: bool = False
    failures: int = 0  # in a row
    given_up: Unanswered | None = None


class Health:
    """Count failures to reach an origin; give it up when all its attempts have failed in a row."""

    def __init__(self) -> None:
        self._origins: dict[Origin, _State] = {}

    def down(self, origin: Origin) -> Unanswered | None:
        """Return why an origin is no longer asked, or None while it is."""
        state = self._origins.get(origin)
        return None if state is None else state.given_up

    def answered(self, origin: Origin) -> None:
        """Note that an origin was reached, whatever it said."""
        state = self._origins.setdefault(origin, _State())
        state.answered = True
        state.failures = 0

    def failed(self, origin: Origin, failure: Unanswered, attempts: int) -> None:
        """Note that an origin could not be reached; `attempts` is how many an address is given."""
        state = self._origins.setdefault(origin, _State())
        state.failures += 1
        allowed = attempts + _LENIENCY if state.answered else attempts
        if state.failures >= allowed:
            state.given_up = failure
