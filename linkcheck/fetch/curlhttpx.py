"""libcurl as a transport of httpx, for those who have a client of httpx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from linkcheck.fetch.curl import CurlEngine
from linkcheck.fetch.engine import Question

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from linkcheck.fetch.engine import Reply


class CurlTransport(CurlEngine, httpx.AsyncBaseTransport):
    """Ask as `CurlEngine` does, and raise as it does, in httpx's types."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the response once its headers are there.

        Takes httpx's `timeout` extension (seconds; `connect` for all until the request can be
        sent, `read` for each silence after) and httpcore's `target` (the path and query exactly
        as they shall be sent).
        """
        reply = await self.ask(_question(request, await request.aread()))
        return httpx.Response(reply.status, headers=list(reply.headers), stream=_Stream(reply))


def _question(request: httpx.Request, content: bytes) -> Question:
    url = request.url
    limits = request.extensions.get("timeout", {})
    target: bytes = request.extensions.get("target") or url.raw_path
    return Question(
        url=(b"%b://%b%b" % (url.raw_scheme, url.netloc, target)).decode("ascii"),
        scheme=url.scheme,
        host=url.raw_host.decode("ascii").strip("[]"),
        port=url.port or (443 if url.scheme == "https" else 80),
        headers=tuple(
            (name.decode("ascii"), value.decode("latin-1")) for name, value in request.headers.raw
        ),
        connect=limits.get("connect") or 0.0,
        read=limits.get("read") or 0.0,
        method=request.method,
        content=content,
    )


class _Stream(httpx.AsyncByteStream):
    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._reply.chunks():
            yield chunk

    async def aclose(self) -> None:
        await self._reply.aclose()
