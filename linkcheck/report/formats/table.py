"""The table for a terminal; `linkcheck.report.tables` draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.report.reporter import Reporter

if TYPE_CHECKING:
    from typing import IO

    from linkcheck.model import Extraction, Report
    from linkcheck.report.difference import Difference
    from linkcheck.report.style import Style


def write_report(report: Report, out: IO[str], style: Style) -> None:
    """Write a report."""
    from linkcheck.report import tables  # noqa: PLC0415  (rich takes 60 ms; other formats need none)

    tables.write_report(report, out, style)


def write_extraction(extraction: Extraction, out: IO[str], style: Style) -> None:
    """Write citations that were not checked."""
    from linkcheck.report import document_tables  # noqa: PLC0415  (as above)

    document_tables.write_extraction(extraction, out, style)


def write_difference(difference: Difference, out: IO[str], style: Style) -> None:
    """Write what changed between two reports."""
    from linkcheck.report import difference_table  # noqa: PLC0415  (as above)

    difference_table.write_difference(difference, out, style)


REPORTER = Reporter(
    name="table",
    suffixes=(".txt",),
    description="a table for people, what is broken first",
    write_report=write_report,
    write_extraction=write_extraction,
    write_difference=write_difference,
)
