from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import pytest

from linkcheck.judge import captured_at, flaw_of_given, with_given_copies
from linkcheck.model import (
    Answered,
    ArchiveState,
    ArchiveStatus,
    Certainty,
    GivenCopy,
    Page,
    Reason,
    ReasonCode,
    RejectedCopy,
    Remedy,
    State,
    Suggestion,
    Verdict,
)
from tests.judge.evidence import URL, capture, page, seen

NEAR: Final = date(2018, 1, 12)
SHORT: Final = "https://perma.cc/AB12-CD34"
OTHER: Final = Suggestion("https://archive.example/20200101000000/x", Remedy.ARCHIVED)
DEAD: Final = Verdict(
    State.DEAD, Certainty.CERTAIN, (Reason(ReasonCode.HTTP_404, "404 Not Found"),), OTHER
)
HELD: Final = ArchiveStatus(ArchiveState.ARCHIVED, capture(date(2020, 1, 1)), NEAR, 719)


def _given(
    url: str = SHORT,
    state: State = State.ALIVE,
    documents: tuple[str, ...] = ("a.wiki",),
    day: date | None = None,
) -> GivenCopy:
    when = None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
    return GivenCopy(url, state, documents, when)


def test_nothing_is_suggested_to_a_document_that_gives_a_copy_that_works() -> None:
    verdict, status = with_given_copies(DEAD, HELD, [_given()], {"a.wiki"}, URL)

    assert (verdict.state, verdict.suggestion) == (State.DEAD, None)
    assert verdict.reasons[-1] == Reason(
        ReasonCode.COPY_GIVEN, f"an archived copy is given in a.wiki: {SHORT}"
    )
    assert (status.state, status.capture) == (ArchiveState.ARCHIVED, None)


@pytest.mark.parametrize(
    ("day", "near", "is_given"),
    [
        (date(2018, 1, 1), NEAR, True),
        (date(2018, 3, 1), NEAR, False),
        (date(2018, 2, 1), NEAR, True),  # as far as the archive's
        (None, NEAR, False),
        (None, None, True),
    ],
)
def test_to_other_documents_the_nearest_copy_is_suggested_one_that_is_given_first(
    day: date | None, near: date | None, *, is_given: bool
) -> None:
    held = ArchiveStatus(ArchiveState.ARCHIVED, capture(date(2017, 12, 23)), near)
    verdict, status = with_given_copies(DEAD, held, [_given(day=day)], {"a.wiki", "b.md"}, URL)

    url = SHORT if is_given else capture(date(2017, 12, 23)).url
    assert verdict.suggestion == Suggestion(url, Remedy.ARCHIVED)
    assert status.capture is None or status.capture.url == url


@pytest.mark.parametrize("state", [State.DEAD, State.UNREACHABLE, State.UNCHECKED])
def test_a_copy_that_does_not_work_changes_nothing(state: State) -> None:
    copies = [_given(state=state)]

    assert with_given_copies(DEAD, HELD, copies, {"a.wiki"}, URL) == (DEAD, HELD)


def test_of_several_the_one_nearest_to_the_citation_is_taken_and_its_gap_told() -> None:
    near = _given(
        "https://web.archive.org/web/20180110000000/http://a.example/", day=date(2018, 1, 10)
    )
    tied = _given(
        "https://web.archive.org/web/20180114000000/http://a.example/", day=date(2018, 1, 14)
    )
    _, status = with_given_copies(DEAD, HELD, [_given(), tied, near], {"a.wiki"}, URL)

    assert status.capture is not None
    assert (status.capture.url, status.capture.archive) == (near.url, "wayback")
    assert (status.gap_days, status.near) == (-2, NEAR)


def test_a_link_to_archive_today_stays_where_it_is_and_is_proposed_to_nobody() -> None:
    today = _given("https://archive.ph/AbC12")
    mended, _ = with_given_copies(DEAD, HELD, [today], {"a.wiki"}, URL)
    lacking, status = with_given_copies(DEAD, HELD, [today], {"a.wiki", "b.md"}, URL)
    nothing = ArchiveStatus(ArchiveState.NOT_ARCHIVED)
    dead = Verdict(State.DEAD, Certainty.CERTAIN, DEAD.reasons)

    assert mended.suggestion is None
    assert (lacking.suggestion, status) == (
        Suggestion(capture(date(2020, 1, 1)).url, Remedy.ARCHIVED),
        HELD,
    )
    lacking, status = with_given_copies(dead, nothing, [today], {"b.md"}, URL)
    assert (lacking.suggestion, status.state) == (None, ArchiveState.ARCHIVED)


def test_a_page_of_which_a_copy_is_given_was_archived_whatever_archives_say() -> None:
    never = Reason(ReasonCode.NEVER_ARCHIVED, "no archive knows this address")
    dead = Verdict(State.DEAD, Certainty.CERTAIN, (*DEAD.reasons, never))
    rejected = RejectedCopy("https://archive.example/x", datetime(2020, 1, 1, tzinfo=UTC), "soft")
    nothing = ArchiveStatus(ArchiveState.NOT_ARCHIVED, rejected=rejected)
    verdict, status = with_given_copies(dead, nothing, [_given()], {"a.wiki"}, URL)

    assert never not in verdict.reasons
    assert (status.state, status.rejected) == (ArchiveState.ARCHIVED, None)


def test_a_living_page_stays_as_it_is_and_is_archived() -> None:
    alive = Verdict(State.ALIVE, Certainty.CERTAIN, (Reason(ReasonCode.OK, "200 OK"),))
    unarchived = ArchiveStatus(ArchiveState.NOT_ARCHIVED)
    verdict, status = with_given_copies(alive, unarchived, [_given()], {"a.wiki"}, URL)

    assert verdict == alive
    assert status.state is ArchiveState.ARCHIVED


def test_a_copy_that_shows_no_page_works_no_more_than_a_dead_one() -> None:
    flawed = GivenCopy(SHORT, State.ALIVE, ("a.wiki",), flaw="it is a copy of 302 Found")

    assert with_given_copies(DEAD, HELD, [flawed], {"a.wiki"}, URL) == (DEAD, HELD)


def test_a_copy_s_flaw_is_told_by_its_newest_answer() -> None:
    url = f"https://web.archive.org/web/20180112103000/{URL}"
    dated = (("memento-datetime", "Fri, 12 Jan 2018 10:30:00 GMT"),)
    sorry = Page("text/html", "Page not found", ("Page not found",), words=9)
    older = seen(Answered(200, url, dated, sorry), url=url, hours=-1)
    newer = seen(Answered(200, url, dated, Page("text/html", "The story", words=800)), url=url)

    assert flaw_of_given(url, URL, [older]) == "answers 200, but the page says “Page not found”"
    assert flaw_of_given(url, URL, [newer, older]) is None
    assert flaw_of_given(url, URL, []) is None


def test_a_copy_s_time_is_that_of_its_address_or_what_its_archive_says() -> None:
    dated = (("memento-datetime", "Fri, 12 Jan 2018 10:30:00 GMT"),)
    said = [seen(Answered(200, SHORT, dated), url=SHORT)]
    when = datetime(2018, 1, 12, 10, 30, tzinfo=UTC)

    assert captured_at(SHORT, said) == when
    assert captured_at("https://web.archive.org/web/20180112103000/http://a.example/", []) == when
    assert captured_at(SHORT, [seen(page())]) is None
    wrong = Answered(200, SHORT, (("memento-datetime", "yesterday"),))
    assert captured_at(SHORT, [seen(wrong)]) is None
