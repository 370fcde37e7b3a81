from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linkcheck.model import Place
from linkcheck.settings import Settings
from tests.parse.reading import cited, read

WITH_CODE = replace(Settings(), include_code=True)


def found(text: str, settings: Settings | None = None) -> list[tuple[str, str]]:
    return [(each.text, each.url) for each in cited(text, "html", settings)]


@pytest.mark.parametrize(
    ("text", "written", "url"),
    [
        ("<a href='https://e.org/x'>a</a>", "https://e.org/x", "https://e.org/x"),
        ("<a href=https://e.org/x>a</a>", "https://e.org/x", "https://e.org/x"),
        ('<A HREF="https://e.org/?a&amp;b">', "https://e.org/?a&amp;b", "https://e.org/?a&b"),
        ('<a\r\n href="\r\n https://e.org/x\r\n">a</a>', "https://e.org/x", "https://e.org/x"),
        ("<a href=//e.org/x>a</a>", "//e.org/x", "https://e.org/x"),
        ("<a href=mailto:me@e.org>a</a>", "mailto:me@e.org", "mailto:me@e.org"),
        ('<img data-src="https://e.org/x">', "https://e.org/x", "https://e.org/x"),
        ('<a data-versionurl="https://e.org/x">', "https://e.org/x", "https://e.org/x"),
        ('<a data-originalurl="https://e.org/x">', "https://e.org/x", "https://e.org/x"),
        ('<blockquote cite="https://e.org/x">', "https://e.org/x", "https://e.org/x"),
        ('<object data="https://e.org/x">', "https://e.org/x", "https://e.org/x"),
        ('<svg><use xlink:href="https://e.org/x"/></svg>', "https://e.org/x", "https://e.org/x"),
        ('<link rel=canonical href="https://e.org/x">', "https://e.org/x", "https://e.org/x"),
        (
            '<meta property="og:url" content="https://e.org/x">',
            "https://e.org/x",
            "https://e.org/x",
        ),
        (
            '<meta http-equiv=refresh content="0; url=https://e.org/x">',
            "https://e.org/x",
            "https://e.org/x",
        ),
        ('<script src="https://e.org/x"></script>', "https://e.org/x", "https://e.org/x"),
        ("<p>see https://e.org/x.</p>", "https://e.org/x", "https://e.org/x"),
        ("<p>https://e.org/?a&amp;b</p>", "https://e.org/?a&amp;b", "https://e.org/?a&b"),
        ("<p>https://e.org/x&#47; é</p>", "https://e.org/x&#47;", "https://e.org/x/"),
        ("<p>https://e.org/<wbr>x</p>", "https://e.org/<wbr>x", "https://e.org/x"),
        ("<noscript><img src='https://e.org/x'></noscript>", "https://e.org/x", "https://e.org/x"),
        ("<title>https://e.org/x</title>", "https://e.org/x", "https://e.org/x"),
        ("<p>doi:10.1000/x</p>", "doi:10.1000/x", "https://doi.org/10.1000/x"),
        ("<a href='https://e.org/x'>never closed", "https://e.org/x", "https://e.org/x"),
    ],
)
def test_everything_that_cites_is_found_at_its_place(text: str, written: str, url: str) -> None:
    assert found(text) == [(written, url)]
    assert found(f"<p>ü😀&hellip;\r\n</p>\r\n{text}") == [(written, url)]


def test_every_candidate_of_a_srcset_is_found() -> None:
    text = '<img srcset="https://e.org/1.png 1x, https://e.org/2,3.png 2x,https://e.org/4.png">'
    assert [url for _text, url in found(text)] == [
        "https://e.org/1.png",
        "https://e.org/2,3.png",
        "https://e.org/4.png",
    ]


def test_relative_links_count_only_below_an_absolute_base() -> None:
    text = '<a href="x/y#z">a</a><a href="#top">b</a>'
    assert found(text) == []
    assert found(f'<base href="/here/">{text}') == []
    assert found(f'<base href="https://e.org/d/">{text}') == [("x/y#z", "https://e.org/d/x/y")]


def test_the_first_base_counts() -> None:
    text = '<base href="https://a.org/"><base href="https://b.org/"><a href="x">x</a>'
    assert found(text) == [("x", "https://a.org/x")]


def test_what_a_reader_does_not_see_is_not_cited() -> None:
    text = (
        "<!-- https://a.org/ --><script>x = 'https://b.org/'</script>"
        "<style>@import 'https://c.org/'</style><textarea>https://d.org/</textarea>"
        "<a href='javascript:x'>a</a><a href='data:,x'>b</a><a href=''>c</a>"
        "<link rel='preconnect' href='https://e.org/'>"
    )
    assert found(text) == []


def test_code_is_cited_only_when_asked_for() -> None:
    text = "<pre>https://a.org/ <code>https://b.org/</code></pre><kbd>https://c.org/</kbd>"
    assert [url for _text, url in found(text)] == ["https://a.org/"]
    places = [(each.url, each.place) for each in cited(text, "html", WITH_CODE)]
    assert places == [
        ("https://a.org/", Place.PROSE),
        ("https://b.org/", Place.CODE),
        ("https://c.org/", Place.CODE),
    ]


def test_label_and_context_are_what_a_reader_sees() -> None:
    text = "<p>First. Read <a href='https://e.org/x'>the <b>new</b> report</a>&nbsp;now. Last.</p>"
    [citation] = cited(text, "html")
    assert citation.label == "the new report"
    assert citation.context == "Read the new report now."


def test_an_image_is_labelled_by_its_text() -> None:
    [citation] = cited("<img src='https://e.org/x' alt='A &amp; B'>", "html")
    assert citation.label == "A & B"


def test_an_address_as_its_own_label_is_cited_once() -> None:
    assert len(found("<a href='https://e.org/x'>https://e.org/x</a>")) == 1


def test_positions_count_both_characters_of_a_line_end() -> None:
    [citation] = cited("<p>\r\nü\r\n<a href='https://e.org/x'>", "html")
    assert (citation.span.start, citation.span.line, citation.span.column) == (17, 3, 10)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("<meta name='dcterms.date' content='2020-05-03'>", date(2020, 5, 3)),
        (
            "<meta content='2020-05-03T01:02:03Z' property='article:published_time'>",
            date(2020, 5, 3),
        ),
        ("<meta name='viewport' content='2020-05-03'>", None),
        ("<meta name='date' content='soon'>", None),
    ],
)
def test_a_document_may_say_its_date(head: str, day: date | None) -> None:
    assert read(f"<html><head>{head}</head></html>", "html")[0].date == day


def test_a_document_may_say_its_encoding() -> None:
    text = "<meta charset=windows-1251><p>Россия https://e.org/Россия</p>"
    [citation] = read(text.encode("windows-1251"), "html")[1]
    assert citation.text == "https://e.org/Россия"
