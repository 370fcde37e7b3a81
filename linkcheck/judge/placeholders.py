"""Names that were set aside for examples: who writes one cites nothing.

RFC 2606, sections 2 and 3, and RFC 6761, section 6.5; `example.edu` likewise (whois of EDUCAUSE).
"""

from __future__ import annotations

from typing import Final

SET_ASIDE: Final = "its name is set aside for examples (RFC 2606)"

_DOMAINS: Final = ("example.com", "example.net", "example.org", "example.edu")
_TOPS: Final = ("example", "test")


def is_placeholder(host: str) -> bool:
    """Tell whether a host is one of those that answer for everybody's examples."""
    return any(host == domain or host.endswith(f".{domain}") for domain in _DOMAINS)


def is_example_name(host: str) -> bool:
    """Tell whether a host is below a name that never is in the public DNS.

    Within a network of one's own such a name may lead to something.
    """
    return host.rpartition(".")[2] in _TOPS
