"""Findings to text: one file per report format, found by walking `linkcheck.report.formats`."""

from linkcheck.report.reporter import Reporter, read_report, reporter_for, reporters
from linkcheck.report.safe import shown
from linkcheck.report.style import Style

__all__ = [
    "Reporter",
    "Style",
    "read_report",
    "reporter_for",
    "reporters",
    "shown",
]
