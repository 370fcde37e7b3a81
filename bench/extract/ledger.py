"""A million citations into the ledger: seconds and memory."""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkcheck.model import Citation, Document, Span
from linkcheck.reading import collecting_rarely
from linkcheck.store import temporary_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = 1_000_000
SITES = 5_000
SENTENCE = "A sentence around the citation, about as long as sentences in documents mostly are."


def a_million() -> None:
    """Print what it takes, the making of the citations included."""
    start, start_of_cpu = time.perf_counter(), time.process_time()
    with temporary_ledger() as ledger, collecting_rarely():
        run = ledger.begin_run(datetime.now(UTC), "bench", "bench")
        ledger.add_document(run, Document("a.md", "markdown"), _citations())
        wall, cpu = time.perf_counter() - start, time.process_time() - start_of_cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{NUMBER:,} citations into the ledger: {wall:.1f} s (CPU {cpu:.1f} s), {memory} MiB")


def _citations() -> Iterator[Citation]:
    for number in range(NUMBER):
        url = f"https://www.site{number % SITES}.org/page/{number}"
        span = Span(number * 60, number * 60 + len(url), number + 1, 1, number + 1, len(url) + 1)
        yield Citation("a.md", span, url, url, context=SENTENCE, label="a page")
