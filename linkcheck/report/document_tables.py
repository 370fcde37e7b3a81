"""The table of what documents cite, and what stands around the tables of what was checked."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from linkcheck.report.phrases import cited, counted, place
from linkcheck.report.terminal import GAP, Terminal
from linkcheck.report.unchecked import extraction_counts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

    from linkcheck.model import Citation, DocumentResult, Extraction
    from linkcheck.report.style import Style

PLACE_WIDTH: Final = 9
KIND_WIDTH: Final = 7
NAMES_SHOWN: Final = 40


def write_extraction(extraction: Extraction, out: IO[str], style: Style) -> None:
    """Write citations that were not checked."""
    terminal = Terminal(out, style)
    results = {result.document.path: result for result in extraction.documents}
    targets = set()
    for document, citations in groupby(extraction.citations, attrgetter("document")):
        write_heading(terminal, document, results.get(document))
        for citation in citations:
            targets.add(citation.url)
            _write_citation(terminal, citation)
        terminal.line()
    write_unreadable(terminal, extraction.documents)
    if style.quiet:
        return
    write_rest(terminal, [item for item in extraction.documents if not item.citations])
    counts = extraction_counts(extraction, targets=len(targets))
    terminal.line(terminal.words(f"{cited(counts)}.", "bold"))


def _write_citation(terminal: Terminal, citation: Citation) -> None:
    widths = (PLACE_WIDTH, KIND_WIDTH, room_beside(terminal, PLACE_WIDTH, KIND_WIDTH))
    lines = terminal.address(citation.url, widths[-1])
    for url in citation.candidates:
        lead = terminal.words("or ", "dim")
        lines += terminal.indented(lead, terminal.address(url, widths[-1] - len(lead), "dim"))
    where = terminal.wrapped(terminal.text(place(citation)), PLACE_WIDTH)
    terminal.row(widths, (where, [terminal.text(citation.kind, "dim")], lines))


def room_beside(terminal: Terminal, *taken: int) -> int:
    """Return what other columns leave."""
    return terminal.width - sum(taken) - GAP * len(taken)


def write_heading(terminal: Terminal, document: str, result: DocumentResult | None) -> None:
    """Write the name of a document, and how much it cites if that is known."""
    if not document:
        return
    heading = terminal.words("")
    heading.append_text(terminal.place(document, document, look="bold underline"))
    if result is not None:
        heading.append_text(terminal.words(f"  {counted(result.citations, 'citation')}", "dim"))
    terminal.line(heading)


def write_unreadable(terminal: Terminal, documents: Iterable[DocumentResult]) -> None:
    """Write which documents could not be read, and why."""
    broken = [item for item in documents if item.problem is not None]
    if not broken:
        return
    terminal.line(terminal.words("Could not be read, or not to the end", "bold yellow"))
    for item in broken:
        line = terminal.text(item.document.path)
        if item.problem is not None:
            line.append_text(terminal.text(f": {item.problem.message}"))
        terminal.line(line)
    terminal.line()


def write_rest(terminal: Terminal, documents: Iterable[DocumentResult]) -> None:
    """List the documents that no table shows: nothing is dropped without a word."""
    readable = [item for item in documents if item.problem is None]
    for title, paths in (
        ("Nothing to do in", [item.document.path for item in readable if item.citations]),
        ("No citations in", [item.document.path for item in readable if not item.citations]),
    ):
        if paths:
            _write_names(terminal, title, paths)
    if readable:
        terminal.line()


def _write_names(terminal: Terminal, title: str, paths: list[str]) -> None:
    shown = paths if terminal.style.verbose else paths[:NAMES_SHOWN]
    line = terminal.words(f"{title} ", "dim")
    for number, path in enumerate(shown):
        line.append(", " if number else "")
        line.append_text(terminal.text(path))
    if len(shown) < len(paths):
        line.append_text(
            terminal.words(f" and {len(paths) - len(shown):,} more (see them with -v)")
        )
    terminal.line(line)
