"""What a format hands on: mentions of addresses, in parts of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from linkcheck.model import Kind, Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Surroundings(Protocol):
    """Know the readable text around places, which is worked out when somebody asks for it."""

    def around(self, start: int, end: int) -> tuple[str, int, int]:
        """Return the text around two places, and where in it they are."""


# A readable text, or what makes one, and two offsets in it between which something is cited.
Around: TypeAlias = "tuple[str | Surroundings, int, int]"


class Mention(NamedTuple):
    """Hold one place that names an address, before positions and identity are worked out.

    Offsets count in the text of the part. `address` is the best reading as it was written, made
    absolute, with everything undone that the format or a line break did to it; `others` are the
    other readings, best first. `kind` is other than URL only where the text says so itself.
    `context` and `accessed` are what the format says itself; else they are read `around` the
    mention, and only where somebody asks for them (`surroundings`), since that takes as long as
    all the rest. `copy_of` is the original of what is a copy, where the document pairs the two.

    A named tuple, because documents have millions: a dataclass takes thrice the time to make.
    """

    start: int
    end: int
    address: str
    others: tuple[str, ...] = ()
    kind: Kind = Kind.URL
    place: Place = Place.PROSE
    label: str | None = None
    context: str | None = None
    accessed: date | None = None
    around: Around | None = None
    copy_of: str | None = None


class Origin(NamedTuple):
    """Say where a part begins in what its citations' positions are counted in."""

    offset: int = 0
    line: int = 1
    column: int = 1


class Part(NamedTuple):
    """Hold one stretch of a document that has its own offsets and lines: mostly all of it.

    A page of a PDF or a cell of a notebook is a part; `page` and `name` say which. `mentions`
    come in reading order, and may be worked out while they are walked over. A long text may come
    in several parts, of which each has its `origin` in the whole.
    """

    text: str
    mentions: Iterable[Mention]
    page: int | None = None
    name: str | None = None
    origin: Origin = Origin()


# Line and column of something cited, its address, and its other readings.
CitedAt: TypeAlias = tuple[int, int, str, tuple[str, ...]]


class Brief(NamedTuple):
    """Hold what one part of a document cites, each with its place and nothing else."""

    page: int | None
    part: str | None
    cited: Iterable[CitedAt]
