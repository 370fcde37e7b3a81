"""The ledger's shape, as numbered SQL files: a change of it is a new file, never an edit.

`PRAGMA user_version` says how many of them a ledger has seen.
"""

from __future__ import annotations

import sqlite3
from importlib import resources


def migrations() -> tuple[tuple[str, ...], ...]:
    """Return the statements of each migration, in order."""
    folder = resources.files(__name__)
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".sql"))
    return tuple(_statements(folder.joinpath(name).read_text("utf-8")) for name in names)


def _statements(script: str) -> tuple[str, ...]:
    """Split a script, because `executescript` would end the transaction it should run in."""
    statements = []
    current = ""
    for line in script.splitlines():
        current += f"{line}\n"
        if sqlite3.complete_statement(current):
            statements.append(current.strip())
            current = ""
    return tuple(statements)
