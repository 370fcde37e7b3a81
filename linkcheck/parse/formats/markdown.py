"""Markdown: CommonMark with the extensions of GitHub, footnotes and front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.cited import cited_by
from linkcheck.parse.dates import read_day
from linkcheck.parse.formats import Format
from linkcheck.parse.markdown.brief import cited_in
from linkcheck.parse.markdown.front import FRONT_MATTER
from linkcheck.parse.mention import Brief, Part
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_FRONT_DATE: Final = late(
    r"^(?:date|published|publishdate|pubdate|created)\s*[:=](.*)$", re.IGNORECASE | re.MULTILINE
)


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    from linkcheck.parse.markdown.full import markdown_mentions  # noqa: PLC0415  (4 ms)

    text = content.text()
    mentions = markdown_mentions(text, settings, content.base)
    if settings.wiki_base:
        from linkcheck.parse.wikilinks import with_wiki_links  # noqa: PLC0415  (seldom asked for)

        mentions = with_wiki_links(text, mentions, settings.wiki_base)
    yield Part(text, mentions)


def _brief(content: Content, settings: Settings) -> Iterator[Brief]:
    more = settings.include_code or settings.include_comments or settings.wiki_base
    if more or content.base is not None:
        for part in _parts(content, settings):
            yield Brief(None, None, cited_by(part.mentions, part.text, part.origin))
        return
    yield Brief(None, None, cited_in(content.text()))


def _dated(content: Content) -> date | None:
    """Return the day that the front matter gives."""
    front = FRONT_MATTER.match(content.head)
    found = None if front is None else _FRONT_DATE.search(front[2])
    return None if found is None else read_day(found[1])


FORMAT = Format(
    name="markdown",
    parts=_parts,
    suffixes=(
        ".md",
        ".markdown",
        ".mdown",
        ".mkd",
        ".mkdn",
        ".mkdown",
        ".mdwn",
        ".gfm",
        ".qmd",
        ".rmd",
    ),
    dated=_dated,
    brief=_brief,
)
