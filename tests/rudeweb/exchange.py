"""One request that the rude web got, and the ways to answer it."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: `target` is path and query, header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def host(self) -> str:
        return self.headers.get("host", "").rpartition(":")[0]


@dataclass(slots=True)
class Exchange:
    """One request and its connection; `count` is the how-manieth for this target it is.

    `closing` ends the connection after this answer.
    """

    request: Request
    count: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    closing: bool = False

    async def answer(
        self, status: int = 200, body: str | bytes = b"", *headers: tuple[str, str | bytes]
    ) -> None:
        """Answer as HTTP wants it; the body is HTML unless a header says otherwise."""
        content = body.encode() if isinstance(body, str) else body
        names = {name.lower() for name, _ in headers}
        fields = list(headers)
        if "content-type" not in names:
            fields.append(("Content-Type", HTML))
        if "content-length" not in names and "transfer-encoding" not in names:
            fields.append(("Content-Length", str(len(content))))
        head = [f"HTTP/1.1 {status} Whatever".encode()]
        for name, value in fields:
            head.append(
                name.encode() + b": " + (value.encode() if isinstance(value, str) else value)
            )
        await self.raw(b"\r\n".join(head) + b"\r\n\r\n" + content)

    async def redirect(
        self, status: int, location: str | bytes, *headers: tuple[str, str | bytes]
    ) -> None:
        await self.answer(status, b"", ("Location", location), *headers)

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def for_ever(self) -> None:
        """Say nothing more until the other side hangs up."""
        self.closing = True
        while await self.reader.read(65536):
            pass

    def reset(self) -> None:
        """Break the connection with a TCP reset."""
        self.closing = True
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    def close(self) -> None:
        """End the connection here."""
        self.closing = True


def page(title: str, body: str, *, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


_SOME = "the river carries silt from far hills into a wide and slow delta each spring"


def prose(words: int = 600) -> str:
    """Text enough for a real article."""
    some = _SOME.split()
    return "<p>" + " ".join(some[(i * i + i // 7) % len(some)] for i in range(words)) + "</p>"
