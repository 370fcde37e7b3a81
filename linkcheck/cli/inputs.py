"""Which documents are read, and what is said when that does not work out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from linkcheck.errors import DocumentError
from linkcheck.parse.changed import changed_files
from linkcheck.reading import Inputs
from linkcheck.report import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkcheck.model import DocumentResult


def inputs_of(paths: Sequence[str], since: str | None) -> Inputs:
    """Take the paths as given, or only those of their files that changed since a revision."""
    cwd = Path.cwd()
    only = None if since is None else changed_files(since, cwd)
    return Inputs(tuple(paths), cwd, sys.stdin.buffer.read, only)


def complain_of_documents(inputs: Inputs, documents: Sequence[DocumentResult]) -> None:
    """Name the documents that could not be read, on standard error.

    Raises `DocumentError` where there was not one document, unless only changed ones were wanted.
    """
    for each in documents:
        if each.problem is not None:
            where = shown(each.document.path)
            sys.stderr.write(f"linkcheck: {where}: {shown(each.problem.message)}\n")
    if documents:
        return
    where = ", ".join(inputs.paths)
    if inputs.only is None:
        message = f"no documents in {where}"
        hint = "Name a file, or a folder with documents; --hidden reads hidden ones too."
        msg = "no-documents"
        raise DocumentError(msg, message, hint=hint)
    sys.stderr.write(f"linkcheck: no documents in {shown(where)} were added or changed\n")
