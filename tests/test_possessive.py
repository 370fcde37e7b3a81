"""Possessive groups as atomic ones: the same on every Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.patterns import at_once
from linkcheck.possessive import with_atomic_groups

if TYPE_CHECKING:
    from collections.abc import Callable

# Each with a text, and where it matches: the last turn of the group reads something, and fails.
CASES = [
    (r"(?:ab?c)*+", "aca", (0, 2)),
    (r"(?:ab?c)?+", "aca", (0, 2)),
    (r"(?:ab?c){1,3}+", "acacacac", (0, 6)),
    (r"(?:[^<]++|<(?!x))*+", "ab<cd<x", (0, 5)),
    (r"(?=(?:a(?:b|c)*+d|e)*+)a", "abcdabx", (0, 1)),
    (r"((?:ab*d|e)*+)(?(1)a|z)", "abdabx", (0, 4)),
    (r"(?P<all>(?:-(?!-)|[^-]++)*+)-->", "a-b-c-->", (0, 8)),
    (r"a++b|(?>c(?:d|e)?+)f", "ceff", (0, 3)),
]


@pytest.mark.parametrize("compiled", [at_once, with_atomic_groups])
@pytest.mark.parametrize(("source", "text", "span"), CASES)
def test_what_a_failing_turn_has_read_is_given_back(
    compiled: Callable[[str], re.Pattern[str]], source: str, text: str, span: tuple[int, int]
) -> None:
    found = compiled(source).match(text)
    assert found is not None
    assert found.span() == span


@pytest.mark.parametrize("source", [source for source, _, _ in CASES])
@given(text=st.text("abcdefx<-", max_size=12))
def test_both_ways_find_the_same(source: str, text: str) -> None:
    found, again = at_once(source).search(text), with_atomic_groups(source).search(text)
    assert (found and found.regs) == (again and again.regs)


def test_flags_names_and_bytes_are_kept() -> None:
    pattern = with_atomic_groups(rb"(?P<name>(?:a|bc)*+)  # a comment", re.VERBOSE | re.IGNORECASE)
    found = pattern.match(b"ABCAx")
    assert found is not None
    assert found["name"] == b"ABCA"


def test_what_is_no_pattern_is_an_error() -> None:
    with pytest.raises(re.error):
        with_atomic_groups("(")
