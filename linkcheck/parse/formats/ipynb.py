"""Jupyter notebooks: cells of Markdown and code, each a part (`cell 4`), lines counted in it.

What running a cell has put out is not read: nobody has written it, and the next run replaces it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from linkcheck.parse.failures import Failures
from linkcheck.parse.formats import FALLBACK, Format, format_by_name_of, format_named
from linkcheck.parse.nested import nested_parts
from linkcheck.parse.office.package import broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_MARKDOWN: Final = "markdown"
_KINDS: Final = {"markdown": _MARKDOWN, "heading": _MARKDOWN, "raw": FALLBACK}
_ENDINGS: Final = {"python": ".py", "julia": ".jl", "r": ".r", "javascript": ".js", "rust": ".rs"}


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    notebook = _notebook(content)
    code = _code_format(notebook)
    failures = Failures()
    for number, cell in enumerate(_cells(notebook), start=1):
        kind = cell.get("cell_type")
        source = _source(cell)
        if not source:
            continue
        form = _KINDS.get(kind, code) if isinstance(kind, str) else code
        with failures:
            yield from nested_parts(content, f"cell {number}", source, settings, form=form)
    failures.raise_first()


def _notebook(content: Content) -> dict[str, object]:
    """Return the notebook; raises `DocumentError`: broken, binary."""
    try:
        notebook: object = json.loads(content.text())
    except (ValueError, RecursionError) as error:
        raise broken(content.path, f"it is not the JSON of a notebook: {error}") from error
    if not isinstance(notebook, dict):
        raise broken(content.path, "it is JSON, but no notebook")
    return notebook


def _cells(notebook: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield the cells; notebooks before version 4 have them in worksheets."""
    yield from _dicts(notebook.get("cells"))
    for sheet in _dicts(notebook.get("worksheets")):
        yield from _dicts(sheet.get("cells"))


def _dicts(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def _source(cell: dict[str, object]) -> str:
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _code_format(notebook: dict[str, object]) -> str:
    """Return the format for the cells of code: that of the notebook's language."""
    metadata = notebook.get("metadata")
    info = metadata.get("language_info") if isinstance(metadata, dict) else None
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = info.get("name") if isinstance(info, dict) else None
    if language is None and isinstance(kernel, dict):
        language = kernel.get("language")
    name = language.lower() if isinstance(language, str) else "python"
    form = format_named(name) or format_by_name_of(f"cell{_ENDINGS.get(name, '.' + name)}")
    return FALLBACK if form is None else form.name


FORMAT = Format(name="ipynb", parts=_parts, suffixes=(".ipynb",))
