"""Standard input and files under a wrong name, read in the format that is said."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]

TABLE = b"url,note\nhttps://example.org/a,Title\n"


def given(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_read_in_the_format_that_is_said(
    linkcheck: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, TABLE)
    report = json.loads(linkcheck("extract", "-", "--format-in", "CSV", "--format", "json").out)
    assert [each["format"] for each in report["documents"]] == ["csv"]
    assert [each["url"] for each in report["targets"]] == ["https://example.org/a"]


def test_standard_input_says_its_format_itself_where_it_can(
    linkcheck: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, b"#!/usr/bin/env python3\n# https://example.org/a\n")
    report = json.loads(linkcheck("extract", "-", "--format", "json").out)
    assert [each["format"] for each in report["documents"]] == ["python"]


def test_a_file_is_read_in_the_format_that_is_said_whatever_its_name(
    linkcheck: Cli, tmp_path: Path
) -> None:
    (tmp_path / "table.txt").write_bytes(TABLE)
    report = json.loads(
        linkcheck("extract", "table.txt", "--format-in", "csv", "--format", "json").out
    )
    assert [each["url"] for each in report["targets"]] == ["https://example.org/a"]


@pytest.mark.parametrize("command", ["extract", "scan"])
def test_an_unknown_format_is_wrong_usage_and_the_nearest_is_named(
    linkcheck: Cli, command: str
) -> None:
    ending = linkcheck(command, ".", "--format-in", "pyton")
    assert ending.code == 2
    assert "pyton" in ending.err
    assert "Did you mean “python”?" in ending.err
