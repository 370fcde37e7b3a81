from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.model import Span
from linkcheck.parse.positions import LineCounter


def by_hand(text: str, offset: int) -> tuple[int, int]:
    ends = [found.end() for found in re.finditer(r"\r\n|\r|\n", text) if found.end() <= offset]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_manner_of_ending_a_line_counts_once(end: str) -> None:
    lines = LineCounter(f"one{end}two{end}{end}four")
    assert lines.position(0) == (1, 1)
    assert lines.position(3 + len(end)) == (2, 1)
    assert lines.position(6 + 3 * len(end) + 2) == (4, 3)


@given(st.text(alphabet="ab\r\n", max_size=30), st.lists(st.integers(0, 30), max_size=8))
def test_positions_are_right_in_whatever_order_they_are_asked_for(
    text: str, offsets: list[int]
) -> None:
    lines = LineCounter(text)
    for offset in (min(each, len(text)) for each in offsets):
        assert lines.position(offset) == by_hand(text, offset)


def test_a_span_knows_both_its_ends() -> None:
    span = Span(*LineCounter("ab\ncd\nef").stretch(1, 7))
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 2, 3, 2)
