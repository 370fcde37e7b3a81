from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from linkcheck.archives.budget import Budget
from linkcheck.archives.known.wayback import ENDPOINT, Availability
from linkcheck.model import Capture, Held, NotHeld, Unavailable
from tests.archives.fakes import NEAR, Clock

if TYPE_CHECKING:
    import respx

    from linkcheck.model import ArchiveAnswer

URL: Final = "https://example.org/news/story-1?a=1&b=2"
EMPTY: Final = {"url": URL, "archived_snapshots": {}}


def _found(
    status: str = "200",
    *,
    scheme: str = "http",
    when: str = "20180112103000",
    available: bool = True,
) -> dict[str, object]:
    replay = f"{scheme}://web.archive.org/web/{when}/{URL}"
    closest = {"status": status, "available": available, "url": replay, "timestamp": when}
    return {"url": URL, "archived_snapshots": {"closest": closest}, "timestamp": when}


COPY: Final = Capture(
    archive="wayback",
    original=URL,
    url=f"https://web.archive.org/web/20180112103000/{URL}",
    captured_at=datetime(2018, 1, 12, 10, 30, tzinfo=UTC),
    status_code=200,
)


class Desk:
    """Hold an archive whose clock is ours."""

    def __init__(self) -> None:
        self.clock = Clock()
        budget = Budget(burst=15, interval=3.0, clock=self.clock, sleep=self.clock.sleep)
        self.archive = Availability(httpx.AsyncClient(), budget)

    async def lookup(self) -> ArchiveAnswer:
        return await self.archive.lookup(URL, NEAR)


async def test_the_closest_capture_is_held_and_replayed_over_https(
    respx_mock: respx.MockRouter,
) -> None:
    route = respx_mock.get(ENDPOINT).respond(json=_found())

    assert await Desk().lookup() == Held((COPY,))
    assert dict(route.calls.last.request.url.params) == {"url": URL, "timestamp": "20180112120000"}
    assert route.call_count == 1


async def test_without_a_day_no_day_is_asked_for(respx_mock: respx.MockRouter) -> None:
    route = respx_mock.get(ENDPOINT).respond(json=_found())
    await Desk().archive.lookup(URL, None)

    assert dict(route.calls.last.request.url.params) == {"url": URL}


async def test_a_miss_is_asked_again_without_the_scheme(respx_mock: respx.MockRouter) -> None:
    route = respx_mock.get(ENDPOINT)
    route.side_effect = [httpx.Response(200, json=EMPTY), httpx.Response(200, json=_found())]

    assert await Desk().lookup() == Held((COPY,))
    assert route.calls.last.request.url.params["url"] == URL.removeprefix("https://")


async def test_a_miss_of_both_forms_is_not_held(respx_mock: respx.MockRouter) -> None:
    route = respx_mock.get(ENDPOINT).respond(json=EMPTY)

    assert await Desk().lookup() == NotHeld()
    assert route.call_count == 2


async def test_a_snapshot_that_is_not_available_is_a_miss(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(ENDPOINT).respond(json=_found(available=False))

    assert await Desk().lookup() == NotHeld()


async def test_a_miss_and_then_a_refusal_is_never_not_held(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(ENDPOINT).side_effect = [httpx.Response(200, json=EMPTY), httpx.Response(429)]

    assert await Desk().lookup() == Unavailable("refused (429)")


async def test_a_copy_of_an_error_does_not_end_the_search(respx_mock: respx.MockRouter) -> None:
    answers = [httpx.Response(200, json=_found("404")), httpx.Response(200, json=_found())]
    respx_mock.get(ENDPOINT).side_effect = answers
    answer = await Desk().lookup()

    assert isinstance(answer, Held)
    assert [capture.status_code for capture in answer.captures] == [404, 200]


async def test_a_status_that_is_no_number_is_not_known(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(ENDPOINT).respond(json=_found("-"))
    answer = await Desk().lookup()

    assert isinstance(answer, Held)
    assert answer.captures[0].status_code is None


@pytest.mark.parametrize("status", [403, 429, 498, 503])
async def test_a_refusal_pauses_the_next_question(
    respx_mock: respx.MockRouter, status: int
) -> None:
    respx_mock.get(ENDPOINT).respond(status, html="<h1>Slow down</h1>")
    desk = Desk()

    assert await desk.lookup() == Unavailable(f"refused ({status})")
    assert await desk.archive.ready()
    assert desk.clock.slept == [60.0]


async def test_retry_after_is_honoured(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(ENDPOINT).respond(429, headers={"Retry-After": "7"})
    desk = Desk()
    await desk.lookup()
    await desk.archive.ready()

    assert desk.clock.slept == [7.0]


async def test_a_site_that_is_left_out_pauses_nothing(respx_mock: respx.MockRouter) -> None:
    error = "AdministrativeAccessControlException: Blocked Site Error"
    headers = {"X-Archive-Wayback-Runtime-Error": error}
    respx_mock.get(ENDPOINT).respond(403, headers=headers)
    desk = Desk()

    assert await desk.lookup() == Unavailable("the archive does not show this site")
    assert await desk.archive.ready()
    assert desk.clock.slept == []


@pytest.mark.parametrize("status", [301, 404, 500, 502])
async def test_any_other_status_is_no_answer(respx_mock: respx.MockRouter, status: int) -> None:
    respx_mock.get(ENDPOINT).respond(status)

    assert await Desk().lookup() == Unavailable(f"answered {status}")


@pytest.mark.parametrize(
    "body",
    [
        b"<html>The archive is offline for maintenance</html>",
        b"",
        b"[]",
        b"{}",
        b'{"archived_snapshots": []}',
        b'{"archived_snapshots": {"closest": {"available": true}}}',
        (
            b'{"archived_snapshots": {"closest": {"available": true, "url": "javascript:alert(1)", '
            b'"timestamp": "20180112103000"}}}'
        ),
        (
            b'{"archived_snapshots": {"closest": {"available": true, "url": "http://x.example/", '
            b'"timestamp": "20180112103000"}}}'
        ),
        (
            b'{"archived_snapshots": {"closest": {"available": true, '
            b'"url": "http://x.example/yesterday/http://example.org/", "timestamp": "yesterday"}}}'
        ),
        (
            b'{"archived_snapshots": {"closest": {"available": true, "timestamp": "20181399999999", '
            b'"url": "http://x.example/20181399999999/http://example.org/"}}}'
        ),
        b"\xff\xfe",
        b'{"url": "' + b"x" * 100_000 + b'", "archived_snapshots": {}}',
    ],
)
async def test_an_answer_of_another_kind_is_no_answer(
    respx_mock: respx.MockRouter, body: bytes
) -> None:
    respx_mock.get(ENDPOINT).respond(200, content=body)

    assert await Desk().lookup() == Unavailable("answered something else than JSON of its kind")


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (httpx.ConnectTimeout("x"), "no answer in time"),
        (httpx.ReadTimeout("x"), "no answer in time"),
        (TimeoutError(), "no answer in time"),
        (httpx.ConnectError("x"), "no answer (ConnectError)"),
        (httpx.RemoteProtocolError("x"), "no answer (RemoteProtocolError)"),
        (httpx.DecodingError("x"), "no answer (DecodingError)"),
    ],
)
async def test_a_failing_network_is_no_answer(
    respx_mock: respx.MockRouter, error: Exception, cause: str
) -> None:
    respx_mock.get(ENDPOINT).mock(side_effect=error)

    assert await Desk().lookup() == Unavailable(cause)


async def test_after_three_refusals_in_a_row_nothing_is_asked_any_more(
    respx_mock: respx.MockRouter,
) -> None:
    route = respx_mock.get(ENDPOINT).respond(429)
    desk = Desk()
    for _ in range(3):
        await desk.lookup()

    assert await desk.lookup() == Unavailable("it refused too often to be asked again")
    assert not await desk.archive.ready()
    assert route.call_count == 3


async def test_both_forms_take_turns_of_the_budget(respx_mock: respx.MockRouter) -> None:
    respx_mock.get(ENDPOINT).respond(json=EMPTY)
    desk = Desk()
    for _ in range(8):
        await desk.lookup()

    assert desk.clock.slept == [3.0]
