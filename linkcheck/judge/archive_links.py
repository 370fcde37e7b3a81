"""Addresses that are themselves archived copies of another address.

Most archives replay at `…/<14 digits>/<address>` (the Wayback Machine, pywb, Arquivo.pt,
Archive-It, the UK Web Archive, …), with a modifier such as `id_` or `if_` after the digits.
https://en.wikipedia.org/wiki/Help:Using_the_Wayback_Machine
archive.today and its other names, Perma.cc, WebCite and FreezePage also have short forms, which
do not say of what they are copies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qs

from linkcheck.address import parse_address

_REPLAY: Final = re.compile(
    r"/(\d{4,14}|\*)(?:[a-z]{2}_)?/(?=(?:https?:/{0,2}|www\.)[^/])", re.IGNORECASE
)
_RAW: Final = re.compile(r"(?<=/\d{14}id_/).*", re.DOTALL)
_ARCHIVE_TODAY: Final = re.compile(r"(?:www\.)?archive\.(?:today|is|ph|fo|li|md|vn)")
_DOTTED: Final = re.compile(r"\d{4}\.\d\d\.\d\d-\d{6}")
_SCHEME: Final = re.compile(r"^(https?):/{0,2}(?=[^/])", re.IGNORECASE)
_FULL: Final = 14
_KNOWN: Final = {
    "web.archive.org": "wayback",
    "wayback.archive.org": "wayback",
    "web-beta.archive.org": "wayback",
    "wayback.archive-it.org": "archive-it",
    "arquivo.pt": "arquivo",
    "perma.cc": "perma.cc",
    "webcitation.org": "webcite",
    "freezepage.com": "freezepage",
}
# Their addresses are copies in whatever form they come; the pages about themselves are few.
_SHORT: Final = {
    "perma.cc": re.compile(r"/(?:[A-Z0-9]{2,4}-)+[A-Z0-9]{2,4}/?", re.IGNORECASE),
    "webcitation.org": re.compile(r"/[0-9A-Za-z]{6,12}"),
    "freezepage.com": re.compile(r"/\d{6,}[0-9A-Z]*"),
}
_TODAY_SHORT: Final = re.compile(r"/[0-9A-Za-z]{4,6}/?")


@dataclass(frozen=True, slots=True)
class ArchiveLink:
    """Hold what an archived copy's own address says; `original` is None in short forms."""

    archive: str
    original: str | None = None
    captured_at: datetime | None = None


def read_archive_link(url: str) -> ArchiveLink | None:
    """Read the address of an archived copy, or return None where it is another page."""
    if "archive" not in url and "/http" not in url and not any(host in url for host in _KNOWN):
        return None  # nearly all addresses: not worth parsing
    address = parse_address(url)
    if address is None or not address.is_web:
        return None
    host = address.host.removeprefix("www.")
    name = "archive.today" if _ARCHIVE_TODAY.fullmatch(host) else _KNOWN.get(host, host)
    rest = address.path + (f"?{address.query}" if address.query else "")
    found = _REPLAY.search(rest)
    if found is not None:
        original = _original(rest[found.end() :])
        return None if original is None else ArchiveLink(name, original, _moment(found[1]))
    if name == "archive.today":
        return _archive_today(address.path, rest)
    if host == "webcitation.org" and "url" in (query := parse_qs(address.query)):
        return ArchiveLink(name, _original(query["url"][0]))
    short = _SHORT.get(host)
    return ArchiveLink(name) if short is not None and short.fullmatch(address.path) else None


def is_proposed(url: str) -> bool:
    """Tell whether a copy may be proposed for a document.

    archive.today shuts programs out, and English Wikipedia has deprecated its links (2026-02).
    https://en.wikipedia.org/wiki/Wikipedia:Archive.today
    """
    host = url.partition("://")[2].partition("/")[0]
    return _ARCHIVE_TODAY.fullmatch(host.lower()) is None


def raw_replay(url: str) -> str:
    """Return where a copy is replayed as it was captured, without the archive's own banner.

    An address that is not of the usual form is returned as it is.
    """
    return re.sub(r"/(\d{14})(?:[a-z]{2}_)?/", r"/\1id_/", url, count=1)


def replay_beside(raw: str, url: str) -> str:
    """Return where an address is replayed near to the moment of another's raw replay."""
    return f"{_RAW.sub('', raw)}{url}" if _RAW.search(raw) else raw


def page_key(url: str) -> str:
    """Return what archives tell addresses apart by: not scheme, www, case or a last slash."""
    return url.partition("://")[2].lower().removeprefix("www.").rstrip("/")


def _archive_today(path: str, rest: str) -> ArchiveLink | None:
    first, _, original = rest[1:].partition("/")
    if _DOTTED.fullmatch(first):
        return ArchiveLink("archive.today", _original(original), _moment(first))
    if first in {"newest", "oldest", "o"}:
        return ArchiveLink("archive.today", _original(original))
    return ArchiveLink("archive.today") if _TODAY_SHORT.fullmatch(path) else None


def _original(written: str) -> str | None:
    """Read an address within another: slashes may be lost, and the scheme may be left out."""
    text = _SCHEME.sub(lambda scheme: f"{scheme[1]}://", written)
    address = parse_address(text if "://" in text else f"http://{text}")
    return address.url if address is not None and "." in address.host else None


def _moment(written: str) -> datetime | None:
    digits = re.sub(r"\D", "", written)
    if len(digits) != _FULL:
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
