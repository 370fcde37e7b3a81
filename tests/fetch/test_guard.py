from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.fetch.guard import is_public

if TYPE_CHECKING:
    from ipaddress import IPv4Address


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.215.14",
        "100.63.255.255",
        "172.15.0.1",
        "192.0.1.1",
        "198.17.0.1",
    ],
)
def test_the_public_internet_is_let(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  (an address to judge, not to bind)
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["2606:4700::1111", "2a00:1450:4001::200e", "2400:cb00::1"])
def test_public_ipv6_is_let(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_what_is_not_public_in_ipv6_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_inside_ipv6_is_judged_as_itself(carried: IPv4Address) -> None:
    number = int(carried)
    wrapped = {
        "mapped": IPv6Address((0xFFFF << 32) | number),
        "6to4": IPv6Address((0x2002 << 112) | (number << 80)),
        "nat64": IPv6Address((0x64FF9B << 96) | number),
    }
    for address in wrapped.values():
        assert is_public(address) == is_public(carried)
