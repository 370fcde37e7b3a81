"""Renew the index of formats: `python -m linkcheck.parse.formats`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from linkcheck.parse.formats import cards_of, modules

INDEX: Final = Path(__file__).with_name("_index.py")

_HEAD: Final = '''"""What each format is known by, so that names need no format to be imported.

Made by `python -m linkcheck.parse.formats`, which asks the formats themselves; a test compares.
The columns are those of `linkcheck.parse.formats.Card`.
"""

from __future__ import annotations

from typing import Final, TypeAlias

Row: TypeAlias = tuple[str, str, tuple[str, ...], tuple[str, ...], bytes, tuple[str, ...], bool]

# Rows are as `repr` writes them.
# fmt: off
# ruff: noqa: E501, Q000
ROWS: Final[tuple[Row, ...]] = (
'''


def index() -> str:
    """Return what the index should be."""
    rows = (f"    {tuple(card)!r},\n" for module in modules() for card in cards_of(module))
    return f"{_HEAD}{''.join(rows)})\n"


if __name__ == "__main__":
    INDEX.write_text(index(), encoding="utf-8")
