"""One document to its citations: identity, positions and dates for what its format found."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeAlias

from linkcheck.address import parse_address, without_credentials
from linkcheck.errors import DocumentError
from linkcheck.model import Citation, CitedDate, DateSource, Document, Kind
from linkcheck.parse.bare import with_bare_domains
from linkcheck.parse.dates import day_in_path
from linkcheck.parse.formats import format_named, format_names, recognise
from linkcheck.parse.identifiers import identify
from linkcheck.parse.positions import LineCounter
from linkcheck.parse.source import Content, read_source
from linkcheck.parse.surroundings import accessed_on, context_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkcheck.parse.formats import Format
    from linkcheck.parse.mention import Mention, Part
    from linkcheck.parse.source import Source
    from linkcheck.settings import Settings

    # Kind, address without fragment, fragment, and the day in its path.
    _Identity: TypeAlias = tuple[Kind, str, str | None, date | None]


def open_document(source: Source, settings: Settings) -> tuple[Document, Iterator[Citation]]:
    """Read a document and return it with its citations, worked out as they are asked for.

    Raises `DocumentError` at once or while iterating: not-found, not-readable, is-a-folder,
    not-a-file, too-large, binary, unknown-format.
    """
    content = Content(source.path, read_source(source), base=source.base, encoding=source.encoding)
    form = _format_of(source, content)
    document = Document(path=source.path, format=form.name, date=form.dated(content))
    return document, _citations(document, form.parts(content, settings), settings)


def _format_of(source: Source, content: Content) -> Format:
    if source.format is None:
        return recognise(source.path, content)
    form = format_named(source.format)
    if form is None:
        raise DocumentError(
            code="unknown-format",
            message=f"{source.path}: there is no format “{source.format}”",
            hint=f"Known formats: {', '.join(format_names())}.",
        )
    return form


def _citations(document: Document, parts: Iterator[Part], settings: Settings) -> Iterator[Citation]:
    for part in parts:
        lines = LineCounter(part.text, part.origin)
        mentions = with_bare_domains(part) if settings.bare_domains else part.mentions
        for mention in mentions:
            yield _citation(document, part, lines, mention)


def _citation(document: Document, part: Part, lines: LineCounter, mention: Mention) -> Citation:
    start, end, address, others, written_kind, place, label, *_around = mention
    accessed = accessed_on(mention)
    kind, url, fragment, day = _identity(address, written_kind)
    candidates: tuple[str, ...] = ()
    if others:
        readings = (_identity(other, written_kind)[1] for other in others)
        candidates = tuple(dict.fromkeys(other for other in readings if other != url))
    return Citation(  # by position, which takes half the time
        document.path,
        lines.span(start, end),
        part.text[start:end],
        url,
        kind,
        place,
        candidates,
        fragment,
        None if label is None else without_credentials(label),
        context_of(mention),
        None if accessed is day is document.date is None else _cited_date(document, accessed, day),
        part.page,
        part.name,
        None if mention.copy_of is None else _identity(mention.copy_of, Kind.URL)[1],
    )


# A document cites the same address again and again, and one site's on one page after another.
@functools.lru_cache(maxsize=4096)
def _identity(written: str, kind: Kind) -> _Identity:
    """Return what is cited: kind, address without fragment, fragment, and the day in its path.

    An address that cannot be parsed is kept as it is written, for the report to say so.
    """
    address = parse_address(written)
    if address is None:
        return kind, without_credentials(written), None, None
    if address.scheme == "mailto":
        return Kind.EMAIL, address.url, None, None
    day = day_in_path(address.path) if address.is_web else None
    if kind is not Kind.URL:
        return kind, address.url, address.fragment, day
    found_kind, url = identify(address)
    return found_kind, url, address.fragment, day


def _cited_date(document: Document, accessed: date | None, day: date | None) -> CitedDate | None:
    if accessed is not None:
        return CitedDate(accessed, DateSource.ACCESSED)
    if day is not None:
        return CitedDate(day, DateSource.URL)
    if document.date is not None:
        return CitedDate(document.date, DateSource.DOCUMENT)
    return None
