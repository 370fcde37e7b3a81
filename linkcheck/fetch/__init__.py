"""Ask the web about targets and say what happened: evidence, never verdicts.

    targets ─▶ fetcher (who is asked when) ─▶ chain (one attempt, hop by hop) ─▶ engine
                    │                              │                                │
                turns, health, retry         redirects, page                 resolver, guard

Under the engine lies the network; `open_fetcher` is the one place that opens it, but for clients
of httpx, which `open_client` opens on the same engine. Beside it `delegations` asks the system's
name servers about sites whose pages are doubtful.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.fetch.client import open_client
    from linkcheck.fetch.fetcher import Fetcher, open_fetcher

__all__ = ["Fetcher", "open_client", "open_fetcher"]

_HOMES = {
    "Fetcher": "linkcheck.fetch.fetcher",
    "open_client": "linkcheck.fetch.client",
    "open_fetcher": "linkcheck.fetch.fetcher",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first used: httpx is for clients, and takes 60 ms."""
    import importlib  # noqa: PLC0415  (the point of this function)

    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
