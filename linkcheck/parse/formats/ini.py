"""Settings in lines of `key = value`: INI, and Java's properties with their escapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.code.tokens import data_mentions
from linkcheck.parse.formats import Format
from linkcheck.parse.mention import Part
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_LEXER: Final = late(
    r"""
      (?<![^\r\n])[ \t]*+(?P<comment>[\#;!][^\r\n]*+(?:(?:\r\n|\n|\r)[ \t]*+[\#;!][^\r\n]*+)*+)
    | (?<![^\r\n])[^\s=:][^\r\n=:]*+[ \t]*[=:](?!//)[ \t]*+(?P<escaped>[^\r\n]*+)
    | (?P<plain>[^\s][^\r\n]*+)
    """,
    re.VERBOSE,
)


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, data_mentions(text, _LEXER))


FORMAT = Format(
    name="ini",
    parts=_parts,
    suffixes=(".ini", ".cfg", ".conf", ".properties", ".editorconfig", ".desktop"),
)
