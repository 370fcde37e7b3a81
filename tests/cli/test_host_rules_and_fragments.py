"""What only the configuration file or an option asks for, as a user meets it."""

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

LOCAL = ("--allow-private", "--archive", "none", "--no-store", "--no-progress")


@pytest.fixture(scope="module")
def web() -> Iterator[RudeWeb]:
    with RudeWeb.in_thread() as server:
        yield server


def test_a_place_that_is_gone_is_shown_and_changes_no_exit_code(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    url = web.url("/places")
    (tmp_path / "notes.md").write_text(f"[there]({url}#old-name) and [gone]({url}#never-was)")
    ending = linkcheck("scan", "notes.md", "--fragments", *LOCAL)
    assert ending.code == 0
    assert "the page has no place #never-was" in ending.out
    assert "old-name" not in ending.out
    assert "never-was" not in linkcheck("scan", "notes.md", *LOCAL).out


def test_a_rule_of_the_file_accepts_a_status(linkcheck: Cli, tmp_path: Path, web: RudeWeb) -> None:
    (tmp_path / "linkcheck.toml").write_text('[[hosts]]\nmatch = "127.0.0.1"\naccept = [410]\n')
    ending = linkcheck("check", web.url("/gone"), *LOCAL)
    assert ending.code == 0
    assert "accepted by your settings" in ending.out


def test_a_rule_of_the_file_skips_with_its_reason(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    (tmp_path / "linkcheck.toml").write_text('[[hosts]]\nmatch = "127.0.0.1"\nskip = "moves"\n')
    ending = linkcheck("check", web.url("/ok?skipped-by-file"), *LOCAL)
    assert "excluded: moves" in ending.out
    assert web.asked("/ok?skipped-by-file") == 0


@pytest.mark.parametrize("doi", ["10.1000/182", "doi:10.1000/182", "10.1000/xyz123"])
def test_a_doi_by_itself_needs_no_label(linkcheck: Cli, tmp_path: Path, doi: str) -> None:
    (tmp_path / "linkcheck.toml").write_text('[[hosts]]\nmatch = "doi.org"\nskip = "offline"\n')
    ending = linkcheck("check", doi, "--format", "json", *LOCAL)
    (target,) = json.loads(ending.out)["targets"]
    assert target["url"] == f"https://doi.org/{doi.removeprefix('doi:')}"
    (citation,) = target["citations"]
    assert (citation["text"], citation["context"]) == (doi, doi)
    assert citation["end_column"] == 1 + len(doi)


def test_a_missing_secret_is_wrong_configuration(
    linkcheck: Cli, tmp_path: Path, web: RudeWeb
) -> None:
    (tmp_path / "linkcheck.toml").write_text(
        '[[hosts]]\nmatch = "example.org"\nheaders = { Authorization = "env:NO_SUCH_TOKEN" }\n'
    )
    ending = linkcheck("check", web.url("/ok"), *LOCAL)
    assert ending.code == 2
    assert "NO_SUCH_TOKEN" in ending.err
