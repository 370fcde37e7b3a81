"""Lines that are written while documents are read, and nothing but those."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linkcheck.listing import Listed, list_citations
from linkcheck.reading import Inputs, extract
from linkcheck.report import Style, reporter_for
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.model import DocumentResult

DOCUMENTS = Path(__file__).parent / "parse" / "documents"
SETTINGS = {
    "as it is": Settings(),
    "all there is": Settings(
        include_code=True, include_comments=True, bare_domains=True, hidden=True
    ),
    "some of it": Settings(include=(r"\.org/", "doi"), exclude=("b",)),
}


def inputs(*paths: str | Path, cwd: Path = DOCUMENTS, form: str | None = None) -> Inputs:
    stdin = b"<https://stdin.example.org/a> and https://stdin.example.org/b"
    return Inputs(tuple(map(str, paths)), cwd, lambda: stdin, format=form)


def listed(where: Inputs, settings: Settings, processes: int) -> Listed:
    """Put together what was listed piece by piece."""
    found = list(list_citations(where, settings, processes=processes))
    problems = [problem for each in found for problem in each.problems]
    text = "".join(each.text for each in found)
    return Listed(text, sum(each.documents for each in found), problems)


def written(where: Inputs, settings: Settings) -> Listed:
    """Return what the report format writes of whole citations."""
    extraction = extract(where, settings)
    out = io.StringIO()
    reporter_for("lines").write(extraction, out, Style())
    problems = [each for each in extraction.documents if each.problem is not None]
    return Listed(out.getvalue(), len(extraction.documents), problems)


def wrong(problems: Sequence[DocumentResult]) -> list[tuple[str, object, int]]:
    return [(each.document.path, each.problem, each.citations) for each in problems]


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("processes", [1, 3])
def test_the_lines_are_those_that_the_format_writes_of_citations(
    settings: Settings, processes: int
) -> None:
    where = inputs(".", "-", "not/there.md")
    found, expected = listed(where, settings, processes), written(where, settings)
    assert found.text == expected.text
    assert found.text.count("\n") > 100
    assert found.documents == expected.documents
    assert wrong(found.problems) == wrong(expected.problems)
    assert found.problems


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_several_processes_list_the_same_in_the_same_order(tmp_path: Path) -> None:
    filling = "Nothing is cited here. " * 2_000
    for number in range(150):
        (tmp_path / f"{number:03}.txt").write_text(
            f"Page {number}: https://a.example.org/{number} {filling}", "utf-8"
        )
    (tmp_path / "050.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "surrogate.json").write_text(r'["\ud800 https://a.example.org/x"]', "utf-8")
    where = inputs(".", cwd=tmp_path)
    together, alone = listed(where, Settings(), 2), listed(where, Settings(), 1)
    assert together.text == alone.text
    assert together.text.count("\n") == 151
    assert together.documents == alone.documents == 152
    assert wrong(together.problems) == wrong(alone.problems)
    assert len(together.problems) == 1


PARAGRAPH = "Nothing is cited here, over and over again. " * 300


def long_text(separator: str, *, letter: str = "e", last: str = "") -> str:
    """Return three pieces of text: paragraphs that cite, and an address broken over two lines."""
    paragraph = PARAGRAPH.replace("e", letter)
    numbers = range(10_000_000 // len(paragraph.encode()))
    broken = "https://b.example.org/a-long-path/that-goes\n-on"
    return (
        separator.join(f"{paragraph}({broken}) https://a.example.org/{n}" for n in numbers) + last
    )


LONG_TEXTS = {
    "in paragraphs": long_text("\n\n").encode(),
    "in lines, each ended by two characters": long_text("\r\n").encode(),
    "in lines, each ended by a lone CR": long_text("\r").encode(),
    "in one line": long_text(" ").encode(),
    "in one line without spaces": (b"x" * 5_000 + b"(https://a.example.org/)") * 2_000,
    "beyond ASCII": long_text("\n\n", letter="\u00e9\U0001f600").encode(),
    "with a mark": b"\xef\xbb\xbf" + long_text("\n\n").encode(),
    "in UTF-16": long_text("\n\n").encode("utf-16"),
    "in another encoding, which shows at its end": long_text("\n", last="caf\u00e9").encode(
        "cp1252"
    ),
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("data", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_a_long_text_lists_the_same_however_many_read_it(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(data)
    where = inputs("long.txt", cwd=tmp_path)
    alone = listed(where, Settings(), 1)
    assert alone.text.count("\n") >= 900
    for processes in (2, 3):
        assert listed(where, Settings(), processes) == alone
    some = Settings(exclude=("b.example",))
    assert listed(where, some, 2) == listed(where, some, 1)


def test_a_format_that_was_said_is_read_as_such() -> None:
    found = listed(inputs("-", form="html"), Settings(), 1)
    assert found.text == "<stdin>:1:35: https://stdin.example.org/b\n"
