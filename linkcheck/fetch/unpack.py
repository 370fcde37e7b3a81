"""Unpack a body as it comes, never beyond a bound.

Neither httpx nor libcurl bounds what a few packed bytes can grow to, so they are not asked to.
"""

from __future__ import annotations

import zlib
from typing import Final, Protocol

_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS


class Unpacker(Protocol):
    """Collect a body; `full` when more bytes would change nothing."""

    @property
    def full(self) -> bool:
        """Tell whether more bytes would change nothing."""

    @property
    def whole(self) -> bool:
        """Tell whether what has come is all that was packed."""

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes as they were received."""

    def body(self) -> bytes:
        """Return what has been unpacked so far."""


class Plain:
    """Collect a body that is not packed."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._body = bytearray()

    @property
    def full(self) -> bool:
        """Tell whether the bound is reached."""
        return len(self._body) >= self._limit

    @property
    def whole(self) -> bool:
        """Tell whether what has come is all: nothing is packed here."""
        return True

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._body += chunk[: self._limit - len(self._body)]

    def body(self) -> bytes:
        """Return what has come so far."""
        return bytes(self._body)


class Inflate:
    """Unpack gzip or deflate.

    Servers lie: a body that is said to be packed and is not is taken as it is. A body broken in
    its middle ends there.
    """

    def __init__(self, limit: int, formats: tuple[int, ...]) -> None:
        self._limit = limit
        self._formats = formats  # what the first bytes may be, most likely first
        self._inflate: zlib._Decompress | None = None
        self._body = bytearray()
        self._plain: Plain | None = None
        self._broken = False

    @property
    def full(self) -> bool:
        """Tell whether the bound is reached, or the packed data is broken."""
        if self._plain is not None:
            return self._plain.full
        return self._broken or len(self._body) >= self._limit

    @property
    def whole(self) -> bool:
        """Tell whether the packed data has come to its own end."""
        return self._inflate is None or self._inflate.eof

    def feed(self, chunk: bytes) -> None:
        """Take the next packed bytes."""
        if self._plain is not None:
            self._plain.feed(chunk)
        elif self._inflate is None:
            self._begin(chunk)
        elif not self.full:
            try:
                self._inflated(self._inflate, chunk)
            except zlib.error:
                self._broken = True

    def body(self) -> bytes:
        """Return what has been unpacked so far."""
        return bytes(self._body) if self._plain is None else self._plain.body()

    def _begin(self, chunk: bytes) -> None:
        for wbits in self._formats:
            inflate = zlib.decompressobj(wbits)
            try:
                self._inflated(inflate, chunk)
            except zlib.error:
                continue
            self._inflate = inflate
            return
        self._plain = Plain(self._limit)
        self._plain.feed(chunk)

    def _inflated(self, inflate: zlib._Decompress, chunk: bytes) -> None:
        room = self._limit - len(self._body)
        self._body += inflate.decompress(chunk, room)


def unpacker_for(encoding: str, limit: int) -> Unpacker | None:
    """Choose how to unpack by the Content-Encoding, or return None where we cannot."""
    match encoding.strip().lower():
        case "" | "identity":
            return Plain(limit)
        case "gzip" | "x-gzip":
            return Inflate(limit, (_GZIP,))
        case "deflate":
            return Inflate(limit, (_ZLIB, _RAW))
        case _:
            return None
