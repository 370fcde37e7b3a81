"""What is wrong is said with its place and what to do next, and has its exit code."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import in_shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]

needs_full_device = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="no /dev/full on this system"
)


def test_a_missing_path_is_said_and_the_other_documents_are_still_read(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "here.txt").write_text("See https://example.org/a.")
    ending = linkcheck("extract", "gone.txt", "here.txt", "--format", "json")
    report = json.loads(ending.out)
    assert ending.code == 3
    assert [doc["error"] and doc["error"]["code"] for doc in report["documents"]] == [
        "not-found",
        None,
    ]
    assert [target["url"] for target in report["targets"]] == ["https://example.org/a"]
    assert "gone.txt" in ending.err


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no POSIX permissions on this system")
def test_a_file_without_permission_is_an_unreadable_document(
    linkcheck: Cli, tmp_path: Path
) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    secret = tmp_path / "secret.txt"
    secret.write_text("https://example.org/")
    secret.chmod(0)
    ending = linkcheck("extract", "secret.txt", "--format", "json")
    assert ending.code == 3
    assert json.loads(ending.out)["documents"][0]["error"]["code"] == "not-readable"


def test_a_binary_file_is_an_unreadable_document(linkcheck: Cli, tmp_path: Path) -> None:
    (tmp_path / "photo.dat").write_bytes(bytes(range(256)) * 40)
    ending = linkcheck("extract", "photo.dat", "--format", "json")
    assert ending.code == 3
    assert json.loads(ending.out)["documents"][0]["error"]["code"] == "binary"


def test_an_empty_folder_has_no_documents_and_says_so(linkcheck: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ending = linkcheck("extract", "empty")
    assert ending.code == 3
    assert "empty" in ending.err
    assert "hint:" in ending.err


def test_a_bad_option_is_wrong_usage(linkcheck: Cli) -> None:
    ending = linkcheck("scan", "--no-such-option", ".")
    assert ending.code == 2
    assert "--no-such-option" in ending.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fail-on", "broken"), "must be one of alive, moved, dead"),
        (("--timeout", "-1"), "“timeout” must be at least"),
        (("--exclude", "("), "no regular expression"),
        (("--format", "docx"), "docx"),
        (("-o", "nowhere/report.json"), "there is no folder nowhere"),
        (("-o", "report.xyz"), "report.xyz"),
        (("--archive", "nowhere"), "nowhere"),
        (("--config", "gone.toml"), "gone.toml: cannot be read"),
        (("--store", "a.db", "--no-store"), "contradict"),
        (("--since", "no-such-revision"), "--since no-such-revision"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_asked(
    linkcheck: Cli, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "a.txt").write_text("https://example.org/")
    ending = linkcheck("scan", "a.txt", *arguments)
    assert ending.code == 2
    assert said in ending.err
    assert "Traceback" not in ending.err
    assert ending.out == ""


def test_an_unknown_key_in_the_configuration_names_file_and_key(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "linkcheck.toml").write_text("per-hosts = 3\n")
    ending = linkcheck("extract", ".")
    assert ending.code == 2
    assert "linkcheck.toml" in ending.err
    assert "per-hosts" in ending.err
    assert "hint: Did you mean “per-host”?" in ending.err


def test_a_configuration_that_is_no_toml_names_the_line(linkcheck: Cli, tmp_path: Path) -> None:
    (tmp_path / "linkcheck.toml").write_text("timeout = = 3\n")
    ending = linkcheck("extract", ".")
    assert ending.code == 2
    assert "line 1" in ending.err


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "other/1"}', "\x00\xff", "{" * 99])
def test_a_report_that_is_not_ours_is_refused(linkcheck: Cli, tmp_path: Path, content: str) -> None:
    (tmp_path / "report.json").write_text(content)
    ending = linkcheck("report", "report.json")
    assert ending.code == 3
    assert "report.json" in ending.err
    assert "Traceback" not in ending.err


def test_a_report_that_does_not_exist_is_refused(linkcheck: Cli) -> None:
    ending = linkcheck("report", "gone.json")
    assert ending.code == 3
    assert "gone.json" in ending.err


@needs_full_device
def test_a_full_disk_is_said_and_the_other_reports_are_still_written(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("https://example.org/")
    ending = linkcheck("extract", "a.txt", "-o", "/dev/full", "--format", "json", "-o", "good.json")
    assert ending.code == 4
    assert "/dev/full: No space left on device" in ending.err
    assert json.loads((tmp_path / "good.json").read_text("utf-8"))["summary"]["citations"] == 1


@pytest.mark.parametrize("text", ["not an address", "1/2", "page 10.1000/182", "10.1000"])
def test_an_argument_of_check_that_is_no_address_is_refused_with_a_hint(
    linkcheck: Cli, text: str
) -> None:
    ending = linkcheck("check", text)
    assert ending.code == 2
    assert text in ending.err
    assert "https://" in ending.err


def test_a_bug_is_admitted_without_a_traceback(
    linkcheck: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        @property
        def buffer(self) -> object:
            message = "a \x1b[31mbug"
            raise RuntimeError(message)

    monkeypatch.setattr(sys, "stdin", Broken())
    ending = linkcheck("extract", "-")
    assert ending.code == 70
    assert "this is a bug in linkcheck" in ending.err
    assert "\x1b" not in ending.err
    assert "Traceback" not in ending.err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell on Windows")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_nobody_and_no_bug(tmp_path: Path, closed: str) -> None:
    (tmp_path / "a.txt").write_text("https://a.example.org/page")
    done = in_shell(f"linkcheck extract a.txt -o found.json {closed}", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "a.example.org" in (tmp_path / "found.json").read_text("utf-8")


@needs_full_device
def test_a_version_that_cannot_be_written_is_no_traceback(tmp_path: Path) -> None:
    done = in_shell("linkcheck --version > /dev/full", tmp_path)
    assert done.returncode == 4
    assert done.stderr == "linkcheck: standard output: No space left on device\n"
