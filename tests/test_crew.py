"""Batches of work done by other processes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from linkcheck import crew as crew_module
from linkcheck.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
HERE = os.getpid()


def doubled(number: int) -> bytes:
    return b"%d" % (2 * number)


def pid(_number: int) -> bytes:
    return b"%d" % os.getpid()


def walked(
    work: Callable[[int], bytes],
    numbers: range = range(40),
    *,
    others: int = 2,
    helping: bool = False,
) -> list[tuple[int, bytes | None]]:
    with Crew(numbers, work, others, helping=helping) as crew:
        return list(crew.walk())


@pytest.mark.parametrize("helping", [False, True])
@pytest.mark.parametrize("others", [1, 3])
def test_each_job_comes_back_in_order_with_what_came_of_it(*, others: int, helping: bool) -> None:
    found = walked(doubled, others=others, helping=helping)
    assert found == [(number, b"%d" % (2 * number)) for number in range(40)]


def test_other_processes_do_the_work() -> None:
    workers = {answer for _number, answer in walked(pid)}
    assert b"%d" % HERE not in workers
    assert 1 <= len(workers) <= 2


def test_who_helps_does_what_the_others_have_no_time_for() -> None:
    def slow_elsewhere(number: int) -> bytes:
        if os.getpid() != HERE:
            signal.sigtimedwait({signal.SIGUSR1}, 0.05)
        return pid(number)

    assert b"%d" % HERE in {answer for _, answer in walked(slow_elsewhere, helping=True)}


def test_who_does_not_help_does_nothing() -> None:
    assert walked(pid, others=0) == [(number, None) for number in range(40)]


def test_who_helps_does_all_where_there_are_no_others() -> None:
    assert walked(pid, others=0, helping=True) == [(each, b"%d" % HERE) for each in range(40)]


def test_what_a_process_had_taken_when_it_died_is_left_to_do() -> None:
    def dies_at_seven(number: int) -> bytes:
        if number == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return doubled(number)

    found = dict(walked(dies_at_seven, others=2))
    assert found.pop(7) is None
    assert found == {number: doubled(number) for number in range(40) if number != 7}


def test_what_nobody_could_take_before_all_died_is_left_to_do() -> None:
    def dies_from_seven_on(number: int) -> bytes:
        if number >= 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return doubled(number)

    found = walked(dies_from_seven_on, others=2)
    assert found == [(each, doubled(each) if each < 7 else None) for each in range(40)]


@pytest.mark.parametrize("helping", [False, True])
def test_what_fails_is_left_to_do(*, helping: bool) -> None:
    def fails_at_seven(number: int) -> bytes:
        if number == 7:
            raise ZeroDivisionError
        return doubled(number)

    found = walked(fails_at_seven, helping=helping)
    assert [number for number, answer in found if answer is None] == [7]


def test_more_jobs_than_a_pipe_holds_are_left_to_do() -> None:
    found = walked(doubled, range(20_000), others=1)
    answers = [answer for _number, answer in found]
    done = answers.index(None)
    assert done >= 1024
    assert answers == [doubled(each) for each in range(done)] + [None] * (20_000 - done)


@pytest.mark.parametrize("helping", [False, True])
def test_answers_may_be_longer_than_a_pipe(*, helping: bool) -> None:
    def long(number: int) -> bytes:
        return b"%d" % number * (3 << 20)

    found = walked(long, range(6), others=1, helping=helping)
    assert [answer for _number, answer in found] == [long(number) for number in range(6)]


@pytest.mark.parametrize("helping", [False, True])
def test_what_waits_for_a_slow_answer_is_not_all_kept(*, helping: bool) -> None:
    size = 4 << 20

    def slow_at_first(number: int) -> bytes:
        if number == 0:
            signal.sigtimedwait({signal.SIGUSR1}, 0.3)
        return bytes([number]) * size

    with Crew(range(30), slow_at_first, 2, helping=helping) as crew:
        walk = crew.walk()
        assert next(walk) == (0, bytes(size))
        assert crew._kept <= crew_module._MOST_KEPT + 3 * size
        assert [answer[0] for _number, answer in walk if answer] == list(range(1, 30))


def test_no_process_is_left_when_the_walk_is_given_up() -> None:
    with Crew(range(40), pid, 2, helping=False) as crew:
        _number, worker = next(crew.walk())
        assert worker is not None
    with pytest.raises(ChildProcessError):
        os.waitpid(int(worker), os.WNOHANG)
