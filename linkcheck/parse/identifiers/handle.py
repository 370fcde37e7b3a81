"""Handle: the names of many repositories' documents, https://hdl.handle.net (RFC 3650)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from linkcheck.model import Kind
from linkcheck.parse.identifiers import doi
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

_NAME: Final = rf"\d[\d.]*(?:\.[A-Za-z0-9-]+)*/(?:[A-Za-z0-9!$%()*+\-./:;=@_~]|{CUT}){{1,256}}"
_MENTION: Final = late(rf"(?:hdl:\s?(?:hdl:)?|hdl\.handle\.net/|info:hdl/)({_NAME})")
_WHOLE: Final = late(_NAME)


def url_of(handle: str) -> str | None:
    """Return the resolver's address of a handle, or None where it is none."""
    if _WHOLE.fullmatch(handle) is None:
        return None
    return "https://hdl.handle.net/" + quote(unquote(handle), safe="/:;()!$*+=@~._-")


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the handle that starts with this label, or None; `10.` ones are DOIs."""
    found = _MENTION.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    start, end = found.span(1)
    end = trimmed(text, start, end)
    name = visible(text[start:end])
    as_doi = doi.url_of(name)
    if as_doi is not None:
        return Identifier(anchor, end, Kind.DOI, as_doi)
    url = url_of(name)
    return None if url is None else Identifier(anchor, end, Kind.HANDLE, url)


def _read(address: Address) -> str | None:
    return unquote(address.path[1:])


SCHEME: Final = Scheme(
    kind=Kind.HANDLE,
    anchors=("hdl:", "hdl.handle.net/", "info:hdl/"),
    find=find,
    url_of=url_of,
    hosts=("hdl.handle.net",),
    read=_read,
)
