"""Read what a CDX server answers: the index of an archive, one row for each capture.

Two dialects are spoken. The Wayback Machine gives one array of arrays whose first row names the
columns (`original`, `statuscode`); https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server
pywb gives an object on each line (`url`, `status`); https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html
In both every value is a text, and no body at all says that there is no capture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from linkcheck.archives.moments import read_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class IndexedCapture:
    """Hold one row: `status_code` is None where the row says none, as those of revisits do."""

    original: str
    captured_at: datetime
    status_code: int | None


def read_cdx(body: bytes) -> tuple[IndexedCapture, ...]:
    """Read an answer of either dialect; raises `ValueError` where it is neither."""
    text = body.strip()
    if not text:
        return ()
    return tuple(_capture(row) for row in (_arrays(text) if text[:1] == b"[" else _objects(text)))


def one_of_site(url: str) -> dict[str, str]:
    """Return the query that shows whether anything of an address's host is held."""
    host = url.partition("://")[2].partition("/")[0]  # with its port, which is part of the key
    return {"url": host, "matchType": "host", "output": "json", "limit": "1"}


def _arrays(text: bytes) -> Iterator[Mapping[str, str | None]]:
    head, *others = msgspec.json.decode(text, type=list[list[str | None]]) or [[]]
    for row in others:
        if not row:  # comes before the key of the next page
            return
        yield {name: value for name, value in zip(head, row, strict=True) if name is not None}


def _objects(text: bytes) -> Iterator[Mapping[str, str | None]]:
    for line in text.splitlines():
        if line.strip():
            yield msgspec.json.decode(line, type=dict[str, str | None])


def _capture(row: Mapping[str, str | None]) -> IndexedCapture:
    original = row.get("original") or row.get("url")
    when = row.get("timestamp")
    if not original or not when:
        message = "a row of the index names no address or no time"
        raise ValueError(message)
    status = row.get("statuscode") or row.get("status") or ""
    return IndexedCapture(
        original,
        read_timestamp(when),
        int(status) if status.isascii() and status.isdecimal() else None,
    )
