"""A real pywb on loopback, with the captures that a test gives it.

pywb pins old versions of other packages and needs an environment of its own, which is made once
and kept beside pytest's cache. Where it cannot be made, tests are skipped and say why.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGES: Final = ("pywb==2.10.0", "setuptools<80")
WRITER: Final = Path(__file__).with_name("write_warc.py")
_PYTHON: Final = (3, 11)  # gevent's and others' pins have no wheels for much newer ones
_REQUIRED: Final = "LINKCHECK_REQUIRE_PYWB"


@dataclass(frozen=True, slots=True)
class Record:
    """A capture: `when` in 14 digits; `location` makes a redirect of it."""

    url: str
    when: str
    body: str = ""
    status: str = "200 OK"
    location: str | None = None


def environment(cache: Path) -> Path:
    """Return the folder of pywb's programs, made if need be; skips where it cannot be."""
    home = cache / f"pywb-{sys.version_info.major}.{sys.version_info.minor}"
    programs = home / "bin"
    if (home / "complete").exists():
        return programs
    if sys.platform == "win32" or sys.version_info[:2] != _PYTHON:
        return _without("pywb 2.10.0 is installed by Python 3.11 on Linux and macOS only")
    making = home.with_name(f"{home.name}-{os.getpid()}")
    venv.create(making, with_pip=True, symlinks=True)
    command = [str(making / "bin" / "python"), "-m", "pip", "install", "--quiet", *PACKAGES]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  (our own)
    if done.returncode:
        shutil.rmtree(making, ignore_errors=True)
        return _without(f"pip cannot install pywb: {done.stderr.decode(errors='replace')[-300:]}")
    return _kept(making, home)


def _kept(making: Path, home: Path) -> Path:
    # Programs of an environment name its place: it is linked to, not moved.
    try:
        home.symlink_to(making.name)
    except FileExistsError:
        shutil.rmtree(making)
    (home / "complete").touch()
    return home / "bin"


def _without(reason: str) -> Path:
    if os.environ.get(_REQUIRED):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running(programs: Path, folder: Path, records: Iterable[Record]) -> Iterator[str]:
    """Run a pywb that holds these captures; gives the address of its collection."""
    archive = folder / "collections" / "web" / "archive"
    indexes = folder / "collections" / "web" / "indexes"
    archive.mkdir(parents=True)
    indexes.mkdir(parents=True)
    warc = archive / "t.warc.gz"
    writing = [str(programs / "python"), str(WRITER), str(warc)]
    captures = json.dumps([asdict(record) for record in records])
    subprocess.run(writing, input=captures, text=True, check=True)  # noqa: S603  (our own)
    (folder / "config.yaml").write_text("framed_replay: false\nredirect_to_exact: true\n")
    made = str(indexes / "index.cdxj")
    index = [str(programs / "cdx-indexer"), "-j", "-s", "-o", made, str(warc)]
    subprocess.run(index, check=True, capture_output=True)  # noqa: S603  (our own)
    port = _free_port()
    command = [str(programs / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)  # noqa: S603
        try:
            _await(process, port, folder / "log")
            yield f"http://127.0.0.1:{port}/web"
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    while process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/"):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"pywb ended: {log.read_text(errors='replace')[-1000:]}")
