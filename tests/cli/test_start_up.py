"""Short runs begin at once: they import only what they need."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
from linkcheck.__main__ import main
sys.argv[0] = "linkcheck"
try:
    main()
except SystemExit:
    pass
sys.stderr.write(" ".join(sys.modules))
"""
CLIENTS = {"httpx", "httpcore", "curl_cffi", "asyncio", "ssl", "sqlite3"}


def _imported(*arguments: str) -> set[str]:
    out = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=True
    )
    assert out.stdout
    return set(out.stderr.split())


@pytest.fixture
def document(tmp_path: Path) -> str:
    path = tmp_path / "one.md"
    path.write_text("See [a page](https://a.example.org/page).\n", "utf-8")
    return str(path)


def test_version_imports_no_part_of_ours() -> None:
    imported = _imported("--version")
    assert {name for name in imported if name.startswith("linkcheck.")} == {
        "linkcheck.__main__",
        "linkcheck.version",
    }
    assert "typer" not in imported


@pytest.mark.parametrize("form", ["table", "json"])
def test_extract_imports_no_client_and_no_verdicts(document: str, form: str) -> None:
    imported = _imported("extract", document, "--format", form)
    assert not imported & CLIENTS
    assert "linkcheck.judge.verdict" not in imported


def test_json_needs_no_terminal(document: str) -> None:
    assert "rich.console" not in _imported("extract", document, "--format", "json")
