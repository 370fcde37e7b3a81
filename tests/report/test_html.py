from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.model import CitedDate, DateSource, DocumentResult, State
from linkcheck.report.html.tally import YEARS_SHOWN, Tally
from tests.report.nasty import NASTY, nasty_extraction, nasty_report
from tests.report.pages import many, page_of
from tests.report.samples import WRAPPED, report_of, sample, sample_extraction

CSS = resources.files("linkcheck.report.html").joinpath("page.css").read_text("utf-8")


class Elements(HTMLParser):
    """Hold the elements of a page and the texts of its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.words = ""
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.raw:
            self.raw[tag].append("")
        self._inside = tag

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in self.raw:
            self.raw[self._inside][-1] += data
        else:
            self.words += data

    def policy(self) -> str:
        return next(
            attrs["content"] or ""
            for tag, attrs in self.tags
            if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
        )


def rows_of(page: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(Elements(page).raw["script"][0])
    return rows


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_only_its_own_script_and_style_may_run() -> None:
    elements = Elements(page_of(sample()))
    (style,) = elements.raw["style"]
    _, script = elements.raw["script"]

    assert "default-src 'none'" in elements.policy()
    assert f"script-src {hash_of(script)};" in elements.policy()
    assert f"style-src {hash_of(style)};" in elements.policy()
    assert "unsafe" not in elements.policy()


def test_the_page_refers_to_nothing_outside() -> None:
    for tag, attributes in Elements(page_of(sample())).tags:
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nasty_texts_add_no_element_and_no_attribute(text: str) -> None:
    def shape(page: str) -> list[tuple[str, list[str]]]:
        return [(tag, list(attributes)) for tag, attributes in Elements(page).tags]

    assert shape(page_of(nasty_report(text))) == shape(page_of(nasty_report("plain")))
    assert shape(page_of(nasty_extraction(text))) == shape(page_of(nasty_extraction("plain")))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nasty_texts_leave_the_rows_readable(text: str) -> None:
    assert len(rows_of(page_of(nasty_report(text)))) == len(sample().findings)
    assert len(rows_of(page_of(nasty_extraction(text)))) == 9


@pytest.mark.parametrize("text", ["</script x>", "</script/", "<!--<script>", "&lt;"])
def test_no_character_of_markup_stands_in_the_rows(text: str) -> None:
    page = page_of(nasty_report(text))
    rows = page.partition('id="rows">')[2].partition("</script>")[0]

    assert rows.strip().endswith("]")
    assert not set("<>&") & set(rows)


@given(st.text())
def test_any_text_leaves_the_rows_readable(text: str) -> None:
    assert len(rows_of(page_of(nasty_report(text)))) == len(sample().findings)


def test_a_name_like_a_place_holder_is_a_name() -> None:
    report = sample()
    first = report.documents[0]
    named = replace(first, document=replace(first.document, path="$footer $$ ${js} $rows"))
    page = page_of(replace(report, documents=(named, *report.documents[1:])))

    assert "$footer $$ ${js} $rows" in Elements(page).words


def test_a_row_has_all_that_is_known() -> None:
    rows = {row["address"]["text"]: row for row in rows_of(page_of(sample()))}
    dead, moved = rows[WRAPPED], rows["http://www.interfax.ru/russia/595097"]
    (place,) = dead["places"]

    assert (dead["state"], dead["why"]) == ("dead", ["the page is not there (404)"])
    assert dead["instead"]["address"]["text"].startswith("https://web.archive.org/web/2018")
    assert dead["instead"]["what"] == "archived 2018-01-25, 12 days after it was cited"
    assert (place["place"], place["date"], place["source"]) == (
        "lines 36 to 37",
        "2018-01-13",
        "document",
    )
    assert place["context"] == f"Original url: {WRAPPED}"
    assert moved["evidence"]["hops"][0]["status"] == 301
    assert moved["instead"]["address"]["text"] == "https://www.interfax.ru/russia/595097"


def test_nothing_is_put_in_the_place_of_what_is_alive() -> None:
    (alive,) = [row for row in rows_of(page_of(sample())) if "ria.ru" in row["address"]["text"]]

    assert "instead" not in alive
    assert alive["copy"]["text"].startswith("https://web.archive.org/")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x", True),
        ("http://a.example/x", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://a.example/x", False),
        ("https://a.example/\u202egpj", False),
        ("https://me:secret@a.example/", False),
    ],
)
def test_only_an_address_of_the_web_that_shows_what_it_is_can_be_followed(
    url: str,
    link: bool,  # noqa: FBT001  (pytest passes it by name)
) -> None:
    first = next(iter(sample().findings))
    changed = replace(first, target=replace(first.target, url=url))
    (row,) = rows_of(page_of(report_of((changed,), ())))

    assert row["address"].get("link", False) is link
    assert "secret" not in row["address"]["text"]


def test_the_head_says_how_it_stands() -> None:
    words = Elements(page_of(sample())).words

    assert "3 of 9 cited addresses are dead" in words
    assert (
        "14 citations of 9 addresses in 6 documents (1 without any, 2 not readable), checked on 4 May 2026, 12:00 UTC."
        in words
    )
    assert "This run is not complete: interrupted." in words
    assert "archive/scan.pdf: page 4 cannot be read" in words
    assert "seeds/2017-tass.txt" in words


def test_no_dead_address_is_no_boast() -> None:
    alive = tuple(item for item in sample().findings if item.verdict.state is State.ALIVE)

    assert "None of 2 cited addresses is known to be dead" in page_of(report_of(alive, ()))
    assert "No address is cited" in page_of(report_of((), ()))


def test_citations_that_were_not_checked_have_no_verdict() -> None:
    page = page_of(sample_extraction())

    assert "Nothing was checked." in page
    assert not any("state" in row for row in rows_of(page))


def test_a_document_that_could_not_be_read_is_not_one_without_citations() -> None:
    words = Elements(page_of(sample())).words

    assert "1 document without citations" in words


# ---------------------------------------------------------------- the charts


def dated(years: dict[int, int]) -> Tally:
    tally = Tally()
    first = next(iter(sample().findings))
    for year, number in years.items():
        cited = replace(first.citations[0], date=CitedDate(date(year, 5, 4), DateSource.ACCESSED))
        tally.add(replace(first, citations=(cited,) * number))
    return tally


@given(st.dictionaries(st.integers(1, 9999), st.integers(1, 5), max_size=60))
def test_every_dated_citation_is_in_one_of_few_columns(years: dict[int, int]) -> None:
    shown = dated(years).years()

    assert sum(year.total for year in shown) == sum(years.values())
    assert len(shown) <= YEARS_SHOWN + 1
    assert [year.year for year in shown] == sorted({year.year for year in shown})


def test_years_without_citations_stand_between_those_with_some() -> None:
    assert [(year.name, year.total) for year in dated({2001: 1, 2004: 2}).years()] == [
        ("2001", 1),
        ("2002", 0),
        ("2003", 0),
        ("2004", 2),
    ]


def test_old_years_are_one_column() -> None:
    years = dated({1900: 2, 1950: 1, 2020: 1}).years()

    assert (years[0].name, years[0].total) == ("until 1990", 3)
    assert years[1].name == "1991"


def test_the_chart_says_its_numbers_in_words() -> None:
    words = Elements(page_of(many(200))).words
    labels = [
        attrs.get("aria-label") for tag, attrs in Elements(page_of(many(200))).tags if tag == "svg"
    ]

    assert "2000: 10 of 10 citations dead" in words
    assert any("20 of 200 dead" in (label or "") for label in labels)
    assert any("20 dead, 0 blocked" in (label or "") for label in labels)


def test_without_dates_there_is_no_chart_of_years() -> None:
    undated = tuple(
        replace(item, citations=tuple(replace(each, date=None) for each in item.citations))
        for item in sample().findings
    )

    assert "Rot by the year" not in page_of(report_of(undated, ()))


def test_a_page_of_no_documents_is_whole() -> None:
    assert page_of(report_of((), ())).endswith("</html>\n")
    assert page_of(report_of((), (DocumentResult(sample().documents[0].document, 0),)))


# ---------------------------------------------------------------- colours


def themes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", theme)) for theme in (light, dark)]
    return {"light": colours[0], "dark": colours[1]}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", *(state.value for state in State)])
@pytest.mark.parametrize("ground", ["page", "card", "hover"])
def test_texts_stand_out_from_their_ground(theme: str, ink: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    colours = themes()[theme]
    lighter, darker = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
