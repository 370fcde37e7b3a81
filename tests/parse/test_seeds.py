from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.model import CitedDate, DateSource
from linkcheck.parse import discover, open_document
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from linkcheck.model import Citation

SEEDS = Path(__file__).parents[2] / "seeds"
BROKEN = (
    "https://www.themoscowtimes.com/2018/01/12/russian-governor-fights-keep-north-korean-laborers-"
)


def no_stdin() -> bytes:
    raise AssertionError


def read_seeds() -> dict[str, list[Citation]]:
    skipped: list[str] = []
    sources = discover(
        ["."],
        Settings(),
        cwd=SEEDS,
        stdin=no_stdin,
        on_skip=lambda path, _why: skipped.append(path),
    )
    documents = [open_document(source, Settings()) for source in sources]
    assert not skipped
    return {document.path: list(citations) for document, citations in documents}


def test_the_first_document_is_listed_with_no_citation_and_the_second_with_seven() -> None:
    found = read_seeds()
    assert {path: len(citations) for path, citations in found.items()} == {
        "000_1bdf7a0faaaec968.txt": 0,
        "004_4edd097b8a42be2f.txt": 7,
    }


def test_the_seven_citations_stand_at_their_lines() -> None:
    citations = read_seeds()["004_4edd097b8a42be2f.txt"]
    assert [(each.span.line, each.span.end_line, each.url) for each in citations] == [
        (15, 15, "https://ria.ru/society/20171229/1511936482.html"),
        (
            16,
            16,
            (
                "https://www.themoscowtimes.com/2025/04/10/"
                "the-real-story-behind-north-korean-labor-camp"
            ),
        ),
        (36, 37, f"{BROKEN}despite-sanctions-a60165"),
        (39, 39, "http://www.interfax.ru/russia/595097"),
        (
            40,
            40,
            (
                "https://www.reuters.com/article/us-northkorea-missiles-russia-sanctions/"
                "north-korea-petitions-russia-to-let-workers-stay-despite-sanctions-ifax-idUSKBN1DH0TO"
            ),
        ),
        (
            41,
            41,
            (
                "https://themoscowtimes.com/articles/"
                "the-real-story-behind-north-korean-labor-camp-58447"
            ),
        ),
        (
            42,
            42,
            (
                "https://themoscowtimes.com/news/"
                "north-korean-slaves-building-key-russian-world-cup-stadium-57602"
            ),
        ),
    ]


def test_only_the_broken_address_has_another_reading_and_it_is_the_first_line_alone() -> None:
    citations = read_seeds()["004_4edd097b8a42be2f.txt"]
    assert [each.candidates for each in citations if each.candidates] == [(f"{BROKEN}des",)]
    broken = next(each for each in citations if each.candidates)
    assert broken.text == f"{BROKEN}des\npite-sanctions-a60165"
    assert (broken.span.column, broken.span.end_column) == (1, 22)


def test_news_addresses_carry_the_day_on_which_they_were_cited() -> None:
    citations = read_seeds()["004_4edd097b8a42be2f.txt"]
    assert [each.date for each in citations[:4]] == [
        CitedDate(date(2017, 12, 29), DateSource.URL),
        CitedDate(date(2025, 4, 10), DateSource.URL),
        CitedDate(date(2018, 1, 12), DateSource.URL),
        None,
    ]
