from __future__ import annotations

import os
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from linkcheck.history import first_commit_day

if TYPE_CHECKING:
    from pathlib import Path

URL: Final = "https://example.org/story"


def _git(folder: Path, *arguments: str, day: str = "2018-01-12") -> None:
    when = f"{day}T12:00:00Z"
    names = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
    environ = os.environ | dict.fromkeys(names, "a@b.test")
    environ |= {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    command = ["git", *arguments]
    subprocess.run(command, cwd=folder, check=True, env=environ, capture_output=True)  # noqa: S603  (our own)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    _git(tmp_path, "init", "-q")
    for day, text in (("2017-05-05", "First."), ("2018-01-12", URL), ("2020-02-02", f"Now {URL}!")):
        path.write_text(text)
        _git(tmp_path, "add", ".", day=day)
        _git(tmp_path, "commit", "-qm", "x", day=day)
    return path


async def test_the_first_commit_that_added_an_address_dates_it(document: Path) -> None:
    assert await first_commit_day(str(document), URL) == date(2018, 1, 12)


async def test_a_renamed_document_keeps_its_history(document: Path) -> None:
    _git(document.parent, "mv", "notes.md", "other.md")
    _git(document.parent, "commit", "-qm", "x", day="2021-01-01")

    assert await first_commit_day(str(document.with_name("other.md")), URL) == date(2018, 1, 12)


@pytest.mark.parametrize("text", ["", "https://example.org/never", "--output=x", "a\nb", "a\0b"])
async def test_what_was_never_added_has_no_day(document: Path, text: str) -> None:
    assert await first_commit_day(str(document), text) is None
    assert not document.with_name("x").exists()


async def test_without_a_repository_or_a_file_there_is_no_day(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(URL)

    assert await first_commit_day(str(tmp_path / "a.md"), URL) is None
    assert await first_commit_day(str(tmp_path / "missing" / "b.md"), URL) is None
    assert await first_commit_day("https://example.org/remote.md", URL) is None
