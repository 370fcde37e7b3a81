from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkcheck.errors import DocumentError
from linkcheck.parse import format_names
from linkcheck.parse.code.languages import language_named
from tests.parse.reading import read

PIECES = [
    *"()[]{}<>\"'`*_~|\\&;,.:!?/#@%=- \t\n\r\0",
    *"é日を에。」”’…—\u200b\u00ad😀",
    *("\r\n", "\n\n", "    ", "> ", "- ", "| a |\n|-|\n", "```\n", "---\n", "[^1]: ", "]: ", "]("),
    *("http://", "https://", "www.", "mailto:", "ftp://", "e.org", "/a", "a@b.c", "x", "and"),
    *("<a href=", "</a>", "<p>", "<!--", "-->", "<code>", "</code>", "<base href='http://b.c/'>"),
    *("<noscript>", "</noscript>", "<img srcset='", "' />", "&amp;", "&#x3a;", "&copy", "<script>"),
    *("doi:10.1000/", "10.1234/a", "arXiv:2101.00001", "PMID: 1", "PMC1234567", "RFC 2119"),
    *("`_", "[[", "]]", "{{cite|", "}}", "\\url{", "\\href{", "\\_", "@misc{a,\n", "url = {"),
    *(
        "link:",
        "image::",
        "#+BEGIN_SRC\n",
        "#+END_SRC\n",
        ":a: ",
        "{a}",
        ".. _a: ",
        "::\n",
        "[https://",
    ),
    *(
        "TY  - JOUR\n",
        "UR  - ",
        "ER  - \n",
        "<a>",
        "<b href='",
        "<![CDATA[",
        "]]>",
        "<ref>",
        "<pre>",
    ),
    *("https://e.org/a-\n", "b_c.html", "accessed 3 May 2020", "2020-02-30"),
]
# One reader serves all programming languages, so three of them speak for the rest.
FORMS = [
    name
    for name in format_names()
    if language_named(name) is None or name in {"javascript", "python", "sql"}
]
UNPACKED = {"eml", "mbox"}
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_no_text_is_refused_and_every_span_slices_back_to_its_citation(
    form: str, text: str
) -> None:
    text = text.encode("utf-8", "ignore").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
    text = text.removeprefix("\ufeff")
    try:
        _document, citations = read(text, form)
    except DocumentError:
        return  # what is no document of its format is said to be none
    for citation in citations:
        span = citation.span
        # What is unpacked first has texts of its own; the documents beside show their places.
        assert form in UNPACKED or text[span.start : span.end] == citation.text
        assert citation.text
        assert citation.url
        assert citation.url not in citation.candidates
        assert 0 <= span.start < span.end <= len(text)
        assert (span.line, span.column) <= (span.end_line, span.end_column)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_citations_come_in_reading_order(form: str, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode().replace("\0", "")
    try:
        starts = [citation.span.start for citation in read(text, form)[1]]
    except DocumentError:
        return
    assert starts == sorted(starts)


@settings(max_examples=100, deadline=None)
@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_an_address_between_spaces_is_found_in_any_text(before: str, after: str) -> None:
    text = f"{before}\n\n https://example.org/a/b?c=d \n\n{after}"
    text = text.encode("utf-8", "ignore").decode().replace("\0", "")
    assert "https://example.org/a/b?c=d" in {each.url for each in read(text)[1]}
