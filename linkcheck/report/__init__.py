"""Findings to text: one file per report format, found by walking `linkcheck.report.formats`."""

from linkcheck.report.baseline import measured_against
from linkcheck.report.difference import Difference, compare
from linkcheck.report.reporter import Content, Reporter, read_report, reporter_for, reporters
from linkcheck.report.safe import shown
from linkcheck.report.style import Style

__all__ = [
    "Content",
    "Difference",
    "Reporter",
    "Style",
    "compare",
    "measured_against",
    "read_report",
    "reporter_for",
    "reporters",
    "shown",
]
