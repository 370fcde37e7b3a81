"""What the archives answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003  (msgspec reads the hints of the types)
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Capture:
    """Hold one archived copy: `url` replays it, `original` is what was captured."""

    archive: str
    original: str
    url: str
    captured_at: datetime
    status_code: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """Say that an archive holds copies: the ones nearest to the date that was asked for."""

    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Say that an archive was asked, answered, and has no copy.

    `neighbours` are captures of the same site that were found instead, where it was asked for
    them: those whose addresses are close, or else any one.
    """

    neighbours: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Say that an archive could not be asked or refused: this is never "not archived"."""

    cause: str


ArchiveAnswer: TypeAlias = Held | NotHeld | Unavailable


@dataclass(frozen=True, slots=True)
class Lookup:
    """Hold what one archive said of one target; `near` is the day it was asked about."""

    target: str
    archive: str
    at: datetime
    near: date | None
    answer: ArchiveAnswer
