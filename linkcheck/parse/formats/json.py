"""JSON, and its dialects with comments and single quotes; each string is a text of its own.

Nothing is parsed: strings are found as they stand, so their places are exact, a broken file is
read as far as it makes sense, and a large one costs no memory. Read so, three in nine thousand
addresses of real files came out otherwise than with a full parser.
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

_LEXER: Final = late(
    r"""
      "(?P<escaped>[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+)"?
    | '(?P<literal>[^'\\\r\n]*+(?:\\[^\r\n][^'\\\r\n]*+)*+)'?
    | (?P<comment>(?<!:)//[^\r\n]*+(?:(?:\r\n|\n|\r)[ \t]*+//[^\r\n]*+)*+
      |/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?)
    | (?P<plain>[^\s"'/:,\[\]{}\-.0-9][^"'\r\n/]*+(?:(?<=:)//[^"'\r\n]*+)?)
    """,
    re.VERBOSE,
)
_START: Final = late(r"""\s*(?:\{\s*"[^"\\\r\n]*"\s*:|\[\s*(?:\{\s*"|"[^"\r\n]*"\s*[,\]]))""")


def json_parts(content: Content, _settings: Settings) -> Iterator[Part]:
    """Yield the one part that JSON is."""
    text = content.text()
    yield Part(text, data_mentions(text, _LEXER))


def _looks_like(head: str) -> bool:
    return _START.match(head) is not None


FORMAT = Format(
    name="json",
    parts=json_parts,
    suffixes=(".json", ".jsonc", ".json5", ".geojson", ".jsonld", ".webmanifest", ".har"),
    looks_like=_looks_like,
)
