"""Identifiers are asked of their registries: where, in which order, how fast."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import httpx
import pytest

from linkcheck.fetch.fetcher import Fetcher, pace_of
from linkcheck.fetch.resolver import Resolver
from linkcheck.fetch.turns import Pace
from linkcheck.hostrules import HostRule
from linkcheck.model import Answered, Kind, Target
from tests.fetch.conftest import SETTINGS, QuickTime
from tests.fetch.test_fetcher import anywhere

if TYPE_CHECKING:
    from linkcheck.model import Observation

HANDLES = "https://doi.org/api/handles/10.48550/arXiv."
EXPORT, SITE = "https://export.arxiv.org/abs/", "https://arxiv.org/abs/"
TODAY = date(2026, 11, 1)


class Registries:
    """Registries that know some addresses, and note when and how they are asked."""

    def __init__(self, *known: str, otherwise: int = 404) -> None:
        self.asked: list[str] = []
        self.most_at_once = 0
        self.accepts: list[str] = []
        self.quick = QuickTime()
        self._now = 0
        self._known = known
        self._otherwise = otherwise

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        self.accepts.append(request.headers["accept"])
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        await asyncio.sleep(0)
        self._now -= 1
        return httpx.Response(200 if str(request.url) in self._known else self._otherwise)

    async def observe(self, *urls: str, kind: Kind = Kind.ARXIV) -> list[Observation]:
        quick = self.quick
        fetcher = Fetcher(
            httpx.MockTransport(self.answer),
            replace(SETTINGS, retries=0),
            resolver=Resolver(anywhere, allowed=lambda _: True),
            clock=quick.clock,
            sleep=quick.sleep,
            now=quick.now,
        )
        found: list[Observation] = []
        await fetcher.run([Target.of(url, kind) for url in urls], found.append)
        return found


def status(observation: Observation) -> int:
    assert isinstance(observation.outcome, Answered)
    return observation.outcome.status_code


async def test_a_preprint_with_a_doi_is_asked_of_nobody_else() -> None:
    registries = Registries(f"{HANDLES}1706.03762")
    (seen,) = await registries.observe("https://arxiv.org/abs/1706.03762")
    assert registries.asked == [f"{HANDLES}1706.03762"]
    assert status(seen) == 200


async def test_a_preprint_too_new_for_a_doi_is_found_at_arxiv() -> None:
    registries = Registries(f"{SITE}2611.00001")
    (seen,) = await registries.observe("https://arxiv.org/abs/2611.00001")
    assert registries.asked == [place + "2611.00001" for place in (HANDLES, EXPORT, SITE)]
    assert status(seen) == 200
    assert seen.attempts == 1


@pytest.mark.parametrize("otherwise", [404, 503])
async def test_what_no_place_knows_has_the_last_one_s_answer(otherwise: int) -> None:
    registries = Registries(otherwise=otherwise)
    (seen,) = await registries.observe("https://arxiv.org/abs/9912.99999")
    assert isinstance(seen.outcome, Answered)
    assert (seen.outcome.status_code, seen.outcome.final_url) == (otherwise, f"{SITE}9912.99999")


async def test_a_version_is_asked_of_arxiv_which_alone_knows_versions() -> None:
    registries = Registries(f"{EXPORT}1706.03762v5")
    await registries.observe("https://arxiv.org/abs/1706.03762v5")
    assert registries.asked == [f"{EXPORT}1706.03762v5"]


async def test_arxiv_is_asked_one_at_a_time_with_three_seconds_between() -> None:
    names = [f"1706.0000{n}v1" for n in range(4)]
    registries = Registries(*(EXPORT + name for name in names))
    await registries.observe(*(f"https://arxiv.org/abs/{name}" for name in names))
    assert len(registries.asked) == 4
    assert registries.most_at_once == 1
    assert len(registries.quick.slept) == 3
    assert all(2 < waited <= 3 for waited in registries.quick.slept)


def test_the_pace_of_the_settings_comes_before_a_registry_s() -> None:
    assert pace_of("export.arxiv.org", SETTINGS, TODAY) == Pace(1, 3.0)
    own = replace(SETTINGS, hosts=(HostRule("arxiv.org", delay=10),))
    assert pace_of("export.arxiv.org", own, TODAY) == Pace(SETTINGS.per_host, 10)


async def test_the_registry_of_orcids_is_asked_for_what_programs_read() -> None:
    record = "https://pub.orcid.org/v3.0/0000-0002-1825-0097/record"
    registries = Registries(record)
    await registries.observe("https://orcid.org/0000-0002-1825-0097", kind=Kind.ORCID)
    assert (registries.asked, registries.accepts) == ([record], ["application/json"])
