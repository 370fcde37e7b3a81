"""HTML and XHTML: links of all attributes, and addresses in the text that a reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.dates import read_day
from linkcheck.parse.formats import Format
from linkcheck.parse.html.attributes import Attributes
from linkcheck.parse.html.brief import BriefWalk
from linkcheck.parse.hypertext import hypertext_mentions
from linkcheck.parse.mention import Brief, Part
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_CHARSET: Final = late(
    rb"""<(?:meta[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*["']?([\w:.-]+)""", re.IGNORECASE
)
_CHARSET_REACH: Final = 1024  # HTML says so
_START: Final = late(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_META: Final = late(r"<meta\s[^>]*>", re.IGNORECASE)
_DATES: Final = frozenset(
    {"date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "pubdate"}
    | {"article:published_time", "datepublished", "citation_publication_date", "citation_date"}
)


def _declared(content: Content) -> str | None:
    found = _CHARSET.search(content.data[:_CHARSET_REACH])
    return None if found is None else found[1].decode("ascii")


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text(_declared(content))
    mentions = hypertext_mentions(
        text,
        include_code=settings.include_code,
        include_comments=settings.include_comments,
        base=content.base,
    )
    yield Part(text, mentions)


def _brief(content: Content, settings: Settings) -> Iterator[Brief]:
    walk = BriefWalk(
        content.text(_declared(content)),
        include_code=settings.include_code,
        include_comments=settings.include_comments,
        base=content.base,
    )
    yield Brief(None, None, walk.cited())


def _dated(content: Content) -> date | None:
    """Return the day of publication that the document's metadata give."""
    for tag in _META.findall(content.head):
        meta = Attributes(tag, len("<meta"), len(tag) - 1)
        named = meta.value("name") or meta.value("property") or meta.value("itemprop")
        if named.lower() in _DATES and (day := read_day(meta.value("content"))) is not None:
            return day
    return None


def _looks_like(head: str) -> bool:
    return _START.match(head) is not None


FORMAT = Format(
    name="html",
    parts=_parts,
    suffixes=(".html", ".htm", ".xhtml", ".xht"),
    looks_like=_looks_like,
    dated=_dated,
    brief=_brief,
)
