"""The rude web itself: one server, several doors."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import tempfile
import threading
from collections import Counter
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from linkcheck.fetch.resolver import CONTROL_NAMES
from tests.rudeweb.behaviours import behaviour_for
from tests.rudeweb.doors import LOOPBACK, make_certificates, refusing_socket, silent_sockets
from tests.rudeweb.exchange import Exchange, Request

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Iterator
    from types import TracebackType

    from linkcheck.address import IPAddress

    Handler: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_HEAD = 65_536


class RudeWeb:
    """Run the rude web within a running loop: `async with RudeWeb() as web`."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.cut_off = False  # no name resolves any more
        self.questions: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._ports: dict[str, int] = {}
        self._certificates = make_certificates()
        self._held: list[socket.socket] = []
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._folder = tempfile.TemporaryDirectory(prefix="rudeweb-")
        self.ca_file = Path(self._folder.name) / "ca.pem"
        self._certificates.write(self.ca_file)

    # ------------------------------------------------------------ for tests

    def url(self, path: str = "/", *, door: str = "http", host: str = LOOPBACK) -> str:
        """Return the address of a path behind a door (see the package's docstring)."""
        scheme = "https" if door.startswith("https") else "http"
        return f"{scheme}://{host}:{self._ports[door]}{path}"

    def asked(self, target: str) -> int:
        """Return how often a path (with its query) was asked."""
        return sum(1 for request in self.requests if request.target == target)

    def trust(self) -> ssl.SSLContext:
        """Return a client's context that trusts the rude web's authority."""
        return self._certificates.trust()

    async def lookup(self, host: str) -> tuple[IPAddress, ...]:
        """Resolve as a name server would; every name below `.test` leads here but for a few."""
        self.questions[host] += 1
        if host == "silent-dns.test":
            await asyncio.Event().wait()
        if host == "dns-failed.test":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        known = host.endswith(".test") or host in CONTROL_NAMES
        if self.cut_off or host == "no-such-host.site" or not known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        places = {"private.test": ("10.0.0.1",), "half-private.test": ("10.0.0.1", LOOPBACK)}
        return tuple(ip_address(place) for place in places.get(host, (LOOPBACK,)))

    @classmethod
    @contextlib.contextmanager
    def in_thread(cls) -> Iterator[RudeWeb]:
        """Run the rude web in a thread, for tests that start a loop or a process of their own."""
        web = cls()
        ready = threading.Event()
        stop: list[Callable[[], object]] = []

        async def serve() -> None:
            loop, ended = asyncio.get_running_loop(), asyncio.Event()
            async with web:
                stop.append(lambda: loop.call_soon_threadsafe(ended.set))
                ready.set()
                await ended.wait()

        thread = threading.Thread(target=asyncio.run, args=(serve(),), name="rude web")
        thread.start()
        ready.wait()
        try:
            yield web
        finally:
            stop[0]()
            thread.join()

    # ------------------------------------------------------------ opening and closing

    async def __aenter__(self) -> Self:
        await self._open("http", self._serve)
        for door, context in self._certificates.contexts.items():
            await self._open(door, self._serve, context)
        await self._open("https-slow", _say_nothing)
        await self._open("https-broken", _speak_no_tls)
        refusing, silent = refusing_socket(), silent_sockets()
        self._held += [refusing, *silent]
        self._ports["refused"] = refusing.getsockname()[1]
        self._ports["silent"] = silent[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for held in self._held:
            held.close()
        self._folder.cleanup()

    async def _open(
        self, door: str, handle: Handler, context: ssl.SSLContext | None = None
    ) -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            self.connections += 1
            # What the other side does to a connection is its own affair, even hanging up.
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await handle(reader, writer)
            writer.transport.abort() if writer.is_closing() else writer.close()

        server = await asyncio.start_server(connected, LOOPBACK, 0, ssl=context, limit=_HEAD)
        self._servers.append(server)
        self._ports[door] = server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        closing = False
        while not closing:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            request = _parse(head)
            self.requests.append(request)
            self._counts[request.target] += 1
            exchange = Exchange(request, self._counts[request.target], reader, writer)
            await behaviour_for(request.path)(exchange)
            closing = exchange.closing


def _parse(head: str) -> Request:
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ", 2)
    fields = (line.partition(":") for line in lines if line)
    return Request(method, target, {name.lower(): value.strip() for name, _, value in fields})


async def _say_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Accept a connection and never shake hands."""
    while await reader.read(_HEAD):
        pass


async def _speak_no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a TLS greeting with something else."""
    await reader.read(_HEAD)
    writer.write(b"HTTP/1.0 400 Bad Request\r\n\r\nThis is no TLS port.")
    await writer.drain()
