"""Ask over httpcore, connecting only to addresses that the resolver has judged.

httpx's own transport cannot be given a network backend, and a backend is what pins a name to
its judged addresses; so this is httpcore's pool behind httpx's transport interface, an engine by
way of `OverHttpx` like every other transport of httpx, those of tests among them. Failures come
out as httpcore raises them or as `AskFailedError`; `failures` reads both.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpcore
import httpx

from linkcheck.fetch.causes import AskFailedError
from linkcheck.fetch.failures import FAILURES, unanswered_of
from linkcheck.model import Cause

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
    from types import TracebackType

    from linkcheck.address import IPAddress
    from linkcheck.fetch.resolver import Resolver
    from linkcheck.fetch.trust import Trust

_KEEP_ALIVE: Final = 5.0  # seconds; what common servers keep
_NEXT_ADDRESS_AFTER: Final = 0.25  # seconds; RFC 8305, section 5


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connect to the judged addresses of a host, never to what its name says a moment later.

    The addresses of a host are tried a quarter of a second apart, the first to connect wins
    (RFC 8305, without its sorting: the operating system has done that).
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host; raise httpcore's exceptions, or the resolver's."""

        async def connect(address: IPAddress) -> httpcore.AsyncNetworkStream:
            return await self._network.connect_tcp(
                str(address), port, timeout, local_address, socket_options
            )

        addresses = await self._resolver.resolve(host)
        try:
            async with asyncio.timeout(timeout):
                return await first_to_connect(connect, addresses)
        except TimeoutError:
            raise AskFailedError(Cause.CONNECT_TIMEOUT, f"no answer within {timeout:g} s") from None

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  (httpcore's signature)
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no address leads to a socket of this machine."""
        raise NotImplementedError

    async def sleep(self, seconds: float) -> None:
        """Sleep between httpcore's own retries, which are turned off."""
        await asyncio.sleep(seconds)


async def first_to_connect(
    connect: Callable[[IPAddress], Awaitable[httpcore.AsyncNetworkStream]],
    addresses: Sequence[IPAddress],
    *,
    after: float = _NEXT_ADDRESS_AFTER,
) -> httpcore.AsyncNetworkStream:
    """Connect to the first address that lets us, trying the next one `after` so many seconds.

    Raises what is most telling of all that went wrong.
    """
    if len(addresses) == 1:
        return await connect(addresses[0])
    left = list(reversed(addresses))
    running: set[asyncio.Future[httpcore.AsyncNetworkStream]] = set()
    errors: list[Exception] = []
    try:
        while left or running:
            if left:
                running.add(asyncio.ensure_future(connect(left.pop())))
            done, running = await asyncio.wait(
                running,
                timeout=after if left else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            connected: list[httpcore.AsyncNetworkStream] = []
            for attempt in done:
                try:
                    connected.append(attempt.result())
                except FAILURES as error:
                    errors.append(error)
            if connected:
                for stream in connected[1:]:
                    await stream.aclose()
                return connected[0]
    finally:
        await _give_up(running)
    raise _most_telling(errors)


async def _give_up(running: Iterable[asyncio.Future[httpcore.AsyncNetworkStream]]) -> None:
    for attempt in running:
        attempt.cancel()
    for late in await asyncio.gather(*running, return_exceptions=True):
        if isinstance(late, httpcore.AsyncNetworkStream):
            await late.aclose()


def _most_telling(errors: Sequence[Exception]) -> Exception:
    """Prefer what a host did over what our own network lacks, which is often IPv6."""
    for error in errors:
        if unanswered_of(error).cause is not Cause.NETWORK_UNREACHABLE:
            return error
    return errors[0]


@dataclass(slots=True)
class _Pool:
    """Hold the connections to one origin, and how many answers are on them now."""

    connections: httpcore.AsyncConnectionPool
    users: int = 0


class _Body(httpx.AsyncByteStream):
    """Hand on a body as it comes; closing it early closes the connection."""

    def __init__(self, response: httpcore.Response, pool: _Pool) -> None:
        self._response = response
        self._pool: _Pool | None = pool

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        if self._pool is not None:
            self._pool.users -= 1
            self._pool = None
        await self._response.aclose()


class CoreTransport(httpx.AsyncBaseTransport):
    """Ask over HTTP/1.1, with connections kept per host and certificates verified.

    Each origin has a pool of its own: httpcore looks at all of a pool's connections for each
    request, each time at all others, which in one pool for everybody takes most of the time of a
    run. Pools that nobody uses are closed when there are more than `kept`, the oldest first.
    """

    def __init__(self, resolver: Resolver, trust: Trust, *, kept: int = 128) -> None:
        self._resolver = resolver
        self._trust = trust.context()
        self._backend = PinnedBackend(resolver)
        self._kept = kept
        self._pools: OrderedDict[tuple[bytes, bytes, int | None], _Pool] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the response once its headers are there.

        Takes httpx's `timeout` extension (seconds for `connect`, `read`, `write`, `pool`) and
        httpcore's `target` (the path and query exactly as they shall be sent).
        """
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.extensions.get("target") or request.url.raw_path,
        )
        host = url.host.decode("ascii").strip("[]")
        route = await self._resolver.route(request.url.scheme, host, url.origin.port)
        pool = self._pool_of(url, route.proxy)
        pool.users += 1
        try:
            await self._close_surplus()
            response = await pool.connections.handle_async_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=await request.aread(),
                    extensions=_extensions(request, proxied=route.proxy is not None),
                )
            )
        except BaseException:
            pool.users -= 1
            raise
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, pool),
            extensions=response.extensions,
        )

    def _pool_of(self, url: httpcore.URL, proxy: str | None) -> _Pool:
        origin = (url.scheme, url.host, url.port)
        pool = self._pools.get(origin)
        if pool is None:
            pool = self._pools[origin] = _Pool(
                httpcore.AsyncConnectionPool(
                    ssl_context=self._trust,
                    max_connections=None,
                    keepalive_expiry=_KEEP_ALIVE,
                    network_backend=self._backend if proxy is None else None,
                    proxy=None if proxy is None else _proxy(proxy),
                )
            )
        self._pools.move_to_end(origin)
        return pool

    async def _close_surplus(self) -> None:
        surplus = len(self._pools) - self._kept
        if surplus <= 0:
            return
        unused = [origin for origin, pool in self._pools.items() if not pool.users][:surplus]
        # All are taken out before any is closed: meanwhile others come here too.
        for pool in [self._pools.pop(origin) for origin in unused]:
            await pool.connections.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            await pool.connections.aclose()
        self._pools.clear()

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Close all connections."""
        await self.aclose()


def _extensions(request: httpx.Request, *, proxied: bool) -> dict[str, object]:
    extensions = {"timeout": request.extensions.get("timeout", {})}
    if "trace" in request.extensions and not proxied:  # who is connected to is the proxy
        extensions["trace"] = request.extensions["trace"]
    return extensions


def _proxy(address: str) -> httpcore.Proxy:
    url = httpx.URL(address)
    if url.scheme not in {"http", "https"}:
        raise AskFailedError(Cause.NETWORK_UNREACHABLE, f"a proxy by {url.scheme} needs curl_cffi")
    bare = str(url.copy_with(userinfo=None, path="/"))
    return httpcore.Proxy(bare, auth=(url.username, url.password) if url.userinfo else None)
