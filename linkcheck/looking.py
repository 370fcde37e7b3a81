"""Look at archived copies: one request each, as they were captured, without the archive's banner.

What is observed is kept as evidence; whether a copy is a page is judged from it later
(`linkcheck.judge.copies`). Redirects are followed here, a few and within the archive, because an
archive leads on to the nearest moment it has, and replays the redirects that it captured: some
archives with the address as it was, which leads to the living web. That is never asked here.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import httpx

from linkcheck.address import join_address, parse_address
from linkcheck.fetch.page import is_html, looks_like_html, read_page, unread_page
from linkcheck.judge.archive_links import raw_replay, read_archive_link, replay_beside
from linkcheck.model import Answered, Cause, Hop, Observation, Unanswered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from linkcheck.model import Capture, Outcome, Page

_TIMEOUT: Final = 30.0
_REDIRECTS: Final = 5
_KEPT_HEADERS: Final = frozenset({"memento-datetime", "content-type"})


class Looker:
    """Look at copies with a client, and with `private` at those of archives the user named.

    `named` are the addresses of those archives: nothing else is asked by the private client.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        private: httpx.AsyncClient,
        named: Sequence[str],
        *,
        max_body: int,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._private = private
        self._named = frozenset(filter(None, map(_origin, named)))
        self._max_body = max_body
        self._now = now

    async def look(self, capture: Capture) -> Observation:
        """Fetch a copy and say what came; the observation's target is its raw replay."""
        raw = raw_replay(capture.url)
        at, began = self._now(), time.monotonic()
        hops: list[Hop] = []
        outcome: Outcome
        try:
            async with asyncio.timeout(_TIMEOUT):
                outcome = await self._follow(raw, hops)
        except (httpx.TimeoutException, TimeoutError):
            outcome = Unanswered(Cause.READ_TIMEOUT)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            outcome = Unanswered(Cause.PROTOCOL_ERROR, type(error).__name__)
        elapsed = time.monotonic() - began
        return Observation(raw, at, outcome, tuple(hops), elapsed=elapsed)

    async def _follow(self, url: str, hops: list[Hop]) -> Outcome:
        captured: Answered | None = None  # the last redirect that is itself a copy
        for _ in range(_REDIRECTS + 1):
            client = self._private if _origin(url) in self._named else self._client
            request = client.build_request("GET", url, timeout=httpx.Timeout(_TIMEOUT))
            response = await client.send(request, stream=True, follow_redirects=False)
            try:
                location = response.headers.get("location")
                answer = Answered(response.status_code, url, _kept_headers(response))
                archived = answer.header("memento-datetime") is not None
                if not response.is_redirect or location is None:
                    if captured is not None and not archived:
                        return captured  # it led on to what the archive does not hold
                    return replace(answer, page=await self._page(url, response))
            finally:
                await response.aclose()
            captured = answer if archived else captured
            hops.append(Hop(url, response.status_code))
            place = _place(url, location, archived=archived)
            if place is None:
                return Unanswered(Cause.BAD_REDIRECT)
            if place == url and archived:
                return answer
            url = place
        return Unanswered(Cause.TOO_MANY_REDIRECTS)

    async def _page(self, url: str, response: httpx.Response) -> Page:
        content_type = response.headers.get("content-type", "")
        if not is_html(content_type):
            return unread_page(content_type)
        body = b""
        truncated = False
        async for chunk in response.aiter_bytes():
            body += chunk
            truncated = len(body) > self._max_body
            if truncated:
                break
        if not content_type and not looks_like_html(body):
            return unread_page(content_type)
        return read_page(body[: self._max_body], content_type, url, truncated=truncated)


def _place(url: str, location: str, *, archived: bool) -> str | None:
    """Return where a redirect leads, or None where that is nowhere.

    One that was captured may name the place as it was: then the copy of that is meant.
    """
    address = join_address(url, location)
    if address is None or not address.is_web:
        return None
    if not archived:
        return address.url
    link = read_archive_link(address.url)
    inside = link is not None and link.original is not None
    return address.url if inside else replay_beside(url, address.url)


def _kept_headers(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.lower(), value)
        for name, value in response.headers.items()
        if name.lower() in _KEPT_HEADERS
    )


def _origin(url: str) -> tuple[str, str, int | None] | None:
    address = parse_address(url)
    return None if address is None else (address.scheme, address.host, address.port)
