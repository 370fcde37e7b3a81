"""Read TimeMaps: what an archive holds of one address (RFC 7089, section 5).

A long one comes in pages: each links to others with the span of time that they are of, and the
first may be a mere list of them. TimeMaps do not tell the status of a copy; archives list
captures of errors and redirects too, so that it is found out when a copy is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from linkcheck.address import join_address
from linkcheck.archives.linkformat import read_link_format
from linkcheck.archives.moments import noon
from linkcheck.model import Capture

if TYPE_CHECKING:
    from datetime import date

    from linkcheck.archives.linkformat import Link

LINK_FORMAT: Final = "application/link-format"

_KEPT: Final = 10  # nearest copies of one archive: more are never looked at
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
_LATEST: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """Name another page of a TimeMap, and the span of time that it is of."""

    address: str
    begins: datetime = _EARLIEST
    ends: datetime = _LATEST

    def distance(self, near: date | None) -> float:
        """Return how far its span is from a day, in seconds (without one: from the latest)."""
        when = _LATEST if near is None else noon(near)
        if self.begins <= when <= self.ends:
            return 0.0
        return min(abs((each - when).total_seconds()) for each in (self.begins, self.ends))


@dataclass(frozen=True, slots=True)
class TimeMap:
    """Hold what one page lists: copies, and the other pages."""

    captures: tuple[Capture, ...]
    pages: tuple[Page, ...] = ()

    def surrounds(self, near: date | None) -> bool:
        """Tell whether it lists copies from before and after a day, and so the nearest."""
        if near is None or not self.captures:
            return False
        moments = [capture.captured_at for capture in self.captures]
        return min(moments) <= noon(near) <= max(moments)


def read_timemap(text: str, archive: str, url: str, base: str) -> TimeMap | None:
    """Read a TimeMap of `url` that was found at `base`, or return None where it is none.

    Every TimeMap names its original; one without mementos and pages says that there is no copy.
    """
    captures = []
    pages: dict[str, Page] = {}
    own = {base}
    original = None
    for link in read_link_format(text):
        rels = link.rels
        if "original" in rels:
            original = link.uri
        address = join_address(base, link.uri)
        if address is None or not address.is_web:
            continue
        if "self" in rels:
            own.add(address.url)
        elif "timemap" in rels and (link.parameter("type") or LINK_FORMAT) == LINK_FORMAT:
            begins, ends = _moment(link, "from"), _moment(link, "until")
            pages[address.url] = Page(address.url, begins or _EARLIEST, ends or _LATEST)
        moment = link.moment
        if "memento" in rels and moment is not None:
            captures.append(Capture(archive, original or url, address.url, moment, None))
    if original is None and not captures:
        return None
    others = tuple(page for page in pages.values() if page.address not in own)
    return TimeMap(tuple(captures), others)


def nearest(captures: tuple[Capture, ...], near: date | None) -> tuple[Capture, ...]:
    """Return the few captures nearest to a day (without one: the latest), in order of time."""

    def distance(capture: Capture) -> float:
        when = capture.captured_at.timestamp()
        return -when if near is None else abs(when - noon(near).timestamp())

    chosen = sorted(captures, key=distance)[:_KEPT]
    return tuple(sorted(chosen, key=_when))


def _when(capture: Capture) -> datetime:
    return capture.captured_at


def _moment(link: Link, name: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(link.parameter(name) or "")
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
