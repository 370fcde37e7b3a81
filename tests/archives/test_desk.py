from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from linkcheck.archives import ArchiveDesk, Urgency, urgency_of
from linkcheck.model import Held, Lookup, NotHeld, State, Unavailable
from tests.archives.fakes import NEAR, NOW, Alarm, Shelf, copy, settle, target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from linkcheck.model import ArchiveAnswer


def _desk(*shelves: Shelf, alarm: Alarm | None = None) -> ArchiveDesk:
    return ArchiveDesk(shelves, clock=lambda: NOW, sleep=(alarm or Alarm()).sleep)


@asynccontextmanager
async def _running(desk: ArchiveDesk) -> AsyncIterator[list[Lookup]]:
    got: list[Lookup] = []
    task = asyncio.create_task(desk.run(got.append))
    yield got
    await task


def _paths(urls: Iterable[str]) -> list[str]:
    return [url.rpartition("/")[2] for url in urls]


async def test_every_question_is_answered_and_dated() -> None:
    shelf = Shelf()
    desk = _desk(shelf)
    async with _running(desk) as got:
        desk.ask(target("a"), NEAR)
        assert await desk.finish(None) == 0

    url = target("a").url
    assert got == [Lookup(url, "shelf", NOW, NEAR, Held((copy(url),)))]


async def test_the_most_urgent_is_asked_first_also_when_it_became_so_later() -> None:
    shelf = Shelf(turns=asyncio.Semaphore(0))
    desk = _desk(shelf)
    async with _running(desk):
        for name in ("a", "b", "c", "d"):
            desk.ask(target(name), NEAR, Urgency.UNCHECKED)
        desk.ask(target("c"), NEAR, Urgency.BROKEN)
        desk.ask(target("d"), NEAR, Urgency.LIVING)
        desk.ask(target("b"), NEAR, Urgency.DOUBTFUL)
        for _ in range(8):
            assert shelf.turns is not None
            shelf.turns.release()
            await settle()
        await desk.finish(None)

    assert _paths(shelf.asked) == ["c", "b", "d", "a"]


async def test_equals_are_asked_in_the_order_they_came() -> None:
    shelf = Shelf()
    desk = _desk(shelf)
    async with _running(desk):
        for name in "abcdefgh":
            desk.ask(target(name), NEAR, Urgency.LIVING)
        await desk.finish(None)

    assert _paths(shelf.asked) == list("abcdefgh")


async def test_an_urgency_never_sinks_and_nothing_is_asked_twice() -> None:
    shelf = Shelf()
    desk = _desk(shelf)
    desk.ask(target("b"), NEAR, Urgency.LIVING)
    desk.ask(target("a"), NEAR, Urgency.BROKEN)
    desk.ask(target("a"), NEAR, Urgency.UNCHECKED)
    async with _running(desk) as got:
        await settle()
        desk.ask(target("a"), NEAR, Urgency.BROKEN)
        await desk.finish(None)

    assert _paths(shelf.asked) == ["a", "b"]
    assert len(got) == 2


async def test_every_archive_is_asked() -> None:
    one, other = Shelf("one"), Shelf("other")
    desk = _desk(one, other)
    async with _running(desk) as got:
        desk.ask(target("a"), NEAR)
        await desk.finish(None)

    assert sorted(lookup.archive for lookup in got) == ["one", "other"]


async def test_an_unavailable_answer_is_delivered_and_the_question_put_again() -> None:
    shelf = Shelf(answers=[Unavailable("refused (429)"), NotHeld()])
    desk = _desk(shelf)
    async with _running(desk) as got:
        desk.ask(target("a"), NEAR)
        await desk.finish(None)

    assert [lookup.answer for lookup in got] == [Unavailable("refused (429)"), NotHeld()]


async def test_a_question_is_put_no_more_than_twice() -> None:
    shelf = Shelf(answers=[Unavailable("refused (429)")])
    desk = _desk(shelf)
    async with _running(desk) as got:
        desk.ask(target("a"), NEAR)
        assert await desk.finish(None) == 0

    assert len(got) == 2


async def test_a_question_put_again_waits_for_others_of_its_urgency() -> None:
    shelf = Shelf(answers=[Unavailable("x"), NotHeld()], turns=asyncio.Semaphore(0))
    desk = _desk(shelf)
    async with _running(desk):
        for name in "abc":
            desk.ask(target(name), NEAR, Urgency.BROKEN)
        desk.ask(target("z"), NEAR, Urgency.LIVING)
        for _ in range(10):
            assert shelf.turns is not None
            shelf.turns.release()
            await settle()
        await desk.finish(None)

    assert _paths(each for each in shelf.asked if "*" not in each) == ["a", "b", "c", "a", "z"]


async def test_when_the_time_is_up_the_rest_stays_not_asked_and_is_counted() -> None:
    shelf, alarm = Shelf(turns=asyncio.Semaphore(2)), Alarm()
    desk = _desk(shelf, alarm=alarm)
    async with _running(desk) as got:
        for name in "abcde":
            desk.ask(target(name), NEAR)
        finishing = asyncio.create_task(desk.finish(60.0))
        await settle()
        assert not finishing.done()
        alarm.bell.set()
        assert await finishing == 3

    assert alarm.asked_for == [60.0]
    assert len(got) == 2


async def test_nobody_waits_longer_than_the_questions_last() -> None:
    alarm = Alarm()
    desk = _desk(Shelf(), alarm=alarm)
    async with _running(desk) as got:
        desk.ask(target("a"), NEAR)
        assert await desk.finish(60.0) == 0

    assert not alarm.bell.is_set()
    assert len(got) == 1


async def test_an_archive_that_may_not_be_asked_any_more_is_left() -> None:
    shelf = Shelf(turns=asyncio.Semaphore(1))
    desk = _desk(shelf)
    async with _running(desk) as got:
        for name in "abc":
            desk.ask(target(name), NEAR)
        await settle()
        shelf.shut = True
        assert shelf.turns is not None
        for _ in range(4):
            shelf.turns.release()
        assert await desk.finish(None) == 2

    assert _paths([lookup.target for lookup in got]) == ["a"]


async def test_a_closed_archive_does_not_stop_another() -> None:
    shut, open_shelf = Shelf("shut", shut=True), Shelf("open")
    desk = _desk(shut, open_shelf)
    async with _running(desk) as got:
        for name in "abc":
            desk.ask(target(name), NEAR)
        assert await desk.finish(None) == 0

    assert {lookup.archive for lookup in got} == {"open"}


async def test_without_archives_nothing_is_asked_and_nothing_is_missing() -> None:
    desk = _desk()
    async with _running(desk) as got:
        desk.ask(target("a"), NEAR)
        assert await desk.finish(None) == 0

    assert got == []


async def test_the_desk_tells_how_many_questions_are_waiting() -> None:
    shelf = Shelf(turns=asyncio.Semaphore(1))
    desk = _desk(shelf, Shelf("quick"))
    async with _running(desk):
        for name in "abc":
            desk.ask(target(name), NEAR)
        assert desk.waiting == 3
        await settle()
        assert desk.waiting == 2
        shelf.shut = True
        assert shelf.turns is not None
        shelf.turns.release()
        await desk.finish(None)

    assert desk.waiting == 0
    assert _desk().waiting == 0


async def test_questions_may_come_before_the_desk_opens() -> None:
    desk = _desk(Shelf())
    desk.ask(target("a"), None)
    async with _running(desk) as got:
        await desk.finish(None)

    assert [lookup.near for lookup in got] == [None]


async def test_the_desk_can_be_cancelled_and_keeps_what_was_delivered() -> None:
    shelf = Shelf(turns=asyncio.Semaphore(1))
    desk = _desk(shelf)
    got: list[Lookup] = []
    task = asyncio.create_task(desk.run(got.append))
    for name in "ab":
        desk.ask(target(name), NEAR)
    await settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert len(got) == 1
    assert await desk.finish(None) == 1


async def test_a_ledger_that_fails_ends_the_desk_instead_of_hanging_it() -> None:
    class LedgerFailedError(Exception):
        pass

    def deliver(_: Lookup) -> None:
        raise LedgerFailedError

    desk = _desk(Shelf())
    desk.ask(target("a"), NEAR)
    task = asyncio.create_task(desk.run(deliver))
    await desk.finish(None)

    with pytest.raises(ExceptionGroup) as caught:
        await task
    assert caught.group_contains(LedgerFailedError)


def test_the_broken_go_first_then_the_doubtful_then_the_living() -> None:
    assert sorted(State, key=urgency_of) == [
        State.DEAD,
        State.BLOCKED,
        State.UNREACHABLE,
        State.ALIVE,
        State.MOVED,
        State.UNCHECKED,
    ]


NOT_CONFIRMED = Unavailable("seems to have no copy, which is not confirmed")


async def _answers(desk: ArchiveDesk, urgency: Urgency = Urgency.LIVING) -> list[ArchiveAnswer]:
    async with _running(desk) as got:
        desk.ask(target("a"), NEAR, urgency)
        await desk.finish(None)
    return [lookup.answer for lookup in got]


async def test_a_miss_counts_only_when_the_last_stage_confirms_it() -> None:
    archive = Shelf(answers=[NotHeld()], then=Shelf(answers=[NotHeld()]))

    assert await _answers(_desk(archive)) == [NOT_CONFIRMED, NotHeld()]


async def test_what_the_last_stage_could_not_confirm_stays_unknown() -> None:
    archive = Shelf(answers=[NotHeld()], then=Shelf(answers=[Unavailable("refused (429)")]))

    assert NotHeld() not in await _answers(_desk(archive))


async def test_what_a_quick_stage_holds_is_not_asked_of_a_slow_one() -> None:
    slow = Shelf()
    await _answers(_desk(Shelf(then=slow)))

    assert slow.asked == []


async def test_a_slow_stage_never_holds_up_a_quick_one() -> None:
    slow = Shelf(answers=[NotHeld()], turns=asyncio.Semaphore(0))
    quick = Shelf(answers=[NotHeld()], then=slow)
    desk = _desk(quick)
    async with _running(desk) as got:
        for number in range(20):
            desk.ask(target(str(number)), NEAR)
        await settle()
        assert len(quick.asked) == len(got) == 20
        assert slow.asked == []
        assert slow.turns is not None
        for _ in range(20):
            slow.turns.release()
        await desk.finish(None)

    assert len(slow.asked) == 20


async def test_what_waits_at_a_stage_that_closes_goes_on_to_the_next() -> None:
    slow = Shelf(answers=[NotHeld()])

    assert await _answers(_desk(Shelf(shut=True, then=slow))) == [NotHeld()]


async def test_copies_that_do_not_settle_it_are_asked_of_the_next_stage() -> None:
    slow = Shelf()
    desk = _desk(Shelf(then=slow))
    got: list[Lookup] = []

    async def settles(_: Lookup) -> Urgency:
        return Urgency.BROKEN

    task = asyncio.create_task(desk.run(got.append, settles))
    desk.ask(target("a"), NEAR, Urgency.BROKEN)
    await desk.finish(None)
    await task
    assert _paths(slow.asked) == ["a"]


@pytest.mark.parametrize(
    ("urgency", "kinds"),
    [
        (Urgency.BROKEN, [Held, Unavailable]),
        (Urgency.NEARER, [Held]),
        (None, [Held]),
    ],
)
async def test_until_others_were_asked_for_flawed_copies_are_no_answer(
    urgency: Urgency | None, kinds: list[type]
) -> None:
    desk = _desk(Shelf(then=Shelf(turns=asyncio.Semaphore(0))))
    got: list[Lookup] = []

    async def settles(_: Lookup) -> Urgency | None:
        return urgency

    task = asyncio.create_task(desk.run(got.append, settles))
    desk.ask(target("a"), NEAR, Urgency.BROKEN)
    await settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [type(lookup.answer) for lookup in got] == kinds


async def test_nearer_copies_are_sought_after_misses_are_confirmed_and_before_what_lives() -> None:
    turns = asyncio.Semaphore(0)
    slow = Shelf(answers=[NotHeld()], turns=turns)
    held, missed = Held((copy("x"),)), NotHeld()
    desk = _desk(Shelf(answers=[held, held, missed, missed], then=slow))

    async def settles(lookup: Lookup) -> Urgency | None:
        return Urgency.NEARER if lookup.target == target("far").url else None

    got: list[Lookup] = []
    task = asyncio.create_task(desk.run(got.append, settles))
    desk.ask(target("far"), NEAR, Urgency.BROKEN)
    desk.ask(target("near"), NEAR, Urgency.BROKEN)
    desk.ask(target("missed"), NEAR, Urgency.DOUBTFUL)
    desk.ask(target("living"), NEAR, Urgency.LIVING)
    await settle()
    for _ in range(8):
        turns.release()
        await settle()
    await desk.finish(None)
    await task
    assert _paths(slow.asked) == ["missed", "far", "living"]


async def test_neighbours_are_asked_for_only_of_what_is_broken() -> None:
    for urgency, asked in ((Urgency.BROKEN, ["a", "a*"]), (Urgency.LIVING, ["a"])):
        shelf = Shelf(answers=[NotHeld()])
        await _answers(_desk(shelf), urgency)
        assert _paths(shelf.asked) == asked


async def test_of_neighbours_those_are_kept_that_may_have_been_meant_or_else_one() -> None:
    near = copy("https://example.org/the-story-of-bread-and-butter")
    far = copy("https://example.org/another")
    for kept, expected in (((far, near), (near,)), ((far, far), (far,)), ((), ())):
        desk = _desk(Shelf(answers=[NotHeld()], kept=kept))
        async with _running(desk) as got:
            desk.ask(target("the-story-of-bread"), NEAR, Urgency.BROKEN)
            await desk.finish(None)
        assert got[0].answer == NotHeld(expected)


async def test_it_tells_which_archive_is_waited_for() -> None:
    shelf = Shelf(turns=asyncio.Semaphore(0), pause=7.0)
    desk = _desk(shelf)
    pauses = [desk.pauses]
    async with _running(desk):
        desk.ask(target("a"), NEAR)
        pauses.append(desk.pauses)
        assert shelf.turns is not None
        shelf.turns.release()
        await desk.finish(None)
    pauses.append(desk.pauses)

    assert pauses == [(), (("shelf", 7.0),), ()]
