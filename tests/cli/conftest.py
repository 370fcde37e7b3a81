from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from linkcheck.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ending:
    """What a command left behind."""

    code: int
    out: str
    err: str


def in_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in a folder; in it `linkcheck` stands for the command line."""
    command = command.replace("linkcheck", f"{sys.executable} -m linkcheck", 1)
    return subprocess.run(  # noqa: S603  (our own interpreter)
        ["bash", "-c", command],  # noqa: S607
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )


@pytest.fixture
def linkcheck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ending]:
    """Run the command line in an empty folder, with an empty environment and a store of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / ".data"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / ".git").mkdir()  # the search for configuration files ends here

    def call(*arguments: str) -> Ending:
        capsys.readouterr()
        code = run(list(arguments))
        captured = capsys.readouterr()
        return Ending(code, captured.out, captured.err)

    return call
