"""What the page's table is made of: a row for each address, as the page's script reads it.

Fields that say nothing are left out. All texts are safe to show, and an address is a link only
where it is one of the web and shows what it is.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

import msgspec

from linkcheck.model import ArchiveState, State
from linkcheck.report.phrases import place_in_words
from linkcheck.report.safe import is_safe, legible, shown
from linkcheck.report.words import ALWAYS_TOLD, CERTAINTY, RANK, archived, instead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.model import Check, Citation, Finding


class Address(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold an address to show, `read` as people read it; only a `link` may be followed."""

    text: str
    link: bool = False
    read: str = ""
    status: int | None = None


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold one place that cites the address; `line` and `column` are for sorting."""

    document: str
    place: str
    line: int
    column: int
    text: str = ""
    label: str = ""
    context: str = ""
    date: str = ""
    source: str = ""
    kind: str = ""
    fragment: str = ""
    others: tuple[str, ...] = ()


class Instead(msgspec.Struct, frozen=True):
    """Hold what may stand in the document instead."""

    address: Address
    what: str
    suggested: bool


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold what the verdict rests on."""

    at: str
    ms: int
    attempts: int
    status: int | None = None
    final: Address | None = None
    hops: tuple[Address, ...] = ()
    title: str = ""
    cached: bool = False


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold all that is shown of one address; `rank` sorts what is broken first.

    Of the reasons `why`, the first is shown with the address, and those that are `also`.
    """

    address: Address
    places: tuple[Place, ...]
    state: str = ""
    rank: int = 0
    certainty: str = ""
    why: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    instead: Instead | None = None
    archive: str = ""
    copy: Address | None = None
    evidence: Evidence | None = None


def row_of(finding: Finding) -> Row:
    """Make the row of a finding."""
    verdict = finding.verdict
    capture = finding.archive.capture
    check = finding.check
    return Row(
        address=_address(finding.target.url),
        places=_places(finding.citations),
        state=verdict.state,
        rank=RANK[verdict.state],
        certainty=CERTAINTY[verdict.certainty],
        why=tuple(shown(reason.message) for reason in verdict.reasons),
        also=_also(finding),
        instead=_instead(finding),
        archive=_archive(finding),
        copy=_address(capture.url) if capture else None,
        evidence=_evidence(check) if check else None,
    )


def unchecked_row(url: str, citations: Sequence[Citation]) -> Row:
    """Make the row of an address that was not checked."""
    return Row(address=_address(url), places=_places(citations))


def _address(url: str, status: int | None = None) -> Address:
    text, read = shown(url), shown(legible(url))
    link = is_safe(url) and url.startswith(("https:", "http:"))
    return Address(text, link, "" if read == text else read, status)


def _also(finding: Finding) -> tuple[str, ...]:
    """Return what must be known beside the deciding reason; of copies that are well, nothing."""
    if finding.verdict.state in _FINE:
        return ()
    reasons = [each for each in finding.verdict.reasons[1:] if each.code in ALWAYS_TOLD]
    return tuple(shown(each.message) for each in reasons)


def _instead(finding: Finding) -> Instead | None:
    """Return what to put in the document; nothing for what is alive, whatever copies there are."""
    found = instead(finding)
    if found is None or (not found.suggested and finding.verdict.state in _FINE):
        return None
    return Instead(_address(found.url), shown(found.what), found.suggested)


_FINE: Final = frozenset({State.ALIVE, State.MOVED, State.UNCHECKED})


def _archive(finding: Finding) -> str:
    status = finding.archive
    capture = status.capture
    known = status.state is not ArchiveState.NOT_ASKED
    held_by = f" (held by {shown(capture.archive)})" if capture else ""
    return f"{shown(archived(status))}{held_by}" if known else ""


def _evidence(check: Check) -> Evidence:
    return Evidence(
        at=f"{check.checked_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        ms=check.elapsed_ms,
        attempts=check.attempts,
        status=check.status_code,
        final=_address(check.final_url) if check.final_url else None,
        hops=tuple(_address(hop.url, hop.status_code) for hop in check.redirects),
        title=shown(check.title or ""),
        cached=check.cached,
    )


def _places(citations: Sequence[Citation]) -> tuple[Place, ...]:
    return tuple(
        Place(
            document=shown(each.document),
            place=shown(place_in_words(each)),
            line=each.span.line,
            column=each.span.column,
            text=shown(each.text),
            label=shown(each.label or ""),
            context=shown(each.context or ""),
            date=each.date.day.isoformat() if each.date else "",
            source=each.date.source if each.date else "",
            kind="" if each.kind == "url" else each.kind,
            fragment=shown(each.fragment or ""),
            others=tuple(shown(url) for url in each.candidates),
        )
        for each in citations
    )
