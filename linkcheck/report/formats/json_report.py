"""The JSON report: the contract `linkcheck/1`, one document or target a line.

Written as the findings come, so that a large run's report is never whole in memory; a line for
each item lets two reports be compared with `diff`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.report import wire
from linkcheck.report.reporter import Reporter
from linkcheck.report.unchecked import by_target, extraction_counts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

    from linkcheck.model import Extraction, Report
    from linkcheck.report.difference import Change, Difference
    from linkcheck.report.style import Style


def write_report(report: Report, out: IO[str], _style: Style) -> None:
    """Write a report."""
    from linkcheck.report import checked_wire  # noqa: PLC0415  (15 ms, and not for `extract`)

    _write_object(
        out,
        {
            "schema": wire.SCHEMA,
            "tool": wire.ToolEntry(version=report.run.version),
            "run": checked_wire.run_entry(report.run),
            "summary": checked_wire.summary_entry(report.summary),
        },
        documents=map(wire.document_entry, report.documents),
        targets=map(checked_wire.target_entry, report.findings),
    )


def write_extraction(extraction: Extraction, out: IO[str], _style: Style) -> None:
    """Write citations that were not checked: the same object without the fields of a check."""
    targets = by_target(extraction.citations)
    counts = extraction_counts(extraction, targets=len(targets))
    _write_object(
        out,
        {
            "schema": wire.SCHEMA,
            "tool": wire.ToolEntry(),
            "summary": wire.ExtractionSummaryEntry(*counts),
        },
        documents=map(wire.document_entry, extraction.documents),
        targets=(wire.extracted_entry(url, citations) for url, citations in targets.items()),
    )


def write_difference(difference: Difference, out: IO[str], _style: Style) -> None:
    """Write what changed: each target as it is now, with the state that it had."""
    from linkcheck.report import checked_wire  # noqa: PLC0415  (as above)

    def change_entry(change: Change) -> checked_wire.ChangeEntry:
        return checked_wire.ChangeEntry(change.was, checked_wire.target_entry(change.finding))

    _write_object(
        out,
        {
            "schema": checked_wire.DIFFERENCE_SCHEMA,
            "tool": wire.ToolEntry(),
            "old": checked_wire.run_entry(difference.old),
            "new_run": checked_wire.run_entry(difference.new_run),
            "something_broke": difference.something_broke,
        },
        broke=map(change_entry, difference.broke),
        new=map(change_entry, difference.new),
        healed=map(change_entry, difference.healed),
        changed=map(change_entry, difference.changed),
        gone=map(change_entry, difference.gone),
    )


def _write_object(out: IO[str], head: dict[str, object], **lists: Iterable[object]) -> None:
    start = "{"
    for key, value in head.items():
        out.write(f'{start}"{key}": {wire.encode(value)}')
        start = ",\n "
    for key, items in lists.items():
        out.write(f',\n "{key}": [')
        _write_items(out, items)
        out.write("]")
    out.write("}\n")


def _write_items(out: IO[str], items: Iterable[object]) -> None:
    separator = "\n  "
    for item in items:
        out.write(f"{separator}{wire.encode(item)}")
        separator = ",\n  "


REPORTER = Reporter(
    name="json",
    suffixes=(".json",),
    description="everything, for programs (schema linkcheck/1)",
    write_report=write_report,
    write_extraction=write_extraction,
    write_difference=write_difference,
)
