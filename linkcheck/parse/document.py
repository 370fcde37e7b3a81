"""One document to its citations: identity, positions and dates for what its format found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.address import without_credentials
from linkcheck.errors import DocumentError
from linkcheck.model import Citation, CitedDate, DateSource, Document, Kind
from linkcheck.parse.bare import with_bare_domains
from linkcheck.parse.formats import format_named, format_names, recognise
from linkcheck.parse.identity import identity_of, url_of
from linkcheck.parse.mention import Brief
from linkcheck.parse.positions import LineCounter
from linkcheck.parse.source import Content, read_source
from linkcheck.parse.surroundings import surroundings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from linkcheck.parse.formats import Format
    from linkcheck.parse.mention import CitedAt, Mention, Part
    from linkcheck.parse.source import Source
    from linkcheck.settings import Settings


def open_document(source: Source, settings: Settings) -> tuple[Document, Iterator[Citation]]:
    """Read a document and return it with its citations, worked out as they are asked for.

    Raises `DocumentError` at once or while iterating: not-found, not-readable, is-a-folder,
    not-a-file, too-large, binary, unknown-format.
    """
    content = Content(source.path, read_source(source), base=source.base, encoding=source.encoding)
    form = _format_of(source, content)
    document = Document(path=source.path, format=form.name, date=form.dated(content))
    return document, _citations(document, form.parts(content, settings), settings)


def open_briefly(source: Source, settings: Settings) -> Iterator[Brief]:
    """Read a document and yield of each part what it cites.

    Positions and addresses are those of `open_document`, which takes four times as long for all
    that it works out besides. Raises `DocumentError` as that does.
    """
    content = Content(source.path, read_source(source), base=source.base, encoding=source.encoding)
    form = _format_of(source, content)
    if form.brief is not None and not settings.bare_domains:
        yield from form.brief(content, settings)
        return
    for part in form.parts(content, settings):
        yield Brief(part.page, part.name, _cited(part, _mentions(part, settings)))


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
        for mention in _mentions(part, settings):
            yield _citation(document, part, lines, mention)


def _mentions(part: Part, settings: Settings) -> Iterable[Mention]:
    return with_bare_domains(part) if settings.bare_domains else part.mentions


def _cited(part: Part, mentions: Iterable[Mention]) -> Iterator[CitedAt]:
    position = LineCounter(part.text, part.origin).position
    for mention in mentions:
        start, _end, address, others, kind = mention[:5]
        line, column = position(start)
        url = url_of(address, kind)
        yield line, column, url, _candidates(url, others, kind) if others else ()


def _candidates(url: str, others: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    readings = (url_of(other, kind) for other in others)
    return tuple(dict.fromkeys(other for other in readings if other != url))


def _citation(document: Document, part: Part, lines: LineCounter, mention: Mention) -> Citation:
    start, end, address, others, written_kind, place, label, *_around = mention
    context, accessed = surroundings_of(mention)
    kind, url, fragment, day = identity_of(address, written_kind)
    return Citation(  # by position, which takes half the time
        document.path,
        lines.span(start, end),
        part.text[start:end],
        url,
        kind,
        place,
        _candidates(url, others, written_kind) if others else (),
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
