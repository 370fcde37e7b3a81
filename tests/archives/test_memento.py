from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from linkcheck.archives.budget import Budget
from linkcheck.archives.memento import TimeGate, TimeMaps
from linkcheck.archives.pywb import Collection
from linkcheck.archives.timemap import nearest
from linkcheck.model import Capture, Held, NotHeld, Unavailable
from tests.archives.fakes import NEAR, Clock

if TYPE_CHECKING:
    import respx

URL: Final = "https://example.org/a,b;c?d=1&e=2"
BASE: Final = "https://archive.example/timemap/link/"
GATE: Final = "https://archive.example/gate/"
WHEN: Final = datetime(2018, 1, 12, 10, 30, tzinfo=UTC)
DATED: Final = "Fri, 12 Jan 2018 10:30:00 GMT"
REPLAY: Final = f"https://archive.example/20180112103000/{URL}"


def _budget() -> Budget:
    clock = Clock()
    return Budget(burst=9, interval=1.0, clock=clock, sleep=clock.sleep)


def _maps() -> TimeMaps:
    return TimeMaps("some", httpx.AsyncClient(), _budget(), BASE)


def _gate() -> TimeGate:
    return TimeGate("some", httpx.AsyncClient(follow_redirects=True), _budget(), GATE)


async def test_a_timemap_gives_the_copies(respx_mock: respx.MockRouter) -> None:
    text = f'<{URL}>;rel="original",<{REPLAY}>;rel="memento";datetime="{DATED}"'
    route = respx_mock.get(BASE + URL).respond(200, text=text)

    assert await _maps().lookup(URL, NEAR) == Held((Capture("some", URL, REPLAY, WHEN, None),))
    assert route.calls.last.request.headers["accept"] == "application/link-format"


async def test_what_has_no_timemap_is_not_held(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(BASE + URL).respond(404, html="<h1>Not found</h1>")

    assert await _maps().lookup(URL, NEAR) == NotHeld()


async def test_a_timemap_without_mementos_is_not_held(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(BASE + URL).respond(200, text=f'<{URL}>;rel="original"')

    assert await _maps().lookup(URL, NEAR) == NotHeld()


PAGES: Final = (
    ("2001", "2010", "Thu, 01 Feb 2001 00:00:00 GMT", "Fri, 01 Jan 2010 00:00:00 GMT"),
    ("2010", "2019", "Sat, 02 Jan 2010 00:00:00 GMT", "Tue, 01 Jan 2019 00:00:00 GMT"),
    ("2019", "2026", "Wed, 02 Jan 2019 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT"),
)


def _index() -> str:
    pages = "".join(
        f',<{BASE}{first}-{last}/{URL}>;rel="timemap";type="application/link-format"'
        f';from="{begins}";until="{ends}"'
        for first, last, begins, ends in PAGES
    )
    return f'<{URL}>;rel="original",<{BASE}{URL}>;rel="self"{pages}'


@pytest.mark.parametrize(("near", "page"), [(NEAR, "2010-2019"), (None, "2019-2026")])
async def test_of_a_timemap_in_pages_the_one_of_the_day_is_read(
    respx_mock: respx.MockRouter, near: date | None, page: str
) -> None:
    respx_mock.get(BASE + URL).respond(200, text=_index())
    mementos = ",".join(
        f'<https://archive.example/{year}/{URL}>;rel="memento";datetime="Fri, {DATED[5:12]}{year}'
        f' 10:30:00 GMT"'
        for year in (page[:4], page[5:])
    )
    text = f'<{URL}>;rel="original",{mementos}'
    respx_mock.get(f"{BASE}{page}/{URL}").respond(200, text=text)
    answer = await _maps().lookup(URL, near)

    assert isinstance(answer, Held)
    assert [str(each.captured_at.year) for each in answer.captures] == [page[:4], page[5:]]


async def test_pages_that_were_not_read_may_list_copies(respx_mock: respx.MockRouter) -> None:
    route = respx_mock.get(url__startswith=BASE).respond(200, text=_index())

    assert await _maps().lookup(URL, NEAR) == Unavailable("lists its copies on too many pages")
    assert len(route.calls) == 3


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (200, "answered something else than link-format of its kind"),
        (429, "refused (429)"),
        (503, "refused (503)"),
        (500, "answered 500"),
    ],
)
async def test_a_page_that_says_sorry_is_no_answer(
    respx_mock: respx.MockRouter, status: int, cause: str
) -> None:
    respx_mock.get(BASE + URL).respond(status, html="<h1>Sorry</h1>")

    assert await _maps().lookup(URL, NEAR) == Unavailable(cause)


@pytest.mark.parametrize("status", [302, 307])
async def test_a_timegate_leads_to_the_copy(respx_mock: respx.MockRouter, status: int) -> None:
    gate = respx_mock.get(GATE + URL).respond(status, headers={"Location": REPLAY})
    link = f'<{URL}>; rel="original"'
    respx_mock.get(REPLAY).respond(200, headers={"Memento-Datetime": DATED, "Link": link})

    assert await _gate().lookup(URL, NEAR) == Held((Capture("some", URL, REPLAY, WHEN, 200),))
    assert gate.calls.last.request.headers["accept-datetime"] == "Fri, 12 Jan 2018 12:00:00 GMT"


async def test_a_timegate_that_is_the_copy_names_it(respx_mock: respx.MockRouter) -> None:
    headers = {"Memento-Datetime": DATED, "Content-Location": REPLAY}
    respx_mock.get(GATE + URL).respond(200, headers=headers)

    assert await _gate().lookup(URL, NEAR) == Held((Capture("some", URL, REPLAY, WHEN, 200),))


@pytest.mark.parametrize("status", [403, 404, 429, 503])
async def test_an_archived_error_is_no_error_of_the_archive(
    respx_mock: respx.MockRouter, status: int
) -> None:
    respx_mock.get(GATE + URL).respond(status, headers={"Memento-Datetime": DATED})
    answer = await _gate().lookup(URL, NEAR)

    assert isinstance(answer, Held)
    assert answer.captures[0].status_code == status


async def test_a_captured_redirect_to_what_is_not_held_is_a_copy_of_a_redirect(
    respx_mock: respx.MockRouter,
) -> None:
    respx_mock.get(GATE + URL).respond(302, headers={"Location": REPLAY})
    headers = {"Memento-Datetime": DATED, "Location": "https://archive.example/elsewhere"}
    respx_mock.get(REPLAY).respond(302, headers=headers)
    respx_mock.get("https://archive.example/elsewhere").respond(404)

    assert await _gate().lookup(URL, NEAR) == Held((Capture("some", URL, REPLAY, WHEN, 302),))


async def test_the_other_copies_of_a_timegate_are_those_of_the_timemap_that_it_names(
    respx_mock: respx.MockRouter,
) -> None:
    gate = _gate()
    _, others = gate.stages
    named = {"Memento-Datetime": DATED, "Link": f'</timemap/link/{URL}>; rel="timemap"'}
    respx_mock.get(GATE + URL).respond(200, headers=named)
    text = f'<{URL}>;rel="original",<{REPLAY}>;rel="memento";datetime="{DATED}"'
    respx_mock.get(BASE + URL).respond(200, text=text)
    respx_mock.get(GATE + "https://example.org/").respond(404)
    respx_mock.get(GATE + "https://example.org/x").respond(200, headers={"Memento-Datetime": DATED})
    await gate.lookup(URL, NEAR)
    await gate.lookup("https://example.org/", NEAR)
    await gate.lookup("https://example.org/x", NEAR)

    assert await others.lookup(URL, NEAR) == Held((Capture("some", URL, REPLAY, WHEN, None),))
    assert await others.lookup("https://example.org/", NEAR) == NotHeld()
    unknown = Unavailable("does not say what other copies it has")
    assert await others.lookup("https://example.org/x", NEAR) == unknown


async def test_a_timegate_without_a_copy_is_not_held(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(GATE + URL).respond(404)

    assert await _gate().lookup(URL, None) == NotHeld()


@pytest.mark.parametrize("status", [200, 400])
async def test_a_timegate_that_gives_no_memento_is_no_answer(
    respx_mock: respx.MockRouter, status: int
) -> None:
    respx_mock.get(GATE + URL).respond(status, html="<h1>Our archive</h1>")

    assert isinstance(await _gate().lookup(URL, NEAR), Unavailable)


async def test_a_collection_is_asked_by_its_address_alone(respx_mock: respx.MockRouter) -> None:
    row = {"timestamp": "20180112103000", "url": URL, "status": "200"}
    route = respx_mock.get("http://localhost:8080/web/cdx").respond(json=row)
    archive = Collection("mine", httpx.AsyncClient(), _budget(), "http://localhost:8080/web/")

    replay = f"http://localhost:8080/web/20180112103000/{URL}"
    assert await archive.lookup(URL, NEAR) == Held((Capture("mine", URL, replay, WHEN, 200),))
    params = dict(route.calls.last.request.url.params)
    assert (params["closest"], params["sort"]) == ("20180112120000", "closest")


def test_only_the_nearest_copies_are_kept() -> None:
    captures = tuple(
        Capture("some", URL, f"{year}", datetime(year, 1, 1, tzinfo=UTC), None)
        for year in range(2000, 2026)
    )
    years = [capture.captured_at.year for capture in nearest(captures, date(2010, 1, 2))]
    assert years == list(range(2006, 2016)) or years == list(range(2005, 2015))
    assert [each.captured_at.year for each in nearest(captures, None)][-1] == 2025
