"""Any archive that keeps to Memento (RFC 7089), by its TimeMaps or its TimeGate.

A TimeMap lists all copies, so that the nearest good one can be chosen: it is asked where there is
one. A TimeGate negotiates one copy by `Accept-Datetime` and is asked elsewhere.
"""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from linkcheck.address import join_address
from linkcheck.archives.asking import MEMENTO_DATETIME, Service
from linkcheck.archives.linkformat import read_link_format
from linkcheck.archives.moments import noon
from linkcheck.archives.timemap import LINK_FORMAT, TimeMap, nearest, read_timemap
from linkcheck.model import Capture, Held, NotHeld, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import httpx

    from linkcheck.archives.archive import Stage
    from linkcheck.archives.budget import Budget
    from linkcheck.archives.linkformat import Link
    from linkcheck.model import ArchiveAnswer

_TIMEOUT: Final = 60.0
_LONGEST_TIMEMAP: Final = 4_194_304  # some 25,000 copies
_BEGINNING: Final = 4096  # of a copy: it is not read here
_FURTHER_PAGES: Final = 2


class TimeMaps:
    """Ask an archive for TimeMaps: `address` is what an address is appended to."""

    def __init__(self, name: str, client: httpx.AsyncClient, budget: Budget, address: str) -> None:
        self.name = name
        self._address = address
        self._service = Service(
            client,
            budget,
            timeout=_TIMEOUT,
            longest=_LONGEST_TIMEMAP,
            knows_missing=True,
        )

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return itself: a TimeMap says all that there is to say."""
        return (self,)

    @property
    def pause(self) -> float:
        """Return the seconds until the archive may be asked again."""
        return self._service.pause

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more."""
        return await self._service.ready()

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the copies nearest to a day (without one: the latest)."""
        return await self.read(self._address + url, url, near)

    async def read(self, first: str, url: str, near: date | None) -> ArchiveAnswer:
        """Read the TimeMap of an address that begins at `first`, and goes on where it says."""
        captures: list[Capture] = []
        asked: set[str] = set()
        address: str | None = first
        while address is not None:
            timemap = await self._page(address, url)
            if isinstance(timemap, Unavailable):
                return timemap
            captures += timemap.captures
            asked.add(address)
            left = [page for page in timemap.pages if page.address not in asked]
            address = None
            if left and not timemap.surrounds(near) and len(asked) <= _FURTHER_PAGES:
                address = min(left, key=lambda page: page.distance(near)).address
            elif left and not captures:
                return Unavailable("lists its copies on too many pages")
        return Held(nearest(tuple(captures), near)) if captures else NotHeld()

    async def _page(self, address: str, url: str) -> TimeMap | Unavailable:
        """Ask for one page of a TimeMap; one that is missing lists nothing."""
        reply = await self._service.ask(address, headers={"Accept": LINK_FORMAT})
        if isinstance(reply, Unavailable):
            return reply
        if reply.missing:
            self._service.understood()
            return TimeMap(())
        text = reply.body.decode("utf-8", "replace")
        timemap = read_timemap(text, self.name, url, reply.url)
        if timemap is None:
            return self._service.misunderstood("link-format")
        self._service.understood()
        return timemap

    async def neighbours(self, url: str) -> tuple[Capture, ...]:  # noqa: ARG002  (the seam's)
        """Return nothing: a TimeMap is of one address."""
        return ()


class TimeGate:
    """Ask an archive for the one copy nearest to a day: `address` is what is appended to.

    Answers 302 or 307 lead to the copy; one of 200 is the copy, and names its own address in
    `Content-Location` (RFC 7089, section 4). The copy's status comes with it. Mostly the answer
    names the TimeMap too: that is asked where the one copy is not good enough.
    """

    def __init__(self, name: str, client: httpx.AsyncClient, budget: Budget, address: str) -> None:
        self.name = name
        self._address = address
        self._others = _Others(TimeMaps(name, client, budget, address))
        self._service = Service(
            client, budget, timeout=_TIMEOUT, longest=_BEGINNING, knows_missing=True
        )

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return itself, and the TimeMaps that its answers name."""
        return (self, self._others)

    @property
    def pause(self) -> float:
        """Return the seconds until the archive may be asked again."""
        return self._service.pause

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more."""
        return await self._service.ready()

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the copy nearest to a day (without one: the archive's choice, the latest)."""
        headers = {"Accept": "*/*"}
        if near is not None:
            headers["Accept-Datetime"] = format_datetime(noon(near), usegmt=True)
        reply = await self._service.ask(self._address + url, headers=headers)
        if isinstance(reply, Unavailable):
            return reply
        if reply.missing:
            self._service.understood()
            self._others.none_of(url)
            return NotHeld()
        try:
            moment = parsedate_to_datetime(reply.headers.get(MEMENTO_DATETIME, ""))
        except (ValueError, TypeError):
            return self._service.misunderstood("a copy")
        self._service.understood()
        replay = join_address(reply.url, reply.headers.get("content-location", reply.url))
        links = read_link_format(reply.headers.get("link", ""))
        self._others.listed(url, _first(links, "timemap"), reply.url)
        original = _first(links, "original") or url
        address = reply.url if replay is None or not replay.is_web else replay.url
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        return Held((Capture(self.name, original, address, moment, reply.status_code),))

    async def neighbours(self, url: str) -> tuple[Capture, ...]:  # noqa: ARG002  (the seam's)
        """Return nothing: a TimeGate is for one address."""
        return ()


class _Others:
    """Ask for the copies beside the one that a TimeGate has chosen, by the TimeMap it named."""

    def __init__(self, maps: TimeMaps) -> None:
        self._maps = maps
        self._named: dict[str, str | None] = {}

    @property
    def pause(self) -> float:
        """Return the seconds until the archive may be asked again."""
        return self._maps.pause

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more."""
        return await self._maps.ready()

    def none_of(self, url: str) -> None:
        """Note that the TimeGate has no copy of an address; it knows all that there are."""
        self._named[url] = None

    def listed(self, url: str, timemap: str | None, base: str) -> None:
        """Note where the TimeGate said that the copies of an address are listed."""
        address = None if timemap is None else join_address(base, timemap)
        if address is not None and address.is_web:
            self._named[url] = address.url

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the copies nearest to a day (without one: the latest)."""
        if url not in self._named:
            return Unavailable("does not say what other copies it has")
        timemap = self._named[url]
        return NotHeld() if timemap is None else await self._maps.read(timemap, url, near)

    async def neighbours(self, url: str) -> tuple[Capture, ...]:  # noqa: ARG002  (the seam's)
        """Return nothing: a TimeMap is of one address."""
        return ()


def _first(links: Iterable[Link], rel: str) -> str | None:
    return next((link.uri for link in links if rel in link.rels), None)
