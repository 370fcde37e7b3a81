"""arXiv: preprints, https://info.arxiv.org/help/arxiv_identifier.html.

The page of the abstract stands for the work; its PDF on the same site is the same work. A
version is kept, since that is what was cited; the class within an old name (`math.GT/0309136`)
says nothing more and goes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import GAP, Identifier, Scheme, follows_word
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_NEW: Final = r"\d\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,2})?"
_OLD: Final = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,8})?/\d\d(?:0[1-9]|1[0-2])\d{3}(?:v\d{1,2})?"
_END: Final = r"(?![^\W_]|\.\d)"
_MENTION: Final = late(
    rf"arxiv(?::{GAP}?|{GAP}|\.org/(?:abs|pdf|html)/)({_NEW}|{_OLD}){_END}", re.IGNORECASE
)
# How DBLP cites a preprint: "CoRR abs/1706.03762".
_CORR: Final = late(rf"abs/({_NEW}){_END}")
_CORR_BEFORE: Final = late(r"\bCoRR,?\s(?:vol\.\s)?\Z")
_CORR_REACH: Final = 12
_WHOLE: Final = late(f"{_NEW}|{_OLD}")
_PATH: Final = late(rf"/(?:abs|pdf|html)/({_NEW}|{_OLD})(?:\.pdf)?/?\Z")
_CLASS: Final = late(r"\.[A-Za-z-]{2,8}/")


def url_of(name: str) -> str | None:
    """Return the address of a preprint's abstract, or None where the name is none."""
    if _WHOLE.fullmatch(name) is None:
        return None
    return f"https://arxiv.org/abs/{_CLASS.sub('/', name)}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the arXiv identifier that starts here, or None."""
    if anchor < floor or follows_word(text, anchor):
        return None
    found = _MENTION.match(text, anchor)
    if found is None:
        found = _CORR.match(text, anchor)
        if found is None or not _CORR_BEFORE.search(text, max(0, anchor - _CORR_REACH), anchor):
            return None
    url = url_of(found[1])
    return None if url is None else Identifier(anchor, found.end(), Kind.ARXIV, url)


def _read(address: Address) -> str | None:
    found = _PATH.match(address.path)
    return None if found is None else found[1]


SCHEME: Final = Scheme(
    kind=Kind.ARXIV,
    anchors=("arXiv", "arxiv", "ArXiv", "ARXIV", "abs/"),
    find=find,
    url_of=url_of,
    hosts=("arxiv.org", "www.arxiv.org", "export.arxiv.org"),
    read=_read,
)
