"""GitHub's annotations: workflow commands on standard output that mark lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions. GitHub shows ten
of each level for a step; so no more are written, the worst first, and it is said how many more
there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.report.marks import Level, marks, sentence, worst
from linkcheck.report.phrases import counted, place
from linkcheck.report.reporter import Reporter
from linkcheck.report.safe import shown

if TYPE_CHECKING:
    from typing import IO

    from linkcheck.model import Report
    from linkcheck.report.marks import Mark
    from linkcheck.report.style import Style

MOST: Final = 10
_COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def write_report(report: Report, out: IO[str], _style: Style) -> None:
    """Write a report; what could not be read comes first among the errors."""
    for level, command in _COMMANDS.items():
        new = (mark for mark in marks(report.findings) if not mark.is_known)
        kept, left = worst((mark for mark in new if mark.level is level), MOST)
        lines = [_command(command, _properties(mark), sentence(mark)) for mark in kept]
        if level is Level.ERROR:
            lines = [*_unreadable(report), *lines]
        left += max(len(lines) - MOST, 0)
        if left:  # one is given up to say how many there are
            lines = lines[: MOST - 1]
            more = f"{counted(left + 1, f'more {command}')}; see the whole report"
            lines.append(_command(command, {"title": "linkcheck"}, more))
        out.writelines(lines[:MOST])


def _unreadable(report: Report) -> list[str]:
    return [
        _command(
            "error", {"file": item.document.path, "title": "Not readable"}, item.problem.message
        )
        for item in report.documents
        if item.problem is not None
    ]


def _properties(mark: Mark) -> dict[str, str]:
    citation = mark.citation
    properties = {"file": citation.document}
    if mark.line is not None:
        span = citation.span
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
        title = str(mark.finding.verdict.state)
    else:
        title = f"{mark.finding.verdict.state} ({place(citation)})"
    return properties | {"title": f"{title}: {mark.reason.code}"}


def _command(name: str, properties: dict[str, str], message: str) -> str:
    fields = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {fields}::{_data(message)}\n"


def _data(text: str) -> str:
    return shown(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORTER = Reporter(
    name="github",
    suffixes=(),
    description="annotations for GitHub Actions",
    write_report=write_report,
)
