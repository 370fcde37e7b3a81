"""Plain text, and everything that can be read as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.dates import dateline
from linkcheck.parse.formats import Format
from linkcheck.parse.mention import Brief, Part
from linkcheck.parse.prose import mentions_in
from linkcheck.parse.skim import skim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    for text, origin in content.pieces():
        yield Part(text, mentions_in(text, wrapped=True), origin=origin)


def _brief(content: Content, _settings: Settings) -> Iterator[Brief]:
    for piece in content.pieces_in_utf_8():
        yield Brief(None, None, skim(piece).cited)


def _dated(content: Content) -> date | None:
    return dateline(content.head)


FORMAT = Format(
    name="text",
    parts=_parts,
    suffixes=(".txt", ".text", ".log"),
    dated=_dated,
    brief=_brief,
    is_running_text=True,
)
