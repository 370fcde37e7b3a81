"""Identifiers whose registry tells whether they exist, so that it is asked and no publisher.

A publisher refuses programs, moves and goes; whether an identifier is registered only its registry
knows, and it says so by the status: 200 where it is, 404 where it is not. Everything else says
that it could not find out, or would not.

DOI, handle  the API of the Handle System's proxies
             https://doi.info/doi-handbook/HTML/rest-api-response-format.html
             https://www.handle.net/proxy_servlet.html
arXiv        Each work has a DOI under 10.48550, which is quick to ask. A work too new to have
             one, and a certain version, only arXiv knows: it is asked at the host that it sets
             aside for programs, and before its "no" is believed at the site itself, one at a
             time, with the three seconds that its terms ask for.
             https://info.arxiv.org/help/doi.html https://info.arxiv.org/help/api/tou.html
ORCID        the public API; the site itself shows one same page to every program. A record that
             was locked or merged into another has a status of its own, and is there.
             https://github.com/ORCID/ORCID-Source/blob/main/orcid-api-web/tutorial/api_errors.md

PubMed, RFC Editor and the ISSN portal answer 404 at the very address that is cited: these are
asked as they stand, and so is who resolves identifiers of which no registry knows all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from linkcheck.address import parse_address
from linkcheck.hostrules import HostRule


@dataclass(frozen=True, slots=True)
class Registry:
    """Describe a registry: `hosts` resolve its identifiers, whose paths match `path`.

    `asked` are the places where an identifier (the path's group, for `{}`) is asked for, one after
    the other until one knows it: only the last one's "no" counts. `name` is what people call one.
    Statuses that are `there` say, besides success, that it exists. Where a query is `quoted`, it
    is a part of the identifier that was written unquoted; else an address with one is no mere
    identifier.
    """

    name: str
    hosts: frozenset[str]
    path: re.Pattern[str]
    asked: tuple[str, ...]
    there: frozenset[int] = frozenset()
    quoted: bool = False


_ARXIV: Final = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org"})
_ARXIV_NAME: Final = r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z]+(?:-[a-z]+)?/[0-9]{7})"

REGISTRIES: Final = (
    Registry(
        name="DOI",
        hosts=frozenset({"doi.org", "www.doi.org", "dx.doi.org"}),
        path=re.compile(r"/(10\.[0-9.]+/.+)"),
        asked=("https://doi.org/api/handles/{}",),
        quoted=True,
    ),
    Registry(
        name="handle",
        hosts=frozenset({"hdl.handle.net"}),
        path=re.compile(r"/([0-9]+(?:\.[0-9A-Za-z]+)*/.+)"),
        asked=("https://hdl.handle.net/api/handles/{}",),
        quoted=True,
    ),
    Registry(
        name="arXiv number",
        hosts=_ARXIV,
        path=re.compile(f"/abs/({_ARXIV_NAME})"),
        asked=(
            "https://doi.org/api/handles/10.48550/arXiv.{}",
            "https://export.arxiv.org/abs/{}",
            "https://arxiv.org/abs/{}",
        ),
    ),
    Registry(
        name="arXiv version",
        hosts=_ARXIV,
        path=re.compile(f"/abs/({_ARXIV_NAME}v[0-9]{{1,2}})"),
        asked=("https://export.arxiv.org/abs/{}", "https://arxiv.org/abs/{}"),
    ),
    Registry(
        name="ORCID",
        hosts=frozenset({"orcid.org", "www.orcid.org"}),
        path=re.compile(r"/((?:[0-9]{4}-){3}[0-9]{3}[0-9X])"),
        asked=("https://pub.orcid.org/v3.0/{}/record",),
        there=frozenset({301, 409}),
    ),
)

# How registries want to be asked, where that is not as everybody is.
REGISTRY_RULES: Final = {
    rule.match: rule
    for rule in (
        HostRule("export.arxiv.org", delay=3.0, per_host=1),
        HostRule("arxiv.org", delay=3.0, per_host=1),
        HostRule("pub.orcid.org", headers=(("Accept", "application/json"),)),
    )
}

_HOSTS: Final = frozenset(host for registry in REGISTRIES for host in registry.hosts)


def registry_of(url: str) -> Registry | None:
    """Return the registry that knows whether an address names something, if there is one."""
    found = _found(url)
    return None if found is None else found[0]


def registry_addresses(url: str) -> tuple[str, ...]:
    """Return the addresses at which a registry is asked about an identifier's address.

    The next one is asked until one knows it. There is none where no registry is known.
    """
    found = _found(url)
    if found is None:
        return ()
    registry, identifier = found
    return tuple(place.replace("{}", identifier) for place in registry.asked)


def _found(url: str) -> tuple[Registry, str] | None:
    """Return the registry of an address and the identifier as that is asked about it."""
    if url.partition("://")[2].partition("/")[0] not in _HOSTS:
        return None  # every address comes by here: to parse them all would cost more
    address = parse_address(url)
    if address is None or not address.is_web:
        return None
    for registry in REGISTRIES:
        if address.host not in registry.hosts or (address.query and not registry.quoted):
            continue
        found = registry.path.fullmatch(address.path)
        if found is not None:
            query = "%3F" + address.query.replace("&", "%26") if address.query else ""
            return registry, found[1] + query
    return None
