"""`linkcheck extract PATH…`: citations only, no network."""

from __future__ import annotations

from typing import Final

import typer

from linkcheck.cli import options
from linkcheck.cli.config import load_settings
from linkcheck.cli.inputs import complain_of_documents, inputs_of
from linkcheck.cli.output import plan_outputs, write_outputs
from linkcheck.errors import ExitCode
from linkcheck.reading import extract as extract_citations

EXAMPLES: Final = """
Examples:
  linkcheck extract thesis.md
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
        },
    )
    outputs = plan_outputs(output, format_name)
    inputs = inputs_of(paths, since, format_in)
    extraction = extract_citations(inputs, settings)
    complain_of_documents(inputs, extraction.documents)
    write_outputs(outputs, extraction)
    unreadable = any(each.problem is not None for each in extraction.documents)
    raise typer.Exit(int(ExitCode.INPUT if unreadable else ExitCode.OK))
