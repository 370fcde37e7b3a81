"""The names that others rely on, and that help, README and code agree about them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import linkcheck as package
from linkcheck.errors import ExitCode
from linkcheck.model import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")

OPTIONS = {
    "scan": """--format --output -o --no-progress --no-store --store --allow-private --archive
        --archive-all --archive-wait --timeout --retries --concurrency --per-host --delay
        --fail-on --resume --since --include --exclude --config -v -q""",
    "extract": "--format --output --since --include --exclude --config --include-code",
    "check": "--format --output --timeout --retries --allow-private --archive --fail-on --store",
    "report": "--format --output -v -q",
}


@pytest.mark.parametrize("command", OPTIONS)
def test_each_command_has_its_options_and_shows_examples(
    linkcheck: Cli, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    ending = linkcheck(command, "--help")
    assert ending.code == 0
    for option in OPTIONS[command].split():
        assert re.search(rf"(?<![\w-]){option}(?![\w-])", ending.out), option
    assert "Examples:" in ending.out
    assert f"linkcheck {command}" in ending.out


def test_without_a_command_the_help_is_shown(linkcheck: Cli) -> None:
    ending = linkcheck()
    assert ending.code == 2
    for command in OPTIONS:
        assert command in ending.out + ending.err


def test_the_version_is_told(linkcheck: Cli) -> None:
    assert linkcheck("--version").out == f"linkcheck {package.__version__}\n"


def test_the_version_is_told_without_importing_what_is_heavy() -> None:
    code = (
        "import sys; sys.argv = ['linkcheck', '--version']\n"
        "from linkcheck.__main__ import main; main()\n"
        "print(*sorted(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    version, modules = done.stdout.splitlines()
    assert version == f"linkcheck {package.__version__}"
    assert not {"typer", "rich", "httpx", "asyncio", "sqlite3"} & set(modules.split())


def test_the_readme_names_every_state_and_exit_code() -> None:
    for state in State:
        assert f"| `{state.value}` |" in README
    for code in ExitCode:
        assert f"| {code.value} |" in README


def test_every_option_in_the_readme_exists(linkcheck: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    help_texts = "".join(linkcheck(command, "--help").out for command in OPTIONS)
    help_texts += linkcheck("--help").out
    for option in set(re.findall(r"(?<![\w-])--[a-z][\w-]+", README)):
        assert option in help_texts, option
