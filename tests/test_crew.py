"""Batches of work done by other processes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

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
    is_own: Callable[[int], bool] = lambda _number: False,
) -> list[tuple[int, bytes | None]]:
    with Crew(others, work, is_own=is_own, helping=helping) as crew:
        return list(crew.walk(numbers))


@pytest.mark.parametrize("helping", [False, True])
@pytest.mark.parametrize("others", [1, 3])
def test_each_batch_comes_back_in_order_with_what_came_of_it(*, others: int, helping: bool) -> None:
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


def test_who_does_not_help_gets_back_only_what_is_its_own() -> None:
    found = walked(doubled, is_own=lambda number: number % 2 == 1)
    assert [number for number, answer in found if answer is None] == list(range(1, 40, 2))
    assert [number for number, _answer in found] == list(range(40))


def test_what_a_process_was_asked_before_it_died_is_left_to_do() -> None:
    def dies_at_seven(number: int) -> bytes:
        if number == 7 and os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return doubled(number)

    found = dict(walked(dies_at_seven, others=1))
    assert found[6] == b"12"
    assert found[7] is None
    assert list(found) == list(range(40))


def test_what_fails_in_another_process_is_left_to_do() -> None:
    def fails_at_seven(number: int) -> bytes:
        if number == 7:
            raise ZeroDivisionError
        return doubled(number)

    found = walked(fails_at_seven)
    assert [number for number, answer in found if answer is None] == [7]


def test_a_question_that_a_pipe_cannot_hold_is_left_to_do() -> None:
    crew = Crew[str](1, str.encode, is_own=lambda _text: False, helping=False)
    with crew:
        found = list(crew.walk(["a", "b" * (1 << 20), "c"]))
    assert [answer for _text, answer in found] == [b"a", None, b"c"]


def test_answers_may_be_longer_than_a_pipe() -> None:
    def long(number: int) -> bytes:
        return b"%d" % number * (1 << 20)

    found = walked(long, range(6), others=1, helping=True)
    assert [answer for _number, answer in found] == [long(number) for number in range(6)]


def test_no_process_is_left_when_the_walk_is_given_up() -> None:
    with Crew(2, pid, is_own=lambda _number: False, helping=False) as crew:
        _number, worker = next(crew.walk(range(40)))
        assert worker is not None
    with pytest.raises(ChildProcessError):
        os.waitpid(int(worker), os.WNOHANG)
