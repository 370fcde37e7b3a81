"""The command line as a whole: its commands, and what every ending looks like."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, Annotated, Final

import typer

import linkcheck
from linkcheck.errors import ExitCode, LinkcheckError
from linkcheck.report import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EXIT_CODES: Final = """
Exit codes:
  0  nothing to fix              3  an input could not be read
  1  findings of --fail-on       4  incomplete: offline or interrupted
  2  usage or configuration      70 a bug in linkcheck
"""
_CTRL_C: Final = 130  # how typer ends then


def _common(
    context: typer.Context,
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            help="Show the version and exit; with -v, also what it runs on.",
        ),
    ] = False,
    verbose: Annotated[bool, typer.Option("-v", hidden=True)] = False,
) -> None:
    """Take the options that stand before a command."""
    if version:
        typer.echo(f"linkcheck {linkcheck.__version__}")
        if verbose:
            _show_surroundings()
        raise typer.Exit
    if context.invoked_subcommand is None:
        context.fail("Missing command.")


def _show_surroundings() -> None:
    """Say what carries requests here, for reports of bugs."""
    import platform  # noqa: PLC0415  (--version alone is quick)

    from linkcheck.cli.loop import loop_name  # noqa: PLC0415  (as above)
    from linkcheck.fetch.engines import engine_name  # noqa: PLC0415  (as above)

    typer.echo(f"engine: {engine_name()}")
    typer.echo(f"event loop: {loop_name()}")
    typer.echo(f"Python {platform.python_version()} on {platform.platform()}")


def _add_scan(app: typer.Typer) -> None:
    from linkcheck.cli import scan  # noqa: PLC0415  (see `_COMMANDS`)

    app.command("scan", epilog=scan.EXAMPLES + EXIT_CODES)(scan.scan)


def _add_extract(app: typer.Typer) -> None:
    from linkcheck.cli import extract  # noqa: PLC0415  (as above)

    app.command("extract", epilog=extract.EXAMPLES)(extract.extract)


def _add_check(app: typer.Typer) -> None:
    from linkcheck.cli import check  # noqa: PLC0415  (as above)

    app.command("check", epilog=check.EXAMPLES + EXIT_CODES)(check.check)


def _add_report(app: typer.Typer) -> None:
    from linkcheck.cli import report  # noqa: PLC0415  (as above)

    app.command("report", epilog=report.EXAMPLES)(report.report)


def _add_diff(app: typer.Typer) -> None:
    from linkcheck.cli import diff  # noqa: PLC0415  (as above)

    app.command("diff", epilog=diff.EXAMPLES)(diff.diff)


# Each imports what it needs when it is asked for: `extract` is not to wait for HTTP clients.
_COMMANDS: Final[dict[str, Callable[[typer.Typer], None]]] = {
    "scan": _add_scan,
    "extract": _add_extract,
    "check": _add_check,
    "report": _add_report,
    "diff": _add_diff,
}


def _app(arguments: Sequence[str]) -> typer.Typer:
    """Make the command line: all of it, or of its commands only the one that is asked for."""
    app = typer.Typer(
        name="linkcheck",
        help="Find every address that your documents cite, and say which are dead, blocked, moved "
        "or archived.\n\nBegin with: linkcheck scan PATH",
        epilog=EXIT_CODES,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_common)
    asked = arguments[0] if arguments else ""
    for name, add in _COMMANDS.items():
        if asked == name or asked not in _COMMANDS:
            add(app)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no exception leaves this function."""
    try:
        _app(arguments)(list(arguments), prog_name="linkcheck")
    except SystemExit as ending:
        if ending.code == _CTRL_C:
            return _interrupted()
        return ending.code if isinstance(ending.code, int) else int(ExitCode.OK)
    except LinkcheckError as error:
        complain(error)
        return int(error.exit_code)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001  (whatever it is, it is ours and not the user's)
        return _admit_bug(error)
    return int(ExitCode.OK)


def _interrupted() -> int:
    sys.stderr.write("linkcheck: interrupted\n")
    return int(ExitCode.INCOMPLETE)


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
