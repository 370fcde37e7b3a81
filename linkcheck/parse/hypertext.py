"""HTML to mentions, for whole documents and for the HTML within others.

By patterns of our own (`html.grammar`), which follow the standard's tokenizer and make an object
only of what cites. A tree, even of the quickest parser (turbohtml, 85 MB/s), takes longer to build
than all the rest, and tells no place for text; a tokenizer that hands over each token takes ten
times as long. What a browser would repair (unclosed elements, wrong nesting) makes no difference
to what is cited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.parse.html.attributes import Attributes, place_of
from linkcheck.parse.html.grammar import TAG_NAME
from linkcheck.parse.html.walk import Walk
from linkcheck.parse.mention import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator


def hypertext_mentions(
    text: str,
    *,
    include_code: bool = False,
    include_comments: bool = False,
    offset: int = 0,
    base: str | None = None,
) -> Iterator[Mention]:
    """Yield what HTML cites, in order; `offset` is where it stands in the document.

    Relative links count only below a `<base>` that is absolute, or with a `base`.
    """
    walk = Walk(text, base=base, include_code=include_code, include_comments=include_comments)
    if not offset:
        return walk.mentions()
    return (
        mention._replace(start=offset + mention.start, end=offset + mention.end)
        for mention in walk.mentions()
    )


def attribute_mentions(tag_source: str, offset: int, base: str | None = None) -> Iterator[Mention]:
    """Yield what the attributes of a single tag cite, without labels."""
    name = TAG_NAME.match(tag_source)
    if name is None:
        return
    tag = name[1].lower()
    attributes = Attributes(tag_source, name.end(), len(tag_source) - 1)
    for start, end, address, copy_of in attributes.cited(tag, base):
        yield Mention(
            offset + start,
            offset + end,
            address,
            place=place_of(tag),
            label=attributes.label,
            accessed=attributes.accessed,
            copy_of=copy_of,
        )
