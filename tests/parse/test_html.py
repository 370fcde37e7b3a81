from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linkcheck.model import CitedDate, DateSource, Place
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
        ('<a href=" https://e.org/x\t">a</a>', "https://e.org/x", "https://e.org/x"),
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
        (
            '<link rel=preload imagesrcset="https://e.org/x 2x">',
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


def test_what_looks_like_a_comment_in_an_attribute_hides_no_text() -> None:
    for tag in ('<p title="<!--">', "<p title='<!--'>", '<a href="<!--">', '<p Title="<!--">'):
        assert [url for _text, url in found(f"{tag}https://e.org/x")] == ["https://e.org/x"]


def test_code_is_cited_only_when_asked_for() -> None:
    text = "<pre>https://a.org/ <code>https://b.org/</code></pre><kbd>https://c.org/</kbd>"
    assert [url for _text, url in found(text)] == ["https://a.org/"]
    places = [(each.url, each.place) for each in cited(text, "html", WITH_CODE)]
    assert places == [
        ("https://a.org/", Place.PROSE),
        ("https://b.org/", Place.CODE),
        ("https://c.org/", Place.CODE),
    ]


def test_the_end_of_code_that_never_began_is_passed_over() -> None:
    text = "</code>https://a.org/ <code>https://b.org/</code></code> https://c.org/"
    assert [url for _text, url in found(text)] == ["https://a.org/", "https://c.org/"]


def test_label_and_context_are_what_a_reader_sees() -> None:
    text = "<p>First. Read <a href='https://e.org/x'>the <b>new</b> report</a>&nbsp;now. Last.</p>"
    [citation] = cited(text, "html")
    assert citation.label == "the new report"
    assert citation.context == "Read the new report now."


def test_an_image_is_labelled_by_its_text() -> None:
    [citation] = cited("<img src='https://e.org/x' alt='A &amp; B'>", "html")
    assert citation.label == "A & B"


@pytest.mark.parametrize(
    ("inside", "label"),
    [
        ("<img src='x.png' alt='A picture'>", "A picture"),
        ("\n<h3>A <i>heading</i></h3><p>and text</p>\n", "A heading and text"),
        ("a &lt;b&gt; <!-- c --> d<br>e", "a <b> d e"),
        ("", None),
    ],
)
def test_a_label_is_all_that_a_link_shows(inside: str, label: str | None) -> None:
    for opening in ("<a href='https://e.org/x'>", '<a href="https://e.org/x">'):
        [citation] = cited(f"{opening}{inside}</a> more", "html")
        assert citation.label == label


def test_a_link_that_shows_its_address_in_a_heading_is_cited_once() -> None:
    assert len(found("<a href='https://e.org/x'><h2>https://e.org/x</h2></a>")) == 1


def test_a_link_that_is_never_closed_takes_no_text_of_the_blocks_behind_it() -> None:
    text = "<p><a href='https://a.org/'>one<p>https://b.org/<p><a href='https://c.org/'>three</a>"
    assert [url for _text, url in found(text)] == [
        "https://a.org/",
        "https://b.org/",
        "https://c.org/",
    ]


def test_the_number_of_a_note_is_no_part_of_the_address_before_it() -> None:
    for note in (
        "<sup>1</sup>",
        "<a href='https://n.org/1'>1</a>",
        "<sup><a href='#1'>1</a></sup>",
    ):
        assert found(f"See https://e.org/x{note}.")[0][1] == "https://e.org/x"


def test_a_name_without_its_semicolon_is_no_reference_within_a_query() -> None:
    text = "<a href='https://e.org/?a=1&copy=2&section=3&lt=4'>a</a>"
    assert [url for _text, url in found(text)] == ["https://e.org/?a=1&copy=2&section=3&lt=4"]


def test_xhtml_may_close_any_element_in_its_own_tag() -> None:
    text = "<html><head><title/><script src='//a.org/s'/></head><a href='https://b.org/'>b</a>"
    assert [url for _text, url in found(f"<?xml version='1.0'?>{text}")] == [
        "https://a.org/s",
        "https://b.org/",
    ]
    assert [url for _text, url in found(text)] == ["https://b.org/"]  # the title's text


def test_json_ld_is_metadata_and_its_names_are_no_citations() -> None:
    text = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article",
        "@id": "https://a.org/#article", "url": "https:\\/\\/b.org\\/x", "image": ["https://c.org/1", 2],
        "isAccessibleForFree": "https://schema.org/True", "about": {"name": "See https://d.org/ now"},
        "target": "https://e.org/?q={query}", "sameAs": "https://f.org/Inc."}</script>
        <script>{"url": "https://g.org/"}</script>"""
    citations = cited(text, "html")
    assert [each.url for each in citations] == [
        "https://b.org/x",
        "https://c.org/1",
        "https://d.org/",
        "https://f.org/Inc.",
    ]
    assert citations[0].text == "https:\\/\\/b.org\\/x"
    assert {each.place for each in citations} == {Place.METADATA}


def test_a_cdata_section_is_text_without_markup() -> None:
    text = "<p><![CDATA[a <b> https://e.org/?a&amp;b <a href='//no.org'>]]></p>"
    assert [url for _text, url in found(text)] == ["https://e.org/?a&amp;b"]


def test_an_address_in_a_comment_is_cited_only_when_asked_for() -> None:
    text = "<p>one <!-- https://a.org/ <a href='https://b.org/'> --> https://c.org/</p>"
    settings = replace(Settings(), include_comments=True)
    assert [url for _text, url in found(text)] == ["https://c.org/"]
    places = [(each.url, each.place) for each in cited(text, "html", settings)]
    assert places == [
        ("https://a.org/", Place.COMMENT),
        ("https://b.org/", Place.COMMENT),
        ("https://c.org/", Place.PROSE),
    ]


def test_the_context_is_that_of_the_block_and_no_other() -> None:
    text = "<ul><li>One\n<li>Read <code>it</code> at https://e.org/x &ndash; soon.<li>Three</ul>"
    [citation] = cited(text, "html")
    assert citation.context == "Read it at https://e.org/x – soon."


def test_the_context_in_a_block_without_end_is_no_cut_tag() -> None:
    word = f"<b class='{'some-class ' * 9}'>word</b> "
    [citation] = cited(f"{word * 400}<a href='https://e.org/x'>a link</a> {word * 400}", "html")
    assert citation.context is not None
    assert "a link" in citation.context
    assert set(citation.context.strip("…").split()) == {"word", "a", "link"}


VERSION = "https://web.archive.org/web/20200503000000/https://e.org/x"


@pytest.mark.parametrize(
    "attributes",
    [
        f'href="https://e.org/x" data-versionurl="{VERSION}"',
        f"href='{VERSION}' data-originalurl='https://e.org/x'",
        f'data-versionurl="{VERSION}" data-originalurl="https://e.org/x" href="https://e.org/x"',
    ],
)
def test_a_robust_link_pairs_a_page_with_its_copy(attributes: str) -> None:
    text = f'<a {attributes} data-versiondate="2020-05-03">x</a>'
    citations = {each.url: each for each in cited(text, "html")}
    assert set(citations) == {"https://e.org/x", VERSION}
    assert citations[VERSION].copy_of == "https://e.org/x"
    assert citations["https://e.org/x"].copy_of is None
    assert {each.label for each in citations.values()} == {"x"}
    assert {each.date for each in citations.values()} == {
        CitedDate(date(2020, 5, 3), DateSource.ACCESSED)
    }


@pytest.mark.parametrize(
    "copy",
    ["https://perma.cc/AB12-CD34", "https://archive.ph/abcde", "https://webcitation.org/5xyz"],
)
def test_a_robust_link_tells_the_original_of_a_copy_whose_address_does_not(copy: str) -> None:
    text = f'<a href="{copy}" data-originalurl="https://e.org/x">x</a>'
    assert [(each.url, each.copy_of) for each in cited(text, "html")] == [
        (copy, "https://e.org/x"),
        ("https://e.org/x", None),
    ]


def test_a_robust_link_may_name_several_copies() -> None:
    text = (
        "<a href='https://e.org/x' data-versiondate='2020-05-03'"
        " data-versionurl='https://perma.cc/AB12-CD34 2020-05-04 https://archive.ph/abcde'>x</a>"
    )
    assert [(each.url, each.copy_of) for each in cited(text, "html")] == [
        ("https://e.org/x", None),
        ("https://perma.cc/AB12-CD34", "https://e.org/x"),
        ("https://archive.ph/abcde", "https://e.org/x"),
    ]


def test_a_day_alone_is_when_the_author_saw_the_page() -> None:
    [citation] = cited("<a href='https://e.org/x' data-versiondate='2020-05-03'>x</a>", "html")
    assert citation.date == CitedDate(date(2020, 5, 3), DateSource.ACCESSED)
    assert citation.copy_of is None


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
