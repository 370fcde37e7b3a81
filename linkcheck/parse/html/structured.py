"""JSON-LD, what a page says of itself to programs (https://www.w3.org/TR/json-ld11/).

Its strings are read one by one, as those of JSON are, so a broken one loses nothing. What only
names things is left out: identifiers of nodes, vocabularies and the terms of schema.org.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.code.values import BACKSLASHES, value_mentions
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Mention

_STRING: Final = late(r'"([^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+)"(\s*+:)?')
_NAMES: Final = frozenset({"@context", "@vocab", "@base", "@id", "@type"})
_TERM: Final = late(r"https?://(?:www\.)?schema\.org(?:/|\Z)")


def json_ld_mentions(text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield what the JSON-LD between two offsets of a text cites, in order."""
    key = ""
    for string in _STRING.finditer(text, start, end):
        if string[2] is not None:
            key = string[1]
        elif key not in _NAMES:
            for mention in value_mentions(text, *string.span(1), BACKSLASHES):
                if _TERM.match(mention.address) is None:
                    yield mention._replace(place=Place.METADATA)
