"""Addresses that go on on the next page: the end of one page and the beginning of another as one.

What stands between them on paper is not the text's: numbers of pages, and the lines that are
printed at the head or foot of every page. They are left out, and what remains is read like one
page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.prose import mentions_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.parse.mention import Mention

_REACH: Final = 4000  # characters of each page that are read
_MOST_LINES: Final = 6  # at the head and at the foot of a page that may not be the text's
_PAGE_NUMBER: Final = late(
    r"[ \t]*(?:page|seite|p\.|s\.)?[ \t]*[-\u2013\u2014|]?[ \t]*(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:[ \t]*(?:/|of|von|sur|de)[ \t]*\d{1,4})?[ \t]*[-\u2013\u2014|]?[ \t]*\Z",
    re.IGNORECASE,
)
_DIGITS: Final = late(r"\d+")


def over_the_page(text: str, mentions: list[Mention], following: str) -> list[Mention]:
    """Return the mentions of a page, the last one with what of it stands on the page that follows.

    It still ends where its page ends, as a place on two pages has no lines to count.
    """
    end = _end_of_text(text, following)
    of_foot = [each for each in mentions if each.start >= end]
    mentions = mentions[: len(mentions) - len(of_foot)]
    if mentions and mentions[-1].end > end:  # as if the foot were the next line of the text
        mentions = list(mentions_in(text[:end], proportional=True))
    return _grown(text, mentions, end, following) + of_foot


def _grown(text: str, mentions: list[Mention], end: int, following: str) -> list[Mention]:
    """Return the mentions of a page whose text ends at `end`, the last one as `over_the_page`."""
    last = mentions[-1] if mentions else None
    if last is None or not last.address.startswith("http"):
        return mentions
    if any(map(str.isspace, text[last.end : end])):
        return mentions
    beginning = following[_start_of_text(text, following) :][:_REACH]
    first = max(0, last.start - _REACH)
    both = f"{text[first:end]}\n{beginning}"
    for read in mentions_in(both, proportional=True):
        if first + read.start == last.start:
            if read.end <= end - first and not read.others:
                return mentions
            stands_to = end if read.end > end - first else last.end
            grown = last._replace(end=stands_to, address=read.address, others=read.others)
            return [*mentions[:-1], grown]
    return mentions


def _end_of_text(text: str, following: str) -> int:
    """Return where the text of a page ends, without its number and its foot.

    What ends both pages, but for numbers in it, is the foot of all.
    """
    feet = [_alike(line) for line in following.splitlines()[-_MOST_LINES:]]
    end = len(text.rstrip())
    for _ in range(_MOST_LINES):
        line_start = text.rfind("\n", 0, end) + 1
        line = text[line_start:end]
        if line_start == 0 or not (_PAGE_NUMBER.match(line) or _alike(line) in feet):
            break
        end = len(text[:line_start].rstrip())
    return end


def _start_of_text(text: str, following: str) -> int:
    """Return where the text of the page that follows begins, behind its number and its head.

    What heads both pages, but for numbers in it, is the head of all.
    """
    heads = [_alike(line) for line in text.splitlines()[:_MOST_LINES]]
    at = 0
    for line in following.splitlines(keepends=True)[:_MOST_LINES]:
        bare = line.strip()
        if bare and not _PAGE_NUMBER.match(bare) and _alike(line) not in heads:
            break
        at += len(line)
    return at


def _alike(line: str) -> str:
    return _DIGITS.sub("0", line.strip())
