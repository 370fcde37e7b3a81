"""SWHID: software source code, ISO/IEC 18670, https://archive.softwareheritage.org.

What stands behind the first semicolon (`;origin=…;lines=…`) says where the thing was seen, and
is not a part of its identity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import (
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

_CORE: Final = (
    rf"(swh:1:(?:{LINE_BREAK})?(?:cnt|dir|rel|rev|snp):(?:(?:{LINE_BREAK})?[0-9a-f]){{40}})"
)
_QUALIFIER: Final = (
    rf"(?:(?:{LINE_BREAK})?;(?:origin|visit|anchor|path|lines|bytes)="
    r"[A-Za-z0-9!$%&*+\-./:=?@_~]{1,512})"
)
_MENTION: Final = late(rf"{_CORE}(?![0-9A-Za-z]){_QUALIFIER}{{0,6}}")
_PATH: Final = late(rf"/(?:browse/)?{_CORE}(?![0-9A-Za-z])")


def url_of(swhid: str) -> str | None:
    """Return the archive's address of a SWHID, or None where it is none."""
    found = _MENTION.fullmatch(swhid)
    return None if found is None else f"https://archive.softwareheritage.org/{visible(found[1])}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the SWHID that starts here, or None."""
    found = _MENTION.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    end = trimmed(text, anchor, found.end())
    url = url_of(found[1])
    return None if url is None else Identifier(anchor, end, Kind.SWHID, url)


def _read(address: Address) -> str | None:
    found = _PATH.match(address.path)
    return None if found is None else found[1]


SCHEME: Final = Scheme(
    kind=Kind.SWHID,
    anchors=("swh:1:",),
    find=find,
    url_of=url_of,
    hosts=("archive.softwareheritage.org",),
    read=_read,
)
