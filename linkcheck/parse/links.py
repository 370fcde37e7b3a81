"""What stands in the destination of a link: which of them are citations."""

from __future__ import annotations

from typing import Final

from linkcheck.address import join_address, parse_address
from linkcheck.parse.defanged import defanged_link
from linkcheck.parse.templates import is_template
from linkcheck.patterns import late

_SCHEME: Final = late(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What most links are: nothing in it could make it other than it is written.
_PLAIN: Final = late(r"https?://[A-Za-z0-9._~/?#=&,;!@'-]++\Z")
_CITED_SCHEMES: Final = frozenset({"http:", "https:", "ftp:", "ftps:", "mailto:"})


def cited_address(destination: str, base: str | None = None) -> str | None:
    """Return the absolute address that a link's destination cites, or None.

    A relative destination cites something only where the document says its base. What has
    another scheme (`javascript:`, `data:`, `tel:`) is not a citation, nor is a template. An
    address of the web that is malformed is returned as it is.
    """
    if _PLAIN.match(destination) is not None:
        return destination
    written = destination.strip()
    if not written or written.startswith("#"):
        return None
    scheme = _SCHEME.match(written)
    if scheme is not None:
        return defanged_link(written) or _cited_itself(written, scheme[0].lower())
    if base is None:
        return f"https:{written}" if written.startswith("//") and len(written) > 2 else None  # noqa: PLR2004
    joined = join_address(base, written)
    if joined is None or not joined.is_web:
        return None
    return joined.url if joined.fragment is None else f"{joined.url}#{joined.fragment}"


def _cited_itself(written: str, scheme: str) -> str | None:
    return written if scheme in _CITED_SCHEMES and not is_template(written) else None


def absolute_base(written: str) -> str | None:
    """Return the base that a document says, if it is an absolute address of the web."""
    address = parse_address(written.strip())
    return address.url if address is not None and address.is_web else None
