"""Short runs begin at once: they import only what they need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
# Each takes some milliseconds, and only some documents, settings or endings ask for it.
RARELY_NEEDED = {
    *("concurrent.futures", "multiprocessing", "pickle", "tomllib", "importlib.resources"),
    *("msgspec", "pathspec", "publicsuffixlist", "pypdfium2", "tempfile", "zipfile"),
    *("linkcheck.report.difference", "linkcheck.report.baseline", "linkcheck.report.tables"),
}
ROOT = Path(__file__).parents[2]
CLIENTS = {"httpx", "httpcore", "curl_cffi", "asyncio", "ssl", "sqlite3"}


def _imported(*arguments: str) -> set[str]:
    # In a folder without a configuration, which would have to be read.
    out = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
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


@pytest.mark.parametrize("form", ["table", "json", "lines"])
def test_extract_imports_no_client_and_no_verdicts(document: str, form: str) -> None:
    imported = _imported("extract", document, "--format", form)
    assert not imported & CLIENTS
    assert "linkcheck.judge.verdict" not in imported


@pytest.mark.parametrize("form", ["json", "lines"])
def test_programs_need_no_terminal(document: str, form: str) -> None:
    assert "rich.console" not in _imported("extract", document, "--format", form)


def test_one_short_document_needs_no_more_than_its_format(document: str) -> None:
    imported = _imported("extract", document, "--format", "lines")
    assert not imported & RARELY_NEEDED
    assert not {name for name in imported if name.startswith("linkcheck.judge.")}


def test_scan_imports_no_more_than_it_asks_with(tmp_path: Path) -> None:
    document = tmp_path / "one.md"
    document.write_text("See <ftp://a.example.org/file>.\n", "utf-8")
    report = tmp_path / "report.json"
    imported = _imported(
        *("scan", str(document), "--archive", "none", "--no-store", "-f", "json"),
        *("-o", str(report)),
    )
    needless = {"httpx", "httpcore", "h11", "tenacity", "email.parser", "curl_cffi.requests"}
    assert not imported & needless
    assert {each for each in imported if each.startswith("linkcheck.report.formats.")} == {
        "linkcheck.report.formats.json_report"
    }
