"""`linkcheck extract PATH…`: citations only, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from linkcheck.cli import options
from linkcheck.cli.config import load_settings
from linkcheck.cli.inputs import (
    complain_of_documents,
    complain_of_nothing,
    complain_of_problems,
    inputs_of,
)
from linkcheck.cli.output import plan_outputs, write_outputs, write_text
from linkcheck.errors import ExitCode
from linkcheck.listing import list_citations
from linkcheck.reading import collecting_rarely
from linkcheck.reading import extract as extract_citations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.cli.output import Outputs
    from linkcheck.model import DocumentResult
    from linkcheck.reading import Inputs
    from linkcheck.settings import Settings

EXAMPLES: Final = """
Examples:
  linkcheck extract thesis.md
  linkcheck extract docs/ --format lines
  linkcheck extract docs/ --format json -o citations.json
"""


def extract(  # noqa: PLR0913  (an option each)
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
    allow_private: options.AllowPrivate = None,
    output: options.Output = None,
    format_name: options.Format = None,
    config: options.Config = None,
) -> None:
    """List every address that documents cite, with its place; none of them is asked."""
    settings = load_settings(
        config,
        {
            "include": include,
            "exclude": exclude,
            "exclude_path": exclude_path,
            "hidden": hidden,
            "include_code": include_code,
            "allow_private": allow_private,
            "bare_domains": bare_domains,
            "include_comments": include_comments,
            "wiki_base": wiki_base,
        },
    )
    outputs = plan_outputs(output, format_name)
    inputs = inputs_of(paths, since, format_in)
    write = _write_lines if outputs.only == "lines" else _write_citations
    readable = write(outputs, inputs, settings)
    raise typer.Exit(int(ExitCode.OK if readable else ExitCode.INPUT))


def _write_citations(outputs: Outputs, inputs: Inputs, settings: Settings) -> bool:
    """Read all documents, then write what they cite; tell whether all could be read."""
    with collecting_rarely():
        extraction = extract_citations(inputs, settings)
        complain_of_documents(inputs, extraction.documents)
        write_outputs(outputs, extraction)
    return all(each.problem is None for each in extraction.documents)


def _write_lines(outputs: Outputs, inputs: Inputs, settings: Settings) -> bool:
    """Write of each document what it cites as soon as it is read, and keep none of it."""
    problems: list[DocumentResult] = []
    documents = 0

    def texts() -> Iterator[str]:
        nonlocal documents
        for listed in list_citations(inputs, settings):
            documents += listed.documents
            problems.extend(listed.problems)
            yield listed.text
        complain_of_problems(problems)
        complain_of_nothing(inputs, documents)

    write_text(outputs, texts())
    return not problems
