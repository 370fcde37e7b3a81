from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.parse.encodings import decode, decode_beginning, encoding_of, wide_encoding

GERMAN = "Größe, Übung und Straße sind deutsche Wörter.\n"


@given(st.binary(max_size=400), st.none() | st.sampled_from(["utf-16", "rot13", "gbk", "\0", "x"]))
def test_no_bytes_are_refused(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared), str)
    assert isinstance(decode_beginning(data), str)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    text = text.removeprefix("\ufeff")
    assert decode(text.encode()) == text
    assert decode(b"\xef\xbb\xbf" + text.encode()) == text


def test_a_few_bad_bytes_do_not_make_utf_8_latin_1_and_are_kept_readable() -> None:
    assert decode(GERMAN.encode() + b"caf\xe9 \x81") == GERMAN + "café \N{REPLACEMENT CHARACTER}"


def test_a_text_of_latin_1_is_not_taken_for_utf_8_with_bad_bytes() -> None:
    assert decode(GERMAN.encode("latin-1")) == GERMAN
    assert decode(b"plain words, and one caf\xe9") == "plain words, and one café"


def test_what_a_text_says_of_its_encoding_counts_where_it_is_not_utf_8() -> None:
    assert decode("Größe".encode("cp850"), "cp850") == "Größe"
    assert decode("Größe".encode(), "cp850") == "Größe"
    assert decode(b"caf\xe9", "no-such-encoding") == "café"
    assert decode(b"caf\xe9", "base64") == "café"


def test_declared_latin_1_is_read_as_the_web_does_with_the_quotes_of_windows() -> None:
    assert decode(b"\x93quoted\x94", "iso-8859-1") == "“quoted”"


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Plain words\r\n", "一 and 二\n", "Россия, 😀\n"])
def test_utf_16_needs_no_mark(name: str, text: str) -> None:
    assert decode(text.encode(name)) == text
    assert decode_beginning(text.encode(name)[:-1]).startswith(text[:3])


@pytest.mark.parametrize("data", [b"\x7fELF\0\0\0\1", bytes(range(256)), b"\0" * 40, b"\0\1\0\2"])
def test_binary_data_is_not_taken_for_utf_16(data: bytes) -> None:
    assert wide_encoding(data) is None


def test_a_long_text_is_judged_around_its_first_bad_byte() -> None:
    data = b"a line of plain text\n" * 10_000 + GERMAN.encode("latin-1")
    assert encoding_of(data).name.endswith("windows-1252")
    assert decode(data).endswith(GERMAN)
    assert decode((GERMAN * 5_000).encode() + b"\xe9").endswith("\né")
