from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from linkcheck.judge import (
    archive_status,
    flaw_of,
    is_near,
    is_settled,
    judge,
    next_to_look_at,
    raw_replay,
    target_date,
    with_risk,
)
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
    Page,
    ReasonCode,
    RejectedCopy,
    Remedy,
    Span,
    Suggestion,
    Target,
    Unavailable,
)
from tests.judge.evidence import URL, capture, lookup, page, seen

if TYPE_CHECKING:
    from linkcheck.model import Capture, Lookup, Observation

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


# ---------------------------------------------------------------- copies that were looked at

SHOWN = (("memento-datetime", "Fri, 12 Jan 2018 10:30:00 GMT"),)


def _look(copy: Capture, known: Page | None = None, **changes: object) -> Observation:
    raw = raw_replay(copy.url)
    answer = Answered(200, raw, SHOWN, known or Page("text/html", "The story", words=800))
    return seen(replace(answer, **changes), url=raw)  # type: ignore[arg-type]


NOT_FOUND = Page("text/html", "Page not found", ("Page not found",), words=9)


def test_a_copy_that_is_a_page_has_no_flaw() -> None:
    assert flaw_of(capture(), _look(capture())) is None


def test_a_copy_that_says_not_found_is_not_offered_but_the_next_one() -> None:
    bad, good = capture(date(2018, 1, 12)), capture(date(2018, 3, 1))
    looks = [_look(bad, NOT_FOUND), _look(good)]

    assert flaw_of(bad, looks[0]) == "answers 200, but the page says “Page not found”"
    status = archive_status([lookup(Held((bad, good)))], NEAR, looks)
    assert status.capture == good


def test_where_all_copies_are_flawed_there_is_none() -> None:
    looks = [_look(capture(), NOT_FOUND)]
    status = archive_status([lookup(Held((capture(),)))], NEAR, looks)

    assert status.state is ArchiveState.NOT_ARCHIVED


def test_a_copy_of_an_error_or_of_a_redirect_elsewhere_is_flawed() -> None:
    elsewhere = "https://archive.example/20180112000000id_/https://example.org/"
    same = "https://archive.example/20180112000001id_/http://www.example.org/news/story-1/"

    assert flaw_of(capture(), _look(capture(), status_code=404)) == "it is a copy of 404 Not Found"
    assert (
        flaw_of(capture(), _look(capture(), final_url=elsewhere))
        == "it leads to https://example.org/"
    )
    assert flaw_of(capture(), _look(capture(), final_url=same)) is None


def test_a_copy_of_a_sign_in_is_flawed() -> None:
    form = Page("text/html", "Welcome", words=20, has_password_field=True)

    assert flaw_of(capture(), _look(capture(), form)) == "shows a sign-in form"


def test_what_the_archive_itself_says_is_no_flaw_of_a_copy() -> None:
    busy = _look(capture(), NOT_FOUND, status_code=503, headers=())

    assert flaw_of(capture(), busy) is None
    status = archive_status([lookup(Held((capture(),)))], NEAR, [busy])
    assert status.state is ArchiveState.ARCHIVED


def test_a_copy_of_unknown_status_is_offered_once_it_was_seen_to_be_a_page() -> None:
    unknown = capture(status=None)
    held = [lookup(Held((unknown,)))]

    assert archive_status(held, NEAR).state is ArchiveState.UNKNOWN
    assert archive_status(held, NEAR, [_look(unknown)]).capture == unknown
    assert archive_status(held, NEAR, [_look(unknown, headers=())]).state is ArchiveState.UNKNOWN


def test_where_nobody_looks_a_copy_of_unknown_status_is_offered_on_trust() -> None:
    unknown, error = capture(status=None), capture(date(2018, 1, 13), status=404)
    held = [lookup(Held((error, unknown)))]

    assert archive_status(held, NEAR, on_trust=True).capture == unknown
    assert archive_status(held, NEAR, [_look(unknown, NOT_FOUND)], on_trust=True).capture is None


def test_why_the_nearest_copy_is_not_offered_is_told_where_there_is_no_other() -> None:
    soft, error = capture(date(2018, 1, 13)), capture(date(2018, 2, 1), status=404)
    looks = [_look(soft, NOT_FOUND)]
    rejected = archive_status([lookup(Held((error, soft)))], NEAR, looks).rejected

    said = "answers 200, but the page says “Page not found”"
    assert rejected == RejectedCopy(soft.url, soft.captured_at, said)
    assert _why(error) == "it is a copy of 404 Not Found"
    assert _why(capture(date(2021, 1, 12))) == "it is 1,096 days away, farther than is allowed"
    assert _why(capture(NEAR), error) is None


def _why(*captures: Capture) -> str | None:
    rejected = archive_status([lookup(Held(captures))], NEAR, max_gap=30).rejected
    return None if rejected is None else rejected.why


def test_links_of_archive_today_are_not_proposed_but_are_copies() -> None:
    today = replace(capture(NEAR), url=f"https://archive.ph/20180112000000/{URL}")
    far = capture(date(2010, 1, 1))

    assert _held(today, far).capture == far
    status = _held(today)
    assert (status.state, status.capture) == (ArchiveState.ARCHIVED, None)
    assert status.rejected is not None
    assert status.rejected.why == "links of this archive are not proposed"
    assert next_to_look_at([lookup(Held((today,)))], NEAR) is None


def test_archives_have_said_enough_where_a_page_is_offered_or_there_is_none() -> None:
    soft = [lookup(Held((capture(),)))]

    assert is_settled(soft)
    assert not is_settled(soft, [_look(capture(), NOT_FOUND)])
    assert not is_settled([lookup(Unavailable("x"))])
    assert is_settled([lookup(Unavailable("x")), lookup(NotHeld(), hours=1)])


def test_only_a_copy_of_about_that_day_leaves_no_nearer_one_to_be_sought() -> None:
    assert is_near(capture(date(2018, 1, 15)), NEAR)
    assert not is_near(capture(date(2018, 1, 16)), NEAR)
    assert not is_near(capture(date(2018, 1, 8)), NEAR)
    assert is_near(capture(date(2001, 1, 1)), None)


def test_the_nearest_copy_that_may_be_a_page_is_looked_at_next() -> None:
    near, far = capture(date(2018, 1, 12), status=None), capture(date(2018, 3, 1))
    held = [lookup(Held((far, near)))]

    assert next_to_look_at(held, NEAR) == near
    assert next_to_look_at(held, NEAR, [_look(near, NOT_FOUND)]) == far
    assert next_to_look_at(held, NEAR, [_look(near, NOT_FOUND), _look(far, NOT_FOUND)]) is None
    assert next_to_look_at([lookup(Held((far,)))], NEAR, max_gap=30) is None


def test_a_copy_farther_than_allowed_is_not_offered() -> None:
    held = [lookup(Held((capture(date(2018, 3, 1)),)))]

    assert archive_status(held, NEAR, max_gap=48).state is ArchiveState.ARCHIVED
    assert archive_status(held, NEAR, max_gap=47).state is ArchiveState.NOT_ARCHIVED
    assert archive_status(held, None, max_gap=0).state is ArchiveState.ARCHIVED


# ---------------------------------------------------------------- at risk, and never archived


def test_only_a_living_page_without_a_copy_is_at_risk() -> None:
    living = judge(Evidence(Target.of(URL), (seen(page()),)))
    dead = judge(Evidence(Target.of(URL), (seen(Answered(404, URL)),)))
    none, unknown = ArchiveStatus(ArchiveState.NOT_ARCHIVED), ArchiveStatus(ArchiveState.UNKNOWN)

    assert with_risk(living, none).reasons[-1].code is ReasonCode.AT_RISK
    assert with_risk(living, unknown) == living
    assert with_risk(dead, none) == dead


def _reasons(*lookups: Lookup) -> list[ReasonCode]:
    evidence = Evidence(Target.of(URL), (seen(Answered(404, URL)),), lookups)
    return [reason.code for reason in judge(evidence).reasons[1:]]


def test_what_was_never_archived_is_said_by_the_last_word_of_each_archive() -> None:
    refused, missed = lookup(Unavailable("x")), lookup(NotHeld(), hours=1)

    assert _reasons(refused, missed) == [ReasonCode.NEVER_ARCHIVED]
    assert _reasons(missed, lookup(Unavailable("x"), archive="other")) == []
    assert _reasons(missed, lookup(Held((capture(status=301),)))) == []


def test_what_may_have_been_meant_is_told() -> None:
    meant = capture(url="https://example.org/news/the-story-of-bread-and-butter")
    cited = "https://example.org/news/the-story-of-bread"
    evidence = Evidence(
        Target.of(cited),
        (seen(Answered(404, cited), url=cited),),
        (lookup(NotHeld((meant,)), cited),),
    )
    _, never, miss = judge(evidence).reasons

    assert "may never have existed" in never.message
    assert miss.code is ReasonCode.NEAR_MISS
    assert meant.original in miss.message
