"""One SQLite file: opened with care, changed in transactions, its errors said to people.

The library is the standard one. With write-ahead logging a second linkcheck can read and write
the same file, and a commit does not wait for the disk: what is committed survives the process
being killed, and all but the last moments survive a power cut.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import msgspec

from linkcheck.errors import LedgerError
from linkcheck.store.migrations import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Value: TypeAlias = str | int | float | bytes | None
Shape = TypeVar("Shape")

APPLICATION_ID: Final = 0x4C4B434B  # "LKCK", so that no other program's file is taken for ours
BUSY_SECONDS: Final = 10.0


class Database:
    """Hold one open ledger file, migrated to the shape that this version knows.

    Raises `LedgerError`, from all methods, when the file is no ledger, is of a newer version,
    is locked for long, or cannot be written.
    """

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self._path = path
        with self._explained():
            self._connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
        try:
            with self._explained():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._explained():
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that is executed inside, or nothing of it."""
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with self._explained():
                self._connection.rollback()
            raise
        with self._explained():
            self._connection.commit()

    def execute(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Execute one statement and return the id of the row it inserted, if it did."""
        with self._explained():
            return self._connection.execute(statement, values).lastrowid or 0

    def execute_many(self, statement: str, rows: Sequence[Sequence[Value]]) -> None:
        """Execute one statement for each row."""
        with self._explained():
            self._connection.executemany(statement, rows)

    def rows(
        self, shape: type[Shape], statement: str, values: Sequence[Value] = ()
    ) -> Iterator[Shape]:
        """Yield the rows of a query as they are asked for, each as the named tuple given."""
        with self._explained():
            for row in self._connection.execute(statement, values):
                yield msgspec.convert(row, shape)

    def row(self, shape: type[Shape], statement: str, values: Sequence[Value] = ()) -> Shape | None:
        """Return the first row of a query."""
        return next(self.rows(shape, statement, values), None)

    def _prepare(self) -> None:
        connection = self._connection
        # Texts of documents may hold lone surrogates; see linkcheck.store.rows.
        connection.text_factory = _text
        connection.execute("PRAGMA foreign_keys = ON")
        # Of a new file: a fifth quicker to fill than with the usual 4 KiB. No effect on others.
        connection.execute("PRAGMA page_size = 16384")
        self._check_identity()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")  # KiB
        connection.execute("PRAGMA wal_autocheckpoint = 8192")  # pages: 128 MiB
        steps = migrations()
        if self._version() < len(steps):
            with self.transaction():
                # Asked again: another process may have been here in the meantime.
                for number, step in enumerate(steps[self._version() :], start=self._version()):
                    for statement in step:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {number + 1}")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    def _check_identity(self) -> None:
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application != APPLICATION_ID:
            message = f"{self._path} is a database, but not linkcheck's"
            raise LedgerError(message, hint="Choose another file with --store FILE.")
        known = len(migrations())
        if self._version() > known:
            message = (
                f"{self._path} was written by a newer linkcheck "
                f"(its shape is {self._version()}, this one knows {known})"
            )
            hint = "Upgrade linkcheck, or choose another file with --store FILE."
            raise LedgerError(message, hint=hint)

    def _version(self) -> int:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        return int(version)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn SQLite's errors into ours, with what to do next."""
        try:
            yield
        except sqlite3.Error as error:
            raise _explain(self._path, error) from error
        except msgspec.MsgspecError as error:
            what, hint = _EXPLANATIONS[sqlite3.SQLITE_CORRUPT]
            message = f"the ledger {self._path} {what} ({error})"
            raise LedgerError(message, hint=hint) from error


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


_ELSEWHERE: Final = "Choose another file with --store FILE, or keep none with --no-store."

# By SQLite's primary result code: https://sqlite.org/rescode.html
_EXPLANATIONS: Final = {
    sqlite3.SQLITE_BUSY: (
        "is locked by another program",
        "Wait until the other linkcheck has ended, or choose another file with --store FILE.",
    ),
    sqlite3.SQLITE_NOTADB: ("is not a database", "Choose another file with --store FILE."),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "Move it away: linkcheck will start a new one."),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", _ELSEWHERE),
    sqlite3.SQLITE_READONLY: ("cannot be written", _ELSEWHERE),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", f"Make room. {_ELSEWHERE}"),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", _ELSEWHERE),
}


def _explain(path: Path, error: sqlite3.Error) -> LedgerError:
    # The extended code's lowest byte is the primary one; errors of the Python layer have none.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    what, hint = _EXPLANATIONS.get(code, ("cannot be used", _ELSEWHERE))
    return LedgerError(f"the ledger {path} {what} ({error})", hint=hint)
