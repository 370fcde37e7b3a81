from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx
import pytest

from linkcheck.archives.budget import Budget
from linkcheck.archives.known.wayback import INDEX, WaybackIndex, open_archive
from linkcheck.model import Held, NotHeld, Unavailable
from tests.archives.fakes import NEAR, Clock

if TYPE_CHECKING:
    import respx

URL: Final = "https://example.org/news/story-1?a=1&b=2"
HEAD: Final = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def _rows(*captures: tuple[str, str]) -> httpx.Response:
    rows = [["k", when, URL, "text/html", status, "d", "1"] for when, status in captures]
    return httpx.Response(200, json=[HEAD, *rows] if rows else [])


def _index(clock: Clock) -> WaybackIndex:
    budget = Budget(burst=1, interval=2.5, clock=clock, sleep=clock.sleep)
    return WaybackIndex(httpx.AsyncClient(), budget)


async def test_one_question_confirms_a_miss(respx_mock: respx.MockRouter) -> None:
    route = respx_mock.get(INDEX).mock(return_value=_rows())

    assert await _index(Clock()).lookup(URL, NEAR) == NotHeld()
    params = dict(route.calls.last.request.url.params)
    assert params == {"url": URL, "limit": "1", "output": "json"}


@pytest.mark.parametrize("body", [b"", b"[]", b"\n"])
async def test_an_empty_body_is_a_miss_too(respx_mock: respx.MockRouter, body: bytes) -> None:
    respx_mock.get(INDEX).respond(200, content=body)

    assert await _index(Clock()).lookup(URL, NEAR) == NotHeld()


async def test_good_captures_are_sought_on_both_sides_of_the_day(
    respx_mock: respx.MockRouter,
) -> None:
    route = respx_mock.get(INDEX)
    route.side_effect = [
        _rows(("20010101000000", "404")),
        _rows(("20170101000000", "200")),
        _rows(("20190101000000", "200")),
    ]
    answer = await _index(Clock()).lookup(URL, NEAR)

    assert isinstance(answer, Held)
    assert [capture.url for capture in answer.captures] == [
        f"https://web.archive.org/web/20170101000000/{URL}",
        f"https://web.archive.org/web/20190101000000/{URL}",
    ]
    before, after = (dict(call.request.url.params) for call in list(route.calls)[1:])
    assert (before["to"], before["limit"], before["filter"]) == (
        "20180112120000",
        "-3",
        "statuscode:200",
    )
    assert (after["from"], after["limit"], after["filter"]) == (
        "20180112120000",
        "3",
        "statuscode:200",
    )


async def test_where_captures_are_known_it_is_not_asked_whether_there_are_any(
    respx_mock: respx.MockRouter,
) -> None:
    route = respx_mock.get(INDEX)
    route.side_effect = [_rows(), _rows(("20180112130000", "200"))]
    clock = Clock()
    budget = Budget(burst=1, interval=2.5, clock=clock, sleep=clock.sleep)
    answer = await WaybackIndex(httpx.AsyncClient(), budget, held={URL}).lookup(URL, NEAR)

    assert isinstance(answer, Held)
    assert [capture.captured_at.hour for capture in answer.captures] == [13]
    assert all("filter" in call.request.url.params for call in route.calls)


async def test_without_a_day_the_latest_good_captures_are_sought(
    respx_mock: respx.MockRouter,
) -> None:
    route = respx_mock.get(INDEX)
    route.side_effect = [_rows(("20010101000000", "200")), _rows(("20200101000000", "200"))]
    await _index(Clock()).lookup(URL, None)

    assert dict(route.calls.last.request.url.params)["limit"] == "-3"


async def test_where_only_errors_were_captured_that_is_not_never(
    respx_mock: respx.MockRouter,
) -> None:
    respx_mock.get(INDEX).side_effect = [_rows(("20010101000000", "301")), _rows(), _rows()]
    answer = await _index(Clock()).lookup(URL, NEAR)

    assert isinstance(answer, Held)
    assert [capture.status_code for capture in answer.captures] == [301]


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (httpx.Response(429, html="<h1>Too Many Requests</h1>"), "refused (429)"),
        (httpx.Response(498), "refused (498)"),
        (httpx.Response(503, html="Temporarily Offline"), "refused (503)"),
        (
            httpx.Response(200, html="<h1>Sorry</h1>"),
            "answered something else than an index of its kind",
        ),
        (
            httpx.Response(
                403,
                headers={
                    "X-Archive-Wayback-Runtime-Error": "org.archive.util.io.RuntimeIOException: Blocked Site Error"
                },
            ),
            "the archive does not show this site",
        ),
    ],
)
@pytest.mark.parametrize("before", [0, 1, 2])
async def test_a_refusal_at_any_question_is_never_a_miss(
    respx_mock: respx.MockRouter, answer: httpx.Response, cause: str, before: int
) -> None:
    good = [_rows(("20010101000000", "404")), _rows()]
    respx_mock.get(INDEX).side_effect = [*good[:before], answer]

    assert await _index(Clock()).lookup(URL, NEAR) == Unavailable(cause)


async def test_neighbours_are_asked_for_by_one_prefix(respx_mock: respx.MockRouter) -> None:
    route = respx_mock.get(INDEX).mock(return_value=_rows(("20010101000000", "200")))
    found = await _index(Clock()).neighbours("https://example.org/news/story-of-bread")

    assert [capture.original for capture in found] == [URL]
    params = dict(route.calls.last.request.url.params)
    assert (params["url"], params["matchType"]) == ("https://example.org/news/story-o", "prefix")
    assert route.call_count == 1


async def test_without_neighbours_any_capture_of_the_host_is_asked_for(
    respx_mock: respx.MockRouter,
) -> None:
    route = respx_mock.get(INDEX)
    route.side_effect = [_rows(), _rows(("20010101000000", "200"))]
    assert len(await _index(Clock()).neighbours(URL)) == 1

    params = dict(route.calls.last.request.url.params)
    assert (params["url"], params["matchType"], params["limit"]) == ("example.org", "host", "1")


async def test_a_refusal_leaves_neighbours_unknown(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(INDEX).respond(429)

    assert await _index(Clock()).neighbours(URL) == ()


async def test_the_index_is_asked_at_most_24_times_a_minute(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(INDEX).mock(return_value=_rows())
    clock = Clock()
    index = _index(clock)
    began = clock.now
    for _ in range(25):
        await index.lookup(URL, NEAR)

    assert clock.now - began == pytest.approx(60.0)


def test_both_services_have_a_budget_of_their_own() -> None:
    quick, slow = open_archive(httpx.AsyncClient()).stages

    assert quick is not slow
    assert (quick.pause, slow.pause) == (0.0, 0.0)
