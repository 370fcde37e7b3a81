"""JSON Lines come while a run goes on, and the last line of an address holds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.rudeweb import RudeWeb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]

LOCAL = ("--allow-private", "--archive", "none", "--no-store")


@pytest.fixture(scope="module")
def web() -> Iterator[RudeWeb]:
    with RudeWeb.in_thread() as server:
        yield server


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGINT to one process")
def test_what_is_known_is_written_while_others_are_waited_for(web: RudeWeb, tmp_path: Path) -> None:
    good, slow = web.url("/ok?streamed"), web.url("/hang?streamed")
    (tmp_path / "a.txt").write_text(f"{good}\n\n{slow}\n")
    process = subprocess.Popen(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "linkcheck", "scan", "a.txt", *LOCAL, "--format", "jsonl"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    assert process.poll() is None  # it still waits for the slow one
    assert (first["url"], first["state"]) == (good, "alive")
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 4
    assert [json.loads(line)["url"] for line in rest.splitlines()] == [slow]


def test_every_target_has_a_line_and_the_last_one_holds(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    urls = [web.url(path) for path in ("/ok?1", "/gone?1", "/soft-404/de?1", "/moved-permanently")]
    (tmp_path / "a.txt").write_text("\n\n".join(urls))
    lines = linkcheck("scan", "a.txt", *LOCAL, "--format", "jsonl").out.splitlines()
    last = {entry["url"]: entry["state"] for entry in map(json.loads, lines)}
    whole = json.loads(linkcheck("scan", "a.txt", *LOCAL, "--format", "json").out)
    assert last == {target["url"]: target["state"] for target in whole["targets"]}
