from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.model import Span
from linkcheck.parse import Source, open_document, pieces
from linkcheck.parse.encodings import Encoding, encoding_of
from linkcheck.parse.mention import Origin
from linkcheck.parse.positions import LineCounter
from linkcheck.settings import Settings

SENTENCE = "Some words that cite nothing at all, over and over again. "


def long_text(*, line_end: str = "\n", letter: str = "e") -> str:
    """Return more than two pieces of text, with an address in every paragraph."""
    paragraphs: list[str] = []
    size = 0
    while size < 2.5 * pieces.PIECE:
        number = len(paragraphs)
        paragraph = SENTENCE.replace("e", letter) * 40 + f"https://a.example.org/{number}"
        paragraphs.append(paragraph + line_end * 2)
        size += len(paragraph.encode())
    return "".join(paragraphs)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("letter", ["e", "é"])
def test_positions_in_a_long_text_are_those_of_the_whole(line_end: str, letter: str) -> None:
    text = long_text(line_end=line_end, letter=letter)
    source = Source("long.txt", data=text.encode())
    citations = list(open_document(source, Settings())[1])
    assert len(citations) == text.count("https://")
    lines = LineCounter(text)
    for each in citations:
        assert text[each.span.start : each.span.end] == each.text
        assert each.span == Span(*lines.stretch(each.span.start, each.span.end))


def test_one_line_without_an_end_is_read_in_pieces_too() -> None:
    text = ("x" * 1000 + " https://a.example.org/page ") * 10_000
    source = Source("line.txt", data=text.encode())
    citations = list(open_document(source, Settings())[1])
    assert len(citations) == 10_000
    assert {each.span.line for each in citations} == {1}
    assert all(each.span.column == each.span.start + 1 for each in citations)


@given(
    st.text(alphabet="ab\n\r \U0001f600é", max_size=200),
    st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]),
    st.integers(8, 50),
)
def test_pieces_put_together_are_the_text_and_each_knows_where_it_begins(
    text: str, encoding: str, size: int
) -> None:
    at = Origin()
    whole = ""
    for piece, origin in pieces.pieces_of(text.encode(encoding), Encoding(encoding), size):
        line, column = LineCounter(text).position(len(whole))
        assert origin == Origin(len(whole), line, column)
        whole += piece
        at = origin
    assert whole == text
    assert at.offset <= len(text)


def test_a_text_whose_encoding_is_decoded_all_at_once_is_one_piece() -> None:
    data = "Ein Café, wo nichts zitiert wird. ".encode("cp1252") * 1_000
    found = list(pieces.pieces_of(data, encoding_of(data), 1_000))
    assert found == [(data.decode("cp1252"), Origin())]
