"""What is said briefly of HTML beside what is said of it in full: the same, in the same order."""

from __future__ import annotations

import importlib
import itertools
import pydoc
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkcheck.parse import Source, open_briefly, open_document
from linkcheck.parse.html.code import CodeTags
from linkcheck.parse.html.layout import Layout
from linkcheck.settings import Settings
from tests.conformance import conformance
from tests.parse.test_html_grammar import PIECES, TEXTS

DOCUMENTS: Final = Path(__file__).parent / "documents"
WAYS: Final = [
    Settings(),
    replace(Settings(), include_code=True),
    replace(Settings(), include_comments=True),
]
BASES: Final = [None, "https://base.example/d/"]

# Where links, labels, code, comments and raw elements meet, and how a page may be written.
MORE: Final = [
    '<a href="https://a.example/1">https://t.example/1</a>',
    '<a href="https://a.example/2"><b>https://t.example/2</b></a> https://t.example/3 ',
    '<a href="https://a.example/3">https://t.example/4<p>https://t.example/5',
    '<a class="x"\r\n\thref="https://a.example/4#part" >',
    '<a href="https://doi.org/10.1000/5">x</a>',
    '<a href="https://A.example/6/../x?a=1&amp;b=2">x<code>https://t.example/6</code></a>',
    "<a href='https://a.example/7'>https://t.example/7</a>",
    "<a href=https://a.example/8>https://t.example/8",
    '<a href="x/y">https://t.example/9</a>',
    '<a href="https://a.example"><div><p>https://t.example/10</p></div></a>',
    *("<code>", "</code>", "<pre>", "</pre>", "<KBD x='<tt>'>", "</kbd>", "<p title='</code>'>"),
    *("<!-- <code> https://t.example/11 -->", "<!--", "-->", "<![CDATA[<code>]]>", "<?x <code>?>"),
    *("<script>'<code>'</script>", "<style></style>", "<title/>", "<svg>", "</svg>", "</title>"),
    *(" https://t.example/12 ", " https://t.example/13", " http&#58;//t.example/14 ", "10.1000/15"),
    *(" https://t.exam<wbr>ple/16 ", "https&colon;//t.example/17", " RFC 2<b>616</b> ", "\r\n"),
    '<img src="https://a.example/9.png" alt="https://no.example/">',
    '<blockquote cite="https://a.example/10">https://t.example/18</blockquote>',
    '<script type="application/ld+json">{"url": "https://a.example/11"}</script>',
    '<base href="https://a.example/b/">',
    "<p>",
    "</p>\n",
]
PARTS: Final = st.sampled_from([*MORE, *PIECES])
PAGES: Final = st.lists(PARTS, max_size=14).map("".join)
FRACTIONS: Final = st.floats(0, 1, allow_nan=False)
BENT: Final = ["", "<", ">", '"', "'", "<!--", "-->", "&", "\r", "é"]
LONG_PAGES: Final = st.lists(PARTS, min_size=20, max_size=60).map("".join)


def in_full(data: bytes, way: Settings, base: str | None) -> list[tuple[object, ...]]:
    _document, citations = open_document(Source("x.html", data=data, base=base, format="html"), way)
    return [
        (each.span.line, each.span.column, each.url, tuple(each.candidates)) for each in citations
    ]


def briefly(data: bytes, way: Settings, base: str | None) -> list[tuple[object, ...]]:
    [part] = open_briefly(Source("x.html", data=data, base=base, format="html"), way)
    return list(part.cited)


def assert_alike(text: str | bytes, way: Settings = WAYS[0], base: str | None = None) -> None:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    assert briefly(data, way, base) == in_full(data, way, base)


@settings(max_examples=300, deadline=None)
@given(text=PAGES | LONG_PAGES | TEXTS, way=st.sampled_from(WAYS), base=st.sampled_from(BASES))
@example(
    text='<a href="https://a.example/"><b>x</b><blockquote cite="//b.example/">http://c.example/',
    way=WAYS[0],
    base=None,
)
@example(
    text="<p><code><!-- </code> -->https://a.example/<p></code>https://b.example/",
    way=WAYS[0],
    base=None,
)
@example(text="<p>https://a.example/<p title='<code>'>https://b.example/", way=WAYS[0], base=None)
@example(
    text='<a href="//a.example/x"><svg>https://b.example/</svg></a>https://c.example/\r\n',
    way=WAYS[0],
    base=None,
)
def test_a_page_cites_the_same_briefly_and_in_full(
    text: str, way: Settings, base: str | None
) -> None:
    assert_alike(text, way, base)


@settings(max_examples=200, deadline=None)
@given(text=LONG_PAGES, places=st.tuples(FRACTIONS, FRACTIONS), bent=st.sampled_from(BENT))
def test_a_bent_page_cites_the_same_briefly_and_in_full(
    text: str, places: tuple[float, float], bent: str
) -> None:
    start, end = sorted(int(len(text) * place) for place in places)
    assert_alike(text[:start] + bent + text[end:])


@pytest.mark.parametrize("name", ["json", "email", "urllib.parse", "http.client", "textwrap"])
def test_a_page_of_documentation_cites_the_same_briefly_and_in_full(name: str) -> None:
    assert_alike(pydoc.HTMLDoc().document(importlib.import_module(name)))


def test_documents_of_other_formats_read_as_pages_cite_the_same() -> None:
    for path in sorted(path for path in DOCUMENTS.glob("*/**/*") if path.is_file()):
        data = path.read_bytes()
        if b"\0" not in data and not data.startswith((b"%PDF-", b"PK")):
            assert_alike(data)


def test_pages_of_other_peoples_tests_cite_the_same_briefly_and_in_full() -> None:
    for path in sorted(conformance("lychee").rglob("*.htm*")):
        if path.is_file():
            assert_alike(path.read_bytes())


@pytest.mark.parametrize("every", [1, 7, 64, 1500])
def test_many_plain_links_with_little_between_them_cite_the_same(every: int) -> None:
    between = itertools.cycle(
        [
            *(" https://t.example/1 ", "<code>https://t.example/2</code>", "<p class='http://x/'>"),
            *(
                '<a href="https://doi.org/10.1000/3">x</a>',
                "RFC 2616\r\n",
                "<br><img src=//i.example>",
            ),
            *("<wbr>", "&#58;//", '<a href="https://a.example/x/../y?a=1&amp;b=2#c">10.1000/4<p>'),
        ]
    )
    link = (
        '<li class="x">text, <a class="y" href="https://a.example/{0}?a=1&amp;b={0}#z">x{0}</a>\n'
    )
    assert_alike(
        "".join(
            link.format(number) + (next(between) if number % every == 0 else "")
            for number in range(3000)
        )
    )


def test_no_more_is_laid_out_than_is_read() -> None:
    text = "<p>one <b>two</b> <code>three</code></p>"
    end = text.index("<code>")
    layout = Layout(text, text.index("one"), end)
    assert layout.line(text.index("two")) == (0, end)
    assert not layout.has_code(0, len(text))


@settings(max_examples=200, deadline=None)
@given(text=PAGES)
def test_the_last_tag_of_code_tells_what_all_tags_tell(text: str) -> None:
    text = text.replace("<script", "<p").replace("<style", "<p").replace("<title", "<p")
    code, layout = CodeTags(text, Layout(text), ()), Layout(text)
    offset = text.find("http")
    while offset >= 0:
        if "<" not in text or text.rfind(">", 0, offset) > text.rfind("<", 0, offset):
            assert code.is_at(offset) == layout.is_code(offset)
        offset = text.find("http", offset + 1)
