"""`linkcheck scan --baseline`: what an earlier report told is not told again."""

from __future__ import annotations

import json
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


@pytest.fixture
def known(linkcheck: Cli, tmp_path: Path, web: RudeWeb) -> str:
    """Return the address that the baseline knows to be dead, cited in `old.md`."""
    gone = web.url("/gone")
    (tmp_path / "old.md").write_text(f"Gone: <{gone}>.\n")
    assert linkcheck("scan", "old.md", *LOCAL, "-o", "baseline.json").code == 1
    return gone


def test_what_the_baseline_told_fails_no_run_and_is_not_told_again(
    linkcheck: Cli, tmp_path: Path, known: str
) -> None:
    (tmp_path / "old.md").write_text(f"A new first line.\n\nGone: <{known}>.\n")
    ending = linkcheck("scan", "old.md", *LOCAL, "--baseline", "baseline.json")
    assert ending.code == 0
    assert known not in ending.out
    assert "1 finding is as in the baseline, and not told again." in ending.out

    assert known in linkcheck("scan", "old.md", *LOCAL, "--baseline", "baseline.json", "-v").out


def test_the_same_address_in_another_document_is_new(
    linkcheck: Cli, tmp_path: Path, known: str
) -> None:
    (tmp_path / "new.md").write_text(f"Also gone: <{known}>.\n")
    ending = linkcheck("scan", "old.md", "new.md", *LOCAL, "--baseline", "baseline.json")
    assert ending.code == 1
    assert "new.md  1 citation" in ending.out
    assert "old.md  1 citation" not in ending.out


def test_another_state_is_new(linkcheck: Cli, tmp_path: Path, known: str) -> None:
    content = json.loads((tmp_path / "baseline.json").read_text("utf-8"))
    content["targets"][0]["state"] = "unreachable"
    (tmp_path / "baseline.json").write_text(json.dumps(content), "utf-8")
    ending = linkcheck("scan", "old.md", *LOCAL, "--baseline", "baseline.json")
    assert ending.code == 1
    assert known in ending.out


def test_the_report_for_programs_keeps_what_is_known(
    linkcheck: Cli, tmp_path: Path, known: str
) -> None:
    outputs = ("-o", "again.json", "-o", "again.sarif", "-o", "again.xml", "-o", "again.md")
    ending = linkcheck("scan", "old.md", *LOCAL, "--baseline", "baseline.json", *outputs)
    assert ending.code == 0
    again = json.loads((tmp_path / "again.json").read_text("utf-8"))
    assert [target["url"] for target in again["targets"]] == [known]
    (run,) = json.loads((tmp_path / "again.sarif").read_text("utf-8"))["runs"]
    assert [result["baselineState"] for result in run["results"]] == ["unchanged"]
    assert 'failures="0"' in (tmp_path / "again.xml").read_text("utf-8")
    assert "as in the baseline" in (tmp_path / "again.xml").read_text("utf-8")
    assert known not in (tmp_path / "again.md").read_text("utf-8")


def test_annotations_are_for_what_is_new(linkcheck: Cli, tmp_path: Path, known: str) -> None:
    (tmp_path / "new.md").write_text(f"Also gone: <{known}>.\n")
    ending = linkcheck(
        *("scan", "old.md", "new.md", *LOCAL, "--baseline", "baseline.json", "-f", "github")
    )
    assert "file=new.md" in ending.out
    assert "file=old.md" not in ending.out


def test_a_baseline_that_is_no_report_is_an_error_before_anything_is_asked(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text("Nothing.\n")
    (tmp_path / "baseline.json").write_text("{}")
    ending = linkcheck("scan", "notes.md", *LOCAL, "--baseline", "baseline.json")
    assert ending.code == 3
    assert "baseline.json is no linkcheck report" in ending.err
