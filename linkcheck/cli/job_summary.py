"""The summary of a GitHub Actions job: the Markdown report, where the runner says so."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from linkcheck.report import Style, shown

if TYPE_CHECKING:
    from linkcheck.model import Report

VARIABLE: Final = "GITHUB_STEP_SUMMARY"
# GitHub drops a step's summary of more than 1 MiB; several programs may write into one.
ROOM: Final = 400_000


def write_job_summary(report: Report) -> None:
    """Add the report to the job's summary, if there is one; where that fails, say so.

    A summary that nobody asked for is no reason to end otherwise.
    """
    path = os.environ.get(VARIABLE)
    if not path:
        return
    from linkcheck.report.formats import markdown  # noqa: PLC0415  (only in such a job)

    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as out:
            markdown.write_within(report, out, Style(), room=ROOM)
    except OSError as error:
        sys.stderr.write(
            f"linkcheck: the job's summary could not be written: "
            f"{shown(path)}: {error.strerror or error}\n"
        )
