"""Values kept on disk to be walked over again: cheaper than to make them anew, and no memory."""

from __future__ import annotations

import tempfile
import weakref
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_BLOCK: Final = 500  # values written together


class Spool(Generic[T]):
    """Keep values of one type, in the order in which they come; they are gone with the spool.

    Raises `OSError` where the disk takes no more.
    """

    def __init__(self, kind: type[T]) -> None:
        self._file = tempfile.TemporaryFile(prefix="linkcheck-")  # noqa: SIM115  (see below)
        weakref.finalize(self, self._file.close)
        self._decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
        self._sizes: list[int] = []
        self._last: list[T] = []

    def add(self, value: T) -> None:
        """Keep one more value."""
        self._last.append(value)
        if len(self._last) == _BLOCK:
            block = _packed(self._last)
            self._file.write(block)
            self._sizes.append(len(block))
            self._last.clear()

    def __iter__(self) -> Iterator[T]:
        place = 0
        for size in self._sizes:
            self._file.seek(place)  # others may walk here too
            place += size
            yield from self._unpacked(self._file.read(size))
        yield from self._last

    def _unpacked(self, block: bytes) -> list[T]:
        if block.startswith(_PICKLED):
            import pickle  # noqa: PLC0415  (hardly ever)

            found: list[T] = pickle.loads(block[1:])  # noqa: S301  (our own)
            return found
        return self._decoder.decode(memoryview(block)[1:])


_PACKED: Final = b"m"
_PICKLED: Final = b"p"


def _packed(values: list[T]) -> bytes:
    try:
        return _PACKED + msgspec.msgpack.encode(values)
    except UnicodeEncodeError:  # a lone surrogate, which MessagePack cannot carry
        import pickle  # noqa: PLC0415  (as above)

        return _PICKLED + pickle.dumps(values)
