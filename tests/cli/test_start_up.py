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
TYPER = """
import sys
import typer
sys.stderr.write(" ".join(sys.modules))
"""
FREEZING = """
import gc
import sys
from linkcheck.__main__ import main
before = gc.get_freeze_count()
try:
    main()
except SystemExit:
    sys.stdout.write("kept from looking" if gc.get_freeze_count() > before else "looks")
"""
# Each takes a millisecond or more, and only some documents, settings or endings ask for it.
RARELY_NEEDED = {
    *("concurrent.futures", "multiprocessing", "pickle", "tomllib", "importlib.resources"),
    *("can_ada", "msgspec", "pathspec", "publicsuffixlist", "pypdfium2", "pyromark"),
    *("glob", "html", "string", "tempfile", "zipfile"),
    *("linkcheck.opening", "linkcheck.parse.citing", "linkcheck.parse.markdown.commonmark"),
    *("linkcheck.parse.markdown.full", "linkcheck.parse.markdown.simple"),
    *("linkcheck.report.difference", "linkcheck.report.baseline", "linkcheck.report.tables"),
}
# What is said of targets that are checked; most of it is frozen dataclasses, slow to make.
OF_CHECKING = {
    *("linkcheck.model.observations", "linkcheck.model.captures", "linkcheck.model.verdicts"),
    *("linkcheck.model.report", "linkcheck.report.checked_wire", "linkcheck.report.words"),
    "linkcheck.judge",
}
ROOT = Path(__file__).parents[2]
CLIENTS = {"httpx", "httpcore", "curl_cffi", "asyncio", "ssl", "sqlite3"}


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # In a folder without a configuration, which would have to be read.
    return subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def _imported(*arguments: str) -> set[str]:
    out = _run(PROGRAM, *arguments)
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
    assert not imported & OF_CHECKING


@pytest.mark.parametrize("form", ["json", "lines"])
def test_programs_need_no_terminal(document: str, form: str) -> None:
    assert "rich.console" not in _imported("extract", document, "--format", form)


def test_one_short_document_needs_no_more_than_its_format(document: str) -> None:
    imported = _imported("extract", document, "--format", "lines")
    of_typer = set(_run(TYPER).stderr.split())  # which differ with Python's version
    assert not (imported - of_typer) & RARELY_NEEDED
    assert {name for name in imported if name.startswith("linkcheck.model.")} == {
        "linkcheck.model.kinds",
        "linkcheck.model.states",
    }


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


def test_nothing_is_looked_through_for_garbage_at_the_end(document: str) -> None:
    assert "kept from looking" in _run(FREEZING, "extract", document).stdout
