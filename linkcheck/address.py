"""The one place where the identity of a web address is decided.

Parsing is the WHATWG URL standard's, by can-ada: it is what browsers do with what stands in
a link, it agrees with the standard's own tests on every http case but a few broken Punycode
labels, and it takes under a microsecond.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from linkcheck.patterns import at_once, late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from ipaddress import IPv4Address, IPv6Address

    import can_ada
    from publicsuffixlist import PublicSuffixList

IPAddress: TypeAlias = "IPv4Address | IPv6Address"

_CREDENTIALS = late(r"(?<=://)[^\s/?#\\<>\"]*@")
WEB_SCHEMES = frozenset({"http", "https"})
# Of addresses that were written so that nobody follows them (`hxxps://evil[.]example`).
DEFANGED_SCHEMES = frozenset({"hxxp", "hxxps", "fxp"})
# What the parser leaves as it is, and most of what stands in documents does: a name as below, no
# port, no dot segments, and only characters that are not encoded.
_HOST = r"(?:(?!xn--)[a-z0-9][a-z0-9-]*+\.)+[a-z]+"
_PATH = r"/(?:[A-Za-z0-9_~=&/+,;:!@$*-]++|%(?!2[eE])[0-9A-Fa-f]{2}|(?<!/)\.)*+"
_QUERY = r"(?:[A-Za-z0-9_~=&/+,;:!@$*.?-]++|%[0-9A-Fa-f]{2})*+"
_FRAGMENT = r"[A-Za-z0-9_~=&/+,;:!@$*.?%-]*+"
_NORMAL = late(
    rf"((https?)://({_HOST})({_PATH})(?:\?({_QUERY}))?)(?:\#({_FRAGMENT}))?\Z",
)
_NORMAL_URL = at_once(rf"(https?://({_HOST}){_PATH}(?:\?{_QUERY})?)(?:\#{_FRAGMENT})?\Z")
# Names only: no number that might be an IP address, no Punycode that might be broken.
_PLAIN_HOST = late(r"https?://((?![^/]*xn--)(?:[a-z0-9-]+\.)+[a-z]+)/")
_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}


class Address(NamedTuple):
    """Hold one parsed address.

    `url` is what is requested and what makes two citations the same target: serialised by the
    standard, without the fragment and without a user name or password, and otherwise untouched
    (no tracking parameters removed, no query sorted). `host` is lower case ASCII (Punycode),
    IPv6 literals without brackets; empty where the scheme has none (`mailto:`). `path` and
    `query` are percent-encoded; `query` has no leading `?`. `fragment` is None without a `#`.
    """

    url: str
    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str | None

    @property
    def is_web(self) -> bool:
        """Tell whether this is an http or https address."""
        return self.scheme in WEB_SCHEMES

    @property
    def is_root(self) -> bool:
        """Tell whether this is a site's front page."""
        return self.path in {"", "/"} and not self.query


@functools.lru_cache(maxsize=16_384)  # each is parsed where it is found, asked and judged
def parse_address(text: str) -> Address | None:
    """Parse an absolute address as a browser would, or return None where it is none."""
    normal = _NORMAL.match(text)
    if normal is not None:
        url, scheme, host, path, query, fragment = normal.groups()
        return Address(url, scheme, host, _DEFAULT_PORTS[scheme], path, query or "", fragment)
    import can_ada  # noqa: PLC0415  (2 ms, and most documents cite plain addresses alone)

    try:
        parsed = can_ada.parse(_without_surrogates(text))
    except ValueError:
        return None
    return _address(parsed)


def plainly_normal(text: str) -> tuple[str, str] | None:
    """Return url and host of an address that is written as the parser would write it, or None.

    Says the same of it as `parse_address`, in a quarter of the time.
    """
    normal = _NORMAL_URL.match(text)
    return None if normal is None else (normal[1], normal[2])


def join_address(base: str, reference: str) -> Address | None:
    """Resolve what stands in a link or a Location header against the address it was found at."""
    import can_ada  # noqa: PLC0415  (as above)

    try:
        parsed = can_ada.parse(_without_surrogates(base)) + _without_surrogates(reference)
    except ValueError:
        return None
    return _address(parsed)


def host_of(url: str) -> str:
    """Return the host of a normalised address, empty where there is none."""
    # What is plainly a name need not be parsed once more, a million times in a large run.
    plain = _PLAIN_HOST.match(url)
    if plain is not None:
        return plain[1]
    address = parse_address(url)
    return "" if address is None else address.host


@functools.lru_cache(maxsize=8192)
def ip_of(host: str) -> IPAddress | None:
    """Read a host as an IP address (the parser has made all notations one), or return None."""
    import ipaddress  # noqa: PLC0415  (only where hosts are looked at)

    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


@functools.lru_cache(maxsize=65536)
def site_of(host: str) -> str:
    """Return the registrable domain of a host (`bbc.co.uk` of `news.bbc.co.uk`).

    An IP address, a public suffix and a single label are their own site. By the Public Suffix
    List (https://publicsuffix.org), as shipped with publicsuffixlist: never fetched.
    """
    if ip_of(host) is not None:
        return host
    return _suffixes().privatesuffix(host) or host


def has_known_suffix(host: str) -> bool:
    """Tell whether a host name ends in a public suffix that is registered."""
    return _suffixes().publicsuffix(host, accept_unknown=False) is not None


def without_credentials(text: str) -> str:
    """Return a text with three asterisks for the name and password of each address in it.

    A token may stand in the place of the name, so both go. For what is shown and kept beside a
    citation; a citation's own text stays as it is in the document until it is reported.
    """
    return _CREDENTIALS.sub("***@", text) if "@" in text else text


def default_port(scheme: str) -> int | None:
    """Return the port that a scheme means when none is written."""
    return _DEFAULT_PORTS.get(scheme)


@functools.cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PSLFILE, PublicSuffixList  # noqa: PLC0415  (not for --version)

    with Path(PSLFILE).open(encoding="utf-8") as file:
        return PublicSuffixList(_in_punycode(file), accept_encoded_idn=False)


def _in_punycode(rules: Iterable[str]) -> Iterator[str]:
    """Add to the rules that are not ASCII what they are in Punycode, as the parser writes hosts.

    The library would encode all of them, by Python's own codec: thrice the time of all the rest.
    """
    import can_ada  # noqa: PLC0415  (as above)

    for rule in rules:
        if rule.startswith("//"):
            continue
        yield rule
        if not rule.isascii():
            bare = rule.removeprefix("!")
            yield rule[: len(rule) - len(bare)] + can_ada.idna_encode(bare.split()[0]).decode()


def _without_surrogates(text: str) -> str:
    """Replace lone surrogates, which no address can hold and can-ada refuses with a TypeError."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _address(parsed: can_ada.URL) -> Address:
    if parsed.username or parsed.password:
        parsed.username = ""
        parsed.password = ""
    url, mark, fragment = parsed.href.partition("#")
    scheme = parsed.protocol[:-1]
    return Address(
        url=url,
        scheme=scheme,
        host=parsed.hostname.strip("[]"),
        port=int(parsed.port) if parsed.port else default_port(scheme),
        path=parsed.pathname,
        query=parsed.search[1:],
        fragment=fragment if mark else None,
    )
