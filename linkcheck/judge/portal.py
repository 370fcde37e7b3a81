"""A network that answers everything itself, as a hotel's does before one has signed in.

Its answers are no evidence of anything. It is suspected where several sites, and no other, answer
with one same page, or where all are sent to one same place elsewhere, even if they are few; a
control address that does so too proves it. It cannot speak for a site with a certificate: where
one is answered for, there is a network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.address import parse_address, site_of
from linkcheck.judge.probes import resemblance
from linkcheck.model import Answered

if TYPE_CHECKING:
    from linkcheck.model import Observation

# A page that is the same for all the world, at an address without TLS.
CONTROL_ADDRESS: Final = "http://example.com/"

_SITES: Final = 3
_THE_SAME: Final = 0.95


@dataclass(frozen=True, slots=True)
class _Answer:
    """Sum up an answer: the other site's place it led to, or what its own page says."""

    place: str | None
    title: str | None
    status: int
    fingerprint: tuple[int, ...]


class PortalWatch:
    """Watch the answers of a run; it remembers little, and stops at the first that differs."""

    def __init__(self) -> None:
        self._first: _Answer | None = None
        self._sites: set[str] = set()
        self._differed = False

    @property
    def suspected(self) -> bool:
        """Tell whether all sites that answered did the same, and are several or led elsewhere."""
        if self._differed or self._first is None:
            return False
        return self._first.place is not None or len(self._sites) >= _SITES

    def note(self, observation: Observation) -> None:
        """Take one answer into account; where none came, that says nothing."""
        if self._differed or not isinstance(observation.outcome, Answered):
            return
        address = parse_address(observation.target)
        answer = _answer(observation, observation.outcome)
        if address is None or answer is None or address.scheme == "https":
            self._differed = True
            return
        if self._first is None:
            self._first = answer
        elif not _same(self._first, answer):
            self._differed = True
            return
        self._sites.add(site_of(address.host))

    def confirmed_by(self, control: Observation) -> bool:
        """Tell whether the control address answered as all the others did."""
        if self._first is None or not isinstance(control.outcome, Answered):
            return False
        answer = _answer(control, control.outcome)
        return answer is not None and _same(self._first, answer)


def _answer(observation: Observation, answer: Answered) -> _Answer | None:
    final, asked = parse_address(answer.final_url), parse_address(observation.target)
    if final is None or asked is None:
        return None
    away = bool(observation.hops) and site_of(final.host) != site_of(asked.host)
    page = answer.page
    return _Answer(
        place=f"{final.host}{final.path}" if away else None,
        title=None if page is None else page.title,
        status=answer.status_code,
        fingerprint=() if page is None else page.fingerprint,
    )


def _same(one: _Answer, other: _Answer) -> bool:
    if one.place is not None or other.place is not None:
        return one.place == other.place
    if (one.title, one.status) != (other.title, other.status) or not one.fingerprint:
        return False
    return resemblance(one.fingerprint, other.fingerprint) >= _THE_SAME
