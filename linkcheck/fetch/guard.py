"""Decide which IP addresses may be reached, and which names mean nothing on the internet.

The tables are IANA's special-purpose registries, written out here because what `ipaddress` calls
private or global differs between versions of Python.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ipaddress import IPv6Address

    from linkcheck.address import IPAddress

# https://www.iana.org/assignments/iana-ipv4-special-registry
_CLOSED_V4: Final = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private use
        "100.64.0.0/10",  # shared address space of providers
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and the metadata services of clouds
        "172.16.0.0/12",  # private use
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4, no longer in use
        "192.168.0.0/16",  # private use
        "198.18.0.0/15",  # measurements
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

# https://www.iana.org/assignments/ipv6-address-space: global unicast is all that is public
_OPEN_V6: Final = IPv6Network("2000::/3")
# https://www.iana.org/assignments/iana-ipv6-special-registry, as far as it lies within
_CLOSED_V6: Final = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052


def is_public(address: IPAddress) -> bool:
    """Tell whether an address belongs to the public internet.

    IPv6 addresses that carry an IPv4 address (mapped, 6to4, NAT64) are as public as that one.
    """
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _CLOSED_V4)
    carried = _carried(address)
    if carried is not None:
        return is_public(carried)
    return address in _OPEN_V6 and not any(address in block for block in _CLOSED_V6)


def is_any(_: IPAddress) -> bool:
    """Let every address be reached, as `--allow-private` asks."""
    return True


def never_exists(host: str) -> bool:
    """Tell whether a name was set aside so that nobody ever has it (RFC 6761, section 6.4)."""
    return host == "invalid" or host.endswith(".invalid")


def hidden_network(host: str) -> str | None:
    """Name the network whose names the public DNS is not to be asked about, or return None."""
    top = host.rpartition(".")[2]
    return _HIDDEN.get(top) if "." in host else None


def local_network(host: str) -> str | None:
    """Name the network within which alone a host's name can be found, or return None.

    A name of one label (`http://intranet/`) is searched for in the domains of one's own network.
    """
    if "." not in host or host.endswith(_LOCAL):
        return "a local network"
    return None


_HIDDEN: Final = {
    "onion": "the Tor network",  # RFC 7686
    "i2p": "the I2P network",
}

_LOCAL: Final = (
    ".local",  # RFC 6762
    ".home.arpa",  # RFC 8375
    ".internal",  # set aside by the board of ICANN, resolution 2024.07.29.06
    # RFC 6762, appendix G: what networks use though nobody set it aside; none is in the root zone
    *(".intranet", ".private", ".corp", ".home", ".lan"),
    ".localdomain",
)


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour
