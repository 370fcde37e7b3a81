"""Small servers of loopback for single tests: one that says fixed bytes, and a proxy."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

HEAD_END = b"\r\n\r\n"


@asynccontextmanager
async def serving(
    handle: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    host: str = "127.0.0.1",
) -> AsyncIterator[int]:
    """Serve on a free port of loopback; give the port."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await handle(reader, writer)
        writer.close()

    server = await asyncio.start_server(connected, host, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def saying(
    answer: bytes, heard: list[bytes] | None = None
) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """Answer each request with these bytes, and note what was asked."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(HEAD_END)
            if heard is not None:
                heard.append(head)
            writer.write(answer)
            await writer.drain()

    return handle


class Proxy:
    """A proxy that leads every name to loopback, and notes what it was asked."""

    def __init__(self, refuse: bytes | None = None) -> None:
        self.heads: list[bytes] = []
        self._refuse = refuse

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(HEAD_END)
        self.heads.append(head)
        if self._refuse is not None:
            writer.write(self._refuse)
            await writer.drain()
            return
        method, target, _ = head.split(b" ", 2)
        if method == b"CONNECT":
            port = int(target.rpartition(b":")[2])
            writer.write(b"HTTP/1.1 200 OK\r\nX-Proxy: yes" + HEAD_END)
            first = b""
        else:
            place, _, path = target.removeprefix(b"http://").partition(b"/")
            port = int(place.rpartition(b":")[2])
            first = head.replace(target, b"/" + path, 1)
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", port)
        behind_writer.write(first)
        try:
            await asyncio.wait(
                [
                    asyncio.ensure_future(_pipe(reader, behind_writer)),
                    asyncio.ensure_future(_pipe(behind_reader, writer)),
                ]
            )
        finally:
            behind_writer.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof() if writer.can_write_eof() else writer.close()
