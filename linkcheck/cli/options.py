"""The options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

READING = "What is read"
ASKING = "How the web is asked"
ARCHIVES = "How archives are asked"
OUTPUT = "What comes out"
RUNNING = "Running"

Paths: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…",
        help="Files, folders, globs ('docs/**/*.md'), web addresses, or - for standard input.",
        show_default=False,
    ),
]

# What is read
Include: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="REGEX",
        help="Only addresses that match (repeatable).",
        rich_help_panel=READING,
    ),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="REGEX",
        help="No addresses that match (repeatable; stronger than --include).",
        rich_help_panel=READING,
    ),
]
ExcludePath: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude-path",
        metavar="GLOB",
        help="No files or folders that match, in the manner of .gitignore (repeatable).",
        rich_help_panel=READING,
    ),
]
Hidden: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--hidden/--no-hidden",
        help="Read files and folders whose names begin with a dot.",
        rich_help_panel=READING,
        show_default=False,
    ),
]
IncludeCode: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--include-code/--no-include-code",
        help="Read addresses in code blocks and code spans too.",
        rich_help_panel=READING,
        show_default=False,
    ),
]
IncludeComments: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--include-comments/--no-include-comments",
        help="Read comments that no reader of a document sees (HTML, LaTeX, …) too.",
        rich_help_panel=READING,
        show_default=False,
    ),
]
BareDomains: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--bare-domains/--no-bare-domains",
        help="Read example.org/path as an address too; what is said of it is only possible.",
        rich_help_panel=READING,
        show_default=False,
    ),
]
WikiBase: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--wiki-base",
        metavar="URL",
        help="Read wiki links ([[Page]]) of Markdown and MediaWiki as pages below this address.",
        rich_help_panel=READING,
        show_default=False,
    ),
]
FormatIn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--format-in",
        metavar="NAME",
        help="Read everything as this format (markdown, html, csv, python, …), whatever its name.",
        rich_help_panel=READING,
        show_default=False,
    ),
]
Since: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="REV",
        help="Only files that git says were added or changed since REV.",
        rich_help_panel=READING,
    ),
]

# How the web is asked
Timeout: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        help="Longest time for one attempt. (default: 20)",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]
Retries: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--retries",
        metavar="N",
        help="Further attempts where trouble may pass. (default: 2)",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]
Concurrency: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--concurrency",
        metavar="N",
        help="Most requests at once. (default: 512)",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]
PerHost: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--per-host",
        metavar="N",
        help="Most requests at once to one host. (default: 4)",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]
Delay: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--delay",
        metavar="SECONDS",
        help="Least time between two requests to one host. (default: 0.05)",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]
AllowPrivate: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--allow-private/--no-allow-private",
        help="Ask addresses in private networks too (localhost, 192.168.…).",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]
Fragments: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--fragments/--no-fragments",
        help="Look for the cited places in living pages too (#results, #L10, #:~:text=…).",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]
UserAgent: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--user-agent",
        metavar="TEXT",
        help="Who we say we are.",
        rich_help_panel=ASKING,
        show_default=False,
    ),
]

# How archives are asked
Archive: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--archive",
        metavar="NAME|URL|none",
        help="Which archive to ask for copies (repeatable): wayback, arquivo, archive-it, "
        "memgator, the address of a pywb collection, timemap=URL or timegate=URL. "
        "(default: wayback)",
        rich_help_panel=ARCHIVES,
        show_default=False,
    ),
]
ArchiveAll: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--archive-all/--no-archive-all",
        help="Wait until the archives were asked for every address.",
        rich_help_panel=ARCHIVES,
        show_default=False,
    ),
]
ArchiveWait: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--archive-wait",
        metavar="SECONDS",
        help="Longest wait for the archives after the last check. (default: 60)",
        rich_help_panel=ARCHIVES,
        show_default=False,
    ),
]

MaxGap: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--max-gap",
        metavar="DAYS",
        help="Offer no copy farther than this from the day of the citation. (default: any)",
        rich_help_panel=ARCHIVES,
        show_default=False,
    ),
]
LookAtCopies: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--look-at-copies/--no-look-at-copies",
        help="Fetch each copy before it is offered, and offer none that is an error itself.",
        rich_help_panel=ARCHIVES,
        show_default=False,
    ),
]

# What comes out
Output: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write a report there, in the format of its ending (repeatable).",
        rich_help_panel=OUTPUT,
        show_default=False,
    ),
]
Format: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="What goes to standard output (and to files whose ending says nothing): table, html, "
        "markdown, lines, json, jsonl, csv, sarif, junit, github. (default: table)",
        rich_help_panel=OUTPUT,
        show_default=False,
    ),
]
FailOn: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on",
        metavar="STATE",
        help="States that make the exit code 1 (repeatable): dead, unreachable, blocked, moved, "
        "unchecked, alive; none for never. (default: dead)",
        rich_help_panel=OUTPUT,
        show_default=False,
    ),
]
Baseline: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Tell and fail on only what this earlier JSON report did not tell already.",
        rich_help_panel=OUTPUT,
        show_default=False,
    ),
]
Verbose: TypeAlias = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Show living citations too.", rich_help_panel=OUTPUT),
]
Quiet: TypeAlias = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Show only what is wrong.", rich_help_panel=OUTPUT),
]
NoProgress: TypeAlias = Annotated[
    bool,
    typer.Option("--no-progress", help="Draw no progress bar.", rich_help_panel=OUTPUT),
]

# Running
Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Read settings from this file instead of linkcheck.toml or pyproject.toml.",
        rich_help_panel=RUNNING,
        show_default=False,
    ),
]
Store: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="FILE",
        help="Keep what is found in this ledger instead of your data folder's.",
        rich_help_panel=RUNNING,
        show_default=False,
    ),
]
NoStore: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-store",
        help="Keep nothing: use a temporary ledger.",
        rich_help_panel=RUNNING,
    ),
]
Resume: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on with the last run over the same paths if it was interrupted.",
        rich_help_panel=RUNNING,
    ),
]
