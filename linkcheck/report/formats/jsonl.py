"""JSON Lines (https://jsonlines.org): one target a line, as in the JSON report.

Each is written when it is judged, so that a large run's report is never whole in memory; `scan`
writes them while it goes on, and then the last line of an address holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.report import wire
from linkcheck.report.reporter import Reporter
from linkcheck.report.unchecked import by_target

if TYPE_CHECKING:
    from typing import IO

    from linkcheck.model import Extraction, Finding, Report
    from linkcheck.report.style import Style


def line(finding: Finding) -> str:
    """Write one target."""
    from linkcheck.report.checked_wire import target_entry  # noqa: PLC0415  (`extract` has none)

    return f"{wire.encode(target_entry(finding))}\n"


def write_report(report: Report, out: IO[str], _style: Style) -> None:
    """Write a report."""
    for finding in report.findings:
        out.write(line(finding))


def write_extraction(extraction: Extraction, out: IO[str], _style: Style) -> None:
    """Write citations that were not checked."""
    for url, citations in by_target(extraction.citations).items():
        out.write(f"{wire.encode(wire.extracted_entry(url, citations))}\n")


REPORTER = Reporter(
    name="jsonl",
    suffixes=(".jsonl", ".ndjson"),
    description="one target a line, for programs that read line by line",
    write_report=write_report,
    write_extraction=write_extraction,
    line=line,
)
