"""What the formats of spreadsheets share: names of cells, and formulas that link."""

from __future__ import annotations

import re
from typing import Final

_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\b")
# The first argument as far as it is one literal: what is put together shows nothing to check.
_LINK: Final = re.compile(r'\bHYPERLINK\s*\(\s*"((?:[^"]|"")*)"\s*[,;)]', re.IGNORECASE)
_LETTERS: Final = 26


def cell_name(column: int, row: int) -> str:
    """Return the name of a cell, both counted from 0: `cell_name(27, 6)` is `AB7`."""
    letters = ""
    column += 1
    while column > 0:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def first_cell(reference: str) -> str:
    """Return the first cell of a reference such as `$B$7:C9`, or nothing."""
    found = _REFERENCE.match(reference)
    return "" if found is None else f"{found[1].upper()}{found[2]}"


def formula_address(formula: str) -> str:
    """Return the address that a formula links to (`HYPERLINK("https://e.org/")`), or nothing."""
    found = _LINK.search(formula)
    return "" if found is None else found[1].replace('""', '"')
