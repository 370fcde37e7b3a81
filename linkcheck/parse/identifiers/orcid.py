"""ORCID: people who publish, by their label, https://orcid.org. The check digit must be right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import (
    GAP,
    HYPHENS,
    LINE_BREAK,
    Identifier,
    Scheme,
    follows_word,
    visible,
)
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_NUMBER: Final = rf"((?:\d{{4}}[{HYPHENS}](?:{LINE_BREAK})?){{3}}\d{{3}}[\dXx])"
_MENTION: Final = late(
    r"orcid(?:\.org/|(?:\s?id)?\)?\s{0,2}[:=#]?"
    rf"{GAP}{{0,2}}[\[({{\"]?)"
    rf"{_NUMBER}(?![{HYPHENS}]?[^\W_])",
    re.IGNORECASE,
)
_WHOLE: Final = late(_NUMBER)
_HYPHEN: Final = late(f"[{HYPHENS}]")


def url_of(orcid: str) -> str | None:
    """Return the address of a person's record, or None where the number is wrong."""
    if _WHOLE.fullmatch(orcid) is None:
        return None
    written = _HYPHEN.sub("-", orcid).upper()
    digits = written.replace("-", "")
    total = 0  # ISO 7064, MOD 11-2
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):  # noqa: PLR2004  (written as X)
        return None
    return f"https://orcid.org/{written}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the ORCID whose label starts here, or None."""
    found = _MENTION.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    url = url_of(visible(found[1]))
    return None if url is None else Identifier(anchor, found.end(), Kind.ORCID, url)


def _read(address: Address) -> str | None:
    return address.path.strip("/")


SCHEME: Final = Scheme(
    kind=Kind.ORCID,
    anchors=("ORCID", "orcid", "Orcid"),
    find=find,
    url_of=url_of,
    hosts=("orcid.org", "www.orcid.org"),
    read=_read,
)
