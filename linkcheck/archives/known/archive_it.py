"""Archive-It, collections of libraries and universities, at the Internet Archive: by TimeMaps."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from linkcheck.archives.budget import Budget
from linkcheck.archives.memento import TimeMaps

if TYPE_CHECKING:
    import httpx

NAME: Final = "archive-it"
HOSTS: Final = frozenset({"wayback.archive-it.org"})
TIMEMAPS: Final = "https://wayback.archive-it.org/all/timemap/link/"

_BURST: Final = 4
_INTERVAL: Final = 2.5


def open_archive(client: httpx.AsyncClient) -> TimeMaps:
    """Open the public archive."""
    budget = Budget(burst=_BURST, interval=_INTERVAL, clock=time.monotonic, sleep=asyncio.sleep)
    return TimeMaps(NAME, client, budget, TIMEMAPS)
