"""What a reader of a document sees as cited is read; the rest when it is asked for."""

from __future__ import annotations

import pytest

from linkcheck.model import Place
from linkcheck.settings import Settings
from tests.parse.reading import cited

UNSEEN = [
    ("html", "<p>a <!-- https://a.example/ --> b</p>", Place.COMMENT),
    ("html", "<!-- <a href='https://a.example/'>x</a> -->", Place.COMMENT),
    ("html", "<p><code>curl https://a.example/</code></p>", Place.CODE),
    ("markdown", "<!-- https://a.example/ -->\n", Place.COMMENT),
    ("markdown", "```\ncurl https://a.example/\n```\n", Place.CODE),
    ("markdown", "`curl https://a.example/`\n", Place.CODE),
    ("asciidoc", "////\nhttps://a.example/\n////\n", Place.COMMENT),
    ("org", "#+BEGIN_COMMENT\nhttps://a.example/\n#+END_COMMENT\n", Place.COMMENT),
    ("rst", "Text.\n\n.. https://a.example/\n", Place.COMMENT),
    ("latex", "Text % see https://a.example/\nand more.\n", Place.COMMENT),
    ("latex", "\\begin{comment}\nhttps://a.example/\n\\end{comment}\n", Place.COMMENT),
    ("latex", "\\verb|https://a.example/|\n", Place.CODE),
    ("mediawiki", "Text <!-- https://a.example/ --> more", Place.COMMENT),
    ("mediawiki", "{{cite web|title=x <!-- |url=https://a.example/ --> }}", Place.COMMENT),
    ("mediawiki", "<nowiki>https://a.example/</nowiki>", Place.CODE),
    ("xml", "<a>Text<!-- https://a.example/\r\n --></a>", Place.COMMENT),
    ("markdown", "Text <!-- https://a.example/ --> more\n", Place.COMMENT),
    ("mdx", "Text {/* https://a.example/ */} more\n", Place.COMMENT),
]


def options(place: Place) -> Settings:
    return Settings(include_comments=place is Place.COMMENT, include_code=place is Place.CODE)


@pytest.mark.parametrize(("form", "text", "place"), UNSEEN)
def test_code_and_comments_are_not_cited_unless_asked_for(
    form: str, text: str, place: Place
) -> None:
    assert cited(text, form) == []
    other = Place.CODE if place is Place.COMMENT else Place.COMMENT
    assert cited(text, form, options(other)) == []
    [citation] = cited(text, form, options(place))
    assert (citation.url, citation.place) == ("https://a.example/", place)
    assert text[citation.span.start : citation.span.end] == citation.text


@pytest.mark.parametrize(
    ("form", "text", "place"),
    [
        ("markdown", "https://a.example/", Place.PROSE),
        ("markdown", "[a]: https://a.example/\n", Place.DEFINITION),
        ("python", "# https://a.example/\n", Place.COMMENT),
        ("html", "<link rel='canonical' href='https://a.example/'>", Place.METADATA),
    ],
)
def test_what_is_cited_without_asking_says_where_it_stands(
    form: str, text: str, place: Place
) -> None:
    [citation] = cited(text, form)
    assert citation.place is place


def test_comments_keep_their_place_among_what_they_comment_on() -> None:
    text = "<p>https://a.example/ <!-- https://b.example/ --> https://c.example/</p>"
    found = cited(text, "html", Settings(include_comments=True))
    assert [each.url for each in found] == [f"https://{name}.example/" for name in "abc"]


@pytest.mark.parametrize(
    ("form", "comment"),
    [
        ("latex", "% https://b.example/\n"),
        ("mediawiki", "<!-- https://b.example/ -->"),
        ("xml", "<!-- https://b.example/ -->"),
        ("markdown", "<!-- https://b.example/ -->"),
    ],
)
def test_comments_in_a_line_keep_their_place_too(form: str, comment: str) -> None:
    text = f"See https://a.example/ {comment} and https://c.example/ too.\n"
    if form == "xml":
        text = f"<x>{text}</x>"
    found = cited(text, form, Settings(include_comments=True))
    assert [each.url for each in found] == [f"https://{name}.example/" for name in "abc"]
