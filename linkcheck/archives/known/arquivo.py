"""Arquivo.pt, the Portuguese web archive: Memento by TimeMaps, at most 400 times a minute."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from linkcheck.archives.budget import Budget
from linkcheck.archives.memento import TimeMaps

if TYPE_CHECKING:
    import httpx

NAME: Final = "arquivo"
HOSTS: Final = frozenset({"arquivo.pt"})
TIMEMAPS: Final = "https://arquivo.pt/wayback/timemap/link/"

_BURST: Final = 4
_INTERVAL: Final = 1.0


def open_archive(client: httpx.AsyncClient) -> TimeMaps:
    """Open the public archive."""
    budget = Budget(burst=_BURST, interval=_INTERVAL, clock=time.monotonic, sleep=asyncio.sleep)
    return TimeMaps(NAME, client, budget, TIMEMAPS)
