"""A clock that tests set, and an archive that does as it is told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from linkcheck.model import Capture, Held, Target

if TYPE_CHECKING:
    from linkcheck.model import ArchiveAnswer

NEAR: Final = date(2018, 1, 12)
NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Clock:
    """Tell a time that passes only while somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Alarm:
    """Sleep until somebody rings."""

    bell: asyncio.Event = field(default_factory=asyncio.Event)
    asked_for: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.asked_for.append(seconds)
        await self.bell.wait()


@dataclass
class Shelf:
    """Be an archive that gives the answers it was given, the same one when they run out.

    It answers at once, or one question for each `turns.release()`; `shut` ends its readiness.
    """

    name: str = "shelf"
    answers: list[ArchiveAnswer] = field(default_factory=list)
    turns: asyncio.Semaphore | None = None
    shut: bool = False
    asked: list[str] = field(default_factory=list)
    nears: list[date | None] = field(default_factory=list)
    kept: tuple[Capture, ...] = ()
    then: Shelf | None = None
    pause: float = 0.0

    @property
    def stages(self) -> tuple[Shelf, ...]:
        return (self,) if self.then is None else (self, self.then)

    async def ready(self) -> bool:
        if self.turns is not None:
            await self.turns.acquire()
        return not self.shut

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        self.asked.append(url)
        self.nears.append(near)
        await asyncio.sleep(0)
        if not self.answers:
            return Held((copy(url),))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def neighbours(self, url: str) -> tuple[Capture, ...]:
        self.asked.append(f"{url}*")
        await asyncio.sleep(0)
        return self.kept


def copy(url: str, status: int | None = 200) -> Capture:
    when = datetime(2018, 1, 12, tzinfo=UTC)
    return Capture("shelf", url, f"https://shelf.example/{url}", when, status)


def target(name: str) -> Target:
    return Target.of(f"https://example.org/{name}")


async def settle() -> None:
    """Let everything that can go on go on."""
    for _ in range(50):
        await asyncio.sleep(0)
