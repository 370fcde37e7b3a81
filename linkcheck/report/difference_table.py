"""What changed between two reports, for a terminal: what broke first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import State
from linkcheck.report.phrases import counted, place_in_words
from linkcheck.report.terminal import Terminal
from linkcheck.report.words import LOOKS, instead

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

    from linkcheck.report.difference import Change, Difference
    from linkcheck.report.style import Style

INDENT: Final = "  "


def write_difference(difference: Difference, out: IO[str], style: Style) -> None:
    """Write what changed; of what is new only what is dead, unless the style is verbose."""
    terminal = Terminal(out, style)
    new = difference.new if style.verbose else difference.new_and_dead
    _write_part(terminal, "Broke", "bold red", difference.broke)
    _write_part(terminal, "New" if style.verbose else "New, and dead", "bold red", new)
    if not style.quiet:
        _write_part(terminal, "Healed", "bold green", difference.healed)
        _write_part(terminal, "Changed", "bold yellow", difference.changed)
    if style.verbose:
        _write_part(terminal, "No longer cited", "bold", difference.gone)
    if not style.quiet:
        terminal.line(terminal.words(difference.in_one_line()))


def _write_part(terminal: Terminal, title: str, look: str, changes: Sequence[Change]) -> None:
    if not changes:
        return
    terminal.line(terminal.words(f"{title} ({len(changes):,})", look))
    for change in changes:
        _write_change(terminal, change)
    terminal.line()


def _write_change(terminal: Terminal, change: Change) -> None:
    finding = change.finding
    state = finding.verdict.state
    look = LOOKS[state]
    sign = terminal.sign(look.sign, look.ascii_sign)
    before = "" if change.was in {None, state} else f"{change.was} → "
    lead = terminal.words(f"{sign} {before}{state}  ", look.color)
    room = terminal.words(INDENT)
    width = terminal.width - len(INDENT)
    lines = terminal.indented(
        lead, terminal.address(finding.target.url, terminal.width - lead.cell_len, "bold")
    )
    if state is not State.ALIVE:
        lines += terminal.indented(
            room, terminal.wrapped(terminal.text(finding.verdict.reasons[0].message), width)
        )
    for citation in finding.citations[:1]:
        more = len(finding.citations) - 1
        others = f" and {counted(more, 'other place')}" if more else ""
        where = f"{citation.document}, {place_in_words(citation)}{others}"
        lines += terminal.indented(room, terminal.wrapped(terminal.text(where, "dim"), width))
    found = instead(finding)
    if found is not None and found.suggested:
        arrow = terminal.words(f"{INDENT}→ ", "green")
        address = terminal.address(found.url, terminal.width - arrow.cell_len, "green", keep=True)
        lines += terminal.indented(arrow, address)
    for line in lines:
        terminal.line(line)
