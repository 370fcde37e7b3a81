"""Where the ledger is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.store import open_ledger, temporary_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkcheck.store import Ledger


@contextmanager
def opened_ledger(store: Path | None, *, no_store: bool) -> Iterator[Ledger]:
    """Open the ledger that was asked for: a file, a temporary one, or the user's own."""
    if no_store:
        if store is not None:
            message = "--store and --no-store contradict each other"
            raise UsageError(message)
        with temporary_ledger() as ledger:
            yield ledger
        return
    with open_ledger(store if store is not None else default_store()) as ledger:
        yield ledger


def default_store() -> Path:
    """Return the ledger's place in the user's data folder."""
    from platformdirs import user_data_path  # noqa: PLC0415  (only here)

    return user_data_path("linkcheck", appauthor=False, ensure_exists=True) / "ledger.sqlite3"
