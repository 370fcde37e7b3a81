"""Short ways of writing evidence, and the table of cases."""

# ruff: noqa: TC001  (msgspec reads the types of the rows when it runs)
from __future__ import annotations

import functools
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from linkcheck.hostrules import HostRule
from linkcheck.judge import probe_address
from linkcheck.model import (
    Answered,
    ArchiveAnswer,
    Capture,
    Cause,
    Certainty,
    Evidence,
    Held,
    Hop,
    Kind,
    Lookup,
    NotAsked,
    NotAskedReason,
    NotHeld,
    Observation,
    Outcome,
    Page,
    ReasonCode,
    Remedy,
    State,
    Target,
    Unanswered,
    Unavailable,
)

# Fingerprints beside that of an ordinary page: of nearly the same text, and of another.
NEARLY: Final = (*range(60), 100, 101, 102, 103)
OTHER: Final = tuple(range(1000, 1064))

URL: Final = "https://example.org/news/story-1"
NOW: Final = datetime(2026, 11, 1, 12, tzinfo=UTC)
TABLE: Final = Path(__file__).with_name("cases.toml")


class PageRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str | None = "The story of the day | Example"
    headings: tuple[str, ...] = ("The story of the day",)
    words: int = 800
    canonical: str | None = None
    refresh: str | None = None
    markers: tuple[str, ...] = ()
    has_password_field: bool = False
    links: tuple[str, ...] = ()
    fingerprint: tuple[int, ...] = tuple(range(64))
    missing: tuple[str, ...] = ()
    truncated: bool = False


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    state: State
    codes: tuple[ReasonCode, ...]
    certainty: Certainty = Certainty.CERTAIN
    message: str | None = None
    suggestion: str | None = None
    why: Remedy | None = None
    url: str = URL
    kind: Kind = Kind.URL
    online: bool = True
    unseen: bool = False
    status: int = 200
    final: str | None = None
    hops: tuple[tuple[str, int], ...] = ()
    headers: tuple[str, ...] = ()
    page: PageRow = PageRow()
    pages: bool = True
    attempts: int = 1
    cause: Cause | None = None
    not_asked: NotAskedReason | None = None
    detail: str = ""
    archive: str | None = None
    probe: str | None = None
    accept: tuple[int, ...] = ()
    name_servers: tuple[str, ...] = ()

    def evidence(self) -> Evidence:
        seen = () if self.unseen else (self._observation(),)
        lookups = () if self.archive is None else (lookup(ANSWERS[self.archive], self.url),)
        probes = () if self.probe is None else (self._probe(self.probe),)
        target = Target.of(self.url, self.kind)
        return Evidence(target, seen, lookups, probes, name_servers=self.name_servers)

    @property
    def rules(self) -> tuple[HostRule, ...]:
        host = Target.of(self.url).host
        return (HostRule(host, accept=self.accept),) if self.accept else ()

    def _probe(self, what: str) -> Observation:
        """Answer as the head of the table says."""
        url = probe_address(self.url) or ""
        own = self._observation().outcome
        assert isinstance(own, Answered)
        hops: tuple[Hop, ...] = ()
        outcome: Outcome
        match what:
            case "refused":
                outcome = Answered(404, url)
            case "forbidden":
                outcome = Answered(403, url)
            case "silent":
                outcome = Unanswered(Cause.READ_TIMEOUT)
            case "same-place":
                outcome, hops = replace(own, headers=()), (Hop(url, 302),)
            case "same-page":
                outcome = replace(own, final_url=url)
            case "same-words":
                outcome = Answered(200, url, (), replace(self._page(), fingerprint=NEARLY))
            case "same-title":
                outcome = Answered(200, url, (), replace(self._page(), fingerprint=OTHER))
            case "other-page":
                other = Page("text/html", title="Search", words=90, fingerprint=OTHER)
                outcome = Answered(200, url, (), other)
            case _:
                raise ValueError(what)
        return Observation(url, NOW, outcome, hops)

    def _page(self) -> Page:
        return Page("text/html", **msgspec.structs.asdict(self.page))

    def _observation(self) -> Observation:
        hops = tuple(Hop(url, status) for url, status in self.hops)
        return Observation(self.url, NOW, self._outcome(), hops, self.attempts)

    def _outcome(self) -> Outcome:
        if self.cause is not None:
            return Unanswered(self.cause, self.detail)
        if self.not_asked is not None:
            return NotAsked(self.not_asked, self.detail)
        headers = tuple(_header(line) for line in self.headers)
        known = self._page() if self.pages else None
        return Answered(self.status, self.final or self.url, headers, known)


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[Row, ...]


@functools.cache
def rows() -> tuple[Row, ...]:
    return msgspec.convert(tomllib.loads(TABLE.read_text(encoding="utf-8")), _Table).case


def capture(day: date = date(2018, 1, 12), status: int | None = 200, url: str = URL) -> Capture:
    when = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Capture(
        "wayback", url, f"https://archive.example/{when:%Y%m%d%H%M%S}/{url}", when, status
    )


def lookup(
    answer: ArchiveAnswer, url: str = URL, *, archive: str = "wayback", hours: int = 0
) -> Lookup:
    return Lookup(url, archive, NOW + timedelta(hours=hours), None, answer)


def seen(outcome: Outcome, *, hours: float = 0, url: str = URL) -> Observation:
    return Observation(url, NOW + timedelta(hours=hours), outcome)


def page(status: int = 200, final: str = URL) -> Answered:
    return Answered(status, final, (), Page("text/html", title="The story of the day", words=800))


ANSWERS: Final[dict[str, ArchiveAnswer]] = {
    "held": Held((capture(),)),
    "not-held": NotHeld(),
    "unavailable": Unavailable("refused (429)"),
}


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name, value
