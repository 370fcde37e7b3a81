from __future__ import annotations

from datetime import date

import pytest

from linkcheck.model import CitedDate, DateSource
from linkcheck.parse.context import LONGEST, sentence_around
from linkcheck.parse.dates import day_in_path, read_day
from tests.parse.reading import cited, read


def test_the_context_is_the_sentence_around_the_address() -> None:
    [citation] = cited("One thing. The other is at\nhttps://example.org/a. A third.")
    assert citation.context == "The other is at https://example.org/a."


def test_the_context_stops_at_blank_lines() -> None:
    [citation] = cited("Title\n\nRead https://example.org/a\n\nElsewhere")
    assert citation.context == "Read https://example.org/a"


def test_the_context_of_a_list_is_the_line_alone() -> None:
    citations = cited("https://a.example/\nhttps://b.example/\nhttps://c.example/\n")
    assert [each.context for each in citations] == [each.text for each in citations]


def test_the_context_of_a_sentence_without_end_is_cut_and_says_so() -> None:
    [citation] = cited("word " * 500 + "https://example.org/a" + " word" * 500)
    assert citation.context is not None
    assert citation.context.startswith("…")
    assert citation.context.endswith("…")
    assert len(citation.context) <= LONGEST + 2


def test_the_context_of_a_very_long_address_is_bounded() -> None:
    text = "see " + "x" * 5000 + " there"
    assert len(sentence_around(text, 4, 5004)) <= LONGEST + 2


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2018/01/12/x", date(2018, 1, 12)),
        ("/society/20171229/1.html", date(2017, 12, 29)),
        ("/2020-3-9-title", date(2020, 3, 9)),
        ("/2018/01/", None),
        ("/20181399/", None),
        ("/2019/02/30/x", None),
        ("/a/120171229/", None),
        ("/web/20200101000000/x", None),
    ],
)
def test_a_day_is_read_from_a_path(path: str, day: date | None) -> None:
    assert day_in_path(path) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 May 2020", date(2020, 5, 3)),
        ("May 3rd, 2020", date(2020, 5, 3)),
        ("2020-05-03T10:00:00Z", date(2020, 5, 3)),
        ("03.05.2020", date(2020, 5, 3)),
        ("3. März 2020", date(2020, 3, 3)),
        ("1er août 2019", date(2019, 8, 1)),
        ("3 de mayo de 2020", date(2020, 5, 3)),
        ("12 января 2018", date(2018, 1, 12)),
        ("2018年1月12日", date(2018, 1, 12)),
        ("2018년 1월 12일", date(2018, 1, 12)),
        ("13/05/2020", date(2020, 5, 13)),
        ("05/13/2020", date(2020, 5, 13)),
        ("05/06/2020", None),
        ("31 June 2020", None),
        ("no day", None),
    ],
)
def test_days_are_read_in_many_languages(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/2001/02/03/a (accessed 3 May 2020)",
        "https://example.org/a. Retrieved on May 3, 2020.",
        "Retrieved 2020-05-03 from https://example.org/a",
        "https://example.org/a (abgerufen am 3. Mai 2020)",
        "https://example.org/a (consulté le 3 mai 2020)",
        "https://example.org/a [consultado el 3 de mayo de 2020]",
        "https://example.org/a (дата обращения: 03.05.2020)",
        "https://example.org/a (閲覧日 2020年5月3日)",
    ],
)
def test_the_day_of_access_beside_an_address_wins(text: str) -> None:
    [citation] = cited(text)
    assert citation.date == CitedDate(date(2020, 5, 3), DateSource.ACCESSED)


def test_the_day_of_access_belongs_to_the_address_before_it() -> None:
    first, second = cited("https://a.example/ and https://b.example/ (accessed 3 May 2020)")
    assert first.date is None
    assert second.date == CitedDate(date(2020, 5, 3), DateSource.ACCESSED)


def test_the_documents_own_date_is_the_last_resort() -> None:
    text = (
        "---\ntitle: x\ndate: 2020-05-03\n---\nhttps://a.example/2019/01/01/ https://b.example/\n"
    )
    document, citations = read(text, "markdown")
    assert document.date == date(2020, 5, 3)
    assert [each.date for each in citations] == [
        CitedDate(date(2019, 1, 1), DateSource.URL),
        CitedDate(date(2020, 5, 3), DateSource.DOCUMENT),
    ]
