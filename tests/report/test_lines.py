"""One citation a line."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from linkcheck.model import Extraction
from linkcheck.report import Style, reporter_for
from linkcheck.report.formats.lines import text_of
from tests.report.nasty import NASTY, nasty_extraction, nasty_report
from tests.report.samples import NEWS, SCAN, THESIS, WRAPPED, cite, sample, sample_extraction

LINE = re.compile(r"(?P<path>[^:\n]+):(?:(?P<line>\d+):(?P<column>\d+)|p\. \d+): (?P<rest>\S.*)\n")


def written(content: object, *, quiet: bool = False) -> list[str]:
    out = io.StringIO()
    reporter_for("lines").write(content, out, Style(quiet=quiet))  # type: ignore[arg-type]
    return out.getvalue().splitlines(keepends=True)


def of(*citations: object) -> list[str]:
    return written(Extraction((), citations))  # type: ignore[arg-type]


def test_a_line_names_path_line_column_and_address() -> None:
    assert of(cite(THESIS, 12, "https://a.example.org/x")) == [
        f"{THESIS}:12:1: https://a.example.org/x\n"
    ]


def test_a_page_stands_in_the_place_of_line_and_column() -> None:
    assert of(cite(SCAN, 4, "https://a.example.org/x", page=3)) == [
        f"{SCAN}:p. 3: https://a.example.org/x\n"
    ]


def test_a_part_stands_before_line_and_column() -> None:
    citation = replace(cite("notes.ipynb", 12, "https://a.example.org/x"), part="cell 4")
    assert of(citation) == ["notes.ipynb:cell 4:12:1: https://a.example.org/x\n"]


def test_other_readings_follow_in_brackets() -> None:
    citation = replace(
        cite(NEWS, 1, "https://a.example.org/x-y"),
        candidates=("https://a.example.org/x-", "https://a.example.org/xy"),
    )
    assert of(citation) == [
        (
            f"{NEWS}:1:1: https://a.example.org/x-y "
            "(or https://a.example.org/x-, https://a.example.org/xy)\n"
        )
    ]


@pytest.mark.parametrize("page", [None, 3])
@pytest.mark.parametrize("name", [None, "cell 4"])
@pytest.mark.parametrize("document", ["a.md", "a \x1b.md"])
@pytest.mark.parametrize("url", ["https://a.example.org/x", "https://me@a.example.org/\x1b"])
def test_the_lines_of_many_parts_are_those_of_each_citation(
    url: str, document: str, name: str | None, page: int | None
) -> None:
    cited = [(number, 1, f"{url}{number}", ("x\n",) if number > 3 else ()) for number in range(6)]
    citations = [
        replace(cite(document, line, address), page=page, part=name, candidates=others)
        for line, _column, address, others in cited
    ]
    plain = ("b.md", None, None, [(7, 1, "https://b.example.org/", ())])
    assert text_of([(document, page, name, cited), plain]) == "".join(
        of(*citations, cite("b.md", 7, "https://b.example.org/"))
    )
    assert text_of([plain]) == "b.md:7:1: https://b.example.org/\n"
    assert text_of([]) == ""


def test_every_citation_has_its_line_in_the_order_of_the_extraction() -> None:
    extraction = sample_extraction()
    lines = written(extraction)
    assert len(lines) == len(list(extraction.citations))
    assert [LINE.match(line)["path"] for line in lines] == [  # type: ignore[index]
        citation.document for citation in extraction.citations
    ]


def test_what_was_checked_is_told_in_the_order_of_the_documents() -> None:
    report = sample()
    lines = written(report)
    found = [LINE.match(line) for line in lines]
    paths = [each["path"] for each in found if each]
    order = list(dict.fromkeys(result.document.path for result in report.documents))
    assert paths == sorted(paths, key=order.index)
    assert len(paths) == sum(len(finding.citations) for finding in report.findings)
    news = [int(each["line"]) for each in found if each and each["path"] == NEWS]
    assert news == sorted(news)


def test_a_checked_line_names_state_address_why_and_what_to_put_there() -> None:
    lines = written(sample())
    assert lines[1] == (
        f"{NEWS}:36:1: dead: {WRAPPED} (the page is not there (404); put there instead: "
        f"https://web.archive.org/web/20180125083001/{WRAPPED} "
        "(archived 2018-01-25, 12 days after it was cited))\n"
    )
    assert lines[4] == (
        f"{THESIS}:12:1: dead: https://journal.example.org/articles/2009/the-rot-of-references.html"
        " (likely; the page answers, but only to say that it was not found)\n"
    )


def test_what_is_well_is_told_without_a_reason() -> None:
    assert "notes.md:3:1: alive: https://doi.org/10.1000/xyz123\n" in written(sample())


def test_quiet_leaves_only_what_needs_a_hand() -> None:
    lines = written(sample(), quiet=True)
    assert lines
    assert set(lines) < set(written(sample()))
    assert not [line for line in lines if ": alive:" in line or ": unchecked:" in line]


def test_an_address_that_no_document_cites_has_a_line_without_a_place() -> None:
    report = sample()
    alone = replace(report, findings=tuple(replace(each, citations=()) for each in report.findings))
    lines = written(alone)
    assert len(lines) == len(report.findings)
    assert "alive: https://doi.org/10.1000/xyz123\n" in lines


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_text_forges_a_line(text: str) -> None:
    extraction = nasty_extraction(text)
    assert len(written(extraction)) == len(list(extraction.citations))
    report = nasty_report(text)
    assert len(written(report)) == sum(max(1, len(each.citations)) for each in report.findings)
