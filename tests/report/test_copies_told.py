"""What reports say of copies that documents give themselves, and of copies that are no use."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import pytest

from linkcheck.model import (
    ArchiveState,
    ArchiveStatus,
    Document,
    DocumentResult,
    GivenCopy,
    Reason,
    ReasonCode,
    RejectedCopy,
    Remedy,
    State,
    Suggestion,
)
from linkcheck.report import Style, measured_against, reporter_for
from tests.report.samples import cite, copy_of, finding, report_of, summary_of

if TYPE_CHECKING:
    from linkcheck.model import Finding, Report

URL: Final = "https://a.example/story"
COPY: Final = "https://perma.cc/AB12-CD34"
WHEN: Final = datetime(2018, 1, 10, tzinfo=UTC)
DOCUMENTS: Final = tuple(DocumentResult(Document(name, "text"), 1) for name in ("a.md", "b.md"))


def written(name: str, report: Report, style: Style | None = None) -> str:
    out = io.StringIO()
    reporter_for(name).write(report, out, style or Style())
    return out.getvalue()


def mended(*documents: str, state: State = State.ALIVE) -> Finding:
    """Make a dead address that two documents cite, of which these give a copy."""
    item = finding(
        State.DEAD,
        ReasonCode.HTTP_404,
        "404 Not Found",
        cite("a.md", 1, URL),
        cite("b.md", 2, URL),
        archive=ArchiveStatus(ArchiveState.ARCHIVED),
        suggestion=None if len(documents) == 2 else Suggestion(COPY, Remedy.ARCHIVED),
    )
    return replace(item, copies=(GivenCopy(COPY, state, documents),))


def report_with(item: Finding) -> Report:
    report = report_of((item,), DOCUMENTS)
    counted = ((State.DEAD, 1),) if item.mended else ()
    return replace(report, summary=replace(summary_of((item,), DOCUMENTS), mended=counted))


BOTH: Final = report_with(mended("a.md", "b.md"))
ONE: Final = report_with(mended("a.md"))


def test_the_table_tells_each_document_what_it_lacks() -> None:
    first, second = written("table", ONE).split("b.md  ")

    assert f"copy: {COPY}" in first
    assert "given in the document itself" in first
    assert f"→ {COPY}" in second
    assert "given in a.md" in second


def test_the_summary_says_what_is_mended() -> None:
    assert "beside 1 broken address the documents give a copy that works." in written("table", BOTH)
    assert "beside" not in written("table", ONE)


@pytest.mark.parametrize(("report", "new"), [(BOTH, 0), (ONE, 1)])
def test_only_what_some_document_gives_no_copy_of_is_to_be_mended(report: Report, new: int) -> None:
    assert report.summary.count(State.DEAD) == 1
    assert report.summary.count_new(State.DEAD) == new


def test_a_copy_that_does_not_work_mends_nothing() -> None:
    item = mended("a.md", "b.md", state=State.DEAD)

    assert not item.mended
    assert "::error" in written("github", report_with(item))


def test_programs_mark_it_only_where_no_copy_is_given() -> None:
    lines = written("github", ONE).splitlines()
    levels = {line.partition("file=")[2][:4]: line.split()[0] for line in lines if "file=" in line}
    run = json.loads(written("sarif", ONE))["runs"][0]
    places = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: result["level"]
        for result in run["results"]
    }

    assert levels == {"a.md": "::notice", "b.md": "::error"}
    assert places == {"a.md": "note", "b.md": "error"}
    assert written("junit", ONE).count("<failure") == 1
    assert 'failures="0"' in written("junit", BOTH)


def test_what_is_mended_and_known_is_not_counted_twice() -> None:
    summary = measured_against(BOTH, BOTH).summary

    assert summary.count_new(State.DEAD) == 0
    assert measured_against(ONE, ONE).summary.count_new(State.DEAD) == 0


@pytest.mark.parametrize("name", ["table", "html", "markdown"])
@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ArchiveState.NOT_ARCHIVED, "no good copy found"),
        (ArchiveState.UNKNOWN, "the archive could not say whether it has a good copy"),
    ],
)
def test_why_a_copy_is_not_offered_is_told(name: str, state: ArchiveState, words: str) -> None:
    rejected = RejectedCopy("https://archive.example/x", WHEN, "the page says “Page not found”")
    item = finding(
        State.DEAD,
        ReasonCode.HTTP_404,
        "404 Not Found",
        cite("a.md", 1, URL),
        archive=ArchiveStatus(state, rejected=rejected),
    )
    text = " ".join(written(name, report_with(item)).split())

    assert f"{words}; the one of 2018-01-10: the page says “Page not found”" in text


def test_of_a_dated_copy_the_gap_is_told() -> None:
    item = mended("a.md", "b.md")
    status = copy_of(URL, WHEN, gap=-3)
    assert status.capture is not None
    given = GivenCopy(status.capture.url, State.ALIVE, ("a.md", "b.md"), WHEN)
    item = replace(item, archive=replace(status, near=date(2018, 1, 13)), copies=(given,))
    text = " ".join(written("table", report_with(item)).split())

    assert "given in the document itself; archived 2018-01-10, 3 days before it was cited" in text


def test_that_no_archive_knows_an_address_is_told_beside_what_is_wrong_with_it() -> None:
    never = "no archive knows this address, though it knows its site; it may never have existed"
    item = finding(
        State.DEAD,
        ReasonCode.HTTP_404,
        "404 Not Found",
        cite("a.md", 1, URL),
        archive=ArchiveStatus(ArchiveState.NOT_ARCHIVED),
    )
    reasons = (*item.verdict.reasons, Reason(ReasonCode.NEVER_ARCHIVED, never))
    report = report_with(replace(item, verdict=replace(item.verdict, reasons=reasons)))
    table = " ".join(written("table", report).split())

    assert f"404 Not Found {never}" in table
    assert "no archived copy found" not in table
    assert f'"also":["{never}"]' in written("html", report)
    assert f"404 Not Found; {never}" in written("markdown", report)
