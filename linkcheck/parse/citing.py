"""What a part of a document mentions, made into citations: with dates, labels and context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.address import without_credentials
from linkcheck.model import Citation, CitedDate, DateSource, Kind, Span
from linkcheck.parse.identity import candidates_of, identity_of, url_of
from linkcheck.parse.positions import LineCounter
from linkcheck.parse.surroundings import surroundings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from linkcheck.model import Document
    from linkcheck.parse.mention import Mention, Part


def citations_in(document: Document, part: Part, mentions: Iterable[Mention]) -> Iterator[Citation]:
    """Yield the citations of a part, worked out as they are asked for."""
    lines = LineCounter(part.text, part.origin)
    for mention in mentions:
        yield _citation(document, part, lines, mention)


def _citation(document: Document, part: Part, lines: LineCounter, mention: Mention) -> Citation:
    start, end, address, others, written_kind, place, label, *_around = mention
    context, accessed = surroundings_of(mention)
    kind, url, fragment, day = identity_of(address, written_kind)
    return Citation(  # by position, which takes half the time
        document.path,
        Span(*lines.stretch(start, end)),
        part.text[start:end],
        url,
        kind,
        place,
        candidates_of(url, others, written_kind) if others else (),
        fragment,
        None if label is None else without_credentials(label),
        context,
        None if accessed is day is document.date is None else _cited_date(document, accessed, day),
        part.page,
        part.name,
        None if mention.copy_of is None else url_of(mention.copy_of, Kind.URL),
    )


def _cited_date(document: Document, accessed: date | None, day: date | None) -> CitedDate | None:
    if accessed is not None:
        return CitedDate(accessed, DateSource.ACCESSED)
    if day is not None:
        return CitedDate(day, DateSource.URL)
    if document.date is not None:
        return CitedDate(document.date, DateSource.DOCUMENT)
    return None
