from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.archives.budget import Budget
from tests.archives.fakes import Clock


def _budget(clock: Clock, burst: int = 15, interval: float = 3.0) -> Budget:
    return Budget(burst=burst, interval=interval, clock=clock, sleep=clock.sleep)


async def _take(budget: Budget, turns: int) -> None:
    for _ in range(turns):
        assert await budget.turn()


async def test_a_burst_is_given_at_once() -> None:
    clock = Clock()
    await _take(_budget(clock), 15)

    assert clock.slept == []


async def test_after_the_burst_there_is_one_turn_in_an_interval() -> None:
    clock = Clock()
    await _take(_budget(clock), 18)

    assert clock.slept == [3.0, 3.0, 3.0]


async def test_turns_gather_again_up_to_the_burst_and_no_further() -> None:
    clock = Clock()
    budget = _budget(clock, burst=2)
    await _take(budget, 2)
    clock.now += 3600
    await _take(budget, 3)

    assert clock.slept == [3.0]


async def test_being_ready_takes_no_turn() -> None:
    clock = Clock()
    budget = _budget(clock, burst=1)

    assert await budget.ready()
    assert await budget.ready()
    assert await budget.turn()
    assert clock.slept == []


async def test_a_refusal_pauses_all_for_as_long_as_was_asked() -> None:
    clock = Clock()
    budget = _budget(clock)
    await _take(budget, 1)
    budget.refused(20.0)
    await _take(budget, 1)

    assert clock.slept == [20.0]


async def test_after_a_pause_there_is_no_new_burst() -> None:
    clock = Clock()
    budget = _budget(clock)
    budget.refused(20.0)
    await _take(budget, 3)

    assert clock.slept == [20.0, 3.0, 3.0]


async def test_pauses_grow_while_refusals_follow_each_other() -> None:
    clock = Clock()
    budget = _budget(clock)
    for _ in range(2):
        await _take(budget, 1)
        budget.refused(None)
    await _take(budget, 1)

    assert clock.slept == [60.0, 120.0]


async def test_a_failure_pauses_for_less_than_a_refusal() -> None:
    clock = Clock()
    budget = _budget(clock)
    budget.failed()
    await _take(budget, 1)

    assert clock.slept == [5.0]


async def test_the_third_strike_in_a_row_closes_for_good() -> None:
    clock = Clock()
    budget = _budget(clock)
    for _ in range(3):
        await _take(budget, 1)
        budget.refused(None)
    clock.now += 1_000_000

    assert budget.closed
    assert not await budget.turn()
    budget.answered()
    assert not await budget.ready()


async def test_an_answer_between_strikes_forgives_them() -> None:
    clock = Clock()
    budget = _budget(clock)
    for _ in range(5):
        await _take(budget, 1)
        budget.failed()
        await _take(budget, 1)
        budget.answered()

    assert not budget.closed


async def test_refusals_of_what_was_already_on_its_way_are_one_strike() -> None:
    clock = Clock()
    budget = _budget(clock)
    await _take(budget, 4)
    for _ in range(4):
        budget.refused(None)
    await _take(budget, 1)

    assert not budget.closed
    assert clock.slept == [60.0]


async def test_a_demand_for_more_than_an_hour_closes_at_once() -> None:
    budget = _budget(Clock())
    budget.refused(3601.0)

    assert budget.closed


async def test_a_demand_for_an_hour_is_waited_for() -> None:
    clock = Clock()
    budget = _budget(clock)
    budget.refused(3600.0)
    await _take(budget, 1)

    assert clock.slept == [3600.0]


@pytest.mark.parametrize("wait", [0.0, 1.0])
async def test_a_refusal_that_asks_for_little_still_counts(wait: float) -> None:
    clock = Clock()
    budget = _budget(clock)
    for _ in range(3):
        clock.now += 2
        budget.refused(wait)

    assert budget.closed


@given(st.lists(st.floats(0, 100), max_size=60), st.integers(1, 20), st.floats(0.1, 10))
async def test_no_stretch_of_time_sees_more_turns_than_the_budget_allows(
    gaps: list[float], burst: int, interval: float
) -> None:
    clock = Clock()
    budget = _budget(clock, burst, interval)
    taken: list[float] = []
    for gap in gaps:
        clock.now += gap
        await budget.turn()
        taken.append(clock.now)

    for first, start in enumerate(taken):
        for last in range(first, len(taken)):
            allowed = burst + (taken[last] - start) / interval
            assert last - first + 1 <= allowed + 1e-6
