"""Ask the web about targets and say what happened: evidence, never verdicts.

    targets ─▶ fetcher (who is asked when) ─▶ chain (one attempt, hop by hop) ─▶ transport
                    │                              │                                │
                turns, health, retry         redirects, page                 resolver, guard

Under the transport lies the network; `open_fetcher` is the one place that opens it.
"""

from linkcheck.fetch.client import open_client
from linkcheck.fetch.fetcher import Fetcher, open_fetcher

__all__ = ["Fetcher", "open_client", "open_fetcher"]
