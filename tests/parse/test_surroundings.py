from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkcheck.model import CitedDate, DateSource
from linkcheck.parse.context import LONGEST, sentence_around
from linkcheck.parse.dates import day_in_path, read_day
from tests.parse.reading import CASES, cited, read

DATES: Final = tomllib.loads((CASES / "access_dates.toml").read_text("utf-8"))


def test_the_context_is_the_sentence_around_the_address() -> None:
    [citation] = cited("One thing. The other is at\nhttps://example.org/a. A third.")
    assert citation.context == "The other is at https://example.org/a."


def test_the_context_stops_at_an_item_some_lines_below() -> None:
    [citation] = cited("Read https://example.org/a and\nsome more\n- an item")
    assert citation.context == "Read https://example.org/a and some more"


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


@pytest.mark.parametrize(
    ("text", "context"),
    [
        (
            "前の文です。詳細は https://a.example/ を参照。次の文です。",
            "詳細は https://a.example/ を参照。",
        ),
        ("「始め。」詳細は https://a.example/ を見よ！次", "詳細は https://a.example/ を見よ！"),
        ("جملة أولى. انظر https://a.example/ هنا؟ جملة ثالثة.", "انظر https://a.example/ هنا؟"),
        ("पहला। देखें https://a.example/ यहाँ। तीसरा।", "देखें https://a.example/ यहाँ।"),
        (
            "See Dr. A. Smith et al. (2020), vol. 3, https://a.example/. Then.",
            "See Dr. A. Smith et al. (2020), vol. 3, https://a.example/.",
        ),
        (
            "- one https://b.example/ x\n- two https://a.example/ y\n- three\n",
            "- two https://a.example/ y",
        ),
        (
            "1. one\n2. two https://a.example/\n   and more\n3. three",
            "2. two https://a.example/ and more",
        ),
        ("He said “stop.” See https://a.example/ now. End.", "See https://a.example/ now."),
    ],
)
def test_sentences_end_in_all_scripts_and_not_at_abbreviations(text: str, context: str) -> None:
    [citation] = [each for each in cited(text) if each.url == "https://a.example/"]
    assert citation.context == context


def test_a_cut_falls_between_two_words() -> None:
    [citation] = cited("lengthy " * 100 + "https://a.example/" + " lengthy" * 100)
    assert citation.context is not None
    assert set(citation.context.strip("…").split()) == {"lengthy", "https://a.example/"}


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


@pytest.mark.parametrize("beside", DATES["beside"])
def test_the_day_of_access_is_read_in_many_languages(beside: str) -> None:
    [citation] = cited(beside.format("https://example.org/2001/02/03/a"))
    assert citation.date == CitedDate(date(2020, 5, 3), DateSource.ACCESSED)


@pytest.mark.parametrize("beside", DATES["none"])
def test_what_is_no_certain_day_of_access_is_none(beside: str) -> None:
    [citation] = cited(beside.format("https://example.org/a"))
    assert citation.date is None


def test_a_links_label_has_the_day_behind_it() -> None:
    [citation] = cited("[Report](https://a.example/). Retrieved 3 May 2020.\n", "markdown")
    assert citation.date == CitedDate(date(2020, 5, 3), DateSource.ACCESSED)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("{a} and {b} (accessed 3 May 2020)", [None, 3]),
        ("{a} (accessed 3 May 2020), {b}", [3, None]),
        ("{a} (accessed 3 May 2020), {b} (accessed 4 May 2020)", [3, 4]),
        ("See {a}. Retrieved 3 May 2020 from {b}", [None, 3]),
        ("- {a}, accessed 3 May 2020\n- {b}, accessed 4 May 2020\n", [3, 4]),
    ],
)
def test_a_day_of_access_belongs_to_one_address(text: str, days: list[int | None]) -> None:
    found = cited(text.format(a="https://a.example/", b="https://b.example/"))
    assert [each.date and each.date.day.day for each in found] == days


def test_no_month_has_two_meanings() -> None:
    meanings: dict[str, set[int]] = {}
    table = tomllib.loads(
        resources.files("linkcheck.parse").joinpath("dates.toml").read_text("utf-8")
    )
    for names in table["months"].values():
        assert len(names) == 12
        for number, name in enumerate(names, start=1):
            meanings.setdefault(name, set()).add(number)
    assert {name for name, numbers in meanings.items() if name and len(numbers) > 1} == set()


@pytest.mark.parametrize("text", DATES["datelines"])
def test_the_day_that_stands_over_a_text_is_the_documents(text: str) -> None:
    assert read(text)[0].date == date(2020, 5, 3)


@pytest.mark.parametrize("text", DATES["no_datelines"])
def test_a_day_within_a_text_is_not_the_documents(text: str) -> None:
    assert read(text)[0].date is None


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


SENTENCE_PIECES = [
    *("nax", "Word", "Dr.", "vol.", "A.", "ed.", "end.", "end!", "so?", "end.)", '"end."', "3.14"),
    *("1.", "-", "*", "[1]", "2)", "b)", "(", "a,", "http://b.org/", "x.y.z", ".", "..", "9."),
    *("\n", "\n", "\n\n", "\n \n", "\r\n", "\n- ", "\n1. ", "\n  ", "\t", "\na) ", "\n[2] "),
]
SOME_TEXT = st.lists(st.sampled_from(SENTENCE_PIECES), max_size=8).map(" ".join)
FAR_TEXT = st.sampled_from(["", "Far away. " * 3, "nothing ends here and " * 20, "\n" * 30])


@given(
    FAR_TEXT,
    SOME_TEXT,
    st.sampled_from([" nax ", " nax (", "\nnax\n", " nax\n"]),
    SOME_TEXT,
    FAR_TEXT,
)
@settings(max_examples=600)
def test_the_sentence_is_the_same_whatever_letters_it_is_written_in(
    far_before: str, before: str, between: str, after: str, far_behind: str
) -> None:
    address = "https://a.org/b"
    head = f"{far_before}{before}{between}"
    text = f"{head}{address} nax {after}{far_behind}"
    start = len(head)
    accented = text.replace("nax", "na\u0161")
    plain = sentence_around(text, start, start + len(address))
    other = sentence_around(accented, start, start + len(address))
    assert plain.replace("nax", "na\u0161") == other
