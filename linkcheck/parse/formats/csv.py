"""CSV and its kin: each cell is a text of its own, so that no separator gets into an address."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.code.tokens import data_mentions
from linkcheck.parse.formats import Format
from linkcheck.parse.mention import Part
from linkcheck.patterns import at_once, late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_SEPARATORS: Final = ",;\t|"
_LINES: Final = 20
_QUOTED: Final = late(r'"[^"]*+(?:""[^"]*+)*+"')


def separator_of(head: str) -> str:
    """Return what separates the cells of a table: what stands equally often in most lines."""
    lines = _QUOTED.sub("", head).splitlines()[:_LINES]

    def lines_alike(separator: str) -> int:
        counts = [line.count(separator) for line in lines]
        return 0 if not counts or counts[0] == 0 else counts.count(counts[0])

    return max(_SEPARATORS, key=lines_alike)


def separated_parts(content: Content, separator: str) -> Iterator[Part]:
    """Yield the one part that a table is whose cells are separated so."""
    text = content.text()
    yield Part(text, data_mentions(text, _lexer(separator)))


@functools.cache
def _lexer(separator: str) -> re.Pattern[str]:
    """Return what finds cells, as RFC 4180 quotes them: a quotation mark within is doubled."""
    outside = rf"[^{re.escape(separator)}\r\n]"
    return at_once(
        rf'(?<!{outside})"(?P<doubled2>[^"]*+(?:""[^"]*+)*+)"?|(?P<literal>{outside}++)',
    )


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    return separated_parts(content, separator_of(content.head))


FORMAT = Format(name="csv", parts=_parts, suffixes=(".csv",))
