from __future__ import annotations

import gzip
import zlib

import pytest

from linkcheck.errors import DocumentError
from linkcheck.parse import Source, open_document
from linkcheck.settings import Settings
from tests.parse.reading import cited


def read_until_error(data: bytes) -> tuple[list[str], str]:
    found = []
    citations = open_document(Source("a.xml", data=data), Settings())[1]
    try:
        for each in citations:
            found.append(each.url)  # noqa: PERF401  (what came before the error is kept)
    except DocumentError as error:
        return found, error.code
    return found, ""


def test_entities_of_entities_are_refused() -> None:
    bomb = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    data = b'<!DOCTYPE a [<!ENTITY a0 "lol">' + bomb + b"]><a>&a9;</a>"
    assert read_until_error(data) == ([], "entity-bomb")


def test_a_long_entity_is_refused() -> None:
    data = b'<!DOCTYPE a [<!ENTITY b "%s">]><a>%s</a>' % (b"b" * 100_000, b"&b;" * 1000)
    assert read_until_error(data) == ([], "entity-bomb")


def test_entities_are_not_expanded_and_nothing_is_loaded_from_elsewhere() -> None:
    text = (
        '<!DOCTYPE a SYSTEM "file:///etc/passwd" [<!ENTITY b "https://b.org/">'
        '<!ENTITY c SYSTEM "file:///etc/passwd"><!ENTITY % d SYSTEM "file:///etc/passwd"> %d;]>'
        "<a>https://a.org/ &b; &c; &eacute; https://d.org/</a>"
    )
    assert [each.url for each in cited(text, "xml")] == ["https://a.org/", "https://d.org/"]


def test_an_address_ends_where_its_element_does() -> None:
    text = "<p><b>https://a.org/x</b>and <i>https://b.org/</i><i>https://c.org/</i></p>"
    assert [each.text for each in cited(text, "xml")] == [
        "https://a.org/x",
        "https://b.org/",
        "https://c.org/",
    ]


def test_what_was_read_before_an_error_is_kept() -> None:
    data = b"<a><b>https://a.org/</b><b>https://b.org/</c></a>"
    found, code = read_until_error(data)
    assert (found, code) == (["https://a.org/", "https://b.org/"], "malformed")


def test_an_error_says_in_which_line_it_is() -> None:
    with pytest.raises(DocumentError) as caught:
        cited("<a>\n<b>\n</a>", "xml")
    assert caught.value.message == "document: is no well-formed XML in line 3: mismatched tag"


def test_a_truncated_document_is_malformed() -> None:
    assert read_until_error(b"<a><b>https://a.org/</b>") == (["https://a.org/"], "malformed")


def test_an_empty_document_cites_nothing() -> None:
    assert read_until_error(b"") == ([], "")


def test_elements_may_be_nested_only_so_deep() -> None:
    deep = 20_000
    assert read_until_error(b"<a>" * deep + b"</a>" * deep) == ([], "malformed")


def test_a_packed_sitemap_that_grows_beyond_all_bounds_is_refused() -> None:
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    blank = b" " * (1 << 20)
    pieces = [packer.compress(blank) for _ in range(65)]
    assert read_until_error(b"".join([*pieces, packer.flush()])) == ([], "archive-bomb")


def test_a_packed_sitemap_that_is_cut_off_is_broken() -> None:
    data = gzip.compress(b"<a>https://a.org/</a>")
    assert read_until_error(data[:-8])[0] == ["https://a.org/"]
    assert read_until_error(b"\x1f\x8b\x08\x00 no gzip")[1] == "broken"


def test_the_encoding_is_the_one_that_the_document_declares() -> None:
    text = '<?xml version="1.0" encoding="{}"?><a>Müller: https://a.org/ä</a>'
    for encoding in ("ISO-8859-1", "windows-1252", "utf-8", "utf-16"):
        data = text.format(encoding).encode(encoding)
        found = list(open_document(Source("a.xml", data=data), Settings())[1])
        assert [each.text for each in found] == ["https://a.org/ä"], encoding


def test_places_count_characters_however_they_are_written() -> None:
    text = '<a>\r\n  é日😀&#233;&amp; <b href="https://a.org/?b&#38;c"/>https://d.org/\r\n</a>'
    first, second = cited(text, "xml")
    assert (first.text, first.url) == ("https://a.org/?b&#38;c", "https://a.org/?b&c")
    assert (first.span.line, first.span.column) == (2, text.index("https://a") - 4)
    assert (second.text, second.span.line) == ("https://d.org/", 2)


def test_large_documents_are_read_in_pieces() -> None:
    item = "<loc>https://e.org/{}é</loc>"
    text = "<urlset>" + "".join(item.format(n) for n in range(4_000)) + "</urlset>"
    found = cited(text, "xml")
    assert [each.text for each in found] == [f"https://e.org/{n}é" for n in range(4_000)]
