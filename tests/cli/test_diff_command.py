"""`linkcheck diff`, and reports in every format from the command line."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from linkcheck.model import State
from linkcheck.report import Style, reporter_for, reporters
from tests.report.samples import sample
from tests.report.test_difference import report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from linkcheck.model import Report
    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]


def write(path: Path, content: Report) -> str:
    out = io.StringIO()
    reporter_for("json").write(content, out, Style())
    path.write_text(out.getvalue(), "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("was", "state", "code"), [("alive", "dead", 1), ("dead", "alive", 0), ("dead", "dead", 0)]
)
def test_the_exit_code_says_whether_something_broke(
    linkcheck: Cli, tmp_path: Path, was: str, state: str, code: int
) -> None:
    old = write(tmp_path / "old.json", report(a=State(was)))
    new = write(tmp_path / "new.json", report(a=State(state)))

    ending = linkcheck("diff", old, new)
    assert ending.code == code
    assert "0 new" in ending.out


def test_a_difference_goes_to_files_by_their_ending(linkcheck: Cli, tmp_path: Path) -> None:
    old = write(tmp_path / "old.json", report(a=State.ALIVE))
    new = write(tmp_path / "new.json", report(a=State.DEAD))

    ending = linkcheck("diff", old, new, "-o", "d.json", "-o", "d.md")
    assert (ending.code, ending.out) == (1, "")
    assert json.loads((tmp_path / "d.json").read_text())["something_broke"] is True
    assert "### Broke" in (tmp_path / "d.md").read_text()


def test_a_file_that_is_no_report_is_named(linkcheck: Cli, tmp_path: Path) -> None:
    old = write(tmp_path / "old.json", report(a=State.ALIVE))
    (tmp_path / "new.json").write_text("{}")

    ending = linkcheck("diff", old, "new.json")
    assert ending.code == 3
    assert "new.json is no linkcheck report" in ending.err


def test_a_format_that_cannot_show_what_changed_is_wrong_usage(
    linkcheck: Cli, tmp_path: Path
) -> None:
    old = write(tmp_path / "old.json", report(a=State.ALIVE))

    ending = linkcheck("diff", old, old, "--format", "sarif")
    assert ending.code == 2
    assert "Formats that can: json, markdown, table." in ending.err


@pytest.mark.parametrize("name", [reporter.name for reporter in reporters()])
def test_a_report_is_rendered_again_in_every_format(
    linkcheck: Cli, tmp_path: Path, name: str
) -> None:
    ending = linkcheck("report", write(tmp_path / "r.json", sample()), "--format", name)

    assert (ending.code, ending.err) == (0, "")
    assert "lab.example.edu" in ending.out


def test_help_names_every_format(linkcheck: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = linkcheck("report", "--help").out

    assert not [each.name for each in reporters() if each.name not in shown]


def test_a_jobs_summary_is_written_where_there_is_one(
    linkcheck: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("See http://127.0.0.1/x\n")
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))

    linkcheck("scan", "a.md", "--no-store", "--archive", "none")
    text = summary.read_text()
    assert text.startswith("before\n## Citations\n")
    assert "`http://127.0.0.1/x`" in text


def test_a_jobs_summary_that_cannot_be_written_changes_no_exit_code(
    linkcheck: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("nothing\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))

    ending = linkcheck("scan", "a.md", "--no-store", "--archive", "none")
    assert ending.code == 0
    assert "the job's summary could not be written" in ending.err
