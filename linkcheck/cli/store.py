"""Where the ledger is."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from linkcheck.errors import UsageError
from linkcheck.report import shown
from linkcheck.store import open_ledger, temporary_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkcheck.store import Ledger


@contextmanager
def opened_ledger(store: Path | None, *, no_store: bool) -> Iterator[Ledger]:
    """Open the ledger that was asked for: a file, a temporary one, or the user's own.

    Who asked for none has a temporary one where his own cannot be kept (in a container, say).
    """
    if no_store and store is not None:
        message = "--store and --no-store contradict each other"
        raise UsageError(message)
    place = None if no_store else store or _own_store()
    with temporary_ledger() if place is None else open_ledger(place) as ledger:
        yield ledger


def default_store() -> Path:
    """Return the ledger's place in the user's data folder."""
    from platformdirs import user_data_path  # noqa: PLC0415  (only here)

    return user_data_path("linkcheck", appauthor=False) / "ledger.sqlite3"


def _own_store() -> Path | None:
    """Return the user's own ledger, or say that there can be none."""
    path = default_store()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        reason = "" if os.access(path.parent, os.W_OK) else "no permission to write there"
    except OSError as error:
        reason = error.strerror or str(error)
    if not reason:
        return path
    sys.stderr.write(f"linkcheck: nothing is kept: {shown(str(path.parent))}: {shown(reason)}\n")
    return None
