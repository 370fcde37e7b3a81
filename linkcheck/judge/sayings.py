"""What a page says of itself: "not found", in the languages of the tables.

Phrases alone backfire, for real articles and specifications contain them. So one counts only as
the whole of a title's part ("Page not found | Example") or of the only heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.judge import signs
from linkcheck.judge.case import plain

if TYPE_CHECKING:
    from linkcheck.model import Page

# Dashes are written as escapes, for they look alike.
_SEPARATORS: Final = re.compile(
    "\\s+[-\u2013\u2014:/]+\\s+|:\\s+|\\s*[|\u00bb\u00ab\u00b7\u2022\uff5c]+\\s*|\\s*::\\s*"
)
_PUNCTUATION: Final = " .,!?:-\u2013\u2014\u2026"
_LONGEST_QUOTATION: Final = 60


@dataclass(frozen=True, slots=True)
class Saying:
    """Hold the words that say so, and where they stand."""

    words: str
    in_title: bool
    in_heading: bool


def says_not_found(page: Page) -> Saying | None:
    """Return the words by which a page says that it is missing, or None where it does not."""
    title = page.title or ""
    in_title = any(_is_phrase(part) for part in _SEPARATORS.split(title) if part)
    in_heading = len(page.headings) == 1 and _is_phrase(page.headings[0])
    if not in_title and not in_heading:
        return None
    return Saying(_cut(title if in_title else page.headings[0]), in_title, in_heading)


def _is_phrase(text: str) -> bool:
    """Tell whether a text is one of the phrases, apology and number before it aside."""
    known = signs.not_found()
    said = plain(text).strip(_PUNCTUATION)
    while said and said not in known.phrases:
        first, _, rest = said.partition(" ")
        if first.strip(_PUNCTUATION) not in known.openings:
            return False
        said = rest.lstrip(_PUNCTUATION)
    return bool(said)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST_QUOTATION:
        return text
    return f"{text[: _LONGEST_QUOTATION - 1]}…"
