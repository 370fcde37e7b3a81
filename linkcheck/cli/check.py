"""`linkcheck check URL…`: single addresses, without a document."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from linkcheck.cli import options
from linkcheck.cli.config import load_settings
from linkcheck.cli.explain import write_explanations
from linkcheck.cli.job_summary import write_job_summary
from linkcheck.cli.output import DEFAULT_FORMAT, plan_outputs, write_outputs
from linkcheck.cli.progress import Display
from linkcheck.cli.running import begin_run, exit_code, run_checks, states_to_fail_on, summarise
from linkcheck.cli.store import opened_ledger
from linkcheck.connection import WITHOUT_NETWORK
from linkcheck.errors import UsageError
from linkcheck.findings import Bench
from linkcheck.model import ARGUMENTS, Document, Span
from linkcheck.parse import Source, open_document

if TYPE_CHECKING:
    from linkcheck.model import Citation
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger


EXAMPLES: Final = """
Examples:
  linkcheck check https://example.org/page
  linkcheck check 10.1038/nature12373 arXiv:1706.03762
  linkcheck check --explain https://example.org/page
"""


def check(  # noqa: PLR0913  (an option each)
    urls: Annotated[
        list[str],
        typer.Argument(
            metavar="URL…",
            help="Addresses (https://…) or identifiers (a DOI, arXiv:…).",
            show_default=False,
        ),
    ],
    *,
    timeout: options.Timeout = None,
    retries: options.Retries = None,
    allow_private: options.AllowPrivate = None,
    fragments: options.Fragments = None,
    user_agent: options.UserAgent = None,
    archive: options.Archive = None,
    max_gap: options.MaxGap = None,
    look_at_copies: options.LookAtCopies = None,
    output: options.Output = None,
    format_name: options.Format = None,
    fail_on: options.FailOn = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Show how each verdict came about: hops, times, signs, archives.",
            rich_help_panel=options.OUTPUT,
        ),
    ] = False,
    no_progress: options.NoProgress = False,
    config: options.Config = None,
    store: options.Store = None,
    no_store: options.NoStore = False,
) -> None:
    """Check single addresses and say all that is known of them."""
    settings = load_settings(
        config,
        {
            "timeout": timeout,
            "retries": retries,
            "allow_private": allow_private,
            "fragments": fragments,
            "user_agent": user_agent,
            "archive": archive,
            "max_gap": max_gap,
            "look_at_copies": look_at_copies,
            "archive_all": True,
            "fail_on": states_to_fail_on(fail_on),
        },
    )
    outputs = plan_outputs(output, format_name)
    citations = tuple(_cited(text, number, settings) for number, text in enumerate(urls, start=1))

    runs: list[int] = []

    def read(ledger: Ledger, run: int, _settings: Settings, display: Display) -> None:
        runs.append(run)
        display.read(ledger.add_document(run, Document(ARGUMENTS, "arguments"), citations))

    with opened_ledger(store, no_store=no_store) as ledger:
        run = begin_run(ledger, urls)
        report = run_checks(read, run, settings, ledger, Display(enabled=not no_progress))
        if explain:
            online = report.run.note not in WITHOUT_NETWORK
            bench = Bench(ledger, runs[0], settings, online=online)
            write_explanations(report.findings, ledger, runs[0], bench, sys.stdout)
            if outputs.stdout is not None and outputs.stdout.name == DEFAULT_FORMAT:
                outputs = outputs._replace(stdout=None)
        write_outputs(outputs, report, verbose=True)
        summarise(report, outputs)
        write_job_summary(report)
        code = exit_code(report, settings)
    raise typer.Exit(code)


def _cited(text: str, number: int, settings: Settings) -> Citation:
    """Read one argument as what a document could cite; its line is its number."""
    written = text.strip()
    for said in (written, f"doi:{written}"):  # in a text `10.1000/182` could be a fraction
        source = Source(path=ARGUMENTS, data=said.encode(), format="text")
        citations = list(open_document(source, settings)[1])
        if len(citations) == 1 and citations[0].text == said:
            (citation,) = citations
            length = len(written)
            span = Span(0, length, number, 1, number, 1 + length)
            return replace(citation, text=written, context=written, span=span)
    message = f"{text!r} is no address and no identifier"
    hint = "Write it whole, with its scheme: https://example.org/page"
    raise UsageError(message, hint=hint)
