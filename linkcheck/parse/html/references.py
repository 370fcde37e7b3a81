"""Character references: what `&amp;` and its like stand for, in text and in attributes."""

from __future__ import annotations

import html
from html.entities import html5
from typing import TYPE_CHECKING, Final

from linkcheck.patterns import late

if TYPE_CHECKING:
    import re

_NUMBER: Final = r"#(?:[0-9]++|[xX][0-9A-Fa-f]++);?"
REFERENCE: Final = rf"&(?:{_NUMBER}|[A-Za-z][A-Za-z0-9]*+;?)"
# In a value, a name without its semicolon means nothing where a letter, a digit or an equals sign
# follows it: `?a=1&copy=2` is what it says. For text the standard has no such rule.
_IN_VALUE: Final = late(rf"&(?:{_NUMBER}|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))")


def unescaped(text: str) -> str:
    """Return a text with its references resolved."""
    return html.unescape(text) if "&" in text else text


def unescaped_value(value: str) -> str:
    """Return the value of an attribute with its references resolved."""
    return _IN_VALUE.sub(_resolved, value) if "&" in value else value


def _resolved(reference: re.Match[str]) -> str:
    written = reference[0]
    if written.startswith("&#"):
        return html.unescape(written)
    return html5.get(written[1:], written)
