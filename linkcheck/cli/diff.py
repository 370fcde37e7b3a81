"""`linkcheck diff OLD.json NEW.json`: what broke, what healed, what is new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from linkcheck.cli import options
from linkcheck.cli.output import plan_outputs, write_outputs
from linkcheck.errors import ExitCode
from linkcheck.report import compare, read_report

EXAMPLES: Final = """
Examples:
  linkcheck diff january.json june.json
  linkcheck diff main.json branch.json --format markdown

Exit codes:
  0  nothing broke
  1  something is dead that was not dead, or not cited, before
  2  usage    3  a report could not be read
"""


def diff(  # noqa: PLR0913  (an option each)
    old: Annotated[
        Path,
        typer.Argument(metavar="OLD.json", help="The older JSON report.", show_default=False),
    ],
    new: Annotated[
        Path,
        typer.Argument(metavar="NEW.json", help="The newer JSON report.", show_default=False),
    ],
    *,
    output: options.Output = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="table, markdown or json. (default: table)",
            rich_help_panel=options.OUTPUT,
            show_default=False,
        ),
    ] = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
) -> None:
    """Compare two JSON reports: what broke, what healed, what is new; nothing is asked again."""
    outputs = plan_outputs(output, format_name)
    difference = compare(read_report(old), read_report(new))
    write_outputs(outputs, difference, verbose=verbose, quiet=quiet)
    raise typer.Exit(int(ExitCode.FINDINGS if difference.something_broke else ExitCode.OK))
