from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from linkcheck.model import Document, DocumentResult, Reason, ReasonCode, State
from linkcheck.report import Style, reporter_for
from tests.report import samples
from tests.report.samples import WRAPPED, cite, finding, report_of, sample, sample_extraction

if TYPE_CHECKING:
    from linkcheck.model import Extraction, Report

GOLDEN = Path(__file__).parent / "golden"
ANSI = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")

CASES: dict[str, tuple[Report | Extraction, Style]] = {
    "table-80": (sample(), Style(width=80)),
    "table-200": (sample(), Style(width=200)),
    "table-file": (sample(), Style()),
    "table-80-verbose": (sample(), Style(width=80, verbose=True)),
    "table-80-quiet": (sample(), Style(width=80, quiet=True)),
    "table-80-ascii": (sample(), Style(width=80, unicode=False)),
    "extraction-80": (sample_extraction(), Style(width=80)),
}


def table(content: Report | Extraction, style: Style) -> str:
    out = io.StringIO()
    reporter_for("table").write(content, out, style)
    return out.getvalue()


@pytest.mark.parametrize("name", CASES)
def test_the_table_looks_as_it_was_reviewed(name: str) -> None:
    """Set LINKCHECK_GOLDEN=write to write them anew, then read what changed."""
    text = table(*CASES[name])
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("LINKCHECK_GOLDEN") == "write":
        path.write_text(text, "utf-8")

    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 139, 140, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for content in (sample(), sample_extraction()):
        for verbose in (False, True):
            text = table(content, Style(width=width, verbose=verbose))
            assert max(cell_len(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize("style", [Style(), Style(width=80), Style(width=200)])
def test_lines_have_no_blanks_at_their_ends(style: Style) -> None:
    assert not re.search(r" $", table(sample(), style), re.MULTILINE)


def test_colour_and_links_change_no_word() -> None:
    plain = table(sample(), Style(width=80))
    colored = table(sample(), Style(width=80, color=True))

    assert colored != plain
    assert ANSI.sub("", colored) == plain


def test_without_colour_there_is_no_escape() -> None:
    assert "\x1b" not in table(sample(), Style(width=80))


def test_a_folded_address_is_clickable_where_the_terminal_can() -> None:
    text = table(sample(), Style(width=80, color=True, hyperlinks=True))

    assert f";{WRAPPED}\x1b\\" in text
    assert "…" in text


def test_an_address_that_is_not_safe_is_no_link() -> None:
    url = "https://a.example/\x1b]8;;https://evil.example"
    bad = finding(State.DEAD, ReasonCode.HTTP_404, "gone", cite("a.md", 1, url))
    text = table(report_of((bad,), ()), Style(width=80, hyperlinks=True))

    assert "\x1b" not in text
    assert r"\x1b]8;;" in text


def test_in_a_file_every_address_is_whole() -> None:
    text = table(sample(), Style())

    for item in sample().findings:
        if item.verdict.state is not State.ALIVE:
            assert item.target.url in text
        if item.verdict.suggestion:
            assert item.verdict.suggestion.url in text


def test_a_copy_to_use_is_whole_without_links_to_click() -> None:
    text = table(sample(), Style(width=80))
    (dead,) = [item for item in sample().findings if item.target.url == WRAPPED]

    assert dead.verdict.suggestion
    assert dead.verdict.suggestion.url in re.sub(r"\n *", "", text)


def test_what_is_broken_comes_first() -> None:
    text = table(sample(), Style())
    words = re.findall(r"^\S[^✗!?→\n-]*[✗!?→-] (dead|blocked|moved)", text, re.MULTILINE)

    assert words[:3] == ["dead", "blocked", "moved"]


def test_documents_with_dead_links_come_before_those_with_others() -> None:
    moved = finding(State.MOVED, ReasonCode.OK, "moved", cite("a.md", 1, "https://a.example/"))
    dead = finding(State.DEAD, ReasonCode.OK, "gone", cite("b.md", 1, "https://b.example/"))
    documents = tuple(DocumentResult(Document(name, "text"), 1) for name in ("a.md", "b.md"))
    text = table(report_of((moved, dead), documents), Style())

    assert text.index("b.md") < text.index("a.md")


def test_living_links_are_shown_when_asked_for() -> None:
    url = "https://ria.ru/society/20171229/1511936482.html"

    assert url not in table(sample(), Style())
    assert url in table(sample(), Style(verbose=True))


def test_a_misleading_label_is_shown_though_the_link_is_alive() -> None:
    misleading = replace(cite("a.md", 1, "https://a.example/"), label="https://b.example/x")
    plain = cite("b.md", 1, "https://a.example/")
    alive = finding(State.ALIVE, ReasonCode.OK, "200 OK", misleading, plain)
    documents = tuple(DocumentResult(Document(name, "text"), 1) for name in ("a.md", "b.md"))
    text = table(report_of((alive,), documents), Style())

    assert "a link to it is labelled https://b.example/x" in text
    assert "Nothing to do in b.md" in text


def test_quiet_shows_findings_only() -> None:
    text = table(sample(), Style(quiet=True))

    assert "No citations in" not in text
    assert "alive" not in text
    assert "Could not be read" in text


def test_nothing_wrong_is_said_in_few_lines() -> None:
    alive = finding(State.ALIVE, ReasonCode.OK, "fine", cite("a.md", 1, "https://a.example/"))
    report = report_of((alive,), (DocumentResult(Document("a.md", "text"), 1),))

    assert table(report, Style(width=80)) == (
        "Nothing to do in a.md\n"
        "\n"
        "✗ 0 dead   ✓ 1 alive\n"
        "1 citation of 1 address in 1 document.\n"
        "Archives were not asked about 1.\n"
    )


def test_many_documents_without_findings_are_counted_rather_than_named() -> None:
    documents = tuple(DocumentResult(Document(f"{n}.md", "text"), 0) for n in range(100))
    report = report_of((), documents)

    assert "and 60 more" in table(report, Style(width=80))
    assert "99.md" not in table(report, Style(width=80))
    assert "99.md" in table(report, Style(width=80, verbose=True))


def test_all_reasons_are_given_when_asked_for() -> None:
    report = sample()
    first = next(iter(report.findings))
    more = replace(
        first.verdict, reasons=(*first.verdict.reasons, Reason(ReasonCode.RETRIED, "asked twice"))
    )
    changed = replace(report, findings=(replace(first, verdict=more),))

    assert "asked twice" not in table(changed, Style())
    assert "asked twice" in table(changed, Style(verbose=True))


def test_a_finding_that_no_document_cites_is_shown() -> None:
    lonely = replace(next(iter(samples.sample().findings)), citations=())

    assert lonely.target.url in table(report_of((lonely,), ()), Style())


def test_markup_of_the_terminal_library_is_text() -> None:
    url = "https://a.example/[bold]x[/bold]"
    bad = finding(State.DEAD, ReasonCode.HTTP_404, "[red]gone[/] :smile:", cite("a.md", 1, url))
    text = table(report_of((bad,), ()), Style())

    assert url in text
    assert "[red]gone[/] :smile:" in text


def test_wide_characters_are_measured_in_cells() -> None:
    name = "日本語の文書" * 10 + ".md"
    bad = finding(State.DEAD, ReasonCode.OK, "長い理由" * 30, cite(name, 1, "https://a.example/"))
    text = table(report_of((bad,), ()), Style(width=80))

    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_places_are_clickable_where_the_terminal_can() -> None:
    style = Style(width=80, color=True, hyperlinks=True, root="/home/me")
    text = table(sample(), style)

    assert f";file:///home/me/{samples.NEWS}\x1b\\" in text
    assert f";file:///home/me/{samples.NEWS}#36\x1b\\" in text
    assert ANSI.sub("", text) == ANSI.sub("", table(sample(), style._replace(root=None)))


@pytest.mark.parametrize(
    "name", ["(arguments)", "<stdin>", "-", "https://a.example/b.md", "a\x1b\\b.md"]
)
def test_what_is_no_file_is_not_clickable(name: str) -> None:
    bad = finding(State.DEAD, ReasonCode.HTTP_404, "gone", cite(name, 1, "https://a.example/"))
    style = Style(width=80, color=True, hyperlinks=True, root="/home/me")

    assert "file:" not in table(report_of((bad,), ()), style)
