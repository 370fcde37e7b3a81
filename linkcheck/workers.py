"""Many documents read at once: a few at a time in each process, results in order.

Python reads on one core at a time. Where there are megabytes of documents, and processes can be
forked (on Linux, while there is only one thread), each core reads documents of its own and sends
back what it found as bytes. Where that cannot be done, or does not pay, documents are read here.
"""

from __future__ import annotations

import os
import sys
import threading
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from linkcheck.parse import Source

ENOUGH: Final = 2 << 20  # bytes of documents for which it pays to fork a process
_FILE: Final = 8_192  # what opening a file costs, in bytes that could be read in the time
# Documents that are found before they are shared out: at first a few, not to keep others waiting.
_FIRST_ROUND: Final = 1 << 11
_ROUND: Final = 1 << 14
_TOGETHER: Final = 32  # documents that a process takes at once at most
_SHARE: Final = 8  # of what is left, a process takes so small a part of its share


class LeftToDo(Exception):  # noqa: N818  (nothing is wrong)
    """Say that documents are read where their citations go: one is long, or is no file."""


def useful_processes() -> int:
    """Return how many processes can be of use, this one too: 1 where none can be forked."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def read_batches(
    sources: Iterable[Source],
    work: Callable[[Sequence[Source]], bytes],
    *,
    processes: int | None = None,
    helping: bool = False,
) -> Iterator[tuple[Sequence[Source], bytes | None]]:
    """Have documents read in batches by as many processes as pay (or as are said).

    Yields the batches in order, with what `work` made of them, or None where they are left to do:
    because there is only this process, or one is no file, or `work` has raised something. Where
    this process does nothing else in the meantime (`helping`), it works along.
    """

    def attempt(batch: Sequence[Source]) -> bytes:
        if any(source.file is None for source in batch):
            raise LeftToDo
        return work(batch)

    coming = iter(sources)
    found = list(islice(coming, _FIRST_ROUND))
    while found:
        count = useful_processes() if processes is None else processes
        count = min(count, _worthwhile_processes(found))
        if count > 1:
            from linkcheck.crew import Crew  # noqa: PLC0415  (only where there are processes)

            others = count - 1 if helping else count
            batches = list(_batches(found, count))
            with Crew(batches, attempt, others, helping=helping) as crew:
                found = list(islice(coming, _ROUND))  # while the others have begun
                yield from crew.walk()
        else:
            for source in found:
                yield [source], None
            found = list(islice(coming, _ROUND))


def _worthwhile_processes(sources: Sequence[Source]) -> int:
    """Return how many processes have enough to read, if all documents are as the first are."""
    cost = asked = 0
    while asked < len(sources) and cost < 2 * ENOUGH:
        cost += cost_of(sources[asked])
        asked += 1
    return min(cost * len(sources) // asked // ENOUGH, len(sources))


def cost_of(source: Source) -> int:
    """Return what reading a document costs, in bytes."""
    if source.file is None:
        return len(source.data or b"")
    try:
        return os.stat(source.file).st_size + _FILE  # noqa: PTH116  (a Path costs as much again)
    except (OSError, ValueError):
        return _FILE


def _batches(sources: Sequence[Source], processes: int) -> Iterator[Sequence[Source]]:
    """Yield batches that get smaller towards the end, so that all processes end at once.

    How long a document is, is not asked before it is read: that would take a tenth of the time.
    """
    at = 0
    while at < len(sources):
        share = (len(sources) - at) // (processes * _SHARE)
        size = min(max(share, 1), _TOGETHER)
        yield sources[at : at + size]
        at += size
