"""The Wayback Machine of the Internet Archive: its Availability API first, then its index.

The Availability API answers with the one capture closest to a moment, quickly and for every
address, which is what a citation needs. https://archive.org/help/wayback_api.php
It is known to miss with one form of an address what it finds with another, and for some hours
what was captured. So an address is also asked without its scheme, and a miss is only believed
when the index (CDX) confirms it.

The index knows everything, answers in up to a minute, and may be asked 30 times a minute; here 24
times. https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import msgspec

from linkcheck.address import parse_address
from linkcheck.archives.asking import Service
from linkcheck.archives.budget import Budget
from linkcheck.archives.cdx import one_of_site, read_cdx
from linkcheck.archives.moments import noon, read_timestamp, timestamp
from linkcheck.judge.near_misses import common_beginning
from linkcheck.model import Capture, Held, NotHeld, Unavailable

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

    import httpx

    from linkcheck.archives.archive import Stage
    from linkcheck.archives.cdx import IndexedCapture
    from linkcheck.model import ArchiveAnswer

NAME: Final = "wayback"
HOSTS: Final = frozenset({"archive.org", "web.archive.org", "wayback.archive.org"})
ENDPOINT: Final = "https://archive.org/wayback/available"
INDEX: Final = "https://web.archive.org/cdx/search/cdx"
REPLAY: Final = "https://web.archive.org/web"

# The limits are not published; the gap is the one that a large client keeps to.
_BURST: Final = 15
_INTERVAL: Final = 3.0
_TIMEOUT: Final = 30.0
_LONGEST_ANSWER: Final = 65_536

_INDEX_BURST: Final = 1
_INDEX_INTERVAL: Final = 2.5
_INDEX_TIMEOUT: Final = 60.0
_LONGEST_INDEX: Final = 1_048_576
_ON_EACH_SIDE: Final = 3
_NEIGHBOURS: Final = 500
_GOOD: Final = "statuscode:200"

_SUCCESS: Final = range(200, 300)


def open_archive(client: httpx.AsyncClient) -> Wayback:
    """Open the public Wayback Machine."""
    quick = Budget(burst=_BURST, interval=_INTERVAL, clock=time.monotonic, sleep=asyncio.sleep)
    slow = Budget(
        burst=_INDEX_BURST, interval=_INDEX_INTERVAL, clock=time.monotonic, sleep=asyncio.sleep
    )
    availability = Availability(client, quick)
    return Wayback(availability, WaybackIndex(client, slow, held=availability.held))


class Wayback:
    """Hold the two services of the Wayback Machine."""

    name: Final = NAME

    def __init__(self, availability: Availability, index: WaybackIndex) -> None:
        self.stages: tuple[Stage, ...] = (availability, index)


class Availability:
    """Ask the Availability API."""

    def __init__(self, client: httpx.AsyncClient, budget: Budget, endpoint: str = ENDPOINT) -> None:
        self._endpoint = endpoint
        self._service = Service(client, budget, timeout=_TIMEOUT, longest=_LONGEST_ANSWER)
        self._held: set[str] = set()

    @property
    def held(self) -> AbstractSet[str]:
        """Return the addresses that it has named a capture of so far."""
        return self._held

    @property
    def pause(self) -> float:
        """Return the seconds until it may be asked again."""
        return self._service.pause

    async def ready(self) -> bool:
        """Wait until it may be asked; return False once it may not be any more."""
        return await self._service.ready()

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the capture closest to a day (without one: the latest)."""
        captures: list[Capture] = []
        for form in (url, url.partition("://")[2]):
            answer = await self._ask(form, near)
            if isinstance(answer, Unavailable):
                return answer
            if answer is not None:
                captures.append(answer)
                if answer.status_code in _SUCCESS:
                    break
        if not captures:
            return NotHeld()
        self._held.add(url)
        return Held(tuple(captures))

    async def neighbours(self, url: str) -> tuple[Capture, ...]:  # noqa: ARG002  (the seam's)
        """Return nothing: it is of one address."""
        return ()

    async def _ask(self, form: str, near: date | None) -> Capture | Unavailable | None:
        query = {"url": form}
        if near is not None:
            query["timestamp"] = timestamp(noon(near))
        reply = await self._service.ask(self._endpoint, query)
        if isinstance(reply, Unavailable):
            return reply
        try:
            closest = msgspec.json.decode(reply.body, type=_Answer).archived_snapshots.closest
            capture = None if closest is None else _capture(closest)
        except ValueError:  # msgspec's errors are among them
            return self._service.misunderstood("JSON")
        self._service.understood()
        return capture


class WaybackIndex:
    """Ask the index: it confirms a miss, and finds good captures on both sides of a day.

    `held` are addresses that are known to have captures.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        budget: Budget,
        endpoint: str = INDEX,
        held: AbstractSet[str] = frozenset(),
    ) -> None:
        self._held = held
        self._endpoint = endpoint
        self._service = Service(client, budget, timeout=_INDEX_TIMEOUT, longest=_LONGEST_INDEX)

    @property
    def pause(self) -> float:
        """Return the seconds until it may be asked again."""
        return self._service.pause

    async def ready(self) -> bool:
        """Wait until it may be asked; return False once it may not be any more."""
        return await self._service.ready()

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the good captures nearest to a day on both its sides (without one: the latest).

        Where none is known, the first question is whether there is any at all: mostly there is
        none. `closest=` is not used: without `sort=closest` it gives wrong rows, and with a limit
        it may miss some.
        """
        some: tuple[IndexedCapture, ...] = ()
        if url not in self._held:
            any_at_all = await self._rows({"url": url, "limit": "1"})
            if isinstance(any_at_all, Unavailable):
                return any_at_all
            if not any_at_all:
                return NotHeld()
            some = any_at_all
        found: list[IndexedCapture] = []
        for query in _sides(near):
            rows = await self._rows({"url": url, "filter": _GOOD, **query})
            if isinstance(rows, Unavailable):
                return rows
            found += rows
        return Held(tuple(map(_indexed, found or some)))

    async def neighbours(self, url: str) -> tuple[Capture, ...]:
        """Ask for good captures of addresses that begin like this one, else any of its host."""
        query = {
            "url": common_beginning(url),
            "matchType": "prefix",
            "filter": _GOOD,
            "collapse": "urlkey",
            "limit": str(_NEIGHBOURS),
        }
        rows = await self._rows(query)
        if rows == ():
            rows = await self._rows(one_of_site(url))
        return () if isinstance(rows, Unavailable) else tuple(map(_indexed, rows))

    async def _rows(self, query: dict[str, str]) -> tuple[IndexedCapture, ...] | Unavailable:
        reply = await self._service.ask(self._endpoint, query | {"output": "json"})
        if isinstance(reply, Unavailable):
            return reply
        try:
            rows = read_cdx(reply.body)
        except ValueError:  # msgspec's errors are among them
            return self._service.misunderstood("an index")
        self._service.understood()
        return rows


def _sides(near: date | None) -> tuple[dict[str, str], ...]:
    if near is None:
        return ({"limit": f"-{_ON_EACH_SIDE}"},)
    moment = timestamp(noon(near))
    return (
        {"to": moment, "limit": f"-{_ON_EACH_SIDE}"},
        {"from": moment, "limit": f"{_ON_EACH_SIDE}"},
    )


def _indexed(row: IndexedCapture) -> Capture:
    replay = f"{REPLAY}/{timestamp(row.captured_at)}/{row.original}"
    return Capture(NAME, row.original, replay, row.captured_at, row.status_code)


class _Closest(msgspec.Struct):
    url: str
    timestamp: str
    available: bool = False
    status: str = ""


class _Snapshots(msgspec.Struct):
    closest: _Closest | None = None


class _Answer(msgspec.Struct):
    archived_snapshots: _Snapshots


def _capture(closest: _Closest) -> Capture | None:
    """Read a snapshot, or return None where it cannot be had; raises ValueError for nonsense."""
    if not closest.available:
        return None
    address = parse_address(closest.url)
    if address is None or not address.is_web:
        message = "the snapshot has no web address"
        raise ValueError(message)
    when = read_timestamp(closest.timestamp)
    replay = closest.url
    if replay.startswith("http://"):
        replay = f"https://{replay.removeprefix('http://')}"
    _, _, original = replay.partition(f"/{closest.timestamp}/")
    if not original:
        message = "the snapshot does not say of what it is"
        raise ValueError(message)
    status = int(closest.status) if closest.status.isdecimal() else None
    return Capture(NAME, original, replay, when, status)
