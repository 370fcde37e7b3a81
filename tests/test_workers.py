from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linkcheck import opening
from linkcheck.errors import DocumentError
from linkcheck.parse import Source
from linkcheck.parse.source import read_source
from linkcheck.settings import Settings
from linkcheck.workers import read_batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.model import Citation, Document

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


def read(sources: list[Source], processes: int) -> list[tuple[Document, list[Citation], str]]:
    """Return each document with what it cites and the code of what was wrong with it."""
    results = []
    for document, citations in opening.open_all(sources, Settings(), processes=processes):
        found: list[Citation] = []
        code = ""
        try:
            found.extend(citations)
        except DocumentError as error:
            code = error.code
        results.append((document, found, code))
    return results


@pytest.fixture
def many(tmp_path: Path) -> list[Source]:
    """Return enough documents for processes, not all of which can be read."""
    filling = "Nothing is cited here. " * 2_000
    sources = []
    for number in range(200):
        name = f"{number:03}.md"
        text = f"[page {number}](https://a.example.org/{number}) on 2020-01-02. {filling}"
        (tmp_path / name).write_text(text, encoding="utf-8")
        sources.append(Source(name, str(tmp_path / name)))
    sources.insert(50, Source("missing.md", str(tmp_path / "missing.md")))
    sources.insert(100, Source("<stdin>", data=b"https://b.example.org/ in a text"))
    with (tmp_path / "hole.md").open("wb") as file:
        file.truncate(opening._LONG + 1)
    sources.insert(150, Source("hole.md", str(tmp_path / "hole.md")))
    return sources


@needs_fork
def test_processes_find_the_same_in_the_same_order(many: list[Source]) -> None:
    together = read(many, processes=2)
    assert together == read(many, processes=1)
    assert [document.path for document, _, _ in together] == [source.path for source in many]
    assert [code for _, _, code in together if code] == ["not-found", "binary"]
    assert sum(len(citations) for _, citations, _ in together) == 201


@needs_fork
def test_more_documents_than_are_shared_out_at_once_are_read_in_order(tmp_path: Path) -> None:
    def work(batch: Sequence[Source]) -> bytes:
        return ",".join(source.path for source in batch).encode()

    (tmp_path / "a.txt").touch()
    sources = [Source(str(number), str(tmp_path / "a.txt")) for number in range(20_000)]
    done: list[Source] = []
    for batch, answer in read_batches(iter(sources), work, processes=2, helping=True):
        assert answer == work(batch)
        done.extend(batch)
    assert done == sources


@needs_fork
def test_processes_leave_to_this_one_what_is_long_or_no_file(many: list[Source]) -> None:
    def work(batch: Sequence[Source]) -> bytes:
        for source in batch:
            read_source(source, opening._LONG)
        return b"read"

    left: list[str] = []
    done = 0
    for batch, answer in read_batches(many, work, processes=2, helping=True):
        if answer is None:
            left.extend(source.path for source in batch)
        done += len(batch)
    assert done == len(many)
    assert {"<stdin>", "missing.md", "hole.md"} <= set(left)
    assert len(left) < len(many) / 2


@needs_fork
def test_a_lone_surrogate_comes_back_from_a_process(tmp_path: Path) -> None:
    text = r'{"a": "\ud800 https://a.example.org/x"}' + " " * (1 << 20)
    sources = []
    for number in range(8):
        (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
        sources.append(Source(f"{number}.json", str(tmp_path / f"{number}.json")))
    assert read(sources, processes=2) == read(sources, processes=1)


@needs_fork
def test_documents_are_read_here_where_a_process_dies(many: list[Source]) -> None:
    opened = opening.open_all(many, Settings(), processes=2)
    paths = [next(opened)[0].path]
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split():
        os.kill(int(child), signal.SIGKILL)
    paths.extend(document.path for document, _ in opened)
    assert paths == [source.path for source in many]
