"""Rules for pages that are gone: those that say so, and those whose server says otherwise.

The answers "not found" and "gone" are believed, as is a redirect to a trader of domain names.
Everything else is a suspicion (`linkcheck.judge.suspicions`), and a probe decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.judge import signs
from linkcheck.judge.case import SUCCESS, is_short
from linkcheck.judge.phrases import status_text
from linkcheck.judge.probes import Likeness, compare
from linkcheck.judge.registries import registry_addresses, registry_of
from linkcheck.judge.sayings import says_not_found
from linkcheck.judge.suspicions import is_traded, leads_to_missing, suspicions
from linkcheck.model import Certainty, Kind, Reason, ReasonCode, State, Verdict

if TYPE_CHECKING:
    from linkcheck.judge.case import Case
    from linkcheck.judge.suspicions import Suspicion

_NOT_FOUND: Final = 404
_GONE: Final = {_NOT_FOUND: ReasonCode.HTTP_404, 410: ReasonCode.HTTP_410}

# Identifiers whose registry knows all of them, so that its "not found" is the last word. Of books
# and ARKs no registry does.
_WHOLLY_REGISTERED: Final = frozenset(
    {Kind.DOI, Kind.HANDLE, Kind.ARXIV, Kind.PMID, Kind.PMCID, Kind.RFC, Kind.ISSN, Kind.ORCID}
)

# Pages that say "not found" and little else have fewer words than these, navigation included.
_MISSING_WORDS: Final = 120

_CONFIRMED: Final = {
    Likeness.SAME_PLACE: "so does a made-up address beside it",
    Likeness.SAME_PAGE: "a made-up address beside it shows the same",
    Likeness.REFUSED: "a made-up address beside it does not",
    Likeness.OTHER: "its name servers are a parking service's",
    Likeness.UNKNOWN: "its name servers are a parking service's",
}
_BY_NAME_SERVERS: Final = frozenset({Likeness.OTHER, Likeness.UNKNOWN})


def registered(case: Case) -> Verdict | None:
    """Judge what an identifier's registry said of it; only the last that was asked says no."""
    registry = registry_of(case.target.url)
    if registry is None:
        return None
    asked = registry_addresses(case.target.url)
    first = case.hops[0].url if case.hops else case.answer.final_url
    if first not in asked:
        return None
    if case.status in SUCCESS or case.status in registry.there:
        reason = Reason(ReasonCode.OK, f"this {registry.name} is registered")
        return Verdict(State.ALIVE, Certainty.CERTAIN, (reason,))
    if case.status == _NOT_FOUND and first != asked[-1]:
        reason = Reason(ReasonCode.HTTP_OTHER, "not every place that may know it was asked")
        return Verdict(State.UNREACHABLE, Certainty.LIKELY, (reason,))
    if case.status == _NOT_FOUND:
        message = f"this {registry.name} is not registered"
        return _dead(ReasonCode.IDENTIFIER_UNKNOWN, message, Certainty.CERTAIN)
    return None


def gone(case: Case) -> Verdict | None:
    """Judge the plain answers "not found" and "gone"."""
    code = _GONE.get(case.status)
    if code is None:
        return None
    if case.target.kind not in {Kind.URL, Kind.EMAIL} and case.final.host == case.asked.host:
        sure = case.target.kind in _WHOLLY_REGISTERED
        certainty = Certainty.CERTAIN if sure else Certainty.POSSIBLE
        message = f"{case.asked.host} does not know this {case.target.kind.value.upper()}"
        return _dead(ReasonCode.IDENTIFIER_UNKNOWN, message, certainty)
    return _dead(code, status_text(case.status), Certainty.CERTAIN)


def parked(case: Case) -> Verdict | None:
    """Judge a redirect to or through a trader of domain names: nobody is at home."""
    known = signs.parked()
    if is_traded(case.asked.host, known):
        return None  # a page of the trade itself was cited
    if not any(is_traded(place.host, known) for place in case.passed):
        return None
    named = case.target.site in case.final.url.partition("://")[2].partition("/")[2]
    certainty = Certainty.CERTAIN if named else Certainty.LIKELY
    return _dead(ReasonCode.PARKED, "redirects to a trader of domain names", certainty)


def missing(case: Case) -> Verdict | None:
    """Judge a redirect to an address named for missing pages, where the page bears it out."""
    page = case.page
    if not leads_to_missing(case):
        return None
    if page is not None and not is_short(page, _MISSING_WORDS) and says_not_found(page) is None:
        return None
    message = f"redirects to the site's page for missing pages ({case.final.path})"
    return _dead(ReasonCode.SOFT_404, message, Certainty.LIKELY)


def suspected(case: Case) -> Verdict | None:
    """Judge what is suspected by what a made-up page beside it answered.

    What was not confirmed leaves a page alive; the suspicion is told, and the verdict less sure.
    """
    found = tuple(suspicions(case))
    if not found:
        return None
    likeness = compare(case, case.probes).likeness
    for suspicion in found:
        if likeness in suspicion.confirmed_by:
            how = _CONFIRMED[likeness]
            by_servers = likeness in _BY_NAME_SERVERS
            certainty = Certainty.LIKELY if by_servers else suspicion.certainty
            return _dead(suspicion.code, f"{suspicion.message}; {how}", certainty)
    told = tuple(Reason(each.code, _doubt(each)) for each in found if each.told)
    if not told:
        return None
    reason = Reason(ReasonCode.OK, status_text(case.status))
    return Verdict(State.ALIVE, Certainty.POSSIBLE, (reason, *told[:1]))


def _doubt(suspicion: Suspicion) -> str:
    return f"{suspicion.message}; not confirmed"


def _dead(code: ReasonCode, message: str, certainty: Certainty) -> Verdict:
    return Verdict(State.DEAD, certainty, (Reason(code, message),))
