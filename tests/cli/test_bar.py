"""The progress bar as a person sees it, read off a terminal."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.rudeweb import RudeWeb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.resume.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")

COLUMNS = 110


@pytest.fixture(scope="module")
def web() -> Iterator[RudeWeb]:
    with RudeWeb.in_thread() as server:
        yield server


def scan_on_a_terminal(
    folder: Path, urls: list[str], *, interrupt_when: tuple[RudeWeb, str] | None = None
) -> tuple[int, list[str], Terminal]:
    """Scan addresses on a terminal; return exit code, the lines that were drawn, the terminal."""
    from bench.resume.terminal import Terminal  # noqa: PLC0415  (not on Windows)

    (folder / "a.txt").write_text("\n\n".join(urls))
    local = ("--allow-private", "--archive", "none", "--no-store", "-o", "report.json")
    terminal = Terminal(columns=COLUMNS, lines=20)
    process = subprocess.Popen(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "linkcheck", "scan", "a.txt", *local],
        cwd=folder,
        stderr=terminal.inner,
        env={"TERM": "xterm-256color", "LANG": "C.UTF-8"},
    )
    terminal.start()
    if interrupt_when is not None:
        server, path = interrupt_when
        while not server.asked(path):
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(0.5)  # for a line to be drawn
        process.send_signal(signal.SIGINT)
    code = process.wait(60)
    return code, terminal.stop(), terminal


def test_a_bar_says_how_far_a_scan_is_and_goes_when_it_is_over(
    web: RudeWeb, tmp_path: Path
) -> None:
    urls = [web.url(f"/pages/{n}") for n in range(60)]
    code, drawn, terminal = scan_on_a_terminal(tmp_path, urls)
    assert code == 0
    bars = [line for line in drawn if re.search(r"^checking .+ \d+/60\b", line)]
    assert bars, drawn
    assert all(len(line) <= COLUMNS for line in drawn)
    assert not [line for line in terminal.left if line.startswith(("reading", "checking"))]
    assert "linkcheck: wrote report.json" in terminal.left


def test_the_bar_names_who_is_waited_for_and_ctrl_c_clears_it(web: RudeWeb, tmp_path: Path) -> None:
    urls = [web.url("/ok?bar"), web.url("/hang?bar", host="localhost")]
    code, drawn, terminal = scan_on_a_terminal(tmp_path, urls, interrupt_when=(web, "/hang?bar"))
    assert code == 4
    assert [line for line in drawn if "waiting for localhost" in line], drawn
    assert not [line for line in terminal.left if line.startswith("checking")]
    assert "linkcheck: interrupted: telling what is known so far" in terminal.left
