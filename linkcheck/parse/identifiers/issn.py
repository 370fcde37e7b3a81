"""ISSN: journals and series, by their label, https://portal.issn.org; checked by its digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import GAP, HYPHENS, LINE_BREAK, Identifier, Scheme
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_NUMBER: Final = rf"(\d{{4}})(?:[{HYPHENS}](?:{LINE_BREAK})?)?(\d{{3}}[\dXx])"
_MENTION: Final = late(
    r"issn(?:-l)?(?:\s?\([^()\n]{1,20}\)|\s(?:print|online|electronic))?"
    rf"\s{{0,2}}[:=#.]?{GAP}{{0,2}}[{{\"]?{_NUMBER}(?![{HYPHENS}]?[^\W_])",
    re.IGNORECASE,
)
_WHOLE: Final = late(_NUMBER)
_PATH: Final = late(r"/resource/ISSN(?:-L)?/([\dXx-]{8,9})\Z")


def url_of(issn: str) -> str | None:
    """Return the portal's address of a series, or None where the number is wrong."""
    found = _WHOLE.fullmatch(issn)
    if found is None:
        return None
    digits = (found[1] + found[2]).upper()
    values = (10 if digit == "X" else int(digit) for digit in digits)
    if sum(weight * value for weight, value in zip(range(8, 0, -1), values, strict=True)) % 11:
        return None
    return f"https://portal.issn.org/resource/ISSN/{digits[:4]}-{digits[4:]}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the ISSN whose label starts here, or None."""
    found = _MENTION.match(text, anchor)
    if found is None or anchor < floor:
        return None
    url = url_of(found[1] + found[2])
    return None if url is None else Identifier(anchor, found.end(), Kind.ISSN, url)


def _read(address: Address) -> str | None:
    found = _PATH.match(address.path)
    return None if found is None else found[1]


SCHEME: Final = Scheme(
    kind=Kind.ISSN,
    anchors=("ISSN", "issn"),
    find=find,
    url_of=url_of,
    hosts=("portal.issn.org",),
    read=_read,
)
