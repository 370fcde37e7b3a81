"""URN:NBN: the names of national libraries, RFC 8458.

The German National Library's resolver knows those of several countries; a few countries have
theirs alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import (
    CUT,
    LINE_BREAK,
    Identifier,
    Scheme,
    follows_word,
    trimmed,
    visible,
)
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_URN: Final = late(
    rf"urn:nbn:([a-z]{{2}}(?::(?:{LINE_BREAK})?[a-z0-9]{{1,32}}){{0,4}}-)"
    rf"((?:[A-Za-z0-9()+,\-.:=@;$_!*%/]|{CUT}){{1,256}})",
    re.IGNORECASE,
)
_RESOLVERS: Final = {
    "fi": "https://urn.fi/",
    "no": "https://urn.nb.no/",
    "nl": "https://persistent-identifier.nl/",
    "se": "https://urn.kb.se/resolve?urn=",
}
_DEFAULT: Final = "https://nbn-resolving.org/"


def url_of(urn: str) -> str | None:
    """Return the resolver's address of a URN:NBN, or None where it is none."""
    found = _URN.fullmatch(urn)
    if found is None:
        return None
    authority = found[1].lower()
    return f"{_RESOLVERS.get(authority[:2], _DEFAULT)}urn:nbn:{authority}{found[2]}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the URN:NBN that starts here, or None."""
    found = _URN.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    end = trimmed(text, anchor, found.end())
    url = url_of(visible(text[anchor:end]))
    return None if url is None else Identifier(anchor, end, Kind.URN_NBN, url)


def _read(address: Address) -> str | None:
    return address.path[1:]


SCHEME: Final = Scheme(
    kind=Kind.URN_NBN,
    anchors=("urn:nbn:", "URN:NBN:", "URN:nbn:"),
    find=find,
    url_of=url_of,
    hosts=(
        *("nbn-resolving.org", "www.nbn-resolving.org", "nbn-resolving.de", "www.nbn-resolving.de"),
        *("urn.fi", "urn.nb.no", "persistent-identifier.nl"),
    ),
    read=_read,
)
