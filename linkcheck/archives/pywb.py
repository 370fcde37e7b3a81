"""A collection of pywb (or any archive of its kind) by its address alone.

`http://localhost:8080/web` has its index at `/web/cdx` and replays at `/web/<timestamp>/<url>`.
https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.archives.asking import Service
from linkcheck.archives.cdx import one_of_site, read_cdx
from linkcheck.archives.moments import noon, timestamp
from linkcheck.judge.near_misses import common_beginning
from linkcheck.model import Capture, Held, NotHeld, Unavailable

if TYPE_CHECKING:
    from datetime import date

    import httpx

    from linkcheck.archives.archive import Stage
    from linkcheck.archives.budget import Budget
    from linkcheck.archives.cdx import IndexedCapture
    from linkcheck.model import ArchiveAnswer

_TIMEOUT: Final = 60.0
_LONGEST_ANSWER: Final = 4_194_304
_NEAREST: Final = 10
_NEIGHBOURS: Final = 500


class Collection:
    """Ask the index of one collection at `address`, given without a slash at its end."""

    def __init__(self, name: str, client: httpx.AsyncClient, budget: Budget, address: str) -> None:
        self.name = name
        self._address = address.rstrip("/")
        self._service = Service(client, budget, timeout=_TIMEOUT, longest=_LONGEST_ANSWER)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return itself: the index knows all that there is."""
        return (self,)

    @property
    def pause(self) -> float:
        """Return the seconds until the archive may be asked again."""
        return self._service.pause

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more."""
        return await self._service.ready()

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the captures nearest to a day, before and after it (without one: the latest)."""
        query = {"url": url, "output": "json", "limit": str(_NEAREST), "sort": "reverse"}
        if near is not None:
            query |= {"sort": "closest", "closest": timestamp(noon(near))}
        rows = await self._rows(query)
        if isinstance(rows, Unavailable):
            return rows
        return Held(self._captures(rows)) if rows else NotHeld()

    async def neighbours(self, url: str) -> tuple[Capture, ...]:
        """Ask for captures of addresses that begin like this one, else for any of its host."""
        query = {
            "url": common_beginning(url),
            "matchType": "prefix",
            "output": "json",
            "limit": str(_NEIGHBOURS),
        }
        rows = await self._rows(query)
        if rows == ():
            rows = await self._rows(one_of_site(url))
        return () if isinstance(rows, Unavailable) else self._captures(rows)

    async def _rows(self, query: dict[str, str]) -> tuple[IndexedCapture, ...] | Unavailable:
        reply = await self._service.ask(f"{self._address}/cdx", query)
        if isinstance(reply, Unavailable):
            return reply
        try:
            rows = read_cdx(reply.body)
        except ValueError:  # msgspec's errors are among them
            return self._service.misunderstood("an index")
        self._service.understood()
        return rows

    def _captures(self, rows: tuple[IndexedCapture, ...]) -> tuple[Capture, ...]:
        return tuple(
            Capture(
                self.name,
                row.original,
                f"{self._address}/{timestamp(row.captured_at)}/{row.original}",
                row.captured_at,
                row.status_code,
            )
            for row in rows
        )
