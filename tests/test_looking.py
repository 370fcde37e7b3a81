"""Copies are looked at with care: within the archive, not without end, and never by a way round."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from linkcheck.looking import Looker
from linkcheck.model import Answered, Capture, Cause, Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.model import Observation

NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
HOME: Final = "http://10.0.0.1:8080/web"
COPY: Final = Capture("mine", "http://a.test/", f"{HOME}/20180112103000/http://a.test/", NOW, 200)
RAW: Final = f"{HOME}/20180112103000id_/http://a.test/"
DATED: Final = {"Memento-Datetime": "Fri, 12 Jan 2018 10:30:00 GMT"}


class Room:
    """Hold the two clients of a looker; each says what it was asked for."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.public: list[str] = []
        self.private: list[str] = []

        def client(asked: list[str]) -> httpx.AsyncClient:
            def handle(request: httpx.Request) -> httpx.Response:
                asked.append(str(request.url))
                return answer(request)

            return httpx.AsyncClient(transport=httpx.MockTransport(handle))

        public, private = client(self.public), client(self.private)
        self.looker = Looker(public, private, (HOME,), max_body=2048, now=lambda: NOW)

    async def look(self) -> Observation:
        return await self.looker.look(COPY)


async def test_a_copy_is_asked_for_as_it_was_captured() -> None:
    room = Room(lambda _: httpx.Response(200, html="<title>Story</title>Words", headers=DATED))
    seen = await room.look()

    assert room.private == [RAW]
    assert room.public == []
    assert seen.target == RAW
    assert isinstance(seen.outcome, Answered)
    assert seen.outcome.page is not None
    assert seen.outcome.page.title == "Story"
    assert seen.outcome.header("memento-datetime") == DATED["Memento-Datetime"]


async def test_a_redirect_out_of_the_named_archive_loses_its_freedom() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url) == RAW:
            return httpx.Response(302, headers={"Location": "http://10.0.0.1/metadata"})
        return httpx.Response(200)

    room = Room(answer)
    await room.look()

    assert room.private == [RAW]
    assert room.public == ["http://10.0.0.1/metadata"]


@pytest.mark.parametrize(("dated", "status"), [(DATED, 302), ({}, 404)])
async def test_a_captured_redirect_that_leads_out_of_what_is_held_is_the_copy(
    dated: dict[str, str], status: int
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url) == RAW:
            return httpx.Response(302, headers={"Location": f"{HOME}/elsewhere"} | dated)
        return httpx.Response(404)

    outcome = (await Room(answer).look()).outcome

    assert isinstance(outcome, Answered)
    assert outcome.status_code == status


async def test_a_captured_redirect_is_followed_within_the_archive() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if str(request.url) == RAW:
            return httpx.Response(301, headers={"Location": "https://a.test/new"} | DATED)
        return httpx.Response(200, html="<title>Story</title>Words", headers=DATED)

    room = Room(answer)
    outcome = (await room.look()).outcome

    inside = f"{HOME}/20180112103000id_/https://a.test/new"
    assert room.private == [RAW, inside]
    assert room.public == []
    assert isinstance(outcome, Answered)
    assert (outcome.status_code, outcome.final_url) == (200, inside)


async def test_redirects_end() -> None:
    room = Room(lambda _: httpx.Response(302, headers={"Location": RAW}))
    seen = await room.look()

    assert seen.outcome == Unanswered(Cause.TOO_MANY_REDIRECTS)
    assert len(room.private) == 6


async def test_a_redirect_to_no_address_is_no_answer() -> None:
    room = Room(lambda _: httpx.Response(302, headers={"Location": "ftp://archive.test/"}))

    assert (await room.look()).outcome == Unanswered(Cause.BAD_REDIRECT)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (httpx.ReadTimeout("x"), Cause.READ_TIMEOUT),
        (httpx.ConnectError("x"), Cause.PROTOCOL_ERROR),
    ],
)
async def test_a_failing_network_is_no_answer(error: Exception, cause: Cause) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    outcome = (await Room(fail).look()).outcome

    assert isinstance(outcome, Unanswered)
    assert outcome.cause is cause


@pytest.mark.parametrize(
    ("kind", "body", "words", "truncated"),
    [
        ("text/html", b"<p>word " * 1000, 256, True),
        ("", b"<p>one two</p>", 2, False),
        ("", b"%PDF-1.7", 0, True),
        ("application/pdf", b"<p>one two</p>", 0, True),
    ],
)
async def test_no_more_of_a_copy_is_read_than_of_a_page(
    kind: str, body: bytes, words: int, *, truncated: bool
) -> None:
    headers = DATED | ({"Content-Type": kind} if kind else {})
    seen = await Room(lambda _: httpx.Response(200, content=body, headers=headers)).look()

    assert isinstance(seen.outcome, Answered)
    page = seen.outcome.page
    assert page is not None
    assert (page.words, page.truncated) == (words, truncated)
