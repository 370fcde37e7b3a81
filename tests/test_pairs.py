"""What documents say is a copy of what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest

from linkcheck.judge import ArchiveLink
from linkcheck.model import Citation, Document, Span
from linkcheck.pairs import read_pairs
from linkcheck.store import temporary_ledger

if TYPE_CHECKING:
    from linkcheck.pairs import Pairs

NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
SHORT: Final = "https://perma.cc/AB12-CD34"
PAGE: Final = "https://a.example/story"
LONG: Final = f"https://web.archive.org/web/20180112103000/{PAGE}"


def _cited(url: str, document: str = "a.wiki", copy_of: str | None = None) -> Citation:
    return Citation(document, Span(0, 1, 1, 1, 1, 2), url, url, copy_of=copy_of)


def _pairs(*citations: Citation) -> Pairs:
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        for name in dict.fromkeys(each.document for each in citations):
            own = [each for each in citations if each.document == name]
            ledger.add_document(run, Document(name, "text"), own)
        return read_pairs(ledger, run)


def test_a_short_form_is_a_copy_of_what_the_document_says() -> None:
    pairs = _pairs(_cited(PAGE), _cited(SHORT, copy_of=PAGE))

    assert pairs.copies_of(PAGE) == {SHORT: ("a.wiki",)}
    assert pairs.link(SHORT) == ArchiveLink("perma.cc", PAGE)


@pytest.mark.parametrize("page", [PAGE, "http://www.a.example/Story/", f"{PAGE}#part"])
def test_a_copy_that_names_its_original_needs_no_word_of_the_document(page: str) -> None:
    pairs = _pairs(_cited(PAGE), _cited(LONG))

    assert pairs.copies_of(page.partition("#")[0]) == {LONG: ("a.wiki",)}


def test_what_a_copy_s_own_address_says_counts_before_the_document() -> None:
    pairs = _pairs(_cited(LONG, copy_of="https://b.example/"))

    assert pairs.copies_of("https://b.example/") == {}
    link = pairs.link(LONG)
    assert link is not None
    assert link.original == PAGE


def test_any_address_may_be_said_to_be_a_copy() -> None:
    pairs = _pairs(_cited("https://my.example/saved.html", copy_of=PAGE))

    assert pairs.link("https://my.example/saved.html") == ArchiveLink("my.example", PAGE)


def test_every_document_that_gives_the_copy_is_told() -> None:
    cited = [_cited(SHORT, name, PAGE) for name in ("b.wiki", "a.wiki", "b.wiki")]

    assert _pairs(*cited).copies_of(PAGE) == {SHORT: ("b.wiki", "a.wiki")}


@pytest.mark.parametrize("nonsense", ["", "no address", PAGE])
def test_nothing_is_a_copy_of_nonsense_or_of_itself(nonsense: str) -> None:
    pairs = _pairs(_cited(PAGE, copy_of=nonsense), _cited("https://a.example/archive/http"))

    assert (pairs.said, pairs.given) == ({}, {})


def test_addresses_that_are_no_copies_are_none() -> None:
    pairs = _pairs(_cited(PAGE))

    assert (pairs.link(PAGE), pairs.copies_of(PAGE)) == (None, {})
