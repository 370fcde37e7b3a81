"""MemGator at Old Dominion University: asks a dozen and more archives at once, by one TimeMap."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from linkcheck.archives.budget import Budget
from linkcheck.archives.memento import TimeMaps

if TYPE_CHECKING:
    import httpx

NAME: Final = "memgator"
HOSTS: Final = frozenset({"memgator.cs.odu.edu"})
TIMEMAPS: Final = "https://memgator.cs.odu.edu/timemap/link/"

_BURST: Final = 4
_INTERVAL: Final = 2.5


def open_archive(client: httpx.AsyncClient) -> TimeMaps:
    """Open the public archive."""
    budget = Budget(burst=_BURST, interval=_INTERVAL, clock=time.monotonic, sleep=asyncio.sleep)
    return TimeMaps(NAME, client, budget, TIMEMAPS)
