"""One document to its citations: identity, positions and dates for what its format found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.errors import DocumentError
from linkcheck.parse.bare import with_bare_domains
from linkcheck.parse.cited import cited_by
from linkcheck.parse.formats import format_named, format_names, recognise
from linkcheck.parse.mention import Brief
from linkcheck.parse.source import MOST_BYTES, Content, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.model import Citation, Document
    from linkcheck.parse.formats import Format
    from linkcheck.parse.mention import Mention, Part
    from linkcheck.parse.source import Source
    from linkcheck.settings import Settings


def open_document(
    source: Source, settings: Settings, most: int = MOST_BYTES
) -> tuple[Document, Iterator[Citation]]:
    """Read a document and return it with its citations, worked out as they are asked for.

    A file has no more than `most` bytes.

    Raises `DocumentError` at once or while iterating: not-found, not-readable, is-a-folder,
    not-a-file, too-large, binary, unknown-format.
    """
    from linkcheck.model import Document  # noqa: PLC0415  (what reads briefly makes none)

    content = _content(source, most)
    form = format_of(source, content)
    document = Document(path=source.path, format=form.name, date=form.dated(content))
    return document, _citations(document, form.parts(content, settings), settings)


def open_briefly(source: Source, settings: Settings, most: int = MOST_BYTES) -> Iterator[Brief]:
    """Read a document and return of each part what it cites.

    Positions and addresses are those of `open_document`, which takes four times as long for all
    that it works out besides. Raises `DocumentError` as that does.
    """
    content = _content(source, most)
    form = format_of(source, content)
    if form.brief is not None and not settings.bare_domains:
        return form.brief(content, settings)
    return (
        Brief(part.page, part.name, cited_by(_mentions(part, settings), part.text, part.origin))
        for part in form.parts(content, settings)
    )


def _content(source: Source, most: int) -> Content:
    path, _file, _data, _format, _is_regular, base, encoding = source
    return Content(path, read_source(source, most), base=base, encoding=encoding)


def format_of(source: Source, content: Content) -> Format:
    """Return the format that was said, or that of how a document is named and begins.

    Raises `DocumentError`: unknown-format.
    """
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
    from linkcheck.parse.citing import citations_in  # noqa: PLC0415  (as above)

    for part in parts:
        yield from citations_in(document, part, _mentions(part, settings))


def _mentions(part: Part, settings: Settings) -> Iterable[Mention]:
    return with_bare_domains(part) if settings.bare_domains else part.mentions
