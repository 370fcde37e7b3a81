from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.fetch.fingerprint import fingerprint
from linkcheck.judge import probe_address
from linkcheck.judge.probes import resemblance


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("https://example.org/news/story-1", "https://example.org/news/"),
        ("https://example.org/news/story-1?page=2", "https://example.org/news/"),
        ("https://example.org/news/", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org/?utm_source=feed", "https://example.org/"),
        (
            "https://example.org/wiki/index.php?title=Silt",
            "https://example.org/wiki/index.php?title=",
        ),
        ("http://example.org:8080/a/b.html", "http://example.org:8080/a/"),
    ],
)
def test_the_made_up_page_lies_beside_the_one_it_is_compared_with(url: str, folder: str) -> None:
    made_up = probe_address(url)
    assert made_up is not None
    assert re.fullmatch(re.escape(folder) + "[a-z]{25}", made_up)


def test_a_page_that_is_named_by_a_number_is_compared_with_another_number() -> None:
    made_up = probe_address("https://example.org/news.php?lang=en&id=17")
    assert made_up is not None
    assert re.fullmatch(r"https://example\.org/news\.php\?id=20[0-9]{8}", made_up)
    assert probe_address("https://example.org/news.php?id=4") == made_up
    assert probe_address(made_up) == made_up
    assert int(made_up.rpartition("=")[2]) < 2**31


def test_all_pages_of_a_folder_share_one() -> None:
    assert probe_address("https://example.org/a/b") == probe_address("https://example.org/a/c?d")
    assert probe_address("https://example.org/a/b") != probe_address("https://example.org/c/b")
    assert probe_address("https://example.org/a/b") != probe_address("http://example.org/a/b")


@pytest.mark.parametrize("url", ["mailto:a@example.org", "nonsense", "ftp://example.org/x"])
def test_what_is_no_web_address_has_none(url: str) -> None:
    assert probe_address(url) is None


@given(st.lists(st.text("abcdefghij-%/", min_size=1, max_size=8), max_size=5))
def test_the_made_up_page_of_a_made_up_page_is_itself(parts: list[str]) -> None:
    made_up = probe_address("https://example.org/" + "/".join(parts))
    assert made_up is not None
    assert probe_address(made_up) == made_up


texts = st.lists(st.sampled_from(["silt", "river", "delta", "hills", "spring"]), max_size=80)


@given(texts, texts)
def test_resemblance_is_a_share_and_the_same_both_ways(one: list[str], other: list[str]) -> None:
    first, second = fingerprint(one), fingerprint(other)
    share = resemblance(first, second)
    assert 0 <= share <= 1
    assert share == resemblance(second, first)
    assert resemblance(first, first) == (1.0 if first else 0.0)
