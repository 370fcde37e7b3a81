"""What reading with pyromark (pulldown-cmark) needs: its options, and bytes as characters."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyromark import Options


@functools.cache
def options() -> Options:
    """Return what of the parser is asked for: what GitHub's Markdown has, and footnotes."""
    from pyromark import Options  # noqa: PLC0415  (not for names and endings)

    return (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_HEADING_ATTRIBUTES
        | Options.ENABLE_GFM
    )


class ByteOffsets:
    """Count bytes of UTF-8 into characters, going on from the last question.

    `before` is how much of the source does not stand in the document, `start` where the rest
    does; the characters are those of the document.
    """

    def __init__(self, source: str, start: int = 0, before: int = 0) -> None:
        self._is_plain = source.isascii()
        self._data = b"" if self._is_plain else source.encode("utf-8", "surrogatepass")
        self._byte = 0
        self._shift = start - before
        self._character = self._shift

    def character(self, byte: int) -> int:
        """Return the offset in characters of an offset in bytes."""
        if self._is_plain:
            return byte + self._shift
        low, high = sorted((self._byte, byte))
        passed = len(self._data[low:high].decode("utf-8", "ignore"))
        self._character += passed if byte >= self._byte else -passed
        self._byte = byte
        return self._character
