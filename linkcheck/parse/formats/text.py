"""Plain text, and everything that can be read as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.formats import Format
from linkcheck.parse.mention import Part
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, mentions_in(text, wrapped=True))


FORMAT = Format(name="text", parts=_parts, suffixes=(".txt", ".text", ".log"))
