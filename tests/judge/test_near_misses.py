from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.judge.near_misses import common_beginning, near_misses

if TYPE_CHECKING:
    from collections.abc import Sequence


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    cited: str
    held: tuple[str, ...]
    offered: tuple[int, ...]


def _rows() -> Sequence[Row]:
    text = Path(__file__).with_name("near_misses.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["case"], list[Row])


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.name)
def test_only_what_may_have_been_meant_is_offered(row: Row) -> None:
    assert near_misses(row.cited, row.held) == tuple(row.held[number] for number in row.offered)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.name)
def test_the_one_query_finds_what_is_offered(row: Row) -> None:
    beginning = common_beginning(row.cited).partition("://")[2].removeprefix("www.")
    for number in row.offered:
        held = row.held[number].partition("://")[2].removeprefix("www.")
        assert held.startswith(beginning)


@given(st.lists(st.text("abc/-1?.", max_size=20).map(lambda path: f"http://example.org/{path}")))
def test_what_is_cited_is_never_offered(urls: list[str]) -> None:
    for url in urls:
        offered = near_misses(url, urls)
        assert url not in offered
        assert set(offered) <= set(urls)
        assert len(offered) <= 3
