"""Citations that were not checked, sorted and counted for the reporters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.model import Citation, Extraction


class Counts(NamedTuple):
    """Count what was read."""

    documents: int
    documents_without_citations: int
    unreadable: int
    citations: int
    targets: int


def by_target(citations: Iterable[Citation]) -> dict[str, list[Citation]]:
    """Sort citations by what they cite, in the order in which it is first cited."""
    targets: dict[str, list[Citation]] = {}
    for citation in citations:
        targets.setdefault(citation.url, []).append(citation)
    return targets


def extraction_counts(extraction: Extraction, *, targets: int) -> Counts:
    """Count what was read."""
    documents = extraction.documents
    return Counts(
        documents=len(documents),
        documents_without_citations=sum(
            not result.citations and result.problem is None for result in documents
        ),
        unreadable=sum(result.problem is not None for result in documents),
        citations=len(extraction.citations),
        targets=targets,
    )
