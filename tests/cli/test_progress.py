from __future__ import annotations

import pytest

from linkcheck.cli.progress import Course, Display, rate
from linkcheck.model import Document, DocumentResult, State


def waiting_for(*hosts: str) -> Course:
    course = Course(total=len(hosts) + 1, done=1)
    course.waited_for.update(hosts)
    return course


def test_while_reading_it_counts_what_was_read() -> None:
    course = Course(documents=1, citations=1200)

    assert (course.phase, course.note) == ("reading", "1 document, 1,200 citations")


def test_while_checking_it_says_what_is_dead() -> None:
    course = Course(total=10)
    course.answered(State.ALIVE, "a.example")
    assert (course.phase, course.note) == ("checking", "")

    course.answered(State.DEAD, "b.example")
    assert (course.done, course.note) == (2, "1 dead")


def test_the_last_hosts_that_are_waited_for_are_named() -> None:
    course = waiting_for("slow.example", "slow.example", "late.example", "a.example", "b.example")
    assert course.note == ""

    course.answered(State.DEAD, "a.example")
    assert course.note == "1 dead; waiting for b.example, late.example, slow.example"

    course.answered(State.ALIVE, "slow.example")
    assert "slow.example" in course.note
    course.answered(State.ALIVE, "slow.example")
    assert course.note == "1 dead; waiting for b.example, late.example"


def test_what_was_not_asked_is_done_without_waiting() -> None:
    course = waiting_for("slow.example")
    course.answered(State.UNCHECKED, "private.example")

    assert course.note == "waiting for slow.example"


def test_then_it_waits_for_the_archives() -> None:
    course = Course(total=3, done=3, questions=1200)

    assert course.phase == "archives"
    assert course.note == "1,200 to ask; each archive sets its pace"


@pytest.mark.parametrize(
    ("speed", "text"), [(None, ""), (0.0, ""), (0.42, "0.4/s"), (9.96, "10.0/s"), (123.4, "123/s")]
)
def test_the_rate_is_said_in_few_figures(speed: float | None, text: str) -> None:
    assert rate(speed) == text


def test_into_a_pipe_nothing_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    with Display(enabled=True) as display:
        display.read(DocumentResult(Document("a.md", "markdown"), 1))
        display.checking(1)
        display.asking("a.example")
        display.checked(State.ALIVE, "a.example")
        display.archives(1)

    assert capsys.readouterr() == ("", "")


def test_the_archive_whose_budget_is_waited_for_is_named() -> None:
    course = Course(total=3, done=3, questions=2, pauses=(("wayback", 57.6), ("arquivo", 3.0)))

    assert course.note == "2 to ask; wayback may be asked again in 58 s"
