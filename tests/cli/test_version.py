"""What `--version` says, and what this process is prepared with."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import pytest

import linkcheck
from linkcheck.cli.app import run
from linkcheck.cli.loop import allow_many_connections, loop_factory, loop_name
from tests.cli.conftest import in_shell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.mark.parametrize("arguments", [["--version"], ["-V"]])
def test_the_version_is_one_line(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    assert capsys.readouterr().out == f"linkcheck {linkcheck.__version__}\n"


@pytest.mark.parametrize("arguments", [["--version", "-v"], ["-v", "--version"]])
def test_a_verbose_version_names_engine_and_loop(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"linkcheck {linkcheck.__version__}\nengine: libcurl/")
    assert f"event loop: {loop_name()}\n" in out


def test_options_without_a_command_are_not_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-v"]) == 2
    assert "Missing command" in capsys.readouterr().err


def test_the_loop_of_a_run_can_wait_for_sockets() -> None:
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        loop = runner.get_loop()
        assert not type(loop).__name__.startswith("Proactor")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_run_may_have_more_connections_than_a_shell_gives() -> None:
    import resource  # noqa: PLC0415  (not on Windows)

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        allow_many_connections()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert soft == (4096 if hard == resource.RLIM_INFINITY else min(hard, 4096))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_where_nearly_nothing_may_be_open_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("https://a.example.org/page")
    done = in_shell("ulimit -n 40; linkcheck scan a.txt --no-store", tmp_path)
    assert done.returncode == 2
    assert "this process may open 40 files at once: too few to ask anybody" in done.stderr
    assert "ulimit -n 4096" in done.stderr
