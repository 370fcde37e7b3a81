"""The floors of joining addresses over line breaks, on documents wrapped in many ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from linkcheck.parse.prose import mentions_in
from linkcheck.parse.unwrap.breaks import WEIGHTS, Break, signs_of
from tests.parse.wrapping import COLUMNS, MANNERS, advance, documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.parse.wrapping import Wrapped

COUNT = 40
SEED = 7


@dataclass
class Score:
    """Count how addresses came out: those that were broken, and those that stood whole."""

    broken: int = 0
    broken_found: int = 0
    joined: int = 0
    joined_right: int = 0
    whole: int = 0
    whole_found: int = 0
    readings: int = 0

    @property
    def recall(self) -> float:
        return self.broken_found / self.broken

    @property
    def precision(self) -> float:
        return self.joined_right / self.joined

    @property
    def kept(self) -> float:
        return self.whole_found / self.whole

    def add(self, document: Wrapped, *, proportional: bool = False) -> None:
        mentions = mentions_in(document.text, wrapped=True, proportional=proportional)
        found = {mention.start: mention for mention in mentions}
        for placed in document.placed:
            mention = found.get(placed.start)
            prefix = "" if "://" in placed.address else "http://"
            right = mention is not None and mention.address == prefix + placed.address
            joined = mention is not None and "\n" in document.text[mention.start : mention.end]
            self.joined += joined
            self.joined_right += joined and right
            self.readings += 0 if mention is None else 1 + len(mention.others)
            if placed.broken:
                self.broken += 1
                self.broken_found += right
            else:
                self.whole += 1
                self.whole_found += right


def scored(wrapped: Iterable[Wrapped], *, proportional: bool = False) -> Score:
    score = Score()
    for document in wrapped:
        score.add(document, proportional=proportional)
    assert score.broken > 300
    return score


def all_ways(**options: object) -> Iterable[Wrapped]:
    for columns in COLUMNS:
        for manner in MANNERS:
            yield from documents(columns, manner, count=COUNT, seed=SEED + columns, **options)  # type: ignore[arg-type]  # handed through


def test_addresses_in_wrapped_text_are_joined_where_they_were_broken() -> None:
    score = scored(all_ways())
    assert score.recall >= 0.99
    assert score.precision >= 0.995
    assert score.kept >= 0.995


def test_addresses_in_angle_brackets_are_joined_whatever_stands_in_them() -> None:
    score = scored(all_ways(bracketed=True))
    assert score.recall >= 0.995
    assert score.precision >= 0.995
    assert score.kept >= 0.995


def test_addresses_in_the_text_of_a_pdf_are_joined_by_the_widths_of_its_letters() -> None:
    score = scored(all_ways(fits=advance), proportional=True)
    assert score.recall >= 0.985
    assert score.precision >= 0.995
    assert score.kept >= 0.995


@pytest.mark.parametrize("margin", ["> ", ">> ", "# ", "    // ", "-- ", ";; ", "    ", "\t"])
def test_addresses_are_joined_behind_the_marks_of_mail_comments_and_indentation(
    margin: str,
) -> None:
    wrapped = [
        document
        for manner in MANNERS
        for document in documents(80, manner, count=COUNT, seed=SEED, margin=margin)
    ]
    score = scored(wrapped)
    assert score.recall >= 0.98
    assert score.precision >= 0.98
    assert score.kept >= 0.99


def test_few_addresses_have_more_than_one_reading() -> None:
    score = scored(all_ways())
    assert score.readings / (score.broken + score.whole) < 1.25


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    seen = {"always"}
    cases = [
        # before, next line
        ("https://exa", "mple.org/x"),
        ("https://example.org", "and"),
        ("https://example.org/a.ht", "ml"),
        ("https://example.org/a.html", "reads"),
        ("https://example.org/a-", "b"),
        ("https://example.org/a/", "b-c"),
        ("https://example.org/a.", "b-c-d"),
        ("https://example.org/a.", "Bcd"),
        ("https://example.org/a,", "b.c"),
        ("https://example.org/12", "34"),
        ("https://example.org/12", "ab"),
        ("https://example.org/ab", "cD"),
        ("https://example.org/ab", "a1"),
        ("https://example.org/ab", "xyz"),
        ("https://example.org/ab", "xyzxyz"),
        ("https://example.org/ab", "the"),
        ("https://example.org/ab", "house"),
        ("https://example.org/ab", "example.com/a"),
        ("https://example.org/ab:", "cd"),
        ("https://example.org/ab-", "cd.ef.gz"),
        ("https://example.org/web/2020/ht", "tps://example.com/"),
        ("https://example.org/ab", "#cd"),
        ("https://example.org/ab", "-cd"),
        ("https://example.org/ab", "cd_ef"),
        ("https://example.org/a_(b", "cd)"),
        ("https://example.org/cont", "ents"),
        ("https://example.org/zel", "fportret"),
        ("https://example.org/ze", "lfportret"),
        ("https://example.org/not", "es-1999"),
        ("https://example.org/news", "-a123"),
        ("https://example.org/news-a123", "mid-term"),
    ]
    others = (
        "https://example.org/notes-1999 https://example.org/zel x\n"
        "https://example.org/old-a1 https://example.org/new-a2 https://example.org/mid-a3 x\n"
    )
    around = "all the houses in this house are small and the river is wide here\n"
    for before, after in cases:
        for lead, tail in (
            ("", ""),
            ("words (", ") on"),
            ("words (", " on"),
            ("long " * 10, " and so on"),
            ("name    ", "    name"),
        ):
            for context in ("", around, "a " * 100 + "\n", others, others[-88:]):
                text = f"{context}{lead}{before}\n{after}{tail}\n"
                start = len(context) + len(lead)
                begin = start + len(before) + 1
                end = begin + len(after)
                token_end = end + len(tail.split(" ", maxsplit=1)[0])
                place = Break.at(text, start, begin - 1, begin, end, token_end)
                seen.update(signs_of(place))
    assert seen == set(WEIGHTS)
