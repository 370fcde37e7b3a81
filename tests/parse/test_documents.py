"""Read a document of every format and compare what it cites with what is written beside it.

Each `documents/NAME.toml` describes one document:

    document = "rst/paper.rst"      # the file, below the folder `documents`
    format = "rst"                  # as which it must be recognised; it is not told
    date = 2020-01-31               # the document's own date; left out where it gives none
    error = "truncated"             # the code of the error it ends with; left out where it is whole
    settings = { include-code = true }      # only where they are not the defaults

    [[citation]]                    # all citations, in reading order
    url = "https://example.org/a"
    text = "https://example.org/a"
    line = 3                        # with `column`; where the text begins, both from 1
    column = 14
    end = [3, 35]                   # line and column where it ends; only where it spans lines
    kind = "url"                    # left out: url
    place = "prose"                 # left out: prose
    page = 2                        # left out: no pages
    part = "slide 3"                # left out: no parts
    fragment = "top"                # left out: none
    label = "An example"            # left out: not compared; "" means that there is none
    accessed = 2020-01-31           # the day of access; left out: not compared
    candidates = ["https://…"]      # left out: not compared
    context = "See …"               # left out: not compared
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from linkcheck.errors import DocumentError
from linkcheck.model import DateSource
from linkcheck.parse import Source, open_document
from linkcheck.parse.formats import format_named
from linkcheck.parse.source import Content
from linkcheck.settings import merge_settings

if TYPE_CHECKING:
    from datetime import date

    from linkcheck.model import Citation, Document
    from linkcheck.settings import Settings

FOLDER: Final = Path(__file__).parent / "documents"
EXPECTED: Final = sorted(FOLDER.glob("*.toml"))
DOCUMENT_KEYS: Final = {"document", "format", "date", "error", "settings", "citation"}


@pytest.fixture(params=EXPECTED, ids=lambda path: path.stem)
def expected(request: pytest.FixtureRequest) -> dict[str, object]:
    path: Path = request.param
    found: dict[str, object] = tomllib.loads(path.read_text("utf-8"))
    assert found.keys() <= DOCUMENT_KEYS
    return found


def test_a_document_cites_exactly_what_is_written_beside_it(expected: dict[str, object]) -> None:
    document, citations, error = read(expected)
    assert document.format == expected["format"]
    assert document.date == expected.get("date")
    assert error == expected.get("error")
    wanted = rows(expected)
    found = [as_row(citation) for citation in citations]
    shown = [{key: row[key] for key in ("line", "column", "url")} for row in found]
    assert shown == [{key: row.get(key) for key in ("line", "column", "url")} for row in wanted]
    for row, want in zip(found, wanted, strict=True):
        always: dict[str, object] = {
            "kind": "url",
            "place": "prose",
            "page": None,
            "part": None,
            "fragment": None,
        }
        if len(str(row["text"]).splitlines()) > 1:
            always["end"] = None  # so that it has to be given
        compared = always | want
        assert {key: row[key] for key in compared} == compared


def test_the_span_of_each_citation_slices_back_to_its_text(expected: dict[str, object]) -> None:
    _document, citations, _error = read(expected)
    texts = texts_of_parts(expected)
    for citation in citations:
        span = citation.span
        assert citation.text
        assert any(
            text[span.start : span.end] == citation.text
            for text in texts[citation.page, citation.part]
        )


def test_every_document_has_its_expected_citations_beside_it() -> None:
    described = {tomllib.loads(path.read_text("utf-8"))["document"] for path in EXPECTED}
    present = {
        path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/**/*") if path.is_file()
    }
    assert present == described


def read(expected: dict[str, object]) -> tuple[Document, list[Citation], str | None]:
    """Return a document, its citations, and the code of the error that it ended with."""
    path = FOLDER / str(expected["document"])
    document, found = open_document(Source(path.name, file=path), settings_of(expected))
    citations = []
    try:
        for citation in found:
            citations.append(citation)  # noqa: PERF402  (what came before an error is kept)
    except DocumentError as error:
        return document, citations, error.code
    return document, citations, None


def texts_of_parts(expected: dict[str, object]) -> dict[tuple[int | None, str | None], list[str]]:
    """Return the text of each page or part, as it was read."""
    path = FOLDER / str(expected["document"])
    form = format_named(str(expected["format"]))
    assert form is not None
    texts: dict[tuple[int | None, str | None], list[str]] = {}
    try:
        for part in form.parts(Content(path.name, path.read_bytes()), settings_of(expected)):
            texts.setdefault((part.page, part.name), []).append(part.text)
    except DocumentError:
        assert "error" in expected
    return texts


def settings_of(expected: dict[str, object]) -> Settings:
    """Return the settings that a document is read with."""
    layer = expected.get("settings", {})
    assert isinstance(layer, dict)
    return merge_settings(("the expected citations", layer))


def rows(expected: dict[str, object]) -> list[dict[str, object]]:
    """Return the expected citations."""
    found = expected.get("citation", [])
    assert isinstance(found, list)
    return found


def as_row(citation: Citation) -> dict[str, object]:
    """Return a citation in the words of the TOML files."""
    accessed: date | None = None
    if citation.date is not None and citation.date.source is DateSource.ACCESSED:
        accessed = citation.date.day
    return {
        "url": citation.url,
        "text": citation.text,
        "line": citation.span.line,
        "column": citation.span.column,
        "end": [citation.span.end_line, citation.span.end_column],
        "kind": citation.kind.value,
        "place": citation.place.value,
        "page": citation.page,
        "part": citation.part,
        "fragment": citation.fragment,
        "label": citation.label or "",
        "accessed": accessed,
        "candidates": list(citation.candidates),
        "context": citation.context,
    }
