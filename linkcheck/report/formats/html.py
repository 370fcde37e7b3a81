"""The report as a web page for editors; `linkcheck.report.html` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.report.reporter import Reporter

if TYPE_CHECKING:
    from typing import IO

    from linkcheck.model import Extraction, Report
    from linkcheck.report.style import Style


def write_report(report: Report, out: IO[str], _style: Style) -> None:
    """Write a report."""
    from linkcheck.report.html import page  # noqa: PLC0415  (other formats need none of it)

    page.write_report(report, out)


def write_extraction(extraction: Extraction, out: IO[str], _style: Style) -> None:
    """Write citations that were not checked."""
    from linkcheck.report.html import page  # noqa: PLC0415  (as above)

    page.write_extraction(extraction, out)


REPORTER = Reporter(
    name="html",
    suffixes=(".html", ".htm"),
    description="a page for editors: charts, and a table to sort and search",
    write_report=write_report,
    write_extraction=write_extraction,
)
