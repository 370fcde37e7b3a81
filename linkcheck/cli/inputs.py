"""Which documents are read, and what is said when that does not work out."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.errors import DocumentError, UsageError
from linkcheck.parse import format_names
from linkcheck.parse.changed import changed_files
from linkcheck.reading import Inputs
from linkcheck.report import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkcheck.model import DocumentResult


def inputs_of(paths: Sequence[str], since: str | None, format_in: str | None = None) -> Inputs:
    """Take the paths as given, or only those of their files that changed since a revision.

    Raises `UsageError` for an unknown revision, and where `format_in` names no format.
    """
    cwd = Path.cwd()
    only = None if since is None else changed_files(since, cwd)
    return Inputs(
        tuple(paths),
        cwd,
        sys.stdin.buffer.read,
        only,
        None if format_in is None else _known(format_in),
    )


def _known(name: str) -> str:
    names = format_names()
    if name.lower() in names:
        return name.lower()
    near = difflib.get_close_matches(name.lower(), names, n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"Known formats: {', '.join(names)}."
    message = f"--format-in {name}: there is no such format"
    raise UsageError(message, hint=hint)


def complain_of_documents(inputs: Inputs, documents: Sequence[DocumentResult]) -> None:
    """Name the documents that could not be read, on standard error.

    Raises `DocumentError` where there was not one document, unless only changed ones were wanted.
    """
    complain_of_problems(documents)
    complain_of_nothing(inputs, len(documents))


def complain_of_problems(documents: Iterable[DocumentResult]) -> None:
    """Name the documents that could not be read, on standard error."""
    for each in documents:
        if each.problem is not None:
            where = shown(each.document.path)
            sys.stderr.write(f"linkcheck: {where}: {shown(each.problem.message)}\n")


def complain_of_nothing(inputs: Inputs, documents: int) -> None:
    """Say so, on standard error, where there was no document.

    Raises `DocumentError` then, unless only changed ones were wanted.
    """
    if documents:
        return
    where = ", ".join(inputs.paths)
    if inputs.only is None:
        message = f"no documents in {where}"
        hint = "Name a file, or a folder with documents; --hidden reads hidden ones too."
        msg = "no-documents"
        raise DocumentError(msg, message, hint=hint)
    sys.stderr.write(f"linkcheck: no documents in {shown(where)} were added or changed\n")
