"""The command line as a whole: its commands, and what every ending looks like."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, Annotated, Final

import typer

import linkcheck
from linkcheck.cli import check, extract, report, scan
from linkcheck.errors import ExitCode, LinkcheckError
from linkcheck.report import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_CODES: Final = """
Exit codes:
  0 nothing to fix · 1 findings that --fail-on names · 2 usage or configuration
  3 an input could not be read · 4 incomplete: offline or interrupted · 70 a bug
"""

app = typer.Typer(
    name="linkcheck",
    help="Find every address that your documents cite, and say which are dead, blocked, moved or "
    "archived.\n\nBegin with: linkcheck scan PATH",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("scan", epilog=scan.EXAMPLES + EXIT_CODES)(scan.scan)
app.command("extract", epilog=extract.EXAMPLES)(extract.extract)
app.command("check", epilog=check.EXAMPLES + EXIT_CODES)(check.check)
app.command("report", epilog=report.EXAMPLES)(report.report)


def _show_version(value: bool) -> None:  # noqa: FBT001  (typer calls it so)
    if value:
        typer.echo(f"linkcheck {linkcheck.__version__}")
        raise typer.Exit


@app.callback()
def _common(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            help="Show the version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no exception leaves this function."""
    try:
        app(list(arguments), prog_name="linkcheck")
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else int(ExitCode.OK)
    except LinkcheckError as error:
        complain(error)
        return int(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("linkcheck: interrupted\n")
        return int(ExitCode.INCOMPLETE)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is ours and not the user's)
        return _admit_bug(error)
    return int(ExitCode.OK)


def complain(error: LinkcheckError) -> None:
    """Say on standard error what is wrong and what to do next."""
    sys.stderr.write(f"linkcheck: {shown(error.message)}\n")
    if error.hint:
        sys.stderr.write(f"  hint: {shown(error.hint)}\n")


def _admit_bug(error: Exception) -> int:
    summary = traceback.format_exception_only(error)[-1].strip()
    sys.stderr.write(
        f"linkcheck: this is a bug in linkcheck {linkcheck.__version__}: {shown(summary)}\n"
        "  hint: set LINKCHECK_DEBUG=1 to see where, and report it with the document at hand.\n"
    )
    if os.environ.get("LINKCHECK_DEBUG"):
        traceback.print_exception(error)
    return int(ExitCode.BUG)
