"""`linkcheck scan PATH…`: the main job."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import typer

from linkcheck.cli import options
from linkcheck.cli.config import load_settings
from linkcheck.cli.inputs import complain_of_documents, inputs_of
from linkcheck.cli.job_summary import write_job_summary
from linkcheck.cli.output import plan_outputs, write_outputs
from linkcheck.cli.progress import Display
from linkcheck.cli.running import begin_run, exit_code, run_checks, states_to_fail_on, summarise
from linkcheck.cli.store import opened_ledger
from linkcheck.cli.stream import stream_for
from linkcheck.errors import UsageError
from linkcheck.reading import read_documents
from linkcheck.report import measured_against, read_report

if TYPE_CHECKING:
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger


EXAMPLES: Final = """
Examples:
  linkcheck scan thesis.md                   one document
  linkcheck scan docs/ -o report.json        a folder, a report for programs
  linkcheck scan . --since origin/main       what a branch adds or changes
  linkcheck scan . --baseline report.json    what is new since a report
  pdftotext paper.pdf - | linkcheck scan -   what another program prints
"""


def scan(  # noqa: PLR0913  (an option each)
    paths: options.Paths,
    *,
    include: options.Include = None,
    exclude: options.Exclude = None,
    exclude_path: options.ExcludePath = None,
    hidden: options.Hidden = None,
    include_code: options.IncludeCode = None,
    bare_domains: options.BareDomains = None,
    include_comments: options.IncludeComments = None,
    wiki_base: options.WikiBase = None,
    format_in: options.FormatIn = None,
    since: options.Since = None,
    timeout: options.Timeout = None,
    retries: options.Retries = None,
    concurrency: options.Concurrency = None,
    per_host: options.PerHost = None,
    delay: options.Delay = None,
    allow_private: options.AllowPrivate = None,
    fragments: options.Fragments = None,
    user_agent: options.UserAgent = None,
    archive: options.Archive = None,
    archive_all: options.ArchiveAll = None,
    archive_wait: options.ArchiveWait = None,
    max_gap: options.MaxGap = None,
    look_at_copies: options.LookAtCopies = None,
    output: options.Output = None,
    format_name: options.Format = None,
    fail_on: options.FailOn = None,
    baseline: options.Baseline = None,
    verbose: options.Verbose = False,
    quiet: options.Quiet = False,
    no_progress: options.NoProgress = False,
    config: options.Config = None,
    resume: options.Resume = False,
    store: options.Store = None,
    no_store: options.NoStore = False,
) -> None:
    """Check every address that documents cite, and say what is broken and what to put there."""
    settings = load_settings(
        config,
        {
            "include": include,
            "exclude": exclude,
            "exclude_path": exclude_path,
            "hidden": hidden,
            "include_code": include_code,
            "bare_domains": bare_domains,
            "include_comments": include_comments,
            "wiki_base": wiki_base,
            "timeout": timeout,
            "retries": retries,
            "concurrency": concurrency,
            "per_host": per_host,
            "delay": delay,
            "allow_private": allow_private,
            "fragments": fragments,
            "user_agent": user_agent,
            "archive": archive,
            "archive_all": archive_all,
            "archive_wait": archive_wait,
            "max_gap": max_gap,
            "look_at_copies": look_at_copies,
            "fail_on": states_to_fail_on(fail_on),
        },
    )
    if resume and no_store:
        message = "--resume needs the store that --no-store does without"
        raise UsageError(message)
    outputs = plan_outputs(output, format_name)
    earlier = None if baseline is None else read_report(baseline)
    inputs = inputs_of(paths, since, format_in)

    def read(ledger: Ledger, run: int, settings: Settings, display: Display) -> None:
        read_documents(inputs, settings, ledger, run, display)
        complain_of_documents(inputs, ledger.documents(run))

    with opened_ledger(store, no_store=no_store) as ledger:
        run = begin_run(ledger, paths, resume=resume)
        stream = stream_for(outputs, ledger, run, settings)
        display = Display(enabled=not no_progress and not quiet, stream=stream)
        report = run_checks(read, run, settings, ledger, display)
        if earlier is not None:
            report = measured_against(report, earlier)
        finish = None if stream is None else partial(stream.finish, report)
        write_outputs(outputs, report, verbose=verbose, quiet=quiet, finish=finish)
        summarise(report, outputs)
        write_job_summary(report)
        code = exit_code(report, settings)
    raise typer.Exit(code)
