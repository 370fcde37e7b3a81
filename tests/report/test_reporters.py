"""What holds for all reporters, those to come too."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linkcheck.errors import UsageError
from linkcheck.report import Style, compare, reporter_for, reporters
from tests.report.nasty import NASTY, nasty_extraction, nasty_report
from tests.report.samples import sample, sample_extraction

if TYPE_CHECKING:
    from linkcheck.model import Extraction, Report
    from linkcheck.report import Content, Reporter

STYLES = {
    "plain": Style(),
    "narrow": Style(width=80),
    "wide": Style(width=200),
    "tiny": Style(width=1),
    "verbose": Style(width=80, verbose=True),
    "quiet": Style(width=80, quiet=True),
    "ascii": Style(width=80, unicode=False),
}

each_reporter = pytest.mark.parametrize("reporter", reporters(), ids=lambda item: item.name)
each_style = pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
each_nasty = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)


def written(reporter: Reporter, content: Content, style: Style) -> str:
    out = io.StringIO()
    reporter.write(content, out, style)
    return out.getvalue()


def each_content(reporter: Reporter, report: Report, extraction: Extraction) -> list[str]:
    """Write all that a reporter can show, in one style after the other."""
    contents: list[Content] = [report]
    if reporter.write_extraction is not None:
        contents.append(extraction)
    if reporter.write_difference is not None:
        contents += [compare(report, sample()), compare(sample(), report)]
    return [written(reporter, content, style) for content in contents for style in STYLES.values()]


def commands_in(text: str) -> set[str]:
    """Return what a terminal could take for a command, or what could hide from a reader."""
    bad = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    found = {character for character in set(text) if unicodedata.category(character) in bad}
    return found - {"\n", "\u200c", "\u200d"}


def test_there_are_a_table_and_json() -> None:
    assert {"json", "table"} <= {reporter.name for reporter in reporters()}


@each_reporter
def test_a_reporter_is_found_by_its_name_and_by_its_endings(reporter: Reporter) -> None:
    assert reporter_for(reporter.name) is reporter
    assert reporter_for(reporter.name.upper()) is reporter
    for suffix in reporter.suffixes:
        assert reporter_for(f"out/Report.X{suffix.upper()}") is reporter


def test_names_and_endings_are_those_of_one_reporter() -> None:
    names = [reporter.name for reporter in reporters()]
    endings = [suffix for reporter in reporters() for suffix in reporter.suffixes]

    assert len(set(names)) == len(names)
    assert len(set(endings)) == len(endings)


@pytest.mark.parametrize("name", ["report.docx", "yaml", "", "json/report"])
def test_an_unknown_format_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UsageError, match="no report format") as caught:
        reporter_for(name)
    assert "json" in (caught.value.hint or "")
    assert ".json" in (caught.value.hint or "")


@each_reporter
@each_style
def test_the_same_report_is_written_the_same_way(reporter: Reporter, style: Style) -> None:
    first = written(reporter, sample(), style)

    assert first
    assert written(reporter, sample(), style) == first
    assert first.endswith("\n")


@each_reporter
@each_nasty
def test_nothing_that_others_wrote_can_command_or_hide(reporter: Reporter, text: str) -> None:
    for shown in each_content(reporter, nasty_report(text), nasty_extraction(text)):
        assert not commands_in(shown)


@each_reporter
def test_an_empty_report_can_be_written(reporter: Reporter) -> None:
    empty = replace(sample(), documents=(), findings=())
    nothing = replace(sample_extraction(), documents=(), citations=())

    assert each_content(reporter, empty, nothing)


def test_a_format_that_cannot_show_unchecked_citations_says_so() -> None:
    reporter = reporter_for("json")._replace(name="other", write_extraction=None)

    with pytest.raises(UsageError, match="not checked"):
        written(reporter, sample_extraction(), Style())


def test_knowing_the_reporters_loads_no_terminal_library() -> None:
    program = (
        "import sys; from linkcheck.report import reporter_for; reporter_for('json');"
        "sys.exit('rich' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603


def test_the_documentation_has_a_row_for_every_reporter_with_its_endings() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")

    for reporter in reporters():
        endings = ", ".join(f"`{suffix}`" for suffix in reporter.suffixes)
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{reporter.name}` | ")]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1] == endings
        assert (cells[3] == "yes") == (reporter.write_extraction is not None)
        assert (cells[4] == "yes") == (reporter.write_difference is not None)
