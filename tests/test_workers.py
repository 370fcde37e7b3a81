from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linkcheck import workers
from linkcheck.errors import DocumentError
from linkcheck.parse import Source
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from linkcheck.model import Citation, Document

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


def read(sources: list[Source], processes: int) -> list[tuple[Document, list[Citation], str]]:
    """Return each document with what it cites and the code of what was wrong with it."""
    results = []
    for document, citations in workers.open_all(sources, Settings(), processes=processes):
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
    return sources


@needs_fork
def test_processes_find_the_same_in_the_same_order(many: list[Source]) -> None:
    together = read(many, processes=2)
    assert together == read(many, processes=1)
    assert [document.path for document, _, _ in together] == [source.path for source in many]
    assert [code for _, _, code in together if code] == ["not-found"]
    assert sum(len(citations) for _, citations, _ in together) == 201


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
    opened = workers.open_all(many, Settings(), processes=2)
    paths = [next(opened)[0].path]
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split():
        os.kill(int(child), signal.SIGKILL)
    paths.extend(document.path for document, _ in opened)
    assert paths == [source.path for source in many]
