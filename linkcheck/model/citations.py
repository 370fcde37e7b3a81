"""Documents, and the places in them that cite an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (msgspec reads the hints of the types)
from typing import Final

from linkcheck.model.kinds import DateSource, Kind, Place  # noqa: TC001  (as above)

# The document that the arguments of a command make, whose author is at the keyboard.
ARGUMENTS: Final = "(arguments)"


@dataclass(frozen=True, slots=True)
class CitedDate:
    """Hold the day on which a page was cited, as far as the document tells."""

    day: date
    source: DateSource


@dataclass(frozen=True, slots=True)
class Document:
    """Name one document: `path` is what is shown and what identifies it in a run (POSIX style)."""

    path: str
    format: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Mark a stretch of a document.

    Offsets count characters of the document as read (of the page or part, where it has those),
    from 0, end exclusive. Lines and columns count from 1, columns in characters; the end column
    is the one just past the last character.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Hold one place in a document that cites an address.

    `text` is exactly what stands at `span`. `url` is the best reading of it (absolute,
    normalised, without the fragment); `candidates` are the other readings, best first. For an
    identifier `url` is its resolver's address. `document` is the path of its `Document`.
    `copy_of` is the address of which `url` is an archived copy, where the document says so.
    """

    document: str
    span: Span
    text: str
    url: str
    kind: Kind = Kind.URL
    place: Place = Place.PROSE
    candidates: tuple[str, ...] = ()
    fragment: str | None = None
    label: str | None = None
    context: str | None = None
    date: CitedDate | None = None
    page: int | None = None
    part: str | None = None
    copy_of: str | None = None
