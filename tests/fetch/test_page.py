from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.fetch.fingerprint import SKETCH, fingerprint
from linkcheck.fetch.page import is_html, looks_like_html, read_page, unread_page
from linkcheck.model import Page

HTML = "text/html; charset=utf-8"
URL = "http://a.example/folder/page"


def read(markup: str, content_type: str = HTML) -> Page:
    return read_page(markup.encode(), content_type, URL)


def test_the_title_is_one_line_and_bounded() -> None:
    assert read("<title>\n  Two\n  lines </title>").title == "Two lines"
    assert len(read(f"<title>{'x' * 5000}</title>").title or "") == 300


def test_a_page_without_a_title_has_none() -> None:
    assert read("<p>text").title is None


def test_headings_are_the_h1s_that_say_something() -> None:
    assert read("<h1>One <b>bold</b></h1><h1> </h1><h2>no</h2><h1>Two").headings == (
        "One bold",
        "Two",
    )


def test_only_visible_words_count() -> None:
    page = read(
        "<title>no</title><style>p{}</style><script>var no = 1</script><noscript>no no</noscript>"
        "<template>no</template><!-- no --><p>four words are seen"
    )
    assert page.words == 4
    assert page.excerpt == "four words are seen"


def test_the_excerpt_is_bounded() -> None:
    page = read("<p>" + "word " * 5000)
    assert page.words == 5000
    assert len(page.excerpt) <= 500


def test_addresses_are_resolved_against_the_base() -> None:
    page = read(
        "<base href='http://b.example/x/'><link rel='Canonical' href='y#part'>"
        "<meta http-equiv='Refresh' content='5; URL=z'>"
    )
    assert page.canonical == "http://b.example/x/y"
    assert page.refresh == "http://b.example/x/z"


def test_a_canonical_that_is_no_web_address_is_none() -> None:
    assert read("<link rel=canonical href='javascript:void(0)'>").canonical is None
    assert read("<link rel=canonical href=''>").canonical is None


def test_a_refresh_of_the_same_page_leads_to_itself() -> None:
    refresh = read("<meta http-equiv=refresh content='300'>").refresh
    assert refresh in {None, URL}


def test_a_page_that_is_only_shown_anew_after_a_while_sends_nobody_on() -> None:
    assert read("<meta http-equiv=refresh content='600; url=/next'>").refresh is None


def test_linked_hosts_are_named_once_and_without_the_own() -> None:
    page = read(
        "<a href='http://x.example/1'></a><a href='//x.example/2'></a><a href='/here'></a>"
        "<a href='http://a.example/own'></a><form action='https://Y.example/buy'></form>"
        "<iframe src='//z.example'></iframe><a href='mailto:q@w.example'></a><a>none</a>"
    )
    assert page.links == ("x.example", "y.example", "z.example")


def test_linked_hosts_are_bounded() -> None:
    page = read("".join(f"<a href='http://h{n}.example/'>x</a>" for n in range(1000)))
    assert len(page.links) == 64


def test_markers_are_found_in_any_case() -> None:
    assert "_incapsula_resource" in read("<script src='/_INCAPSULA_Resource?x'></script>").markers


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=windows-1251", "<title>Страница</title>".encode("cp1251")),
        ('text/html; charset="UTF-8"', "<title>Страница</title>".encode()),
        ("text/html", b"<meta charset=koi8-r>" + "<title>Страница</title>".encode("koi8-r")),
        ("text/html", "\ufeff<title>Страница</title>".encode("utf-16-le")),
        ("text/html; charset=no-such-charset", "<title>Страница</title>".encode()),
        ("text/html", "<title>Страница</title>".encode()),
    ],
)
def test_the_charset_is_found(content_type: str, body: bytes) -> None:
    assert read_page(body, content_type, URL).title == "Страница"


@pytest.mark.parametrize(
    ("content_type", "html"),
    [
        ("text/html", True),
        ("Text/HTML; charset=x", True),
        ("application/xhtml+xml", True),
        ("", True),
        ("application/pdf", False),
        ("text/plain", False),
        ("image/svg+xml", False),
    ],
)
def test_html_is_known_by_its_type(content_type: str, *, html: bool) -> None:
    assert is_html(content_type) is html


def test_a_body_without_a_type_is_html_when_it_begins_so() -> None:
    assert looks_like_html(b"\xef\xbb\xbf \r\n<!doctype html>")
    assert not looks_like_html(b"%PDF-1.7")
    assert not looks_like_html(b"")


def test_a_page_that_is_not_read_says_so() -> None:
    assert unread_page("Application/PDF; x=y") == Page("application/pdf", truncated=True)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000,
        "<a " + "x=1 " * 50_000,
        "<b><p>" * 20_000,
        "<table>" * 20_000,
        "&amp;" * 50_000,
        "<svg><title>" * 5_000,
        "\0" * 100_000,
    ],
    ids=["depth", "attributes", "formatting", "tables", "entities", "svg", "nul"],
)
def test_hostile_markup_is_read_to_its_end(markup: str) -> None:
    assert read(markup).content_type == "text/html"


@given(st.binary(max_size=2000), st.sampled_from(["", HTML, "text/html", "text/html;charset=big5"]))
def test_any_bytes_are_a_page(body: bytes, content_type: str) -> None:
    page = read_page(body, content_type, URL)
    assert page.words >= 0
    assert len(page.fingerprint) <= SKETCH


def alike(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    least = sorted({*one, *other})[:SKETCH]
    return len({*one} & {*other} & {*least}) / len(least)


def test_fingerprints_of_like_texts_agree() -> None:
    words = [f"word{n * n % 997}" for n in range(1500)]
    changed = [*words[:-20], *(f"new{n}" for n in range(20))]
    assert alike(fingerprint(words), fingerprint(changed)) > 0.9


def test_fingerprints_of_other_texts_do_not() -> None:
    words = [f"word{n * n % 997}" for n in range(1500)]
    others = [f"other{n * n % 991}" for n in range(1500)]
    assert alike(fingerprint(words), fingerprint(others)) < 0.1


def test_a_fingerprint_does_not_depend_on_case_and_is_the_same_in_every_run() -> None:
    assert fingerprint(["The", "river", "carries", "silt", "far"]) == (
        fingerprint(["the", "RIVER", "carries", "silt", "far"])
    )
    assert fingerprint(["silt"]) == (2_179_510_607,)


def test_a_text_without_words_has_no_fingerprint() -> None:
    assert fingerprint([]) == ()
