"""The table for people: what is broken first, grouped by document.

On a wide terminal what is wrong and what to put instead have columns of their own; on a narrow
one they stand under the address. Addresses that do not fit are folded in the middle, unless
the style is verbose.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from linkcheck.judge import label_mismatch
from linkcheck.model import ArchiveState, ReasonCode, State
from linkcheck.report.document_tables import (
    PLACE_WIDTH,
    room_beside,
    write_heading,
    write_rest,
    write_unreadable,
)
from linkcheck.report.phrases import place
from linkcheck.report.summary import write_summary
from linkcheck.report.terminal import GAP, Terminal
from linkcheck.report.words import ALWAYS_TOLD, CERTAINTY, LOOKS, RANK, archived, instead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

    from rich.text import Text

    from linkcheck.model import Citation, Finding, Report
    from linkcheck.report.style import Style

# From this width on there is room for five columns.
WIDE: Final = 140
VERDICT_WIDTH: Final = 13
PLACES_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold what is shown of one target in one document; the citations are its there."""

    document: str
    citations: tuple[Citation, ...]
    finding: Finding

    @property
    def misleading(self) -> tuple[str, ...]:
        """Return what is wrong with the labels of these citations."""
        reasons = (label_mismatch(citation) for citation in self.citations)
        return tuple(dict.fromkeys(reason.message for reason in reasons if reason is not None))

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Sort what is broken first, then as it is read."""
        first = self.citations[0] if self.citations else None
        where = (first.page or 0, first.span.line, first.span.column) if first else (0, 0, 0)
        return (RANK[self.finding.verdict.state], *where)


def write_report(report: Report, out: IO[str], style: Style) -> None:
    """Write a report."""
    terminal = Terminal(out, style)
    results = {result.document.path: result for result in report.documents}
    documents = _by_document(report.findings, list(results), verbose=style.verbose)
    write_entry = _write_wide if terminal.width >= WIDE else _write_narrow
    if documents:
        write_entry(terminal, None)
    for document, entries in documents.items():
        write_heading(terminal, document, results.get(document))
        for entry in entries:
            write_entry(terminal, entry)
        terminal.line()
    write_unreadable(terminal, report.documents)
    if style.quiet:
        return
    write_rest(terminal, [item for item in report.documents if item.document.path not in documents])
    write_summary(report.run, report.summary, out, style)


# ---------------------------------------------------------------- what is shown, in which order


def _by_document(
    findings: Iterable[Finding], order: Sequence[str], *, verbose: bool
) -> dict[str, list[Entry]]:
    """Sort what is shown by document: the worst first, otherwise as they were read."""
    documents: dict[str, list[Entry]] = {}
    for finding in findings:
        shown = verbose or finding.verdict.state is not State.ALIVE or _missing_places(finding)
        for entry in _entries(finding):
            if entry.document in finding.known_in and not verbose:
                continue
            if shown or entry.misleading:
                documents.setdefault(entry.document, []).append(entry)
    for entries in documents.values():
        entries.sort(key=attrgetter("rank"))
    position = {path: number for number, path in enumerate(order)}
    worst_first = sorted(
        documents.items(),
        key=lambda item: (item[1][0].rank[0], position.get(item[0], len(position))),
    )
    return dict(worst_first)


def _entries(finding: Finding) -> Iterator[Entry]:
    if not finding.citations:
        yield Entry("", (), finding)
    by_path: dict[str, list[Citation]] = {}
    for citation in finding.citations:
        by_path.setdefault(citation.document, []).append(citation)
    for path, citations in by_path.items():
        yield Entry(path, tuple(citations), finding)


# ---------------------------------------------------------------- rows


def _write_narrow(terminal: Terminal, entry: Entry | None) -> None:
    """Write an entry with all about its address under it, or the head of such a table."""
    widths = (PLACE_WIDTH, VERDICT_WIDTH, room_beside(terminal, PLACE_WIDTH, VERDICT_WIDTH))
    if entry is None:
        _write_head(terminal, widths, "Address, what is wrong with it, what to put there")
        return
    width = widths[-1]
    finding = entry.finding
    about = [
        *terminal.address(finding.target.url, width, "bold"),
        *_why(terminal, entry, width),
        *_remedy(terminal, entry, width),
    ]
    terminal.row(
        widths, (_places(terminal, entry), _verdict(terminal, finding, VERDICT_WIDTH), about)
    )


def _write_wide(terminal: Terminal, entry: Entry | None) -> None:
    """Write an entry over five columns, or the head of such a table."""
    verdict = VERDICT_WIDTH + 11  # with the certainty on the same line
    rest = room_beside(terminal, PLACE_WIDTH, verdict) - 2 * GAP
    why = rest // 4
    address = (rest - why) // 2
    remedy = rest - why - address
    widths = (PLACE_WIDTH, verdict, address, why, remedy)
    if entry is None:
        _write_head(terminal, widths, "Address", "What is wrong with it", "What to put there")
        return
    finding = entry.finding
    terminal.row(
        widths,
        (
            _places(terminal, entry),
            _verdict(terminal, finding, verdict),
            terminal.address(finding.target.url, address, "bold"),
            _why(terminal, entry, why),
            _remedy(terminal, entry, remedy),
        ),
    )


def _write_head(terminal: Terminal, widths: Sequence[int], *heads: str) -> None:
    cells = [
        terminal.wrapped(terminal.words(head, "dim"), width)
        for head, width in zip(("Line", "Verdict", *heads), widths, strict=True)
    ]
    terminal.row(widths, cells)
    terminal.rule()


def _places(terminal: Terminal, entry: Entry) -> list[Text]:
    lines = {place(citation): citation.span.line for citation in reversed(entry.citations)}
    places = [
        terminal.place(name, entry.document, lines[name])
        for name in dict.fromkeys(place(citation) for citation in entry.citations)
    ]
    hidden = 0 if terminal.style.verbose else max(len(places) - PLACES_SHOWN, 0)
    shown = places[:-hidden] if hidden else places
    more = [terminal.words(f"+{hidden}")] if hidden else []
    return terminal.wrapped(terminal.words(", ").join([*shown, *more]), PLACE_WIDTH)


def _verdict(terminal: Terminal, finding: Finding, width: int) -> list[Text]:
    verdict = finding.verdict
    look = LOOKS[verdict.state]
    sign = terminal.sign(look.sign, look.ascii_sign)
    text = terminal.words(f"{sign} {verdict.state}", f"bold {look.color}")
    certainty = CERTAINTY[verdict.certainty]
    if certainty:
        text.append_text(terminal.words(f" ({certainty})", look.color))
    return terminal.wrapped(text, width)


def _why(terminal: Terminal, entry: Entry, width: int) -> list[Text]:
    """Give the deciding reason, or all; not one that only names the address suggested below.

    Labels are those of this document's own citations.
    """
    verdict = entry.finding.verdict
    suggestion = verdict.suggestion
    reasons = [item for item in verdict.reasons if item.code is not ReasonCode.LABEL_MISMATCH]
    shown = [
        reason.message
        for reason in (reasons if terminal.style.verbose else reasons[:1])
        if suggestion is None or suggestion.url not in reason.message
    ]
    if not terminal.style.verbose:
        shown += [each.message for each in reasons[1:] if each.code in ALWAYS_TOLD]
    return [
        line
        for message in (*shown, *entry.misleading)
        for line in terminal.wrapped(terminal.text(message), width)
    ]


def _missing_places(finding: Finding) -> list[str]:
    """Say which cited places a living page lacks."""
    reasons = finding.verdict.reasons
    return [each.message for each in reasons if each.code is ReasonCode.FRAGMENT_MISSING]


def _remedy(terminal: Terminal, entry: Entry, width: int) -> list[Text]:
    finding = entry.finding
    found = instead(finding, entry.document)
    if found is None:
        state = finding.archive.state
        # That nothing was asked is said once, in the summary, not with every address.
        unasked = state is ArchiveState.NOT_ASKED and not terminal.style.verbose
        needless = finding.verdict.state in {State.ALIVE, State.MOVED, State.UNCHECKED}
        told = any(each.code is ReasonCode.NEVER_ARCHIVED for each in finding.verdict.reasons)
        nothing = state is ArchiveState.ARCHIVED and finding.archive.rejected is None
        if unasked or needless or told or nothing:
            return []
        return terminal.wrapped(terminal.text(archived(finding.archive), "dim"), width)
    lead = terminal.words("→ " if found.suggested else "copy: ", "green")
    room = width - lead.cell_len
    return terminal.indented(
        lead,
        [
            *terminal.address(found.url, room, "green", keep=True),
            *terminal.wrapped(terminal.text(found.what, "dim"), room),
        ],
    )
