"""What the reports for people say of documents and places in them, in the same words everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from linkcheck.model import Citation, Summary
    from linkcheck.report.unchecked import Counts

_TO: Final = "\N{EN DASH}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Say how many: `1 citation`, `1,200 citations`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def cited(counts: Summary | Counts) -> str:
    """Say what was read: `7 citations of 7 addresses in 2 documents (1 without any)`."""
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


def place(citation: Citation) -> str:
    """Say where in its document a citation stands: `15`, `p. 3`, `cell 4, 12`."""
    if citation.page is not None:
        return f"p. {citation.page}"
    span = citation.span
    lines = str(span.line) if span.line == span.end_line else f"{span.line}{_TO}{span.end_line}"
    return f"{citation.part}, {lines}" if citation.part else lines


def place_in_words(citation: Citation) -> str:
    """Say it to one who sees no column's head: `line 15`, `page 3`, `cell 4, lines 12 to 13`."""
    if citation.page is not None:
        return f"page {citation.page}"
    span = citation.span
    lines = (
        f"line {span.line}"
        if span.line == span.end_line
        else f"lines {span.line} to {span.end_line}"
    )
    return f"{citation.part}, {lines}" if citation.part else lines
