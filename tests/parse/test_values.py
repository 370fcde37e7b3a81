"""Values of data files, where their places and their ends are exact."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.parse.code.values import BACKSLASHES
from linkcheck.parse.formats.csv import separator_of
from tests.parse.reading import cited


def undone(written: str) -> str:
    return BACKSLASHES.pattern.sub(BACKSLASHES.undo, written)


@given(st.text(), st.booleans())
def test_escapes_are_undone_as_json_writes_them(text: str, ascii_only: bool) -> None:  # noqa: FBT001
    text = text.encode("utf-8", "ignore").decode()
    assert undone(json.dumps(text, ensure_ascii=ascii_only)[1:-1]) == text


@pytest.mark.parametrize("written", [r"\u00e9\U0001F600 \t\"\\", "a \\\n   b", r"\b\f\n\r"])
def test_escapes_are_undone_as_toml_reads_them(written: str) -> None:
    assert undone(written) == tomllib.loads(f'x = """{written}"""')["x"]


@pytest.mark.parametrize("written", [r"\ud800", r"\udc00\ud800", r"\U00110000", r"\u{110000}"])
def test_an_escape_of_no_character_is_replaced(written: str) -> None:
    assert set(undone(written)) == {"\N{REPLACEMENT CHARACTER}"}


def test_an_address_that_is_all_of_a_value_is_taken_whole_and_the_short_reading_kept() -> None:
    (found,) = cited('["https://example.org/wiki/Inc."]', "json")
    assert (found.text, found.url) == ("https://example.org/wiki/Inc.",) * 2
    assert found.candidates == ("https://example.org/wiki/Inc",)


def test_within_a_sentence_the_full_stop_belongs_to_the_sentence() -> None:
    (found,) = cited('["See https://example.org/wiki."]', "json")
    assert (found.url, found.candidates) == ("https://example.org/wiki", ())


def test_an_escaped_address_is_cited_as_it_stands_in_the_file() -> None:
    (found,) = cited(r'{"a": "x\ty https:\/\/example.org\/\u00e9"}', "json")
    assert found.url == "https://example.org/%C3%A9"
    assert found.text == r"https:\/\/example.org\/\u00e9"
    assert found.span.column == 13


@given(st.lists(st.sampled_from(['"', "\\", "https://e.org/a", ",", "\n", "/*", "//", "'", "{x:"])))
def test_whatever_is_broken_in_json_the_addresses_are_found(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert len(cited(text, "json")) == pieces.count("https://e.org/a")


@pytest.mark.parametrize(
    ("head", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n3;4\n", ";"),
        ('a\tb\n"x,y"\t2\n', "\t"),
        ("a|b\n1|2", "|"),
        ('"a,b";c\n"d,e";f', ";"),
        ("https://example.org/\n", ","),
        ("", ","),
    ],
)
def test_the_separator_of_a_table_is_what_its_lines_agree_on(head: str, separator: str) -> None:
    assert separator_of(head) == separator


@pytest.mark.parametrize("form", ["json", "yaml", "toml", "ini", "python", "javascript"])
def test_comments_are_cited_as_comments(form: str) -> None:
    mark = "//" if form in {"json", "javascript"} else "#"
    (found,) = cited(f"{mark} see https://example.org/a\n", form)
    assert (found.place.value, found.url) == ("comment", "https://example.org/a")
