"""Any transport of httpx as an engine."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from linkcheck.fetch.causes import AskFailedError, InvalidAddressError, PrivateAddressError
from linkcheck.fetch.failures import FAILURES, unanswered_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from linkcheck.fetch.engine import Question, Reply


class OverHttpx:
    """Ask by a transport, and say in our words what it raises."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def ask(self, question: Question) -> Reply:
        """Send a request and return the answer once its headers are there."""
        try:
            response = await self._transport.handle_async_request(_request(question))
        except (PrivateAddressError, InvalidAddressError):
            raise
        except httpx.InvalidURL as error:
            raise InvalidAddressError(str(error)) from error
        except FAILURES as error:
            raise _as_ours(error) from error
        return _Reply(response)


def _request(question: Question) -> httpx.Request:
    address, _, path = question.url.partition("://")[2].partition("/")
    del address
    times = {
        "connect": question.connect or None,
        "read": question.read or None,
        "write": question.read or None,
        "pool": question.read or None,
    }
    # httpx would quote the path and query once more.
    extensions: dict[str, object] = {"timeout": times, "target": f"/{path}".encode("ascii")}
    if question.connected is not None:
        extensions["trace"] = _telling(question.connected)
    return httpx.Request(
        question.method,
        question.url,
        headers=question.headers,
        content=question.content or None,
        extensions=extensions,
    )


def _telling(connected: Callable[[], None]) -> Callable[[str, object], Awaitable[None]]:
    """Make what httpcore tells how it gets on: to send a request it must be connected."""

    async def trace(step: str, _: object) -> None:
        if step == "http11.send_request_headers.complete":
            connected()

    return trace


class _Reply:
    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    @property
    def status(self) -> int:
        return self._response.status_code

    @property
    def headers(self) -> Sequence[tuple[bytes, bytes]]:
        return self._response.headers.raw

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield a body as it comes; httpx's own iterators would unpack it without a bound."""
        stream = self._response.stream
        if not isinstance(stream, httpx.AsyncByteStream):
            raise TypeError(stream)
        try:
            async for chunk in stream:
                yield chunk
        except FAILURES as error:
            raise _as_ours(error) from error

    async def aclose(self) -> None:
        with suppress(*FAILURES):
            await self._response.aclose()


def _as_ours(error: Exception) -> AskFailedError:
    found = unanswered_of(error)
    return AskFailedError(found.cause, found.detail)
