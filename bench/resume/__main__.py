"""Run it and print what was seen; the exit code is 1 where something was lost or asked again."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.check.servers import servers
from bench.check.worlds import HTTP_PORT, World
from bench.resume.terminal import Terminal

_HOSTS = 400
_PATIENCE = 300  # seconds for anything


@dataclass(frozen=True, slots=True)
class Run:
    """What one run came to: `asked` are paths of the servers' log, in order."""

    seconds: float
    ending: float  # seconds from Ctrl-C to the end
    code: int
    asked: list[str]
    screens: list[str]
    states: dict[str, str]  # by address

    @property
    def answered(self) -> set[str]:
        return {url for url, state in self.states.items() if state != "unchecked"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.resume", description=__doc__)
    parser.add_argument("--targets", type=int, default=20_000)
    given = parser.parse_args()
    world = World("resume", "", _HOSTS, given.targets, HTTP_PORT, rounds=1)
    with tempfile.TemporaryDirectory(prefix="linkcheck-bench-") as name:
        folder = Path(name)
        log = folder / "access.log"
        with servers(folder, log):
            document = world.write(folder)
            first = _scan(folder, document, log, interrupt_after=given.targets // 3)
            second = _scan(folder, document, log, "--resume")
    sys.exit(_tell(world, first, second))


def _scan(
    folder: Path, document: Path, log: Path, *more: str, interrupt_after: int | None = None
) -> Run:
    """Scan on a terminal; press Ctrl-C once so many requests have been logged."""
    log.write_text("")  # nginx appends
    report = folder / "report.json"
    command = [
        *(sys.executable, "-m", "linkcheck", "scan", str(document), "--allow-private"),
        *("--archive", "none", "--store", str(folder / "ledger.sqlite"), "-o", str(report), *more),
    ]
    terminal = Terminal(columns=120, lines=30)
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=terminal.inner
    )
    terminal.start()
    pressed = None
    while interrupt_after is not None and process.poll() is None:
        if log.read_bytes().count(b"\n") >= interrupt_after:
            pressed = time.perf_counter()
            process.send_signal(signal.SIGINT)
            break
        time.sleep(0.02)
    code = process.wait(_PATIENCE)
    ended = time.perf_counter()
    screens = terminal.stop()
    targets = json.loads(report.read_text())["targets"]
    return Run(
        ended - started,
        0.0 if pressed is None else ended - pressed,
        code,
        log.read_text().split(),
        screens,
        {target["url"]: target["state"] for target in targets},
    )


def _tell(world: World, first: Run, second: Run) -> int:
    times = Counter([*first.asked, *second.asked])
    urls = set(world.urls())
    again = {path for path, count in times.items() if count > 1}
    in_flight = set(first.asked) - {_place(url) for url in first.answered}
    lost = urls - second.answered
    unasked = {_place(url) for url in urls} - set(times)
    print(f"{os.cpu_count()} cores, {len(urls):,} addresses on {world.hosts} hosts\n")
    print("| | first run, interrupted | gone on with |\n|---|---|---|")
    print(f"| seconds | {first.seconds:.1f} | {second.seconds:.1f} |")
    print(f"| seconds from Ctrl-C to the end | {first.ending:.1f} | |")
    print(f"| exit code | {first.code} | {second.code} |")
    print(f"| requests the servers saw | {len(first.asked):,} | {len(second.asked):,} |")
    print(f"| addresses with a verdict | {len(first.answered):,} | {len(second.answered):,} |")
    print(f"\nasked, but not yet answered at the interruption: {len(in_flight):,}")
    print(f"asked twice: {len(again):,}; of these not in flight then: {len(again - in_flight):,}")
    print(f"never asked: {len(unasked):,}; without a verdict at the end: {len(lost):,}")
    for name, run in (("first", first), ("second", second)):
        print(f"\nThe bar of the {name} run, as it was drawn:")
        print("\n".join(f"  {screen}" for screen in _some(run.screens)))
    bad = (
        again - in_flight
        or unasked
        or lost
        or not first.screens
        or (first.code, second.code) != (4, 0)
    )
    return 1 if bad else 0


def _place(url: str) -> str:
    """Write an address as the servers' log does."""
    return url.removeprefix("http://").partition("/")[2].join(("/", ""))


def _some(screens: list[str], most: int = 8) -> list[str]:
    step = max(1, len(screens) // most)
    return screens[::step]


if __name__ == "__main__":
    main()
