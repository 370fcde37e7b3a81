"""`extract --format lines`: what is read is written as it is read."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]


def test_lines_go_to_standard_output_and_complaints_to_standard_error(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("See https://a.example.org/x.\n", "utf-8")
    ending = linkcheck("extract", "a.txt", "missing.txt", "--format", "lines")
    assert ending.out == "a.txt:1:5: https://a.example.org/x\n"
    assert "missing.txt: there is no such file" in ending.err
    assert ending.code == 3


def test_wiki_links_are_read_where_an_option_says_where_the_wiki_is(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("See [[Link rot]] and https://a.example.org/x.\n", "utf-8")
    ending = linkcheck("extract", "a.md", "-f", "lines", "--wiki-base", "https://w.example.org/")
    assert ending.out == (
        "a.md:1:7: https://w.example.org/Link_rot\na.md:1:22: https://a.example.org/x\n"
    )
    refused = linkcheck("extract", "a.md", "-f", "lines", "--wiki-base", "w.example.org")
    assert refused.code == 2
    assert "wiki" in refused.err


def test_lines_go_to_a_file_that_is_there_only_when_it_is_whole(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("See https://a.example.org/x.\n", "utf-8")
    ending = linkcheck("extract", "a.txt", "-o", "found.lines")
    assert (ending.code, ending.out, ending.err) == (0, "", "")
    assert (tmp_path / "found.lines").read_text("utf-8") == "a.txt:1:5: https://a.example.org/x\n"
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == [
        "a.txt",
        "found.lines",
    ]


def test_lines_and_another_report_say_the_same(linkcheck: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("See https://a.example.org/x.\n", "utf-8")
    alone = linkcheck("extract", "a.txt", "-f", "lines")
    both = linkcheck("extract", "a.txt", "-f", "lines", "-o", "found.json")
    assert both.out == alone.out
    assert (tmp_path / "found.json").exists()


def test_no_document_is_complained_about(linkcheck: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ending = linkcheck("extract", "empty", "-f", "lines", "-o", "found.lines")
    assert ending.code == 3
    assert "no documents in empty" in ending.err
    assert not (tmp_path / "found.lines").exists()


def test_a_full_disk_is_said_to_be_the_reason(linkcheck: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("See https://a.example.org/x.\n", "utf-8")
    ending = linkcheck("extract", "a.txt", "-f", "lines", "-o", "/dev/full")
    assert ending.code == 4
    assert "/dev/full" in ending.err
    assert "No space left" in ending.err


def test_a_reader_that_has_seen_enough_ends_it_silently(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("https://a.example.org/x\n" * 50_000, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "linkcheck", "extract", "a.txt", "-f", "lines"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.getcwd()},  # noqa: PTH109  (a text)
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"a.txt:1:1: https://a.example.org/x\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
