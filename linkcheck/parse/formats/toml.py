"""TOML: strings of all four kinds, each a text of its own, and comments."""

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

# https://toml.io/en/v1.0.0#string; a backslash in a literal string is one.
_LEXER: Final = late(
    r'''
      (?P<comment>\#[^\r\n]*+(?:(?:\r\n|\n|\r)[ \t]*+\#[^\r\n]*+)*+)
    | """(?P<escaped>[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*+)(?:""")?
    | \'\'\'(?P<literal>[^']*+(?:'(?!'')[^']*+)*+)(?:\'\'\')?
    | "(?P<escaped_>[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+)"?
    | '(?P<literal_>[^'\r\n]*+)'?
    | (?P<plain>[^\s"'\#=\[\]{},\-.0-9][^"'\#\r\n]*+)
    ''',
    re.VERBOSE,
)


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, data_mentions(text, _LEXER))


FORMAT = Format(name="toml", parts=_parts, suffixes=(".toml",), names=("pipfile", "cargo.lock"))
