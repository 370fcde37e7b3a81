"""Findings to text: one file per report format, found by walking `linkcheck.report.formats`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.report.safe import shown
from linkcheck.report.style import Style

if TYPE_CHECKING:
    from linkcheck.report.baseline import measured_against
    from linkcheck.report.difference import Difference, compare
    from linkcheck.report.reporter import Content, Reporter, read_report, reporter_for, reporters

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

_HOMES = {
    "Content": "linkcheck.report.reporter",
    "Difference": "linkcheck.report.difference",
    "Reporter": "linkcheck.report.reporter",
    "compare": "linkcheck.report.difference",
    "measured_against": "linkcheck.report.baseline",
    "read_report": "linkcheck.report.reporter",
    "reporter_for": "linkcheck.report.reporter",
    "reporters": "linkcheck.report.reporter",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: to make a text safe needs no report."""
    import importlib  # noqa: PLC0415  (the point of this function)

    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
