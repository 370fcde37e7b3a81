"""Help for the tests of this folder: read a text or a file as a document."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.parse import Source, open_document
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from linkcheck.model import Citation, Document

CASES = Path(__file__).parent / "cases"


def read(
    text: str | bytes, form: str = "text", settings: Settings | None = None
) -> tuple[Document, list[Citation]]:
    """Return the document that a text is in a format, and all its citations."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    document, citations = open_document(
        Source("document", data=data, format=form), settings or Settings()
    )
    return document, list(citations)


def cited(text: str, form: str = "text", settings: Settings | None = None) -> list[Citation]:
    """Return the citations of a text."""
    return read(text, form, settings)[1]


def cases(name: str) -> list[dict[str, object]]:
    """Return the cases of a data file."""
    found: list[dict[str, object]] = tomllib.loads((CASES / name).read_text("utf-8"))["case"]
    return found
