"""Read from the environment which proxy stands between us and a host.

Behind a proxy the names are the proxy's to resolve; the guard still refuses what is plainly
private (`Resolver.route`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Proxies:
    """Hold the proxies by scheme (`http`, `https`, `all`; `no` lists who is asked directly)."""

    by_scheme: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_environment(cls) -> Proxies:
        """Read `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case."""
        if not any(name.lower().endswith("_proxy") for name in os.environ):
            return cls()
        from urllib.request import getproxies_environment  # noqa: PLC0415  (20 ms, and rarely)

        return cls(getproxies_environment())

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
        kind, mark, rest = proxy.partition("://")
        if not mark:
            return f"http://{proxy}"
        return f"{_NAMING.get(kind.lower(), kind.lower())}://{rest}"


_NAMING = {"socks": "socks5h", "socks5": "socks5h", "socks4": "socks4a"}
