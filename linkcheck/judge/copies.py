"""What the archives said, summed up: which copy is offered, near to which day.

A copy is offered only if it is a page: its status was one of success, and where it was looked at,
it was no soft 404, no wall, and no redirect elsewhere. A copy is judged by the rules for pages,
but on suspicion alone: no made-up address beside it can be asked as it was then, and there are
mostly other copies.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from linkcheck.address import parse_address
from linkcheck.judge import refusals, rot
from linkcheck.judge.archive_links import (
    is_proposed,
    page_key,
    raw_replay,
    read_archive_link,
)
from linkcheck.judge.case import Case
from linkcheck.judge.near_misses import near_misses
from linkcheck.judge.phrases import status_text
from linkcheck.judge.suspicions import suspicions
from linkcheck.model import (
    Answered,
    ArchiveState,
    ArchiveStatus,
    DateSource,
    Held,
    Hop,
    NotHeld,
    Reason,
    ReasonCode,
    RejectedCopy,
    State,
    Target,
    Unavailable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from linkcheck.model import Capture, Citation, CitedDate, Lookup, Observation, Verdict

_SUCCESS: Final = range(200, 300)
_SOURCES: Final = tuple(DateSource)  # in the order of their trust
_MEMENTO_DATETIME: Final = "memento-datetime"
_NEAR: Final = 3  # days
_SHUNNED: Final = "links of this archive are not proposed"
_WALLS: Final = (
    rot.parked,
    refusals.bot_wall,
    refusals.legal,
    refusals.sign_in,
    refusals.paywall,
    rot.missing,
)


def archive_status(
    lookups: Sequence[Lookup],
    near: date | None,
    copies: Sequence[Observation] = (),
    *,
    max_gap: float = math.inf,
    on_trust: bool = False,
) -> ArchiveStatus:
    """Pick the copy to offer: a page, the one nearest to a day, before it on a tie.

    One of an archive whose links are not proposed is not offered, but counts as a copy. Without a
    day the latest copy is picked. Copies farther from the day than `max_gap` days are
    not offered. A copy once found stays found; besides that, each archive's latest answer counts,
    and as long as one of them could not be asked, or its copies' status is not known, nothing is
    said to be "not archived". `copies` are observations of copies that were looked at; where
    nobody looks, copies of unknown status (those of TimeMaps) are taken `on_trust`.
    """
    if not lookups:
        return ArchiveStatus(ArchiveState.NOT_ASKED, near=near)
    looks = {seen.target: seen for seen in copies}
    captures = sorted(
        captures_of(lookups),
        key=lambda capture: (not is_proposed(capture.url), *_distance(capture, near)),
    )
    pages = [(capture, _is_page(capture, looks)) for capture in captures]
    for capture, is_page in pages:
        if (is_page or (on_trust and is_page is None)) and _gap(capture, near) <= max_gap:
            if not is_proposed(capture.url):
                shunned = RejectedCopy(capture.url, capture.captured_at, _SHUNNED)
                return ArchiveStatus(ArchiveState.ARCHIVED, near=near, rejected=shunned)
            gap = None if near is None else (capture.captured_at.date() - near).days
            return ArchiveStatus(ArchiveState.ARCHIVED, capture, near, gap)
    doubt = any(is_page is None for _, is_page in pages) or _is_in_doubt(lookups)
    state = ArchiveState.UNKNOWN if doubt else ArchiveState.NOT_ARCHIVED
    flawed = (
        RejectedCopy(capture.url, capture.captured_at, why)
        for capture in captures
        if (why := _why_not(capture, looks, near, max_gap)) is not None
    )
    return ArchiveStatus(state, near=near, rejected=next(flawed, None))


def next_to_look_at(
    lookups: Sequence[Lookup],
    near: date | None,
    copies: Sequence[Observation] = (),
    *,
    max_gap: float = math.inf,
) -> Capture | None:
    """Return the nearest copy that may be a page; None where there is none."""
    looks = {seen.target: seen for seen in copies}
    may_be = [
        item
        for item in captures_of(lookups)
        if _is_page(item, looks) is not False
        and _gap(item, near) <= max_gap
        and is_proposed(item.url)
    ]
    return min(may_be, key=lambda capture: _distance(capture, near), default=None)


def is_near(capture: Capture, near: date | None) -> bool:
    """Tell whether a copy is so near to a day that a nearer one would hardly be another."""
    return _gap(capture, near) <= _NEAR


def is_settled(lookups: Sequence[Lookup], copies: Sequence[Observation] = ()) -> bool:
    """Tell whether archives have named a copy to offer of what is broken, or have none."""
    missed = any(isinstance(lookup.answer, NotHeld) for lookup in lookups)
    return missed or archive_status(lookups, None, copies).capture is not None


def flaw_of(capture: Capture, seen: Observation) -> str | None:
    """Say why a copy that was looked at is no page; None where it is one, or was not shown."""
    answer = seen.outcome
    if not isinstance(answer, Answered) or answer.header(_MEMENTO_DATETIME) is None:
        return None  # the archive itself speaks, or nobody does
    if answer.status_code not in _SUCCESS:
        return f"it is a copy of {status_text(answer.status_code)}"
    case = _case(capture, seen, answer)
    if case.redirected:
        return f"it leads to {case.final.url}"
    for rule in _WALLS:
        verdict = rule(case)
        if verdict is not None:
            return verdict.reasons[0].message
    return next((each.message for each in suspicions(case) if each.told), None)


def target_date(citations: Sequence[Citation]) -> CitedDate | None:
    """Return the day that a target's copy should be near to: the best source's earliest."""
    dates = [citation.date for citation in citations if citation.date is not None]
    return min(dates, key=lambda cited: (_SOURCES.index(cited.source), cited.day), default=None)


def with_risk(verdict: Verdict, status: ArchiveStatus) -> Verdict:
    """Add to a living page's verdict that nobody keeps a copy of it."""
    living = verdict.state in {State.ALIVE, State.MOVED}
    if not living or status.state is not ArchiveState.NOT_ARCHIVED:
        return verdict
    risk = Reason(ReasonCode.AT_RISK, "at risk: no archive that was asked has a copy")
    return replace(verdict, reasons=(*verdict.reasons, risk))


def never_archived(lookups: Sequence[Lookup]) -> tuple[Reason, ...]:
    """Say of a dead target that no archive ever held it, and what was held of its like."""
    latest = _latest(lookups)
    if not latest or not all(isinstance(item.answer, NotHeld) for item in latest):
        return ()
    if captures_of(lookups):
        return ()
    held: dict[str, None] = {}
    for lookup in latest:
        if isinstance(lookup.answer, NotHeld):
            held |= dict.fromkeys(each.original for each in lookup.answer.neighbours)
    if not held:
        return (Reason(ReasonCode.NEVER_ARCHIVED, "no archive that was asked has a copy"),)
    message = "no archive knows this address, though it knows its site; it may never have existed"
    never = Reason(ReasonCode.NEVER_ARCHIVED, message)
    close = near_misses(lookups[0].target, held)
    return (
        never,
        *(
            Reason(ReasonCode.NEAR_MISS, f"did you mean {each}, which is archived?")
            for each in close
        ),
    )


def captures_of(lookups: Sequence[Lookup]) -> list[Capture]:
    """Return all copies that archives said they hold."""
    held = [item.answer for item in lookups if isinstance(item.answer, Held)]
    return [capture for answer in held for capture in answer.captures]


def _why_not(
    capture: Capture, looks: Mapping[str, Observation], near: date | None, max_gap: float
) -> str | None:
    """Say why a copy is not offered; None where nothing speaks against it."""
    seen = looks.get(raw_replay(capture.url))
    flaw = None if seen is None else flaw_of(capture, seen)
    if flaw is not None:
        return flaw
    if capture.status_code is not None and capture.status_code not in _SUCCESS:
        return f"it is a copy of {status_text(capture.status_code)}"
    gap = _gap(capture, near)
    return f"it is {gap:,} days away, farther than is allowed" if gap > max_gap else None


def _is_page(capture: Capture, looks: Mapping[str, Observation]) -> bool | None:
    """Tell whether a copy is a page, or return None where that is not known."""
    if capture.status_code is not None and capture.status_code not in _SUCCESS:
        return False
    seen = looks.get(raw_replay(capture.url))
    if seen is not None:
        if flaw_of(capture, seen) is not None:
            return False
        if capture.status_code is None and not _was_shown(seen):
            return None
        return True
    return None if capture.status_code is None else True


def _was_shown(seen: Observation) -> bool:
    answer = seen.outcome
    return isinstance(answer, Answered) and answer.header(_MEMENTO_DATETIME) is not None


def _case(capture: Capture, seen: Observation, answer: Answered) -> Case:
    """Lay a copy out as if its page had answered itself."""
    asked = parse_address(capture.original)
    url = capture.original if asked is None else asked.url
    link = read_archive_link(answer.final_url)
    final = url if link is None or link.original is None else link.original
    hops: tuple[Hop, ...] = ()
    if page_key(final) == page_key(url):
        final = url
    else:
        hops = (Hop(url, 302),)
    there = replace(answer, final_url=final)
    return Case(Target.of(url), replace(seen, target=url, outcome=there, hops=hops), there)


def _gap(capture: Capture, near: date | None) -> int:
    return 0 if near is None else abs((capture.captured_at.date() - near).days)


def _distance(capture: Capture, near: date | None) -> tuple[float, bool, float, str]:
    when = capture.captured_at.timestamp()
    if near is None:
        return -when, False, 0.0, capture.url
    gap = (capture.captured_at.date() - near).days
    return abs(gap), gap > 0, when, capture.url


def _is_in_doubt(lookups: Sequence[Lookup]) -> bool:
    return any(isinstance(lookup.answer, Unavailable) for lookup in _latest(lookups))


def _latest(lookups: Sequence[Lookup]) -> tuple[Lookup, ...]:
    """Return what each archive said last."""
    latest: dict[str, Lookup] = {}
    for lookup in sorted(lookups, key=lambda item: (item.at, isinstance(item.answer, NotHeld))):
        latest[lookup.archive] = lookup
    return tuple(latest.values())
