from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from linkcheck.judge import archive_status, judge, target_date
from linkcheck.model import (
    Answered,
    ArchiveState,
    ArchiveStatus,
    Citation,
    CitedDate,
    DateSource,
    Evidence,
    Held,
    NotHeld,
    Remedy,
    Span,
    Suggestion,
    Target,
    Unavailable,
)
from tests.judge.evidence import URL, capture, lookup, seen

if TYPE_CHECKING:
    from linkcheck.model import (
        Capture,
    )

NEAR = date(2018, 1, 12)
days = st.dates(date(1996, 1, 1), date(2026, 1, 1))


def _cited(day: date | None, source: DateSource = DateSource.DOCUMENT) -> Citation:
    cited = None if day is None else CitedDate(day, source)
    return Citation("a.md", Span(0, 1, 1, 1, 1, 2), "x", "https://example.org/", date=cited)


def _held(*captures: Capture, near: date | None = NEAR) -> ArchiveStatus:
    return archive_status([lookup(Held(captures))], near)


def test_nobody_asked() -> None:
    assert archive_status([], NEAR) == ArchiveStatus(ArchiveState.NOT_ASKED, near=NEAR)


def test_the_nearest_copy_is_offered_with_its_signed_gap() -> None:
    near, far = capture(date(2018, 1, 10)), capture(date(2018, 3, 1))

    assert _held(far, near) == ArchiveStatus(ArchiveState.ARCHIVED, near, NEAR, -2)
    assert _held(far).gap_days == 48


def test_of_two_copies_as_near_the_one_before_is_offered() -> None:
    before, after = capture(date(2018, 1, 10)), capture(date(2018, 1, 14))

    assert _held(after, before).capture == before


def test_without_a_day_the_latest_copy_is_offered_without_a_gap() -> None:
    old, new = capture(date(2001, 1, 1)), capture(date(2020, 1, 1))

    assert _held(old, new, near=None) == ArchiveStatus(ArchiveState.ARCHIVED, new, None, None)


def test_a_nearer_copy_of_an_error_is_not_offered() -> None:
    error, page = capture(NEAR, status=404), capture(date(2010, 1, 1))

    assert _held(error, page).capture == page


def test_copies_of_redirects_and_errors_alone_are_no_archived_page() -> None:
    assert _held(capture(status=301), capture(status=404)).state is ArchiveState.NOT_ARCHIVED


def test_a_copy_of_unknown_status_is_neither_offered_nor_denied() -> None:
    assert _held(capture(status=None)) == ArchiveStatus(ArchiveState.UNKNOWN, near=NEAR)


def test_an_archive_that_could_not_be_asked_leaves_it_open() -> None:
    lookups = [lookup(NotHeld(), archive="a"), lookup(Unavailable("x"), archive="b")]

    assert archive_status(lookups, NEAR).state is ArchiveState.UNKNOWN


def test_an_archive_that_answered_when_asked_again_counts_as_asked() -> None:
    lookups = [lookup(NotHeld(), hours=1), lookup(Unavailable("x"))]

    assert archive_status(lookups, NEAR).state is ArchiveState.NOT_ARCHIVED


def test_an_archive_that_refuses_later_leaves_it_open() -> None:
    lookups = [lookup(NotHeld()), lookup(Unavailable("x"), hours=1)]

    assert archive_status(lookups, NEAR).state is ArchiveState.UNKNOWN


def test_a_copy_once_found_stays_found() -> None:
    lookups = [lookup(Held((capture(),))), lookup(NotHeld(), hours=1)]

    assert archive_status(lookups, NEAR).state is ArchiveState.ARCHIVED


def test_the_copy_suggested_is_the_one_near_to_the_day_that_was_asked_for() -> None:
    near, later = capture(date(2018, 1, 10)), capture(date(2024, 1, 1))
    asked = replace(lookup(Held((near, later))), near=NEAR)
    gone = seen(Answered(404, URL))

    verdict = judge(Evidence(Target.of(URL), (gone,), (asked,)))

    assert verdict.suggestion == Suggestion(near.url, Remedy.ARCHIVED)


@given(st.lists(days, min_size=1, max_size=6), days)
def test_no_offered_copy_is_farther_than_another(dates: list[date], near: date) -> None:
    status = _held(*(capture(day) for day in dates), near=near)

    assert status.gap_days is not None
    assert abs(status.gap_days) == min(abs((day - near).days) for day in dates)


def test_the_date_of_a_target_is_its_best_source_s_earliest() -> None:
    citations = [
        _cited(date(2010, 1, 1), DateSource.DOCUMENT),
        _cited(date(2019, 1, 1), DateSource.ACCESSED),
        _cited(date(2018, 1, 1), DateSource.ACCESSED),
        _cited(None),
    ]

    assert target_date(citations) == CitedDate(date(2018, 1, 1), DateSource.ACCESSED)


def test_a_date_in_the_address_goes_before_the_document_s() -> None:
    citations = [_cited(date(2010, 1, 1)), _cited(date(2018, 1, 12), DateSource.URL)]

    assert target_date(citations) == CitedDate(date(2018, 1, 12), DateSource.URL)


def test_a_target_whose_citations_have_no_date_has_none() -> None:
    assert target_date([_cited(None)]) is None
    assert target_date([]) is None
