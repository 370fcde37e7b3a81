"""Texts of others within Markdown: shown as they are, never read as Markdown, HTML or a mention.

In a code span nothing is read but its end; on GitHub no `@name`, `#1` or emoji either. Where a
backtick, a pipe or a backslash could end the span, or the table's cell, HTML with numeric
references says the same (CommonMark 0.31, 2.5: they never stand for structure).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.patterns import late
from linkcheck.report.safe import is_safe, legible, shown

if TYPE_CHECKING:
    import re

# What means something to Markdown, or to GitHub (mentions, references, emoji, formulae, addresses).
_SPECIAL: Final = late(r"[\\`*_{}\[\]<>#+!|~@&$^=]|:\S|www\.")
_HARD: Final = late(r"[`|\\]")
_PUNCTUATION: Final = late(r"[!-/:-@\[-`{-~]")
_IN_LINK: Final = late(r"[<>\\|`]")


def code(text: str) -> str:
    """Show a text as code."""
    text = shown(text)
    if not text:
        return ""
    if _HARD.search(text):
        return f"<code>{_PUNCTUATION.sub(_reference, text)}</code>"
    return f"`{text}`"


def words(text: str) -> str:
    """Show a sentence: as it is where nothing in it means anything to Markdown, else as code."""
    text = shown(text)
    return code(text) if _SPECIAL.search(text) else text


def link(url: str) -> str:
    """Show an address, as a link where it is one of the web."""
    if not (is_safe(url) and url.startswith(("https://", "http://")) and " " not in url):
        return code(url)
    target = _IN_LINK.sub(_percent, url).replace("&", "&amp;")
    return f"[{code(legible(url))}](<{target}>)"


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"
