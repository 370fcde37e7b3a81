"""Say less surely what became of an address that may be none: a bare domain in running text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from linkcheck.model import Certainty, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.model import Citation, Verdict


def with_doubt(verdict: Verdict, citations: Sequence[Citation]) -> Verdict:
    """Return a verdict that is only possible where nothing cites its target with a scheme."""
    if not citations or not all(_is_bare(each) for each in citations):
        return verdict
    return replace(verdict, certainty=Certainty.POSSIBLE)


def _is_bare(citation: Citation) -> bool:
    text = citation.text
    if "://" in text or citation.kind is not Kind.URL or text[:4].lower() == "www.":
        return False
    host = text.partition("/")[0].lower()
    return "." in host and citation.url.startswith(f"http://{host}/")
