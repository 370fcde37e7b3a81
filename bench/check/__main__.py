"""Run the benchmark and print its table."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.check.rates import Watch
from bench.check.servers import servers
from bench.check.worlds import WORLDS

if TYPE_CHECKING:
    from bench.check.worlds import World


_MANY = 50_000  # targets: whether the rate is steady shows only over many


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, processor seconds and megabytes of one run."""

    seconds: float
    processor: float
    memory: float
    code: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.check", description=__doc__)
    parser.add_argument("worlds", nargs="*", help=", ".join(world.name for world in WORLDS))
    parser.add_argument("--lychee", default=shutil.which("lychee"), help="path of lychee")
    parser.add_argument("--rounds", type=int, help="how often each is measured")
    parser.add_argument("-o", "--output", type=Path, help="also write the table to this file")
    given = parser.parse_args()
    chosen = [world for world in WORLDS if not given.worlds or world.name in given.worlds]
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (20_000, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    with tempfile.TemporaryDirectory(prefix="linkcheck-bench-") as name:
        folder = Path(name)
        with servers(folder) as ca_file:
            lines = [_row(world, folder, ca_file, given.lychee, given.rounds) for world in chosen]
    table = "\n".join([*_heading(given.lychee), *lines, ""])
    print("\n" + table)
    if given.output:
        given.output.write_text(table)


def _row(world: World, folder: Path, ca_file: Path, lychee: str | None, rounds: int | None) -> str:
    document = world.write(folder)
    ledger = folder / "many.sqlite" if world.targets >= _MANY else None
    commands = {"linkcheck": _linkcheck(document, folder, ledger)}
    if lychee:
        commands["lychee"] = [
            *(lychee, "--no-progress", "--format", "json", "-o", str(folder / "lychee.json")),
            str(document),
        ]
    says = world.says
    runs: dict[str, list[Measured]] = {name: [] for name in commands}
    for _ in range(rounds or world.rounds):  # in turns, so that a busy machine is so for both
        for name, command in commands.items():
            with nullcontext() if ledger is None else Watch(ledger) as watch:
                runs[name].append(_measured(command, folder, ca_file))
            if watch is not None and name == "linkcheck":
                first, last = watch.rates()
                says = f"{world.says}: {first:.0f}/s in the first tenth, {last:.0f}/s in the last"
            print(f"{world.name} {name} {runs[name][-1]}", file=sys.stderr, flush=True)
    ours = statistics.median(run.seconds for run in runs["linkcheck"])
    memory = max(run.memory for run in runs["linkcheck"])
    if not lychee:
        return f"| {says} | {ours:.2f} s | | | | {memory:.0f} MB | |"
    theirs = statistics.median(run.seconds for run in runs["lychee"])
    bound = "" if world.bound is None else f"≤ {world.bound:g}"
    their_memory = max(run.memory for run in runs["lychee"])
    return (
        f"| {says} | {ours:.2f} s | {theirs:.2f} s | {ours / theirs:.2f} | {bound} "
        f"| {memory:.0f} MB | {their_memory:.0f} MB |"
    )


def _linkcheck(document: Path, folder: Path, ledger: Path | None) -> list[str]:
    store = ["--no-store"] if ledger is None else ["--store", str(ledger)]
    return [
        *(sys.executable, "-m", "linkcheck", "scan", str(document), "--allow-private"),
        *("--archive", "none", *store, "--no-progress"),
        *("-o", str(folder / "linkcheck.json")),
    ]


def _measured(command: list[str], folder: Path, ca_file: Path) -> Measured:
    environment = {**os.environ, "SSL_CERT_FILE": str(ca_file)}
    started = time.perf_counter()
    with (folder / "output.txt").open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    return Measured(
        round(seconds, 3),
        round(used.ru_utime + used.ru_stime, 2),
        round(used.ru_maxrss / 1024, 1),
        process.returncode,
    )


def _heading(lychee: str | None) -> list[str]:
    version = "lychee"
    if lychee:
        version = subprocess.run(
            [lychee, "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()
    return [
        f"Python {platform.python_version()}, {os.cpu_count()} cores, medians.",
        "",
        f"| | linkcheck | {version} | ratio | bound | memory | its memory |",
        "|---|---|---|---|---|---|---|",
    ]


if __name__ == "__main__":
    main()
