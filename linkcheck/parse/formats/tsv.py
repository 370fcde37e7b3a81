"""Tables whose cells are separated by tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.formats import Format
from linkcheck.parse.formats.csv import separated_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    return separated_parts(content, "\t")


FORMAT = Format(name="tsv", parts=_parts, suffixes=(".tsv", ".tab"))
