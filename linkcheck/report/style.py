"""How a report for people is to look: decided at the edge, where the terminal is known."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """Say what the place where a report is read can show; the defaults suit a file or a pipe.

    `width` is in columns, None where nothing has to fit. `unicode` allows signs such as ✗ and →
    (a stream that cannot take what documents hold must replace it itself, by its `errors`).
    `hyperlinks` makes addresses clickable (OSC 8). `verbose` shows everything, addresses in
    full; `quiet` only what is wrong. `root` is the folder (absolute) from which the paths of
    documents lead to files: known, and hyperlinks allowed, places are clickable too.
    """

    width: int | None = None
    color: bool = False
    unicode: bool = True
    hyperlinks: bool = False
    verbose: bool = False
    quiet: bool = False
    root: str | None = None
