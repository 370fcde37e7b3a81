from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linkcheck.errors import UsageError
from linkcheck.parse import discover
from linkcheck.parse.discover import _Rules
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.parse import Source


class Tree:
    """A folder to look for documents in, and what was skipped there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.skipped: dict[str, str] = {}

    def add(self, *names: str, data: bytes = b"text") -> None:
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def sources(self, *paths: str, settings: Settings | None = None) -> list[Source]:
        self.skipped.clear()
        found = discover(
            paths,
            settings or Settings(),
            cwd=self.root,
            stdin=lambda: b"from stdin",
            on_skip=self.skipped.__setitem__,
        )
        return list(found)

    def found(self, *paths: str, settings: Settings | None = None) -> list[str]:
        return [source.path for source in self.sources(*paths, settings=settings)]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_a_folder_is_walked_in_sorted_order(tree: Tree) -> None:
    tree.add("d/b.md", "d/a.txt", "d/c/x.html", "d/README")
    assert tree.found("d") == ["d/README", "d/a.txt", "d/b.md", "d/c/x.html"]
    assert tree.found("./d/") == ["d/README", "d/a.txt", "d/b.md", "d/c/x.html"]


def test_the_current_folder_is_shown_without_its_dot(tree: Tree) -> None:
    tree.add("a.md", "d/b.md")
    assert tree.found(".") == ["a.md", "d/b.md"]


def test_an_absolute_path_is_shown_as_such(tree: Tree) -> None:
    tree.add("a.md")
    path = (tree.root / "a.md").as_posix()
    assert tree.found(path) == [path]


def test_binary_files_in_a_folder_are_skipped_and_told(tree: Tree) -> None:
    tree.add("a.md")
    tree.add("b.bin", data=b"\0\1\2")
    assert tree.found(".") == ["a.md"]
    assert set(tree.skipped) == {"b.bin"}


def test_a_binary_file_that_was_named_is_given_to_be_complained_about(tree: Tree) -> None:
    tree.add("b.bin", data=b"\0\1\2")
    assert [each.path for each in tree.sources("b.bin")] == ["b.bin"]


def test_only_of_what_a_folder_lists_it_is_known_to_be_a_file(tree: Tree) -> None:
    tree.add("docs/a.md", "b.md")
    assert [each.is_regular for each in tree.sources("docs", "b.md", "c.md")] == [
        True,
        False,
        False,
    ]


def test_a_missing_path_is_given_to_be_complained_about(tree: Tree) -> None:
    sources = tree.sources("nowhere.md", "no*.md", "nul\0byte")
    assert [each.path for each in sources] == ["nowhere.md", "no*.md", "nul\0byte"]


def test_hidden_files_are_left_out_unless_asked_for(tree: Tree) -> None:
    tree.add(".hidden.md", ".d/a.md", "b.md", ".git/config")
    assert tree.found(".") == ["b.md"]
    with_hidden = replace(Settings(), hidden=True)
    assert tree.found(".", settings=with_hidden) == [".d/a.md", ".hidden.md", "b.md"]
    assert tree.found(".hidden.md", ".d") == [".hidden.md", ".d/a.md"]


def test_ignore_files_leave_out_and_bring_back_as_git_says(tree: Tree) -> None:
    tree.add("x.bak", "d/keep.bak", "a.md", "build/b.md", "d/c.md", "d/keep.md", "e/f.md", "e/g.md")
    tree.add(".gitignore", data=b"build/\n*.bak\n")
    tree.add("d/.ignore", data=b"*.md\n!keep.*\n")
    tree.add(".linkcheckignore", data=b"/e/f.md\n")
    assert tree.found(".") == ["a.md", "d/keep.bak", "d/keep.md", "e/g.md"]
    assert tree.found("build/b.md") == ["build/b.md"]


def test_a_line_that_ignores_all_folders_leaves_the_files_beside_them(tree: Tree) -> None:
    tree.add("a.md", "d/b.md")
    tree.add(".gitignore", data=b"*/\n")
    assert tree.found(".") == ["a.md"]


def test_ignore_files_above_count_within_a_repository(tree: Tree) -> None:
    tree.add(".gitignore", data=b"*.tmp\n")
    tree.add("d/a.md", "d/b.tmp")
    assert tree.found("d") == ["d/a.md", "d/b.tmp"]
    tree.add(".git/HEAD")
    assert tree.found("d") == ["d/a.md"]


def test_excluded_paths_are_left_out_even_when_named(tree: Tree) -> None:
    tree.add("a.md", "drafts/b.md", "c/old.md")
    settings = replace(Settings(), exclude_path=("drafts/", "**/old.md"))
    assert tree.found(".", "c/old.md", settings=settings) == ["a.md"]


def test_patterns_find_files_in_any_folder(tree: Tree) -> None:
    tree.add("a.md", "d/b.md", "d/e/c.md", "d/x.txt")
    assert tree.found("**/*.md") == ["a.md", "d/b.md", "d/e/c.md"]
    assert tree.found("d/*.md") == ["d/b.md"]
    assert tree.found("d/*") == ["d/b.md", "d/e/c.md", "d/x.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tree: Tree) -> None:
    tree.add("a[1].md")
    assert tree.found("a[1].md") == ["a[1].md"]


def test_a_document_that_is_reached_twice_is_given_once(tree: Tree) -> None:
    tree.add("d/a.md")
    os.link(tree.root / "d/a.md", tree.root / "d/hard.md")
    assert tree.found("d/a.md", "d", "d/*.md", "./d/../d/a.md") == ["d/a.md"]


def test_standard_input_is_read_once(tree: Tree) -> None:
    [source] = tree.sources("-", "-")
    assert (source.path, source.data) == ("<stdin>", b"from stdin")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_in_a_circle_end(tree: Tree) -> None:
    tree.add("d/a.md")
    (tree.root / "d/self").symlink_to(tree.root / "d")
    (tree.root / "d/up").symlink_to(tree.root)
    (tree.root / "d/broken").symlink_to(tree.root / "nowhere")
    assert tree.found(".") == ["d/a.md"]
    assert tree.skipped == {"d/broken": "a broken link"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_pipes_in_a_folder_are_skipped_and_told(tree: Tree) -> None:
    os.mkfifo(tree.root / "pipe.md")
    assert tree.found(".") == []
    assert set(tree.skipped) == {"pipe.md"}


def test_an_empty_folder_has_no_documents(tree: Tree) -> None:
    assert tree.found(".") == []


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_a_folder_without_permission_is_given_to_be_complained_about(tree: Tree) -> None:
    tree.add("a.txt", "closed/b.txt")
    closed = tree.root / "closed"
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("everything may be read here")
        assert [source.path for source in tree.sources(".")] == ["a.txt", "closed"]
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize("line", ["!", "\\", "[b-a]", "[a--b]"])
def test_a_line_of_an_ignore_file_that_git_cannot_read_ignores_nothing(
    tree: Tree, line: str
) -> None:
    tree.add("a.txt", "b.txt")
    tree.add(".gitignore", data=f"{line}\nb.txt\n".encode())
    assert tree.found(".") == ["a.txt"]


@pytest.mark.parametrize("pattern", ["!", "[b-a]"])
def test_a_wrong_pattern_of_files_to_leave_out_is_said(tree: Tree, pattern: str) -> None:
    with pytest.raises(UsageError) as caught:
        tree.found(".", settings=Settings(exclude_path=("*.bak", pattern)))
    assert f"--exclude-path {pattern}:" in caught.value.message


LINES = st.text(alphabet="ab/*?![]-.# \\", max_size=8)
PATHS = st.text(alphabet="ab/.-", min_size=1, max_size=10).filter(lambda path: path[0] != "/")


@given(st.lists(LINES, max_size=5), PATHS)
@example(["*.bak", "!a.bak", "b/"], "b/a.bak")
@example(["*/"], "a/")
@example(["[b-a]", "a"], "a")
def test_what_the_one_pattern_of_an_ignore_file_does_not_match_is_in_no_line(
    lines: list[str], path: str
) -> None:
    rules = _Rules.of(lines, within="", below="")
    assert rules.say(path, is_folder=False) == rules.spec.check_file(path).include
