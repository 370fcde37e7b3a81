"""What the reports for people say of verdicts, in the same words everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.model import ArchiveState, Certainty, DateSource, ReasonCode, Remedy, State
from linkcheck.report.phrases import counted

if TYPE_CHECKING:
    from linkcheck.model import ArchiveStatus, Finding, Summary


@dataclass(frozen=True, slots=True)
class Look:
    """Say how a state looks: a sign, a sign in ASCII, and a colour's name."""

    sign: str
    ascii_sign: str
    color: str


# In the order in which they are shown: what needs a hand first.
LOOKS: Final = {
    State.DEAD: Look("✗", "x", "red"),
    State.BLOCKED: Look("!", "!", "magenta"),
    State.UNREACHABLE: Look("?", "?", "yellow"),
    State.MOVED: Look("→", ">", "cyan"),
    State.UNCHECKED: Look("-", "-", "bright_black"),
    State.ALIVE: Look("✓", "+", "green"),
}
RANK: Final = {state: rank for rank, state in enumerate(LOOKS)}

CERTAINTY: Final = {
    Certainty.CERTAIN: "",
    Certainty.LIKELY: "likely",
    Certainty.POSSIBLE: "possibly",
}


# Reasons beside the deciding one that a reader must know of to set things right.
ALWAYS_TOLD: Final = frozenset(
    {
        ReasonCode.FRAGMENT_MISSING,
        ReasonCode.NEVER_ARCHIVED,
        ReasonCode.NEAR_MISS,
        ReasonCode.ARCHIVE_LINK,
    }
)


def archives_said(summary: Summary) -> str:
    """Sum up what archives hold: `6 addresses have an archived copy`."""
    parts = []
    if summary.archived:
        have = counted(summary.archived, "address has", "addresses have")
        parts.append(f"{have} an archived copy")
    mended = sum(number for _, number in summary.mended)
    if mended:
        broken = counted(mended, "broken address", "broken addresses")
        parts.append(f"beside {broken} the documents give a copy that works")
    if summary.at_risk:
        are = counted(summary.at_risk, "living page has", "living pages have")
        parts.append(f"{are} none and so {'is' if summary.at_risk == 1 else 'are'} at risk")
    if summary.archive_not_asked:
        parts.append(f"archives were not asked about {summary.archive_not_asked:,}")
    return "; ".join(parts)


def known_said(summary: Summary) -> str:
    """Say how much is as in the baseline: `3 findings are as in the baseline`, or nothing."""
    number = sum(count for _state, count in summary.known or ())
    if not number:
        return ""
    return f"{counted(number, 'finding is', 'findings are')} as in the baseline"


def archived(status: ArchiveStatus) -> str:
    """Say what is known of an archived copy: `archived 2019-03-04, 12 days after it was cited`."""
    match status.state:
        case ArchiveState.ARCHIVED:
            if status.capture is None:
                return f"archived{_rejected(status)}"
            day = f"archived {status.capture.captured_at:%Y-%m-%d}"
            return (
                day
                if status.gap_days is None
                else f"{day}, {_gap(status.gap_days, status.near_source)}"
            )
        case ArchiveState.NOT_ARCHIVED:
            rejected = _rejected(status)
            return f"no good copy found{rejected}" if rejected else "no archived copy found"
        case ArchiveState.UNKNOWN:
            rejected = _rejected(status)
            other = "a good copy" if rejected else "a copy"
            return f"the archive could not say whether it has {other}{rejected}"
        case ArchiveState.NOT_ASKED:
            return "the archive was not asked"


def _rejected(status: ArchiveStatus) -> str:
    found = status.rejected
    return "" if found is None else f"; the one of {found.captured_at:%Y-%m-%d}: {found.why}"


@dataclass(frozen=True, slots=True)
class Instead:
    """Name an address to put in the document, or (not `suggested`) just a copy to read."""

    url: str
    what: str
    suggested: bool


def instead(finding: Finding, document: str | None = None) -> Instead | None:
    """Return what may stand in the document instead of a finding's address.

    What a document already gives itself is not suggested to it.
    """
    suggestion = finding.verdict.suggestion
    status = finding.archive
    capture = status.capture
    given = {copy.url: copy.documents[0] for copy in finding.copies if copy.works}
    mended = finding.mended if document is None else finding.mended_in(document)
    if given and (mended or suggestion is None):
        offered = capture is not None and capture.url in given
        url = capture.url if capture is not None and offered else min(given)
        day = f"; {archived(status)}" if offered else ""
        return Instead(url, f"given in the document itself{day}", suggested=False)
    if suggestion is not None:
        moved = suggestion.why is Remedy.MOVED
        what = "its new address" if moved else archived(status)
        if suggestion.url in given:
            dated = "" if capture is None else f"; {what}"
            what = f"given in {given[suggestion.url]}{dated}"
        return Instead(suggestion.url, what, suggested=True)
    if capture is not None:
        return Instead(capture.url, archived(status), suggested=False)
    return None


_MONTH: Final = 30.44
_YEAR: Final = 365.25


# A day that is not known to be that of the citation is not called so.
_MEASURED_FROM: Final = {
    DateSource.ACCESSED: "it was cited",
    DateSource.URL: "the day in its address",
    DateSource.DOCUMENT: "the document's day",
    DateSource.GIT: "its line was added",
}


def _gap(days: int, source: DateSource | None) -> str:
    since = _MEASURED_FROM[source or DateSource.ACCESSED]
    if days == 0:
        return "the day it was cited" if since == "it was cited" else "the same day"
    size = abs(days)
    if size < 2 * _MONTH:
        length = counted(size, "day")
    elif size < 2 * _YEAR:
        length = counted(round(size / _MONTH), "month")
    else:
        length = counted(round(size / _YEAR), "year")
    return f"{length} {'after' if days > 0 else 'before'} {since}"
