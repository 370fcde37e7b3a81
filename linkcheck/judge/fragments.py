"""Places in a page that were cited (`#results`, `#:~:text=…`) and are not there.

The page lives, so it stays alive: that a place in it is gone is a reason beside the others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from linkcheck.address import parse_address, site_of
from linkcheck.model import Answered, Certainty, Reason, ReasonCode, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.model import Citation, Evidence, Page, Verdict

MOST: Final = 3  # fragments named in a verdict
_LONGEST: Final = 60

# Pages of fewer visible words are drawn by their scripts: what they will hold is not known.
_DRAWN_WORDS: Final = 50

# Sites that draw the lines of their files, and whatever else is cited on them, by script.
# https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting
_DRAWN_SITES: Final = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
_LINES: Final = re.compile(r"(?:L|lines?-)\d+(?:C\d+)?(?:[-:,](?:L|lines?-)?\d+(?:C\d+)?)?")


def is_place(fragment: str) -> bool:
    """Tell whether a fragment names a place in a page at all.

    `#` and `#top` are the top of every page (HTML standard, "the indicated part of the
    document"); what begins with `/` or `!` is a script's own.
    """
    return fragment not in {"", "top", "Top", "TOP"} and fragment[0] not in "/!?"


def with_fragments(verdict: Verdict, evidence: Evidence, citations: Iterable[Citation]) -> Verdict:
    """Return the verdict on a living page with the cited places that were not found in it."""
    if verdict.state not in {State.ALIVE, State.MOVED}:
        return verdict
    page = _page(evidence)
    if page is None or not page.missing or page.truncated:
        return verdict
    lines_too = site_of(evidence.target.host) not in _DRAWN_SITES
    cited = dict.fromkeys(each.fragment for each in citations if each.fragment is not None)
    gone = [
        fragment
        for fragment in cited
        if fragment in page.missing and (lines_too or not _LINES.fullmatch(fragment))
    ]
    if not gone:
        return verdict
    drawn = page.words < _DRAWN_WORDS
    reasons = tuple(_reason(fragment, drawn=drawn) for fragment in gone[:MOST])
    certainty = Certainty.POSSIBLE if drawn else verdict.certainty
    return replace(verdict, certainty=certainty, reasons=(*verdict.reasons, *reasons))


def _page(evidence: Evidence) -> Page | None:
    seen: Sequence[Answered] = [
        each.outcome
        for each in sorted(evidence.observations, key=lambda each: each.at)
        if each.target == evidence.target.url and isinstance(each.outcome, Answered)
    ]
    return seen[-1].page if seen else None


def _reason(fragment: str, *, drawn: bool) -> Reason:
    address = parse_address(f"http://page.invalid/#{fragment}")
    shown = fragment if address is None or address.fragment is None else address.fragment
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    what = f"the page has no place #{shown}"
    message = f"{what}, unless its scripts make one" if drawn else what
    return Reason(ReasonCode.FRAGMENT_MISSING, message)
