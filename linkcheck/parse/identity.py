"""What is cited: the identity of an address or an identifier as it was written."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from linkcheck.address import parse_address, plainly_normal, without_credentials
from linkcheck.model import Kind
from linkcheck.parse.dates import day_in_path
from linkcheck.parse.identifiers import RESOLVERS, identify

if TYPE_CHECKING:
    from datetime import date


class Identity(NamedTuple):
    """Hold what is cited: `url` is without its fragment, `day` the one in its path."""

    kind: Kind
    url: str
    fragment: str | None
    day: date | None


# A document cites the same address again and again, and one site's on one page after another.
@functools.lru_cache(maxsize=4096)
def identity_of(written: str, kind: Kind) -> Identity:
    """Tell what is cited by what was written.

    An address that cannot be parsed is kept as it is written, for the report to say so.
    """
    address = parse_address(written)
    if address is None:
        return Identity(kind, without_credentials(written), None, None)
    if address.scheme == "mailto":
        return Identity(Kind.EMAIL, address.url, None, None)
    day = day_in_path(address.path) if address.is_web else None
    if kind is not Kind.URL:
        return Identity(kind, address.url, address.fragment, day)
    found_kind, url = identify(address)
    return Identity(found_kind, url, address.fragment, day)


def url_of(written: str, kind: Kind) -> str:
    """Return the address alone, which takes a fifth of the time where it is written plainly."""
    normal = plainly_normal(written)
    if normal is not None and normal[1] not in RESOLVERS:
        return normal[0]
    return identity_of(written, kind).url


def candidates_of(url: str, others: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    """Return the addresses of other readings, without the one that is cited."""
    readings = (url_of(other, kind) for other in others)
    return tuple(dict.fromkeys(other for other in readings if other != url))
