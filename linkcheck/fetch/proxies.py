"""Read from the environment which proxy stands between us and a host.

Behind a proxy the names are the proxy's to resolve; the guard still refuses what is plainly
private (`Resolver.route`).
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from linkcheck.address import ip_of
from linkcheck.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


_SCHEMES: Final = frozenset({"http", "https", "all"})
_KINDS: Final = frozenset({"http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"})
_NAMING: Final = {"socks": "socks5h", "socks5": "socks5h", "socks4": "socks4a"}


@dataclass(frozen=True, slots=True)
class Proxies:
    """Hold the proxies by scheme (`http`, `https`, `all`; `no` lists who is asked directly)."""

    by_scheme: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_environment(cls) -> Proxies:
        """Read `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case.

        Raises `ConfigError` for what is no proxy's address.
        """
        if not any(name.lower().endswith("_proxy") for name in os.environ):
            return cls()
        from urllib.request import getproxies_environment  # noqa: PLC0415  (20 ms, and rarely)

        found = getproxies_environment()
        for scheme in _SCHEMES & found.keys():
            if not _is_proxy(found[scheme]):
                message = f"{scheme.upper()}_PROXY: {_shown(found[scheme])} is no proxy"
                hint = "Write it as http://proxy.example:3128 or socks5://proxy.example:1080."
                raise ConfigError(message, hint=hint)
        return cls(found)

    def shown(self) -> tuple[str, ...]:
        """Return the addresses of all proxies, without passwords."""
        used = {self.by_scheme[scheme] for scheme in _SCHEMES & self.by_scheme.keys()}
        return tuple(sorted(map(_shown, used)))

    def proxy_for(self, scheme: str, host: str, port: int) -> str | None:
        """Return the address of the proxy for a host, or None where it is asked directly.

        It always has a scheme. SOCKS proxies are given names, not addresses (`socks5h`,
        `socks4a`): whoever connects resolves.
        """
        if not self.by_scheme:
            return None
        from urllib.request import (  # type: ignore[attr-defined]  # noqa: PLC0415  (as above)
            proxy_bypass_environment,
        )

        proxy = self.by_scheme.get(scheme) or self.by_scheme.get("all")
        if not proxy or proxy_bypass_environment(f"{host}:{port}", dict(self.by_scheme)):
            return None
        if _is_within(host, self.by_scheme.get("no", "")):
            return None
        kind, _, rest = _with_scheme(proxy).partition("://")
        return f"{_NAMING.get(kind.lower(), kind.lower())}://{rest}"


def _is_proxy(address: str) -> bool:
    from urllib.parse import urlsplit  # noqa: PLC0415  (as above)

    try:
        parts = urlsplit(_with_scheme(address))
        return parts.scheme in _KINDS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of brackets, and of a port
        return False


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"http://{address}"


def _shown(address: str) -> str:
    """Return a proxy's address without name and password, whatever signs these have."""
    kind, _, rest = _with_scheme(address).partition("://")
    _, at, host = rest.rpartition("@")
    return f"{kind}://***@{host}" if at else f"{kind}://{host}"


def _is_within(host: str, networks: str) -> bool:
    """Tell whether a host is a number in one of some networks (`10.0.0.0/8`), as curl does."""
    if "/" not in networks:
        return False
    address = ip_of(host.strip("[]"))
    if address is None:
        return False
    for written in networks.split(","):
        if "/" in written:
            with contextlib.suppress(ValueError):
                if address in ip_network(written.strip(), strict=False):
                    return True
    return False
