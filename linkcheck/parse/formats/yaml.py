"""YAML: quoted and plain scalars, blocks of text, and comments.

As with JSON nothing is parsed; unlike there, most text is in no quotes and ends with its line.
"""

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

# https://yaml.org/spec/1.2.2: a comment needs white space before it, a quote is one only where a
# scalar begins, and a key ends at a colon before white space.
_LEXER: Final = late(
    r"""
      (?<!\S)(?P<comment>\#[^\r\n]*+(?:(?:\r\n|\n|\r)[ \t]*+\#[^\r\n]*+)*+)
    | (?<![^\s\[{,:])"(?P<escaped>[^"\\]*+(?:\\[\s\S][^"\\]*+)*+)"?
    | (?<![^\s\[{,:])'(?P<doubled1>[^']*+(?:''[^']*+)*+)'?
    | [^\s"':,\[{}\]][^\s:"']{0,200}+:(?=\s)
    | (?P<plain>[^\s\[{,:"'](?:[^\s\#"']++|(?<=\S)\#|(?<![\s\[{,:])["']|[ \t]++(?![\#"']))*+)
    """,
    re.VERBOSE,
)


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, data_mentions(text, _LEXER))


FORMAT = Format(name="yaml", parts=_parts, suffixes=(".yaml", ".yml"), names=("citation.cff",))
