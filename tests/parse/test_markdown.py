from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from linkcheck.model import Place
from linkcheck.settings import Settings
from tests.parse.reading import cited

if TYPE_CHECKING:
    from linkcheck.model import Citation

WITH_CODE = replace(Settings(), include_code=True)


def found(text: str, settings: Settings | None = None) -> list[tuple[str, str]]:
    return [(each.text, each.url) for each in cited(text, "markdown", settings)]


@pytest.mark.parametrize(
    ("text", "written", "url"),
    [
        ("[a](https://e.org/x)", "https://e.org/x", "https://e.org/x"),
        ("[a](https://e.org/x_(y) 'title')", "https://e.org/x_(y)", "https://e.org/x_(y)"),
        ("[a](<https://e.org/a b>)", "https://e.org/a b", "https://e.org/a%20b"),
        (r"[a](https://e.org/a\_b)", r"https://e.org/a\_b", "https://e.org/a_b"),
        ("[a](https://e.org/?b&amp;c)", "https://e.org/?b&amp;c", "https://e.org/?b&c"),
        ("[](https://e.org/x)", "https://e.org/x", "https://e.org/x"),
        ("[a](\n  https://e.org/x\n)", "https://e.org/x", "https://e.org/x"),
        ("![a](https://e.org/x.png)", "https://e.org/x.png", "https://e.org/x.png"),
        ("<https://e.org/x>", "https://e.org/x", "https://e.org/x"),
        ("<me@e.org>", "me@e.org", "mailto:me@e.org"),
        ("see https://e.org/x.", "https://e.org/x", "https://e.org/x"),
        ("**https://e.org/x**, so", "https://e.org/x", "https://e.org/x"),
        ("_https://e.org/x_", "https://e.org/x", "https://e.org/x"),
        ("https://e.org/_x_/__y__/z", "https://e.org/_x_/__y__/z", "https://e.org/_x_/__y__/z"),
        (r"https://e.org/a\_b", r"https://e.org/a\_b", "https://e.org/a_b"),
        ("https://e.org/?b&amp;c é", "https://e.org/?b&amp;c", "https://e.org/?b&c"),
        ("https://e.org/x<br>and more", "https://e.org/x", "https://e.org/x"),
        ("[r]: https://e.org/x", "https://e.org/x", "https://e.org/x"),
        ("[r]:\n  <https://e.org/a b>\n  'T'", "https://e.org/a b", "https://e.org/a%20b"),
        ("- [x] https://e.org/x", "https://e.org/x", "https://e.org/x"),
        ("|a|\n|-|\n|https://e.org/x|", "https://e.org/x", "https://e.org/x"),
        ("a[^1]\n\n[^1]: https://e.org/x.", "https://e.org/x", "https://e.org/x"),
        (
            'a <a href="https://e.org/?b&amp;c">d</a>',
            "https://e.org/?b&amp;c",
            "https://e.org/?b&c",
        ),
        ("<div>\n<img src=https://e.org/x>\n</div>", "https://e.org/x", "https://e.org/x"),
        ("<p>\nhttps://e.org/x\n</p>", "https://e.org/x", "https://e.org/x"),
        ("---\nlink: https://e.org/x\n---\n", "https://e.org/x", "https://e.org/x"),
        ("+++\nlink = 'https://e.org/x'\n+++\n", "https://e.org/x", "https://e.org/x"),
    ],
)
def test_everything_that_cites_is_found_at_its_place(text: str, written: str, url: str) -> None:
    assert found(text) == [(written, url)]
    if not text.startswith(("---", "+++")):
        assert found(f"Vorspann: ü😀\r\n\r\n{text}") == [(written, url)]


def test_bare_addresses_and_links_come_in_reading_order() -> None:
    text = "https://a.org/ [b](https://b.org/) doi:10.1000/c ![d](https://d.org/)"
    assert [written for written, _url in found(text)] == [
        "https://a.org/",
        "https://b.org/",
        "doi:10.1000/c",
        "https://d.org/",
    ]


def test_a_linked_image_gives_both() -> None:
    assert found("[![alt](https://i.org/x)](https://e.org/)") == [
        ("https://i.org/x", "https://i.org/x"),
        ("https://e.org/", "https://e.org/"),
    ]


def test_definitions_come_at_their_place_used_or_not_with_label_and_context_of_their_use() -> None:
    text = "See [the *report*][r] now.\n\n[r]: https://e.org/r\n[unused]: https://e.org/u\n"
    used, unused = cited(text, "markdown")
    assert (used.place, used.label, used.context) == (
        Place.DEFINITION,
        "the report",
        "See the report now.",
    )
    assert (unused.span.line, unused.label, unused.context) == (4, "unused", None)


def test_definitions_before_other_citations_come_before_them() -> None:
    text = "[r]: https://a.org/\n\nhttps://b.org/\n\n[s]: https://c.org/\n"
    assert [url for _text, url in found(text)] == [
        "https://a.org/",
        "https://b.org/",
        "https://c.org/",
    ]


def test_code_is_cited_only_when_asked_for() -> None:
    text = "`https://a.org/`\n\n```sh\ncurl https://b.org/\n```\n\n    https://c.org/\n\n<code>https://d.org/</code>\n"
    assert found(text) == []
    citations = cited(text, "markdown", WITH_CODE)
    assert [each.text for each in citations] == [
        "https://a.org/",
        "https://b.org/",
        "https://c.org/",
        "https://d.org/",
    ]
    assert {each.place for each in citations} == {Place.CODE}


def test_relative_links_fragments_and_other_schemes_are_no_citations() -> None:
    assert found("[a](b.md) [a](#b) [a](/c) [a](javascript:x) [a](tel:1) [a]()\n\n[d]: e.md") == []


def test_comments_are_not_cited() -> None:
    assert found("a <!-- https://a.org/ --> b\n\n<!--\nhttps://b.org/\n-->\n") == []


def test_an_address_as_its_own_label_is_cited_once() -> None:
    [citation] = cited("[https://a.org/](https://a.org/x)", "markdown")
    assert (citation.url, citation.label) == ("https://a.org/x", "https://a.org/")


def test_label_and_context_are_what_a_reader_sees() -> None:
    text = "First. Read [the **new** report](https://e.org/x 'T') today. Last."
    [citation] = cited(text, "markdown")
    assert citation.label == "the new report"
    assert citation.context == "Read the new report today."


def test_positions_count_characters_behind_letters_of_many_bytes() -> None:
    [citation] = cited("ü😀\r\n\r\n> 漢 [a](https://e.org/x)\r\n", "markdown")
    assert where(citation) == (3, 9, 3, 24)


def where(citation: Citation) -> tuple[int, int, int, int]:
    span = citation.span
    return span.line, span.column, span.end_line, span.end_column
