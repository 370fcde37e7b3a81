"""A client of httpx for those who ask services, such as archives, on the guarded engine."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx

from linkcheck.fetch.causes import AskFailedError, InvalidAddressError, PrivateAddressError
from linkcheck.fetch.engines import open_transport
from linkcheck.fetch.failures import FAILURES, unanswered_of
from linkcheck.fetch.fetcher import resolver_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from linkcheck.settings import Settings


@asynccontextmanager
async def open_client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Open a client that says who we are, follows redirects and raises only httpx's errors."""
    async with (
        open_transport(resolver_for(settings)) as transport,
        httpx.AsyncClient(
            transport=_HttpxErrors(transport),
            headers={"User-Agent": settings.user_agent},
            follow_redirects=True,
            trust_env=False,
        ) as client,
    ):
        yield client


class ClientError(AskFailedError, httpx.TransportError):
    """Say that no answer came, as an exception of httpx too."""


class ClientRefusedError(PrivateAddressError, httpx.TransportError):
    """Say that a host must not be reached, as an exception of httpx too."""

    def __init__(self, error: PrivateAddressError) -> None:
        Exception.__init__(self, str(error))


class _HttpxErrors(httpx.AsyncBaseTransport):
    """Raise what httpx's callers expect, whatever the transport beneath raises."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await self._transport.handle_async_request(request)
        except FAILURES as error:
            raise _as_httpx(error) from error
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101  (by its type)
        response.stream = _Stream(response.stream)
        return response


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._stream:
                yield chunk
        except FAILURES as error:
            raise _as_httpx(error) from error

    async def aclose(self) -> None:
        await self._stream.aclose()


def _as_httpx(error: Exception) -> Exception:
    match error:
        case httpx.HTTPError():
            return error
        case PrivateAddressError():
            return ClientRefusedError(error)
        case InvalidAddressError():
            return httpx.InvalidURL(str(error))
        case _:
            found = unanswered_of(error)
            return ClientError(found.cause, found.detail)
