from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.parse import Source, open_document
from linkcheck.parse.anchors import Anchors
from linkcheck.settings import Settings


def urls(text: str) -> list[str]:
    source = Source("x.md", data=text.encode())
    return [each.url for each in open_document(source, Settings())[1]]


@given(st.text(alphabet="abé\ud800:/?", max_size=60))
def test_anchors_are_found_where_a_search_for_each_finds_them(text: str) -> None:
    literals = ["://", "a:", "/", "aé", "b", "b:/", "é"]
    expected = sorted(
        (at, index)
        for index, literal in enumerate(literals)
        for at in range(len(text))
        if text.startswith(literal, at)
    )
    anchors = Anchors({literal: index for index, literal in enumerate(literals)})
    assert anchors.found_in(text) == expected
    raw = text.encode("utf-8", "surrogatepass")
    hits = anchors.hits_in(raw, is_ascii=text.isascii())
    places = [
        (len(raw[:at].decode("utf-8", "surrogatepass")), at, end) for _number, at, end in hits
    ]
    found = [anchors.meanings[number] for number, _at, _end in hits]
    assert [
        (place, index) for (place, _at, _end), index in zip(places, found, strict=True)
    ] == expected
    assert [raw[at:end].decode() for _place, at, end in places] == [
        literals[each] for each in found
    ]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("[a](//a.example.org/x)", "https://a.example.org/x"),
        ("[a](https&colon;//a.example.org/x)", "https://a.example.org/x"),
        ("[a](https\\://a.example.org/x)", "https://a.example.org/x"),
        ("[a](HTTP:a.example.org)", "http://a.example.org/"),
        ("<someone@a.example.org>", "mailto:someone@a.example.org"),
        ("[a](mailto&#58;someone&#64;a.example.org)", "mailto:someone@a.example.org"),
        ("- one\n- two\n  - [a](https://a.example.org/x)\n- three", "https://a.example.org/x"),
        ("| a | b |\n|---|---|\n| c | https://a.example.org/x |\n", "https://a.example.org/x"),
        ("> quoted\n>\n> RFC 9110\n", "https://www.rfc-editor.org/rfc/rfc9110"),
    ],
)
def test_nothing_is_passed_over_however_an_address_is_written(written: str, url: str) -> None:
    assert urls(f"# Nothing\n\nNothing.\n\n{written}\n\n- nothing\n") == [url]


def test_a_definition_takes_its_label_from_a_block_that_has_nothing_else() -> None:
    text = "Nothing.\n\nSee [the page][p] of the author.\n\n[p]: https://a.example.org/x\n"
    source = Source("x.md", data=text.encode())
    (citation,) = open_document(source, Settings())[1]
    assert citation.label == "the page"
    assert citation.context == "See the page of the author."
