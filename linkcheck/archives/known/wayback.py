"""The Wayback Machine of the Internet Archive, through its Availability API.

The API answers with the one capture closest to a moment, quickly and for every address, which is
what a citation needs; the index (CDX) knows more but answers in up to a minute and may be asked
24 times a minute. https://archive.org/help/wayback_api.php

It is known to miss with one form of an address what it finds with another, so an address is also
asked without its scheme before it is said to have no copy. Sites that asked to be left out look
the same as sites never archived; the API does not tell them apart.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import httpx
import msgspec

from linkcheck.address import parse_address
from linkcheck.archives.budget import Budget
from linkcheck.archives.retry_after import retry_after
from linkcheck.model import Capture, Held, NotHeld, Unavailable

if TYPE_CHECKING:
    from datetime import date

    from linkcheck.model import ArchiveAnswer

ENDPOINT: Final = "https://archive.org/wayback/available"

# The limits are not published; the gap is the one that a large client keeps to.
_BURST: Final = 15
_INTERVAL: Final = 3.0

_TIMEOUT: Final = httpx.Timeout(30.0)
_LONGEST_ANSWER: Final = 65_536
_OK: Final = 200
_SUCCESS: Final = range(200, 300)
_SITE_IS_LEFT_OUT: Final = "blocked site"

# 498 is the archive's own, for addresses that it will not serve for now.
_REFUSALS: Final = frozenset({403, 429, 498, 503})


def open_archive(client: httpx.AsyncClient) -> Wayback:
    """Open the public Wayback Machine."""
    budget = Budget(burst=_BURST, interval=_INTERVAL, clock=time.monotonic, sleep=asyncio.sleep)
    return Wayback(client, budget)


class Wayback:
    """Ask the Availability API; every request takes a turn of the budget."""

    name: Final = "wayback"

    def __init__(self, client: httpx.AsyncClient, budget: Budget, endpoint: str = ENDPOINT) -> None:
        self._client = client
        self._budget = budget
        self._endpoint = endpoint

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more."""
        return await self._budget.ready()

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
        return Held(tuple(captures)) if captures else NotHeld()

    async def _ask(self, form: str, near: date | None) -> Capture | Unavailable | None:
        if not await self._budget.turn():
            return Unavailable("it refused too often to be asked again")
        query = {"url": form}
        if near is not None:
            query["timestamp"] = f"{near:%Y%m%d}120000"
        try:
            response, body = await self._get(query)
        except (httpx.TimeoutException, TimeoutError):
            self._budget.failed()
            return Unavailable("no answer in time")
        except (httpx.HTTPError, httpx.StreamError) as error:
            self._budget.failed()
            return Unavailable(f"no answer ({type(error).__name__})")
        return self._read(response, body)

    async def _get(self, query: dict[str, str]) -> tuple[httpx.Response, bytes]:
        request = self._client.stream(
            "GET",
            self._endpoint,
            params=query,
            headers={"Accept": "application/json"},
            timeout=_TIMEOUT,
        )
        async with asyncio.timeout(_TIMEOUT.read):
            async with request as response:
                body = b""
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _LONGEST_ANSWER:
                        break
        return response, body[:_LONGEST_ANSWER]

    def _read(self, response: httpx.Response, body: bytes) -> Capture | Unavailable | None:
        status = response.status_code
        if status in _REFUSALS:
            error = response.headers.get("x-archive-wayback-runtime-error", "")
            if _SITE_IS_LEFT_OUT in error.lower():
                self._budget.answered()
                return Unavailable("the archive does not show this site")
            self._budget.refused(retry_after(response.headers))
            return Unavailable(f"refused ({status})")
        if status != _OK:
            self._budget.failed()
            return Unavailable(f"answered {status}")
        try:
            closest = msgspec.json.decode(body, type=_Availability).archived_snapshots.closest
            capture = None if closest is None else _capture(closest)
        except ValueError:  # msgspec's errors are among them
            self._budget.failed()
            return Unavailable("answered something else than JSON of its kind")
        self._budget.answered()
        return capture


class _Closest(msgspec.Struct):
    url: str
    timestamp: str
    available: bool = False
    status: str = ""


class _Snapshots(msgspec.Struct):
    closest: _Closest | None = None


class _Availability(msgspec.Struct):
    archived_snapshots: _Snapshots


def _capture(closest: _Closest) -> Capture | None:
    """Read a snapshot, or return None where it cannot be had; raises ValueError for nonsense."""
    if not closest.available:
        return None
    address = parse_address(closest.url)
    if address is None or not address.is_web:
        message = "the snapshot has no web address"
        raise ValueError(message)
    when = datetime.strptime(closest.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    replay = closest.url
    if replay.startswith("http://"):
        replay = f"https://{replay.removeprefix('http://')}"
    _, _, original = replay.partition(f"/{closest.timestamp}/")
    if not original:
        message = "the snapshot does not say of what it is"
        raise ValueError(message)
    status = int(closest.status) if closest.status.isdecimal() else None
    return Capture(Wayback.name, original, replay, when, status)
