"""Identifiers whose registry tells whether they exist, so that it is asked and no publisher.

A publisher refuses programs, moves and goes; whether an identifier is registered only its registry
knows, and it says so by the status: 200 where it is (response code 1), 404 where it is not
(response code 100), 500 where it could not find out (response code 2).

https://doi.info/doi-handbook/HTML/rest-api-response-format.html
https://www.handle.net/proxy_servlet.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from linkcheck.address import parse_address


@dataclass(frozen=True, slots=True)
class Registry:
    """Describe a registry: `hosts` resolve its identifiers, whose paths match `path`.

    `asked` is where an identifier (the path, without its slash) is asked for; `name` is what
    people call one.
    """

    name: str
    hosts: frozenset[str]
    path: re.Pattern[str]
    asked: str


REGISTRIES: Final = (
    Registry(
        name="DOI",
        hosts=frozenset({"doi.org", "www.doi.org", "dx.doi.org"}),
        path=re.compile(r"/10\.[0-9.]+/.+"),
        asked="https://doi.org/api/handles/",
    ),
    Registry(
        name="handle",
        hosts=frozenset({"hdl.handle.net"}),
        path=re.compile(r"/[0-9]+(?:\.[0-9A-Za-z]+)*/.+"),
        asked="https://hdl.handle.net/api/handles/",
    ),
)

_PLACES: Final = tuple(f"{host}/" for registry in REGISTRIES for host in registry.hosts)


def registry_of(url: str) -> Registry | None:
    """Return the registry that knows whether an address names something, if there is one."""
    if not any(place in url for place in _PLACES):
        return None  # every address comes by here: to parse them all would cost more
    address = parse_address(url)
    if address is None or not address.is_web:
        return None
    for registry in REGISTRIES:
        if address.host in registry.hosts and registry.path.fullmatch(address.path):
            return registry
    return None


def registry_address(url: str) -> str | None:
    """Return the address at which a registry is asked about an identifier's address, if any is.

    A query is a part of the identifier where it was written unquoted, so it is quoted.
    """
    registry = registry_of(url)
    address = parse_address(url)
    if registry is None or address is None:
        return None
    query = "%3F" + address.query.replace("&", "%26") if address.query else ""
    return f"{registry.asked}{address.path[1:]}{query}"
