from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.fetch.anchors import missing_fragments
from linkcheck.fetch.page import read_page

PAGE = """
<h1 id="user-content-install">Install</h1> <a name="old">x</a> <p id="Größe">y</p>
<span id="L10">code</span> <i id="line-7"></i> <p id="a%20b">z</p> <p id="c d">z</p>
<template><p id="hidden"></p></template>
<p>The river carries <b>silt</b> from far&nbsp;hills into a wide delta.</p>
"""


def missing(*fragments: str) -> tuple[str, ...]:
    return read_page(PAGE.encode(), "text/html", "http://a.example/", fragments=fragments).missing


@pytest.mark.parametrize(
    "fragment",
    [
        "install",
        "user-content-install",
        "Install",
        "old",
        "Größe",
        "Gr%C3%B6%C3%9Fe",
        "a%20b",
        "c%20d",
        "top",
        "",
        "L10",
        "L10-L20",
        "L10C3-L12C5",
        "L7",
        ":~:text=river%20carries%20silt",
        ":~:text=The%20River",
        ":~:text=river,delta",
        ":~:text=the-,river,delta,-nothing",
        "old:~:text=far%20hills",
        ":~:text=never&text=wide%20delta",
        ":~:something-new",
    ],
)
def test_a_place_that_is_there_is_found(fragment: str) -> None:
    assert missing(fragment) == ()


@pytest.mark.parametrize(
    "fragment",
    ["nowhere", "L11", ":~:text=never%20said", ":~:text=delta,river", "installation"],
)
def test_a_place_that_is_not_there_is_missing(fragment: str) -> None:
    assert missing(fragment) == (fragment,)


def test_nothing_is_missing_where_nothing_was_looked_for() -> None:
    assert missing() == ()


@given(st.text(max_size=30))
def test_any_fragment_is_there_or_missing(fragment: str) -> None:
    assert missing_fragments([fragment], frozenset(), "") in {(), (fragment,)}
    assert missing_fragments([fragment], frozenset({fragment}), fragment) in {(), (fragment,)}
