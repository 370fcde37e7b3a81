"""Markdown with tables (GitHub's), for a pull request, a wiki or a job's summary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from linkcheck.model import ReasonCode, State
from linkcheck.report.mdtext import code, link, words
from linkcheck.report.phrases import cited, counted, place_in_words
from linkcheck.report.reporter import Reporter
from linkcheck.report.words import (
    ALWAYS_TOLD,
    CERTAINTY,
    LOOKS,
    RANK,
    archived,
    instead,
    known_said,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from linkcheck.model import Citation, Extraction, Finding, Report
    from linkcheck.report.difference import Change, Difference
    from linkcheck.report.style import Style

PLACES_SHOWN: Final = 4


def write_report(report: Report, out: IO[str], style: Style) -> None:
    """Write a report."""
    write_within(report, out, style, room=None)


def write_within(report: Report, out: IO[str], style: Style, *, room: int | None) -> None:
    """Write a report with as many rows, the worst first, as fit into so many bytes."""
    out.write("## Citations\n\n")
    out.write(f"{_states(report)}\n\n")
    out.write(f"{cited(report.summary)}.\n")
    known = known_said(report.summary)
    if known:
        out.write(f"{known}.\n")
    if not report.run.complete:
        note = f": {words(report.run.note)}" if report.run.note else ""
        out.write(f"\n**This run is not complete**{note}.\n")
    rows = [_row(item) for item in sorted(_shown(report, style), key=_rank)]
    head = ("Verdict", "Address", "What is wrong with it", "What to put there", "Where")
    _write_table(out, head, rows, room)
    broken = [item for item in report.documents if item.problem is not None]
    if broken:
        out.write("\n### Could not be read, or not to the end\n")
    # One list of what could not be read is short beside the rows; it is bounded all the same.
    unread = [
        (code(item.document.path), words(item.problem.message)) for item in broken if item.problem
    ]
    _write_table(out, ("Document", "Why"), unread, room)


def write_extraction(extraction: Extraction, out: IO[str], _style: Style) -> None:
    """Write citations that were not checked."""
    out.write("## Citations\n")
    rows = [
        (_place(citation), link(citation.url), words(citation.kind))
        for citation in extraction.citations
    ]
    _write_table(out, ("Where", "Address", "Kind"), rows)


def write_difference(difference: Difference, out: IO[str], style: Style) -> None:
    """Write what changed; of what is new only what is dead, unless the style is verbose."""
    out.write(f"## What changed\n\n{difference.in_one_line()}.\n")
    new = difference.new if style.verbose else difference.new_and_dead
    _write_changes(out, "Broke", difference.broke)
    _write_changes(out, "New" if style.verbose else "New, and dead", new)
    if not style.quiet:
        _write_changes(out, "Healed", difference.healed)
        _write_changes(out, "Changed otherwise", difference.changed)
    if style.verbose:
        _write_changes(out, "No longer cited", difference.gone)


def _write_changes(out: IO[str], title: str, changes: Sequence[Change]) -> None:
    if not changes:
        return
    out.write(f"\n### {title}\n")
    rows = [(str(each.was or ""), *_row(each.finding)) for each in changes]
    head = ("Was", "Is", "Address", "What is wrong with it", "What to put there", "Where")
    _write_table(out, head, rows)


def _states(report: Report) -> str:
    return ", ".join(
        f"{look.sign} **{report.summary.count(state):,}** {state}"
        for state, look in LOOKS.items()
        if report.summary.count(state) or state in {State.DEAD, State.ALIVE}
    )


def _shown(report: Report, style: Style) -> Iterator[Finding]:
    for finding in report.findings:
        new = [each for each in finding.citations if each.document not in finding.known_in]
        if finding.known_in and not style.verbose:
            if not new:
                continue
            finding = replace(finding, citations=tuple(new))  # noqa: PLW2901
        verdict = finding.verdict
        codes = {reason.code for reason in verdict.reasons}
        if style.verbose or verdict.state is not State.ALIVE or codes & _WORTH_A_LOOK:
            yield finding


_WORTH_A_LOOK: Final = frozenset({ReasonCode.FRAGMENT_MISSING, ReasonCode.LABEL_MISMATCH})


def _rank(finding: Finding) -> tuple[int, str, int]:
    first = finding.citations[0] if finding.citations else None
    where = (first.document, first.span.line) if first else ("", 0)
    return (RANK[finding.verdict.state], *where)


def _row(finding: Finding) -> tuple[str, ...]:
    verdict = finding.verdict
    sure = CERTAINTY[verdict.certainty]
    state = f"{LOOKS[verdict.state].sign} {verdict.state}{f' ({sure})' if sure else ''}"
    found = instead(finding)
    remedy = ""
    if found is not None:
        lead = "" if found.suggested else "copy: "
        remedy = f"{lead}{link(found.url)} ({words(found.what)})"
    elif finding.archive.rejected is not None:
        remedy = words(archived(finding.archive))
    reasons = [
        words(reason.message)
        for number, reason in enumerate(verdict.reasons)
        if (not number or reason.code in (_WORTH_A_LOOK | ALWAYS_TOLD))
        and not (found is not None and found.url in reason.message)
    ]
    return (state, link(finding.target.url), "; ".join(reasons), remedy, _places(finding.citations))


def _places(citations: Sequence[Citation]) -> str:
    shown = ", ".join(_place(citation) for citation in citations[:PLACES_SHOWN])
    hidden = len(citations) - PLACES_SHOWN
    return f"{shown} and {counted(hidden, 'more place')}" if hidden > 0 else shown


def _place(citation: Citation) -> str:
    return f"{code(citation.document)} {words(place_in_words(citation))}"


def _write_table(
    out: IO[str], head: Sequence[str], rows: Iterable[Sequence[str]], room: int | None = None
) -> None:
    """Write a table, if it has rows, of at most so many bytes; say how many rows are left out."""
    left = 0
    written = 0
    for row in rows:
        line = f"| {' | '.join(row)} |\n"
        written += len(line.encode())
        if left or (room is not None and written > room):
            left += 1
            continue
        if written == len(line.encode()):
            out.write(f"\n| {' | '.join(head)} |\n{'|---' * len(head)}|\n")
        out.write(line)
    if left:
        out.write(f"\nand {counted(left, 'more row')}; the whole report has them.\n")


REPORTER = Reporter(
    name="markdown",
    suffixes=(".md", ".markdown"),
    description="Markdown, for a pull request or a wiki",
    write_report=write_report,
    write_extraction=write_extraction,
    write_difference=write_difference,
)
