"""Damage the sample documents at random and read them, for as long as you like.

    python -m bench.fuzz --seconds 60 [--seed 1] [--only pdf]

Prints every exception that is no coded error, and what took longest for its size: the first is a
bug at once, the second may be one. Ends with 1 where there was an exception.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path
from typing import Final

from linkcheck.errors import DocumentError
from linkcheck.parse import Source, open_document
from linkcheck.parse.formats import recognise
from linkcheck.parse.source import Content
from tests.parse.test_mutations import EVERYTHING, HOSTILE, SAMPLES, one_step

STEPS: Final = ("cut", "remove", "repeat", "insert", "flip", "overwrite")
SLOWEST: Final = 10


def mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        hostile = chance.choice(HOSTILE) * chance.choice((1, 1, 1, 10, 100))
        at = chance.randrange(len(data) + 1)
        data = one_step(data, chance.choice(STEPS), at, chance.randint(1, 2000), hostile)
    return data


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="only samples with this in their path")
    given = options.parse_args()
    chance = random.Random(given.seed)  # noqa: S311  (to be repeated, not to be secret)
    samples = [path for path in SAMPLES if given.only in path.as_posix()]
    deadline = time.monotonic() + given.seconds
    slow: list[tuple[float, str, int]] = []
    read = failed = 0
    while time.monotonic() < deadline:
        path = chance.choice(samples)
        whole = path.read_bytes()
        form = recognise(path.name, Content(path.name, whole)).name
        data = mutated(whole, chance)
        started = time.perf_counter()
        try:
            list(open_document(Source(path.name, data=data, format=form), EVERYTHING)[1])
        except DocumentError:
            pass
        except Exception:  # noqa: BLE001  (this is what is looked for)
            failed += 1
            keep = Path(f"fuzz-{form}-{failed}")
            keep.write_bytes(data)
            print(f"{path.name} as {form}, kept as {keep}:\n{traceback.format_exc()}")
        read += 1
        slow.append((time.perf_counter() - started, form, len(data)))
        slow = sorted(slow, reverse=True)[:SLOWEST]
    print(f"{read} documents, {failed} exceptions; the slowest:")
    for seconds, form, size in slow:
        print(f"  {seconds * 1000:8.0f} ms  {form:12} {size:10,} bytes")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
