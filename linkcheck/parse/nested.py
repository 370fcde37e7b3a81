"""Documents within documents: chapters of books, cells of notebooks, attachments of mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError
from linkcheck.parse.formats import format_named, recognise
from linkcheck.parse.source import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.formats import Format
    from linkcheck.parse.mention import Part
    from linkcheck.settings import Settings

DEEPEST: Final = 8


def nested_parts(
    outer: Content,
    name: str,
    data: bytes | str,
    settings: Settings,
    *,
    form: str | None = None,
) -> Iterator[Part]:
    """Yield the parts of a document inside another one, each named `name, its own name`.

    Without a `form` its format is recognised, by `name` and content.

    Raises `DocumentError`: nested-too-deep, and what the inner format raises.
    """
    if outer.depth >= DEEPEST:
        raise too_deep(outer.path)
    inner = Content(outer.path, as_bytes(data), depth=outer.depth + 1)
    known = _format(name, inner, form)
    for part in known.parts(inner, settings):
        yield part._replace(name=name if part.name is None else f"{name}, {part.name}")


def as_bytes(data: bytes | str) -> bytes:
    """Return text as the UTF-8 that formats read; what has no place in text is replaced."""
    if isinstance(data, bytes):
        return data
    return data.replace("\0", "\ufffd").encode("utf-8", "replace")


def too_deep(path: str) -> DocumentError:
    """Return the error that says documents stand in one another without end."""
    return DocumentError(
        code="nested-too-deep",
        message=f"{path}: holds documents within documents, more than {DEEPEST} deep",
        hint="Take the inner ones out and check them by themselves.",
    )


def _format(name: str, inner: Content, form: str | None) -> Format:
    known = None if form is None else format_named(form)
    return recognise(name, inner) if known is None else known
