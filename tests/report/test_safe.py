from __future__ import annotations

import json
import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from linkcheck.report.safe import LONGEST, are_plain, is_safe, legible, safe_json, shown
from tests.report.nasty import NASTY

KEPT = {"\u200c", "\u200d"}  # joiners: scripts need them
# Characters of the category Cf that are seen: signs of Arabic, Syriac and Kaithi numbers.
SEEN = {chr(code) for code in (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2)} | {
    "\U000110bd",
    "\U000110cd",
}


def hidden(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category in {"Cc", "Cs", "Zl", "Zp"} or (category == "Cf" and character not in SEEN)
    ) and character not in KEPT


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_shown_text_is_one_line_of_what_can_be_seen(text: str) -> None:
    result = shown(text)

    assert not [character for character in result if hidden(character)]
    assert len(result.splitlines()) <= 1


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_any_text_becomes_one_line_of_what_can_be_seen(text: str) -> None:
    result = shown(text)

    assert not [character for character in result if hidden(character)]
    assert shown(result) == result
    assert is_safe(text) == (result == text)


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=8), max_size=4))
def test_what_is_plain_together_is_shown_as_it_is(texts: list[str]) -> None:
    if are_plain([f"{text} \n" for text in texts], " \n"):
        event("plain")
        assert all(map(is_safe, texts))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("https://a.example.org/b?c=d#e", True),
        ("https://me:secret@a.example.org/", False),
        ("https://a.example.org/\x1b[31m", False),
        ("https://a.example.org/\n", False),
        ("https://a.example.org/é", False),
        (" https://a.example.org/", False),
        ("https://a.example.org/ \n", False),
        ("a" * (LONGEST - len(": \n")), True),
        ("a" * (LONGEST + 1), False),
    ],
)
def test_many_addresses_are_plain_if_each_is(text: str, *, plain: bool) -> None:
    lines = [f": {each}\n" for each in ("https://b.example.org/", text, "https://c.example.org/")]
    assert are_plain(lines, " \n") is plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\x9bb", r"a\x9bb"),
        ("a\u202eb", r"a\u202eb"),
        ("a\U000e0041b", r"a\U000e0041b"),
        ("two\n  lines", "two lines"),
        ("two  blanks", "two blanks"),
        (" edges ", "edges"),
        ("a\\x1bb", r"a\x1bb"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Ünïcödé – “quotes”", "Ünïcödé – “quotes”"),
    ],
)
def test_what_is_not_for_showing_is_written_out(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_long_text_is_cut_with_a_mark() -> None:
    result = shown("x" * 10_000_000)

    assert len(result) == LONGEST
    assert result.endswith("…")


@given(st.recursive(st.none() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_escaped_json_means_the_same_and_hides_nothing(value: object) -> None:
    document = safe_json(json.dumps(value, ensure_ascii=False, indent=1))

    assert json.loads(document) == value
    assert not [character for character in document if hidden(character) and character != "\n"]


def test_no_password_is_shown() -> None:
    assert shown("see https://me:secret@a.example/x") == "see https://***@a.example/x"


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://ru.example/wiki/%D0%9F%D1%91%D1%82%D1%80", "https://ru.example/wiki/Пётр"),
        ("https://ja.example/%E6%9D%B1%E4%BA%AC?q=%e4%ba%ac", "https://ja.example/東京?q=京"),
        ("https://a.example/caf%C3%A9%2Fbar%20baz", "https://a.example/café%2Fbar%20baz"),
        ("https://a.example/%E2%80%AEexe", "https://a.example/%E2%80%AEexe"),  # an override
        ("https://a.example/%E2%88%95etc", "https://a.example/%E2%88%95etc"),  # a slash's double
        ("https://a.example/%D7%A9%D7%9C", "https://a.example/%D7%A9%D7%9C"),  # right to left
        ("https://a.example/%C3%28%FF", "https://a.example/%C3%28%FF"),  # no UTF-8
        ("https://a.example/%EF%BB%BFx", "https://a.example/%EF%BB%BFx"),  # nothing to see
    ],
)
def test_an_address_is_shown_in_the_letters_of_its_script(url: str, read: str) -> None:
    assert legible(url) == read


@given(st.text())
def test_what_is_legible_means_the_same(text: str) -> None:
    url = f"https://a.example/{quote(text)}"
    assert quote(legible(url), safe=":/%") == url
    assert is_safe(legible(url))
