"""Print what a document cites, in the form of the TOML files beside the documents.

    python -m tests.parse.describe tests/parse/documents/rst/paper.rst [include-code=true …]

A draft: compare it with the document by eye before it is believed.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Final

from linkcheck.model import Kind, Place
from linkcheck.parse import Source, open_document
from linkcheck.parse.formats import recognise
from linkcheck.parse.source import Content
from tests.parse.test_documents import FOLDER, as_row, read, settings_of

_DEFAULTS: Final[dict[str, object]] = {
    "kind": Kind.URL.value, "place": Place.PROSE.value, "page": None, "part": None,
    "fragment": None, "accessed": None, "candidates": [], "context": None,
}  # fmt: skip


def described(path: Path, settings: dict[str, object]) -> str:
    """Return the TOML that describes a document as it is read now."""
    form = recognise(path.name, Content(path.name, path.read_bytes())).name
    inside = path.resolve().is_relative_to(FOLDER)
    shown = path.resolve().relative_to(FOLDER).as_posix() if inside else path.resolve().as_posix()
    head: dict[str, object] = {"document": shown, "format": form, "settings": settings}
    document, _citations = open_document(Source(path.name, file=path), settings_of(head))
    document, citations, error = read(head)
    lines = [f"document = {_value(shown)}", f"format = {_value(form)}"]
    if document.date is not None:
        lines.append(f"date = {document.date}")
    if error is not None:
        lines.append(f"error = {_value(error)}")
    if settings:
        inner = ", ".join(f"{key} = {_value(value)}" for key, value in settings.items())
        lines.append(f"settings = {{ {inner} }}")
    for citation in citations:
        row = as_row(citation)
        if citation.span.line == citation.span.end_line:
            del row["end"]
        del row["context"]
        lines += ["", "[[citation]]"]
        lines += [
            f"{key} = {_value(value)}"
            for key, value in row.items()
            if key not in _DEFAULTS or value != _DEFAULTS[key]
        ]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Describe the document that is named on the command line."""
    settings: dict[str, object] = {}
    for argument in sys.argv[2:]:
        key, _mark, value = argument.partition("=")
        settings[key] = {"true": True, "false": False}.get(value, value)
    sys.stdout.write(described(Path(sys.argv[1]), settings))


if __name__ == "__main__":
    main()
