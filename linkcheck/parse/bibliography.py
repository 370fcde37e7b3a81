"""The fields of bibliographic entries, whatever format holds them, to mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from linkcheck.model import Kind, Place
from linkcheck.parse.dates import day_of_access, read_day
from linkcheck.parse.identifiers import resolver_of
from linkcheck.parse.links import cited_address
from linkcheck.parse.mention import Mention
from linkcheck.parse.tex import completed
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_DOI: Final = late(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ARXIV: Final = late(
    r"(?:arxiv:)?\s*(\d{4}\.\d{4,5}(?:v\d+)?|[a-z.-]+/\d{7}(?:v\d+)?)\b", re.IGNORECASE
)
_NUMBER: Final = late(r"(?:PMC|PMID:?\s*)?(\d{1,9})\s*\Z", re.IGNORECASE)
_LINE_BREAK: Final = late(r"[ \t]*(?:\r\n|\n|\r)\s*")
_SPACE: Final = late(r"\s")
_SLASHED_DAY: Final = late(r"\s*(\d{4})/(\d{1,2})/(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Field:
    """Hold one field of an entry: its name in lower case, where its value stands, what it means."""

    name: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class About:
    """Hold what an entry says of the work it cites, for all of its addresses.

    `original` is the address of which its copy in an archive was made, `archived` the day of that.
    """

    label: str | None
    context: str | None
    accessed: date | None
    original: str | None = None
    archived: date | None = None


# What the formats call what an entry says of itself.
_TITLES: Final = ("title", "shorttitle", "booktitle")
_AUTHORS: Final = ("author", "editor", "organization", "institution", "publisher")
_YEARS: Final = ("year", "date")
_ACCESSED: Final = ("urldate", "accessed", "lastaccessed", "lastchecked", "access-date")
_ARCHIVED: Final = ("archivedate", "archive-date", "archive_date", "archived")
_NOTES: Final = ("note", "addendum", "howpublished", "n1")
_BY_RANK: Final = ("url", "link", "bdsk-url-1", "bdsk-url-2", "bdsk-url-3", "ee")
URL_FIELDS: Final = frozenset(_BY_RANK)
COPY_FIELDS: Final = frozenset(
    {"archiveurl", "archive-url", "archive_url", "archivedurl", "urlarchive"}
)
_NUMBERED: Final = {"pmid": Kind.PMID, "pmcid": Kind.PMCID}
_IDENTIFIERS: Final = frozenset({"doi", "pmid", "pmcid", "arxiv", "arxivid", "eprint"})


def about(fields: Iterable[Field]) -> About:
    """Gather what the fields of one entry say of it."""
    values: dict[str, str] = {}
    for each in fields:  # of several authors, the first
        values.setdefault(each.name, " ".join(each.value.split()))
    title = next((values[name] for name in _TITLES if values.get(name)), None)
    author = next((values[name] for name in _AUTHORS if values.get(name)), None)
    year = next((values[name] for name in _YEARS if values.get(name)), None)
    said = [part for part in (author, title, year) if part]
    accessed = _day(values, _ACCESSED)
    archived = _day(values, _ARCHIVED)
    if accessed is None:
        notes = (values[name] for name in _NOTES if values.get(name))
        accessed = next((day for note in notes if (day := day_of_access(note, 0, 0))), None)
    return About(
        label=title[:300] if title else None,
        context=", ".join(said)[:300] or None,
        accessed=accessed,
        original=next(
            (values[name] for name in _BY_RANK if values.get(name) and "//" in values[name]), None
        ),
        archived=archived,
    )


def _day(values: dict[str, str], names: tuple[str, ...]) -> date | None:
    written = next((values[name] for name in names if values.get(name)), "")
    return read_day(_SLASHED_DAY.sub(r"\1-\2-\3", written))


def field_mentions(field: Field, entry: About, archive: str = "") -> Iterator[Mention]:
    """Yield what a field cites that holds nothing but an address or an identifier.

    `archive` is what the entry says its `eprint` belongs to.
    """
    address = _address(field, archive)
    if address is None or field.end <= field.start:
        return
    is_copy = field.name in COPY_FIELDS
    days = (entry.archived, entry.accessed) if is_copy else (entry.accessed, entry.archived)
    original = _original(entry) if is_copy else None
    yield Mention(
        field.start,
        field.end,
        address,
        place=Place.BIBLIOGRAPHY,
        label=entry.label,
        context=entry.context,
        accessed=days[0] or days[1],
        copy_of=None if original == address else original,
    )


def _original(entry: About) -> str | None:
    """Return the address that the copy of an entry was made of."""
    return None if entry.original is None else cited_address(completed(entry.original))


def is_citing(name: str) -> bool:
    """Tell whether a field of this name holds nothing but an address or an identifier."""
    return name in URL_FIELDS or name in COPY_FIELDS or name in _IDENTIFIERS


def _address(field: Field, archive: str) -> str | None:
    value = field.value.strip()
    if field.name in URL_FIELDS or field.name in COPY_FIELDS:
        value = _LINE_BREAK.sub("", value)
        return None if _SPACE.search(value) else cited_address(completed(value))
    if field.name == "doi":
        return doi_address(value)
    if field.name in {"arxiv", "arxivid", "eprint"}:
        return _eprint(value, archive if field.name == "eprint" else "arxiv")
    kind = _NUMBERED.get(field.name)
    number = _NUMBER.match(value)
    return None if kind is None or number is None else resolver_of(kind, number[1])


def doi_address(value: str) -> str | None:
    """Return the resolver's address of the DOI that a field holds, in whatever clothes."""
    found = _DOI.search(unquote(value) if "%2f" in value.lower() else value)
    return None if found is None else resolver_of(Kind.DOI, found[0])


def _eprint(value: str, archive: str) -> str | None:
    kind = archive.strip().lower()
    if kind in {"", "arxiv"}:
        found = _ARXIV.fullmatch(value)
        return None if found is None else resolver_of(Kind.ARXIV, found[1])
    if kind in {"pubmed", "pmid"}:
        return resolver_of(Kind.PMID, value)
    return resolver_of(Kind.HANDLE, value) if kind == "hdl" else None
