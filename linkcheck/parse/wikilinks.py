"""Links to pages of a wiki (`[[Page]]`, `[[Page|label]]`), where the wiki's address is given.

They name pages, and no document tells where these are: only who asks for them can. What is an
address itself is read anyway.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown.front import FRONT_MATTER
from linkcheck.parse.markdown.pulldown import ByteOffsets
from linkcheck.parse.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAFE: Final = "/:@!$&'()*+,;=~.-_%"
# How the addresses of these sites write the spaces of a page's name; all others have `_`.
_HYPHENATED: Final = ("https://github.com/", "https://gitlab.com/")


def page_address(page: str, base: str) -> str | None:
    """Return the address of a page below that of its wiki; None for a place in the same page."""
    name, mark, place = page.strip().lstrip(":").strip().partition("#")
    if not name or "://" in name or name.startswith(("//", "mailto:")):
        return None
    space = "-" if base.startswith(_HYPHENATED) else "_"
    path = quote(space.join(name.split()), safe=_SAFE)
    fragment = quote("_".join(place.split()), safe=_SAFE)
    return cited_address(f"{base.rstrip('/')}/{path}{mark}{fragment}")


def with_wiki_links(text: str, mentions: Iterator[Mention], base: str) -> Iterator[Mention]:
    """Yield what Markdown cites, and its wiki links, in order."""
    yield from heapq.merge(mentions, _wiki_links(text, base), key=_start)


def _wiki_links(text: str, base: str) -> Iterator[Mention]:
    """Yield the wiki links of Markdown; those in code are none."""
    if "[[" not in text:
        return
    from pyromark import Options, events_with_range  # noqa: PLC0415  (not for names and endings)

    front = FRONT_MATTER.match(text)
    start = 0 if front is None else front.end()
    offsets = ByteOffsets(text[start:], start)
    wanted = Options.ENABLE_WIKILINKS | Options.ENABLE_GFM | Options.ENABLE_TABLES
    for event, span in events_with_range(text[start:], options=wanted):
        match event:
            case {"Start": {"Link": {"link_type": {"WikiLink": _}, "dest_url": str(page)}}}:
                address = page_address(page, base)
                begin = offsets.character(span["start"]) + len("[[")
                end = offsets.character(span["end"]) - len("]]")
                if address is not None and end > begin:
                    named, _bar, label = text[begin:end].partition("|")
                    shown = (label or named).strip() or None
                    around = (text, begin, end)
                    yield Mention(begin, begin + len(named), address, label=shown, around=around)
            case _:
                pass


def _start(mention: Mention) -> int:
    return mention.start
