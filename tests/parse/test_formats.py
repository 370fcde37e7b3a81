"""Formats are found by what is known of them, and each is imported only when it is needed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linkcheck.parse.formats import (
    cards,
    cards_of,
    format_by_name_of,
    format_named,
    format_names,
    is_name_of_format,
    modules,
)
from linkcheck.parse.formats.__main__ import INDEX, index

if TYPE_CHECKING:
    from linkcheck.parse.formats import Card

GUIDE = Path(__file__).parents[2] / "docs" / "formats.md"


def test_the_index_says_what_the_formats_say() -> None:
    assert INDEX.read_text("utf-8") == index(), "renew it: python -m linkcheck.parse.formats"


def test_a_module_that_the_index_does_not_know_is_asked_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = dict(cards())
    rows = tuple(row for row in _index_rows() if row[0] not in {"code", "pdf"})
    monkeypatch.setattr("linkcheck.parse.formats._index.ROWS", rows)
    cards.cache_clear()
    try:
        assert cards() == whole
    finally:
        cards.cache_clear()


def _index_rows() -> tuple[Card, ...]:
    return tuple(card for module in modules() for card in cards_of(module))


@pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.name)
def test_each_format_is_found_by_its_name_and_its_endings(card: Card) -> None:
    found = format_named(card.name)
    assert found is not None
    assert found.name == card.name
    for ending in card.suffixes:
        named = format_by_name_of(f"folder/A{ending.upper()}")
        assert named is not None
        assert named.name == card.name
    for name in card.names:
        assert is_name_of_format(f"folder/{name}")


def test_no_ending_means_two_formats() -> None:
    endings = [ending for card in cards().values() for ending in (*card.suffixes, *card.names)]
    assert len(endings) == len(set(endings))


def test_the_guide_lists_every_format_once() -> None:
    text = GUIDE.read_text("utf-8")
    in_tables = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
    languages = re.search(r"^Source code.*?\n\n(.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    assert languages is not None
    listed = in_tables + re.findall(r"`([\w-]+)`", languages[1])
    assert sorted(listed) == list(format_names())


def test_the_guide_names_no_ending_that_is_not_read() -> None:
    text = GUIDE.read_text("utf-8")
    for name, recognised in re.findall(r"^\| `([\w-]+)` \| ([^|]*) \|", text, re.MULTILINE):
        for ending in re.findall(r"`(\.[\w.]+)`", recognised):
            found = format_by_name_of(f"a{ending}")
            assert found is not None, ending
            assert found.name == name, ending


def test_reading_markdown_imports_no_other_format(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text("See https://a.example.org/x.\n", "utf-8")
    program = (
        "import sys\n"
        "from linkcheck.parse import Source, open_document\n"
        "from linkcheck.settings import Settings\n"
        "path = sys.argv[1]\n"
        "print(len(list(open_document(Source(path, path), Settings())[1])))\n"
        "print(*(n for n in sys.modules if n.startswith('linkcheck.parse.formats.')))\n"
    )
    out = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", program, str(document)], capture_output=True, text=True, check=True
    )
    found, imported = out.stdout.splitlines()
    assert found == "1"
    assert set(imported.split()) == {
        "linkcheck.parse.formats._index",
        "linkcheck.parse.formats.markdown",
    }
