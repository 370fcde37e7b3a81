"""ARK: the names of archives and museums, https://n2t.net.

`ark:/12148/x` and `ark:12148/x` are the same. Only the global resolver's addresses are taken for
the name: one at a museum's own site is a link to that site, and rots with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import (
    CUT,
    Identifier,
    Scheme,
    follows_word,
    trimmed,
    visible,
)
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_ARK: Final = late(
    rf"ark:/?([0-9b-df-hjkmnp-tv-z]{{5,9}}/(?:[A-Za-z0-9=~*+@_$%./-]|{CUT}){{1,256}})",
    re.IGNORECASE,
)
_PATH: Final = late(r"/(ark:/?[^?#]+)\Z", re.IGNORECASE)


def url_of(ark: str) -> str | None:
    """Return the resolver's address of an ARK, or None where it is none."""
    found = _ARK.fullmatch(ark)
    return None if found is None else f"https://n2t.net/ark:/{found[1]}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the ARK that starts here, or None."""
    found = _ARK.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    end = trimmed(text, anchor, found.end())
    url = url_of(visible(text[anchor:end]))
    return None if url is None else Identifier(anchor, end, Kind.ARK, url)


def _read(address: Address) -> str | None:
    found = _PATH.match(address.path)
    return None if found is None else found[1]


SCHEME: Final = Scheme(
    kind=Kind.ARK,
    anchors=("ark:", "ARK:"),
    find=find,
    url_of=url_of,
    hosts=("n2t.net", "www.n2t.net", "arks.org"),
    read=_read,
)
