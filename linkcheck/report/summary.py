"""The end of a report for people: readable in three seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.model import State
from linkcheck.report.phrases import cited
from linkcheck.report.terminal import Terminal
from linkcheck.report.words import LOOKS, archives_said, known_said

if TYPE_CHECKING:
    from typing import IO

    from rich.text import Text

    from linkcheck.model import Run, Summary
    from linkcheck.report.style import Style


def write_summary(run: Run, summary: Summary, out: IO[str], style: Style) -> None:
    """Write the summary of a run: how many are in which state, and what was left undone."""
    terminal = Terminal(out, style)
    terminal.line(_states(terminal, summary))
    terminal.line(terminal.words(f"{cited(summary)}.", "dim"))
    archives = archives_said(summary)
    if archives:
        terminal.line(terminal.words(f"{archives[0].upper()}{archives[1:]}.", "dim"))
    known = known_said(summary)
    if known:
        unseen = "" if style.verbose else ", and not told again"
        terminal.line(terminal.words(f"{known}{unseen}.", "dim"))
    if not run.complete:
        note = f": {run.note}" if run.note else ""
        terminal.line(terminal.text(f"This run is not complete{note}.", "bold yellow"))


def _states(terminal: Terminal, summary: Summary) -> Text:
    parts = []
    for state, look in LOOKS.items():
        number = summary.count(state)
        if number or state in {State.DEAD, State.ALIVE}:
            sign = terminal.sign(look.sign, look.ascii_sign)
            color = f"bold {look.color}" if number else "dim"
            parts.append(terminal.words(f"{sign} {number:,} {state}", color))
    return terminal.words("   ").join(parts)
