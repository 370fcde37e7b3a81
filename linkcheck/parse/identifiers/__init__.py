"""Identifiers with a resolver: found bare in text, or in the clothes of their resolver's address.

Each comes out with the address that resolves it, so that the same work cited as `doi:10.…`, as
`https://doi.org/10.…` and as `http://dx.doi.org/10.…` is one target. Only a resolver's own names
are made one: a link to a publisher's or a library's page of the same work stays itself, because
that page may go while the work remains.

One file for each scheme, or two that share a site; a new one is a file and a line here. What
could be mistaken (a number without its label, a wrong check digit) is no citation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.model import Kind
from linkcheck.parse.identifiers import (
    ark,
    arxiv,
    doi,
    handle,
    isbn,
    issn,
    orcid,
    pubmed,
    rfc,
    swhid,
    urn_nbn,
)
from linkcheck.parse.identifiers.scheme import Identifier, Scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.address import Address

__all__ = [
    "ANCHORS",
    "ANCHORS_IN_CODE",
    "RESOLVERS",
    "SCHEMES",
    "Identifier",
    "Scheme",
    "identify",
    "resolver_of",
]

Find: TypeAlias = "Callable[[str, int, int], Identifier | None]"

# Where two schemes share a host, the first one that can read the address has it.
SCHEMES: Final[tuple[Scheme, ...]] = (
    doi.SCHEME,
    handle.SCHEME,
    arxiv.SCHEME,
    pubmed.PMID,
    pubmed.PMCID,
    isbn.SCHEME,
    issn.SCHEME,
    ark.SCHEME,
    urn_nbn.SCHEME,
    swhid.SCHEME,
    orcid.SCHEME,
    rfc.SCHEME,
)
# Each literal with what looks at the text around it.
ANCHORS: Final[dict[str, Find]] = {
    anchor: scheme.find for scheme in SCHEMES for anchor in scheme.anchors
}
ANCHORS_IN_CODE: Final[dict[str, Find]] = {
    anchor: scheme.find for scheme in SCHEMES if not scheme.prose_only for anchor in scheme.anchors
}
_BY_KIND: Final = {scheme.kind: scheme for scheme in SCHEMES}
_BY_HOST: Final = {
    host: tuple(scheme for scheme in SCHEMES if host in scheme.hosts)
    for each in SCHEMES
    for host in each.hosts
}
# At these hosts an address may be that of an identifier.
RESOLVERS: Final = frozenset(_BY_HOST)


def identify(address: Address) -> tuple[Kind, str]:
    """Tell what an address cites, and by which address that is known."""
    schemes = _BY_HOST.get(address.host)
    if schemes is not None and address.is_web and not address.query:
        for scheme in schemes:
            value = scheme.read(address)
            url = None if value is None else scheme.url_of(value)
            if url is not None:
                return scheme.kind, url
    return Kind.URL, address.url


def resolver_of(kind: Kind, value: str) -> str | None:
    """Return the resolver's address of a bare value, from a field of a bibliography, say.

    Returns None where the value is no identifier of that kind, or the kind has no resolver.
    """
    scheme = _BY_KIND.get(kind)
    return None if scheme is None else scheme.url_of(value.strip())
