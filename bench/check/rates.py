"""How steady a run is: the rate of its first tenth, and of its last, as its ledger grows."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_INTERVAL = 0.5  # seconds


class Watch:
    """Count the answers in a ledger while a run writes them."""

    def __init__(self, ledger: Path) -> None:
        self._ledger = ledger
        self._samples: list[tuple[float, int]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._ledger.unlink(missing_ok=True)  # of a run before
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def rates(self) -> tuple[float, float]:
        """Return how many answers came a second in the first and in the last tenth of all."""
        (begun, least), *_ = (sample for sample in self._samples if sample[1])
        most = self._samples[-1][1]
        end = next(at for at, count in self._samples if count == most)
        first = next(sample for sample in self._samples if sample[1] >= least + most / 10)
        last = next(sample for sample in reversed(self._samples) if sample[1] <= most * 9 / 10)
        return (first[1] - least) / (first[0] - begun), (most - last[1]) / (end - last[0])

    def _look(self) -> None:
        while not self._over.wait(_INTERVAL):
            self._samples.append((time.monotonic(), self._count()))

    def _count(self) -> int:
        try:
            with closing(sqlite3.connect(f"file:{self._ledger}?mode=ro", uri=True)) as connection:
                (count,) = connection.execute("SELECT count(*) FROM observation").fetchone()
        except sqlite3.Error:  # it is not there yet
            return 0
        return int(count)
