"""Why a verdict is what it is, in words: the signs that were seen, whether or not they decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.judge.probes import Likeness, compare
from linkcheck.judge.refusals import fired
from linkcheck.judge.suspicions import suspicions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.judge.case import Case

_LIKENESS: Final = {
    Likeness.UNKNOWN: "a made-up address beside it gave no answer that tells anything",
    Likeness.REFUSED: "of a made-up address beside it the host says that there is nothing",
    Likeness.OTHER: "a made-up address beside it shows something else",
    Likeness.SAME_PLACE: "a made-up address beside it leads to the same place",
    Likeness.SAME_PAGE: "a made-up address beside it shows the same page",
}

# What each rule asks, for those who want to know which one decided.
RULES: Final = {
    "accepted": "the settings accept its status from this host",
    "registered": "the registry of the identifier was asked",
    "parked": "redirects to a trader of domain names",
    "bot wall": "a sign of a bot wall",
    "legal": "a sign of a page withheld by law",
    "sign in": "a redirect to a sign-in, or its form",
    "paywall": "a sign of a paywall",
    "forbidden": "a refusal without a sign",
    "gone": "the status says that it is gone",
    "rate limited": "asked too often, for as long as patience lasted",
    "server error": "the server is in trouble",
    "other status": "a status that proves nothing",
    "missing": "a redirect to an address named for missing pages",
    "suspected": "a suspicion, and what a made-up address beside it answered",
    "living": "a status of success, and nothing against it",
    "no answer": "no answer came",
    "not asked": "it was not asked",
    "never asked": "it was never come to",
    "no network": "there was no network",
}


def signs_seen(case: Case) -> Iterator[str]:
    """Yield what was seen in an answer that can speak against it."""
    for code, sign in fired(case):
        yield f"{code}: {sign.name} ({sign.source})"
    likeness = compare(case, case.probes).likeness
    for suspicion in suspicions(case):
        if suspicion.told or likeness in suspicion.confirmed_by:
            yield f"{suspicion.code}: {suspicion.message}"
    if case.page is not None and case.page.markers:
        yield f"in the page's source: {', '.join(case.page.markers)}"
    if case.name_servers:
        yield f"the site's name servers: {', '.join(case.name_servers)}"
    if case.probes:
        yield _LIKENESS[likeness]
