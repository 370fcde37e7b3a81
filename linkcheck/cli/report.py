"""`linkcheck report FILE.json`: a JSON report again, in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from linkcheck.cli import options
from linkcheck.cli.output import plan_outputs, root_of, write_outputs
from linkcheck.report import read_report

EXAMPLES: Final = """
Examples:
  linkcheck report report.json
  linkcheck report report.json --verbose
  linkcheck report report.json -o report.csv -o report.sarif
  linkcheck report report.json --format markdown
"""


def report(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.json", help="A report that scan or check wrote.", show_default=False
        ),
    ],
    *,
    output: options.Output = None,
    format_name: options.Format = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> None:
    """Show a JSON report again, as a table or in any other format; nothing is asked again."""
    outputs = plan_outputs(output, format_name)
    shown = read_report(file)
    write_outputs(outputs, shown, verbose=verbose, quiet=quiet, root=root_of(shown, file))
