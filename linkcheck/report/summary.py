"""The end of a report for people: readable in three seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.model import State
from linkcheck.report.terminal import Terminal
from linkcheck.report.words import LOOKS, counted

if TYPE_CHECKING:
    from typing import IO

    from rich.text import Text

    from linkcheck.model import Run, Summary
    from linkcheck.report.style import Style
    from linkcheck.report.unchecked import Counts


def write_summary(run: Run, summary: Summary, out: IO[str], style: Style) -> None:
    """Write the summary of a run: how many are in which state, and what was left undone."""
    terminal = Terminal(out, style)
    terminal.line(_states(terminal, summary))
    terminal.line(terminal.words(f"{_cited(summary)}.", "dim"))
    archives = _archives(summary)
    if archives:
        terminal.line(terminal.words(f"{archives[0].upper()}{archives[1:]}.", "dim"))
    if not run.complete:
        note = f": {run.note}" if run.note else ""
        terminal.line(terminal.text(f"This run is not complete{note}.", "bold yellow"))


def write_counts(counts: Counts, out: IO[str], style: Style) -> None:
    """Write the summary of citations that were not checked."""
    terminal = Terminal(out, style)
    terminal.line(terminal.words(f"{_cited(counts)}.", "bold"))


def _states(terminal: Terminal, summary: Summary) -> Text:
    parts = []
    for state, look in LOOKS.items():
        number = summary.count(state)
        if number or state in {State.DEAD, State.ALIVE}:
            sign = terminal.sign(look.sign, look.ascii_sign)
            color = f"bold {look.color}" if number else "dim"
            parts.append(terminal.words(f"{sign} {number:,} {state}", color))
    return terminal.words("   ").join(parts)


def _cited(counts: Summary | Counts) -> str:
    text = (
        f"{counted(counts.citations, 'citation')} of "
        f"{counted(counts.targets, 'address', 'addresses')} "
        f"in {counted(counts.documents, 'document')}"
    )
    others = []
    if counts.documents_without_citations:
        others.append(f"{counts.documents_without_citations:,} without any")
    if counts.unreadable:
        others.append(f"{counts.unreadable:,} not readable")
    return f"{text} ({', '.join(others)})" if others else text


def _archives(summary: Summary) -> str:
    parts = []
    if summary.archived:
        have = counted(summary.archived, "address has", "addresses have")
        parts.append(f"{have} an archived copy")
    if summary.archive_not_asked:
        parts.append(f"archives were not asked about {summary.archive_not_asked:,}")
    return "; ".join(parts)
