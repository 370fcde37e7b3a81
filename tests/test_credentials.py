"""Names and passwords within addresses stay in the document."""

from __future__ import annotations

import io

import pytest

from linkcheck.model import DocumentResult, Extraction
from linkcheck.parse import Source, open_document
from linkcheck.report import Style, reporter_for
from linkcheck.settings import Settings

TEXTS = (
    "Read https://me:secret@a.example/ now.",
    "[https://me:secret@b.example/](https://a.example/)",
    "https://secret@a.example/",
    "word " * 60 + "https://me:secret@b.example/x " + "word " * 20 + "https://a.example/",
    "x" * 30 + "https://me:secret@b.example/" + "y" * 180 + " https://a.example/ " + "z" * 190
    + " https://me:secret@c.example/",
    "https://me:secret@a.example:99999999/",
)  # fmt: skip


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("reporter", ["json", "table"])
@pytest.mark.parametrize("text", TEXTS)
def test_no_report_holds_a_password_and_spans_slice_back(
    text: str, reporter: str, form: str
) -> None:
    document, citations = open_document(Source("a", data=text.encode(), format=form), Settings())
    found = tuple(citations)
    out = io.StringIO()
    content = Extraction((DocumentResult(document, len(found)),), found)
    reporter_for(reporter).write(content, out, Style())

    assert found
    assert [text[each.span.start : each.span.end] for each in found] == [
        each.text for each in found
    ]
    assert "a.example" in out.getvalue()
    assert "secret" not in out.getvalue()


@pytest.mark.parametrize("distance", range(150, 260))
def test_a_context_shows_no_piece_of_a_password_wherever_it_is_cut(distance: int) -> None:
    text = "https://me:secret@b.example/ " + "w " * (distance // 2) + "https://a.example/ "
    text += "w " * (distance // 2) + "https://me:secret@c.example/"
    document, citations = open_document(Source("a", data=text.encode(), format="text"), Settings())
    assert document.format == "text"
    for each in citations:
        assert each.context is not None
        assert "secret" not in each.context
        assert "ret@" not in each.context
