"""One question to one service of an archive: its turn, its time limit, its ways to refuse.

A refusal is never an answer. Archives throttle with a page of HTML under 429, often without
`Retry-After`; say 503 while they are offline; and refuse sites that asked to be left out with 403
and a header that names the error.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx

from linkcheck.archives.retry_after import retry_after
from linkcheck.model import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.archives.budget import Budget

# Only archived answers have it, whatever their status; without it the archive itself speaks.
MEMENTO_DATETIME: Final = "memento-datetime"

_JSON: Final = {"Accept": "application/json"}
_OK: Final = 200
_NOT_FOUND: Final = 404
_SITE_IS_LEFT_OUT: Final = "blocked site"

# 498 is the Wayback Machine's own, for addresses that it will not serve for now.
_REFUSALS: Final = frozenset({403, 429, 498, 503})
_CLOSED: Final = "it refused too often to be asked again"


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold what a service answered, after redirects; `headers` do not care for case."""

    status_code: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def missing(self) -> bool:
        """Tell whether it said "not found"."""
        return self.status_code == _NOT_FOUND and MEMENTO_DATETIME not in self.headers


class Service:
    """Ask one service of an archive; every request takes a turn of the budget.

    `timeout` is in seconds, `longest` in bytes: no answer of its kind is longer. With
    `knows_missing`, 404 is an answer.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        budget: Budget,
        *,
        timeout: float,
        longest: int,
        knows_missing: bool = False,
    ) -> None:
        self._client = client
        self._budget = budget
        self._timeout = timeout
        self._longest = longest
        self._knows_missing = knows_missing

    @property
    def pause(self) -> float:
        """Return the seconds until the service may be asked again; 0 where it may be now."""
        return self._budget.pause

    async def ready(self) -> bool:
        """Wait until the service may be asked; return False once it may not be any more."""
        return await self._budget.ready()

    async def ask(
        self,
        url: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] = _JSON,
    ) -> Reply | Unavailable:
        """Ask once. What is made of the reply is told with `understood` or `misunderstood`."""
        if not await self._budget.turn():
            return Unavailable(_CLOSED)
        try:
            response, body = await self._get(url, query or {}, headers)
        except (httpx.TimeoutException, TimeoutError):
            self._budget.failed()
            return Unavailable("no answer in time")
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            self._budget.failed()
            return Unavailable(f"no answer ({type(error).__name__})")
        return self._read(response, body)

    def understood(self) -> None:
        """Note that the reply was of its kind."""
        self._budget.answered()

    def misunderstood(self, kind: str) -> Unavailable:
        """Note that the reply was not of its kind (a page that says sorry, mostly)."""
        self._budget.failed()
        return Unavailable(f"answered something else than {kind} of its kind")

    async def _get(
        self, url: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> tuple[httpx.Response, bytes]:
        request = self._client.stream(
            "GET",
            httpx.URL(url).copy_merge_params(query) if query else url,
            headers=dict(headers),
            timeout=httpx.Timeout(self._timeout),
        )
        async with asyncio.timeout(self._timeout):
            async with request as response:
                body = b""
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > self._longest:
                        break
        return response, body[: self._longest]

    def _read(self, response: httpx.Response, body: bytes) -> Reply | Unavailable:
        error = response.headers.get("x-archive-wayback-runtime-error", "")
        response = _archived(response)
        status = response.status_code
        reply = Reply(status, str(response.url), response.headers, body)
        if MEMENTO_DATETIME in response.headers:
            return reply
        if _SITE_IS_LEFT_OUT in error.lower():
            self._budget.answered()
            return Unavailable("the archive does not show this site")
        if status in _REFUSALS:
            self._budget.refused(retry_after(response.headers))
            return Unavailable(f"refused ({status})")
        if status == _OK or (status == _NOT_FOUND and self._knows_missing):
            return reply
        self._budget.failed()
        return Unavailable(f"answered {status}")


def _archived(response: httpx.Response) -> httpx.Response:
    """Return the last archived response of a chain, or its end where the archive alone spoke.

    A captured redirect often leads on to what was not captured: that is no "not found".
    """
    chain = (response, *reversed(response.history))
    return next((each for each in chain if MEMENTO_DATETIME in each.headers), response)
