"""Run the checks: progress, Ctrl-C, and what a report means for the exit code."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

import linkcheck
from linkcheck.checking import check_targets
from linkcheck.cli.loop import allow_many_connections, ended_by_sigterm, loop_factory
from linkcheck.cli.output import DEFAULT_FORMAT, terminal_style
from linkcheck.connection import WITHOUT_NETWORK
from linkcheck.errors import ExitCode
from linkcheck.fetch.proxies import Proxies
from linkcheck.model import State
from linkcheck.report import shown
from linkcheck.report.summary import write_summary
from linkcheck.scan import INTERRUPTED, build_report, run_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from linkcheck.cli.output import Outputs
    from linkcheck.cli.progress import Display
    from linkcheck.model import Report
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

    Read: TypeAlias = Callable[[Ledger, int, Settings, Display], None]


def begin_run(ledger: Ledger, paths: Sequence[str], *, resume: bool = False) -> int:
    """Begin a run in the ledger and return its number.

    To `resume` is to keep the answers of the last run over the same paths, if it was not complete.
    """
    key = run_key(paths)
    earlier = ledger.latest_incomplete_run(key) if resume else None
    run = ledger.begin_run(datetime.now(UTC), linkcheck.__version__, key)
    if earlier is not None:
        kept = ledger.carry_over(earlier, run)
        sys.stderr.write(f"linkcheck: going on with an interrupted run: {kept} answers kept\n")
    elif resume:
        sys.stderr.write("linkcheck: no interrupted run over these paths: all is checked\n")
    return run


def run_checks(
    read: Read, run: int, settings: Settings, ledger: Ledger, display: Display
) -> Report:
    """Read the documents and check them; Ctrl-C ends it early with what is known so far."""
    note = None
    allow_many_connections()
    with display, ended_by_sigterm():
        try:
            read(ledger, run, settings, display)
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                note = runner.run(check_targets(ledger, run, settings, display))
        except KeyboardInterrupt:
            note = INTERRUPTED
    if note is INTERRUPTED:
        sys.stderr.write("linkcheck: interrupted: telling what is known so far\n")
    if note in WITHOUT_NETWORK:
        for proxy in Proxies.of_environment().shown():
            sys.stderr.write(f"linkcheck: addresses were asked by way of {shown(proxy)}\n")
    return build_report(ledger, run, settings, note=note)


def states_to_fail_on(given: Sequence[str] | None) -> list[str] | None:
    """Read `--fail-on`: `none` stands for no state at all."""
    if given is None:
        return None
    return [] if list(given) == ["none"] else list(given)


def exit_code(report: Report, settings: Settings) -> int:
    """Return the highest of incomplete, unreadable input and findings that applies."""
    if not report.run.complete:
        return int(ExitCode.INCOMPLETE)
    if report.summary.unreadable:
        return int(ExitCode.INPUT)
    if any(report.summary.count_new(State(state)) for state in settings.fail_on):
        return int(ExitCode.FINDINGS)
    return int(ExitCode.OK)


def summarise(report: Report, outputs: Outputs) -> None:
    """Say on standard error where reports were written and, unless a table does, what came out."""
    for path, _ in outputs.files:
        sys.stderr.write(f"linkcheck: wrote {shown(str(path))}\n")
    if outputs.stdout is None or outputs.stdout.name != DEFAULT_FORMAT:
        write_summary(report.run, report.summary, sys.stderr, terminal_style(sys.stderr))
