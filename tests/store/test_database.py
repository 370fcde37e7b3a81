from __future__ import annotations

import os
import sqlite3
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from linkcheck.errors import ExitCode, LedgerError
from linkcheck.store import open_ledger, temporary_ledger
from linkcheck.store.database import APPLICATION_ID, Database
from linkcheck.store.migrations import migrations

if TYPE_CHECKING:
    from pathlib import Path


def pragma(path: Path, name: str) -> int:
    connection = sqlite3.connect(path)
    try:
        (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    finally:
        connection.close()
    return int(value)


def sql(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute(statement)
        connection.commit()
    finally:
        connection.close()


def refusal(path: Path) -> LedgerError:
    with pytest.raises(LedgerError) as caught, open_ledger(path):
        pass
    assert caught.value.exit_code is ExitCode.INCOMPLETE
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_new_ledger_has_the_shape_of_this_version(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path):
        pass

    assert pragma(path, "user_version") == len(migrations())
    assert pragma(path, "application_id") == APPLICATION_ID


def test_a_ledger_of_the_first_shape_is_brought_up_to_date_with_all_that_is_in_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.sqlite"
    connection = sqlite3.connect(path)
    for statement in migrations()[0]:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.executescript(
        """
        INSERT INTO run (id, key, version, started_at)
        VALUES (1, 'key', '0', '2026-11-01T00:00:00+00:00');
        INSERT INTO document (id, run, path, format) VALUES (1, 1, 'a.md', 'markdown');
        INSERT INTO target VALUES (1, 'https://a.example/', 'a.example', 'a.example', 'url');
        INSERT INTO citation (run, document, target, start_offset, end_offset, line, "column",
            end_line, end_column, text, kind, place)
        VALUES (1, 1, 1, 0, 18, 1, 1, 1, 19, 'https://a.example/', 'url', 'prose');
        """
    )
    connection.close()

    with open_ledger(path) as ledger:
        (cited,) = ledger.citations(1, "https://a.example/")
    assert (cited.text, cited.copy_of) == ("https://a.example/", None)
    assert pragma(path, "user_version") == len(migrations())


def test_a_migration_is_made_of_whole_statements() -> None:
    for step in migrations():
        assert step
        assert all(sqlite3.complete_statement(statement) for statement in step)


def test_two_openings_share_one_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    began = datetime(2026, 11, 1, tzinfo=UTC)
    with open_ledger(path) as one, open_ledger(path) as other:
        run = one.begin_run(began, "0", "key")
        assert other.run(run).started_at == began


def test_a_text_file_is_no_ledger_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes, and no database at all.\n" * 50)

    assert "is not a database" in refusal(path).message
    assert path.read_text().startswith("These are my notes")


def test_the_database_of_another_program_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    sql(path, "CREATE TABLE photo (id)")
    before = path.read_bytes()

    assert "not linkcheck's" in refusal(path).message
    assert path.read_bytes() == before


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path):
        pass
    sql(path, "PRAGMA user_version = 999")

    assert "newer linkcheck" in refusal(path).message


def test_a_locked_ledger_says_so(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path):
        pass
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    database = Database(path, busy_seconds=0.01)
    try:
        with pytest.raises(LedgerError, match="locked") as caught, database.transaction():
            pass
    finally:
        database.close()
        holder.close()
    assert "other linkcheck" in (caught.value.hint or "")


def test_a_folder_where_the_file_should_be_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path).message


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert "cannot be made" in refusal(tmp_path / "file" / "ledger.sqlite").message


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", lambda: 0)() == 0,
    reason="permissions do not bind this user",
)
def test_an_unwritable_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        refusal(tmp_path / "ledger.sqlite")
    finally:
        tmp_path.chmod(0o700)


def test_where_there_is_no_place_for_a_temporary_ledger_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(LedgerError, match="a temporary ledger cannot be made") as raised:
        temporary_ledger().__enter__()
    assert "TMPDIR" in (raised.value.hint or "")


def test_a_damaged_row_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path):
        pass
    sql(path, "INSERT INTO run (id, key, version, started_at) VALUES (1, 'k', '0', '')")
    sql(path, "INSERT INTO document (run, path, format, date) VALUES (1, 'a', 'b', 'no day')")

    with pytest.raises(LedgerError, match="damaged"), open_ledger(path) as ledger:
        ledger.documents(1)


def test_a_failing_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "ledger.sqlite")
    statement = "INSERT INTO run (key, version, started_at) VALUES (?, ?, ?)"
    try:
        with pytest.raises(LedgerError), database.transaction():
            database.execute_many(statement, [("k", "0", ""), ("k", "0", None)])
        with database.transaction():
            assert database.execute(statement, ("k", "0", "")) == 1
    finally:
        database.close()
