"""The ledger of runs: documents and citations go in once, answers as they come.

It holds evidence, never verdicts: a changed policy judges the past anew, and a killed run loses
no more than the answers of its last half second.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from linkcheck.address import host_of, site_of
from linkcheck.errors import DocumentError, LedgerError
from linkcheck.model import (
    Cause,
    DocumentProblem,
    DocumentResult,
    Evidence,
    Kind,
    Observation,
    Target,
)
from linkcheck.store import rows
from linkcheck.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from linkcheck.model import Citation, Delegation, Document, Lookup, Run

T = TypeVar("T")

# Citations written in one transaction: enough that most pages of the index of addresses are
# written few times, few enough to hold. And targets whose evidence is read at once.
BATCH: Final = 40_000
CHUNK: Final = 500

# Answers wait to be written together, because a transaction costs more than a row: at most so
# many, at most so long.
PENDING_ROWS: Final = 200
PENDING_SECONDS: Final = 0.5


class Counts(NamedTuple):
    """Count what a run has read."""

    documents: int
    documents_without_citations: int
    unreadable: int
    citations: int
    targets: int


@contextmanager
def open_ledger(path: Path, clock: Callable[[], float] = time.monotonic) -> Iterator[Ledger]:
    """Open the ledger in a file, making file and folder where they do not exist.

    `clock` gives seconds; it decides when answers are written together.

    Raises `LedgerError` where the file is no ledger or cannot be used.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder of the ledger {path} cannot be made ({error})"
        hint = "Choose another file with --store FILE, or keep none with --no-store."
        raise LedgerError(message, hint=hint) from error
    database = Database(path)
    try:
        ledger = Ledger(database, clock)
        try:
            yield ledger
        finally:
            ledger.flush()
    finally:
        database.close()


@contextmanager
def temporary_ledger(clock: Callable[[], float] = time.monotonic) -> Iterator[Ledger]:
    """Open a ledger that is gone afterwards; on disk, so that its size costs no memory.

    Raises `LedgerError` where there is no place for one.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="linkcheck-", ignore_cleanup_errors=True)
    except OSError as error:
        message = f"a temporary ledger cannot be made ({error})"
        hint = "Set TMPDIR to a folder that can be written to."
        raise LedgerError(message, hint=hint) from error
    with folder as name, open_ledger(Path(name) / "ledger.sqlite", clock) as ledger:
        yield ledger


class Ledger:
    """Keep what runs have read and what they were answered.

    All methods raise `LedgerError` when the file cannot be read or written.
    """

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._db = database
        self._clock = clock
        self._pending: list[tuple[int, Observation | Lookup]] = []
        self._pending_since = 0.0

    # ------------------------------------------------------------ runs

    def begin_run(self, started_at: datetime, version: str, key: str) -> int:
        """Begin a run and return its number; `key` is the identity of its inputs."""
        values = (rows.stored(key), version, rows.time_to_text(started_at))
        with self._db.transaction():
            return self._db.execute(
                "INSERT INTO run (key, version, started_at) VALUES (CAST(? AS TEXT), ?, ?)", values
            )

    def finish_run(
        self, run: int, finished_at: datetime, *, complete: bool, note: str | None = None
    ) -> None:
        """End a run; `note` says why it is not complete."""
        self.flush()
        values = (rows.time_to_text(finished_at), complete, rows.stored(note), run)
        with self._db.transaction():
            self._db.execute(
                "UPDATE run SET finished_at = ?, complete = ?, note = CAST(? AS TEXT) WHERE id = ?",
                values,
            )

    def latest_incomplete_run(self, key: str) -> int | None:
        """Return the last run over the same inputs if it was not completed."""
        row = self._db.row(
            _Run,
            "SELECT id, complete FROM run WHERE key = CAST(? AS TEXT) ORDER BY id DESC LIMIT 1",
            (rows.stored(key),),
        )
        return None if row is None or row.complete else row.id

    def run(self, run: int) -> Run:
        """Return a run; where it was not finished, it ends when it began and is not complete.

        Raises `LedgerError` for a number that is none.
        """
        row = self._db.row(
            rows.RunRow,
            "SELECT started_at, finished_at, complete, version, note FROM run WHERE id = ?",
            (run,),
        )
        if row is None:
            message = f"the ledger has no run {run}"
            raise LedgerError(message)
        return rows.run(row)

    # ------------------------------------------------------------ documents

    def add_document(
        self, run: int, document: Document, citations: Iterable[Citation]
    ) -> DocumentResult:
        """Write a document with its citations, as they come.

        Where reading it breaks off with a `DocumentError`, the citations before stay, and the
        error is the document's problem.
        """
        number = self._insert_document(run, document)
        source = iter(citations)
        count = 0
        problem = None
        while problem is None:
            batch, problem = _take(source, BATCH, document.path)
            self._insert_citations(run, number, batch)
            count += len(batch)
            if len(batch) < BATCH:
                break
        return self._conclude(number, DocumentResult(document, count, problem))

    def add_problem(self, run: int, document: Document, problem: DocumentProblem) -> DocumentResult:
        """Write a document that could not be read at all."""
        number = self._insert_document(run, document)
        return self._conclude(number, DocumentResult(document, 0, problem))

    def documents(self, run: int) -> tuple[DocumentResult, ...]:
        """Return what came out of each document, in the order in which they were added."""
        found = self._db.rows(
            rows.DocumentRow,
            "SELECT path, format, date, citations, problem_code, problem_message"
            " FROM document WHERE run = ? ORDER BY id",
            (run,),
        )
        return tuple(rows.document_result(row) for row in found)

    def citations(self, run: int, url: str) -> tuple[Citation, ...]:
        """Return the citations of one address."""
        row = self._target(url)
        return () if row is None else _of(self._citations(_selection(run, row)), row.id)

    def copies(self, run: int) -> Iterator[tuple[str, str, str | None]]:
        """Yield, of citations that may cite an archived copy, document, address and original.

        The original is None where the document does not say it.
        """
        found = tuple(self._db.rows(_Copy, _SELECT_COPIES, (run,)))
        return ((row.path, row.url, row.copy_of) for row in found)

    def counts(self, run: int) -> Counts:
        """Count what a run has read."""
        counts = self._db.row(
            Counts,
            "SELECT count(*),"
            " count(*) FILTER (WHERE citations = 0 AND problem_code IS NULL),"
            " count(problem_code),"
            " coalesce(sum(citations), 0),"
            " (SELECT count(DISTINCT target) FROM citation WHERE run = ?1)"
            " FROM document WHERE run = ?1",
            (run,),
        )
        return counts or Counts(0, 0, 0, 0, 0)

    # ------------------------------------------------------------ targets

    def targets(self, run: int) -> Iterator[Target]:
        """Yield what a run's citations cite in their best reading, each target once."""
        return map(rows.target, self._pages(_CITED, run))

    def alternatives(self, run: int) -> Iterator[tuple[Target, ...]]:
        """Yield the readings of each ambiguous citation, best first, each group once."""
        found = self._db.rows(
            _Readings,
            "SELECT DISTINCT kind, readings FROM citation"
            " WHERE run = ? AND readings IS NOT NULL ORDER BY readings",
            (run,),
        )
        # They are few: read at once, for the reason given at `_pages`.
        for row in tuple(found):
            yield tuple(Target.of(url, row.kind) for url in rows.readings_of(row.readings))

    def choose_reading(self, run: int, readings: Iterable[str], chosen: str) -> None:
        """Let the citations with these readings (as `alternatives` gave them) cite one of them.

        The others stay their candidates, so that a later choice can be another.
        """
        group = tuple(readings)
        if chosen not in group:
            message = f"{chosen!r} is not one of the readings {group!r}"
            raise ValueError(message)
        with self._db.transaction():
            self._insert_targets([(chosen, Kind.URL)])
            self._db.execute(
                "UPDATE citation SET target = (SELECT id FROM target WHERE url = ?)"
                " WHERE run = ? AND readings = ?",
                (chosen, run, rows.to_json(group)),
            )

    # ------------------------------------------------------------ evidence

    def record(self, run: int, observation: Observation) -> None:
        """Take what happened when a target was asked."""
        self._add_pending(run, observation)

    def record_lookup(self, run: int, lookup: Lookup) -> None:
        """Take what an archive said of a target."""
        self._add_pending(run, lookup)

    def record_delegation(self, run: int, delegation: Delegation) -> None:
        """Take to which name servers a site is delegated; of these there are few."""
        with self._db.transaction():
            self._db.execute(_INSERT_DELEGATION, (run, *rows.delegation_values(delegation)))

    def delegations(self, run: int) -> tuple[Delegation, ...]:
        """Return all that was found out about name servers, in the order in which it was."""
        found = self._db.rows(
            rows.DelegationRow,
            "SELECT site, at, name_servers FROM delegation WHERE run = ? ORDER BY id",
            (run,),
        )
        return tuple(rows.delegation(row) for row in found)

    def flush(self) -> None:
        """Write the answers taken so far.

        Called by all methods that read answers or end something. Where no answer comes for a
        while, only the caller's own call of this (with each turn of a progress bar, say) keeps
        the promise of half a second.
        """
        if not self._pending:
            return
        observations = []
        lookups = []
        for run, answer in self._pending:
            if isinstance(answer, Observation):
                observations.append((run, *rows.observation_values(answer)))
            else:
                lookups.append((run, *rows.lookup_values(answer)))
        with self._db.transaction():
            self._insert_targets(
                dict.fromkeys((item.target, Kind.URL) for _, item in self._pending)
            )
            self._db.execute_many(_INSERT_OBSERVATION, observations)
            self._db.execute_many(_INSERT_LOOKUP, lookups)
        self._pending.clear()

    def carry_over(self, earlier: int, run: int) -> int:
        """Take the answers of an earlier run into this one; return how many addresses have one.

        What was not asked then, for want of time or a network, is not taken over, and neither is
        what an archive could not answer.
        """
        self.flush()
        with self._db.transaction():
            self._db.execute(_CARRY_OBSERVATIONS, (run, earlier, Cause.OFFLINE.value))
            self._db.execute(_CARRY_LOOKUPS, (run, earlier))
            self._db.execute(_CARRY_DELEGATIONS, (run, earlier))
        return sum(1 for _ in self.observed(run))

    def observed(self, run: int) -> Iterator[str]:
        """Yield the addresses that a run has asked, each once."""
        self.flush()
        return (row.url for row in self._pages(_OBSERVED, run))

    def uncited(self, run: int) -> tuple[Observation, ...]:
        """Return what a run observed of addresses that nothing cites: probes, other readings."""
        self.flush()
        found = self._db.rows(rows.ObservationRow, _SELECT_UNCITED, (run,))
        return tuple(rows.observation(row) for row in found)

    def gathered(self, run: int) -> frozenset[str]:
        """Return the cited addresses whose redirects led where another of their host's led."""
        self.flush()
        found = self._db.rows(_Address, _SELECT_GATHERED, (run,))
        return frozenset(row.url for row in found)

    def evidence(self, run: int) -> Iterator[tuple[Target, tuple[Citation, ...], Evidence]]:
        """Yield each cited target with its citations and all that is known, ordered by url."""
        self.flush()
        cited = self._db.rows(
            rows.TargetRow,
            "SELECT id, url, host, site, kind FROM target"
            " WHERE id IN (SELECT target FROM citation WHERE run = ?) ORDER BY url",
            (run,),
        )
        while chunk := tuple(islice(cited, CHUNK)):
            selection = _selection(run, *chunk)
            citations = self._citations(selection)
            observations = self._observations(selection)
            lookups = self._lookups(selection)
            for row in chunk:
                target = rows.target(row)
                found = Evidence(target, _of(observations, row.id), _of(lookups, row.id))
                yield target, _of(citations, row.id), found

    def evidence_for(self, run: int, url: str) -> Evidence:
        """Return all that a run knows of one address, cited or a mere candidate."""
        self.flush()
        row = self._target(url)
        if row is None:
            return Evidence(Target.of(url))
        selection = _selection(run, row)
        return Evidence(
            rows.target(row),
            _of(self._observations(selection), row.id),
            _of(self._lookups(selection), row.id),
        )

    # ------------------------------------------------------------ within

    def _add_pending(self, run: int, answer: Observation | Lookup) -> None:
        now = self._clock()
        if not self._pending:
            self._pending_since = now
        self._pending.append((run, answer))
        waited = now - self._pending_since
        if len(self._pending) >= PENDING_ROWS or waited >= PENDING_SECONDS:
            self.flush()

    def _insert_document(self, run: int, document: Document) -> int:
        values = (
            run,
            rows.stored(document.path),
            document.format,
            rows.day_to_text(document.date),
        )
        with self._db.transaction():
            return self._db.execute(
                "INSERT INTO document (run, path, format, date) VALUES (?, CAST(? AS TEXT), ?, ?)",
                values,
            )

    def _conclude(self, number: int, result: DocumentResult) -> DocumentResult:
        problem = result.problem
        values = (
            result.citations,
            problem.code if problem else None,
            rows.stored(problem.message) if problem else None,
            number,
        )
        with self._db.transaction():
            self._db.execute(
                "UPDATE document SET citations = ?, problem_code = ?,"
                " problem_message = CAST(? AS TEXT) WHERE id = ?",
                values,
            )
        return result

    def _insert_citations(self, run: int, document: int, batch: list[Citation]) -> None:
        if not batch:
            return
        values = [(run, document, *rows.citation_values(citation)) for citation in batch]
        with self._db.transaction():
            self._insert_targets(dict.fromkeys((item.url, item.kind) for item in batch))
            self._db.execute_many(_INSERT_CITATION, values)

    def _insert_targets(self, wanted: Iterable[tuple[str, Kind]]) -> None:
        self._db.execute_many(_INSERT_TARGET, [_target_values(url, kind) for url, kind in wanted])

    def _pages(self, statement: str, run: int) -> Iterator[rows.TargetRow]:
        """Yield targets by number, in pages that are read whole.

        The caller may write while it walks. A query still open would hold a snapshot of the
        file, from which SQLite refuses to write once another process has written.
        """
        last = 0
        while page := tuple(self._db.rows(rows.TargetRow, statement, (run, last, CHUNK))):
            yield from page
            last = page[-1].id

    def _target(self, url: str) -> rows.TargetRow | None:
        return self._db.row(
            rows.TargetRow, "SELECT id, url, host, site, kind FROM target WHERE url = ?", (url,)
        )

    def _citations(self, selection: tuple[int, str]) -> dict[int, list[Citation]]:
        found = self._db.rows(rows.CitationRow, _SELECT_CITATIONS, selection)
        return _grouped((row.target, rows.citation(row)) for row in found)

    def _observations(self, selection: tuple[int, str]) -> dict[int, list[Observation]]:
        found = self._db.rows(rows.ObservationRow, _SELECT_OBSERVATIONS, selection)
        return _grouped((row.target, rows.observation(row)) for row in found)

    def _lookups(self, selection: tuple[int, str]) -> dict[int, list[Lookup]]:
        found = self._db.rows(rows.LookupRow, _SELECT_LOOKUPS, selection)
        return _grouped((row.target, rows.lookup(row)) for row in found)


class _Run(NamedTuple):
    id: int
    complete: int


class _Address(NamedTuple):
    url: str


class _Copy(NamedTuple):
    document: int
    path: str
    url: str
    copy_of: str | None


class _Readings(NamedTuple):
    kind: Kind
    readings: str


def _target_values(url: str, kind: Kind) -> tuple[str, str, str, str]:
    """Return the columns of `Target.of(url, kind)`, without making one a million times."""
    host = host_of(url)
    return url, host, site_of(host) if host else "", str(kind)


def _take(
    source: Iterator[Citation], limit: int, path: str
) -> tuple[list[Citation], DocumentProblem | None]:
    """Take up to so many citations, or those before the document's reading broke off."""
    batch: list[Citation] = []
    try:
        # Not `list(islice(…))`, which would lose what came before the error.
        batch.extend(islice(source, limit))
    except DocumentError as error:
        return batch, DocumentProblem.of(path, error)
    return batch, None


def _selection(run: int, *targets: rows.TargetRow) -> tuple[int, str]:
    return run, rows.to_json([row.id for row in targets])


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _of(groups: dict[int, list[T]], key: int) -> tuple[T, ...]:
    return tuple(groups.get(key, ()))


_CITED: Final = (
    "SELECT id, url, host, site, kind FROM target WHERE id IN (SELECT DISTINCT target"
    " FROM citation WHERE run = ? AND target > ? ORDER BY target LIMIT ?) ORDER BY id"
)
_OBSERVED: Final = _CITED.replace("citation", "observation")

# An identifier's kind outlives a plain address's, whichever is cited first.
_INSERT_TARGET: Final = (
    "INSERT INTO target (url, host, site, kind) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (url) DO UPDATE SET kind = excluded.kind"
    " WHERE kind = 'url' AND excluded.kind <> 'url'"
)
_INSERT_CITATION: Final = (
    "INSERT INTO citation (run, document, target, start_offset, end_offset,"
    ' line, "column", end_line, end_column, text, kind, place, readings, fragment,'
    " label, context, date, date_source, page, part, copy_of)"
    " VALUES (?, ?, (SELECT id FROM target WHERE url = ?), ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?,"
    " ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?, CAST(? AS TEXT),"
    " CAST(? AS TEXT))"
)
_INSERT_OBSERVATION: Final = (
    "INSERT INTO observation (run, target, at, outcome, detail, hops, attempts, elapsed)"
    " VALUES (?, (SELECT id FROM target WHERE url = ?), ?, ?, ?, ?, ?, ?)"
)
_INSERT_LOOKUP: Final = (
    "INSERT INTO lookup (run, target, archive, at, near, answer, detail)"
    " VALUES (?, (SELECT id FROM target WHERE url = ?), CAST(? AS TEXT), ?, ?, ?, ?)"
)
_CARRY_OBSERVATIONS: Final = (
    "INSERT INTO observation (run, target, at, outcome, detail, hops, attempts, elapsed)"
    " SELECT ?, target, at, outcome, detail, hops, attempts, elapsed FROM observation"
    " WHERE run = ? AND outcome != 'not-asked' AND (outcome = 'answered' OR"
    " json_extract(detail, '$.cause') IS NOT ?)"
)
_INSERT_DELEGATION: Final = (
    "INSERT INTO delegation (run, site, at, name_servers) VALUES (?, ?, ?, ?)"
)
_CARRY_DELEGATIONS: Final = (
    "INSERT INTO delegation (run, site, at, name_servers)"
    " SELECT ?, site, at, name_servers FROM delegation WHERE run = ?"
)
_CARRY_LOOKUPS: Final = (
    "INSERT INTO lookup (run, target, archive, at, near, answer, detail)"
    " SELECT ?, target, archive, at, near, answer, detail FROM lookup"
    " WHERE run = ? AND answer != 'unavailable'"
)
_SELECT_CITATIONS: Final = (
    "SELECT c.target, d.path, t.url, c.start_offset, c.end_offset, c.line,"
    ' c."column", c.end_line, c.end_column, c.text, c.kind, c.place, c.readings, c.fragment,'
    " c.label, c.context, c.date, c.date_source, c.page, c.part, c.copy_of"
    " FROM citation c JOIN document d ON d.id = c.document JOIN target t ON t.id = c.target"
    " WHERE c.run = ? AND c.target IN (SELECT value FROM json_each(?)) ORDER BY c.id"
)
# What `judge.read_archive_link` may know, by the index of such addresses, and what documents say.
_SELECT_COPIES: Final = (
    "SELECT d.id, d.path, t.url, c.copy_of FROM target t"
    " CROSS JOIN citation c ON c.run = ?1 AND c.target = t.id"  # in this order, few first
    " JOIN document d ON d.id = c.document"
    " WHERE instr(t.url, '/http') OR instr(t.url, 'archive') OR instr(t.url, 'webcitation')"
    " UNION"
    " SELECT d.id, d.path, t.url, c.copy_of FROM citation c"
    " JOIN target t ON t.id = c.target JOIN document d ON d.id = c.document"
    " WHERE c.run = ?1 AND c.copy_of IS NOT NULL ORDER BY 1, 3"
)
_SELECT_OBSERVATIONS: Final = (
    "SELECT o.target, t.url, o.at, o.outcome, o.detail, o.hops, o.attempts, o.elapsed"
    " FROM observation o JOIN target t ON t.id = o.target"
    " WHERE o.run = ? AND o.target IN (SELECT value FROM json_each(?)) ORDER BY o.id"
)
_SELECT_UNCITED: Final = (
    "SELECT o.target, t.url, o.at, o.outcome, o.detail, o.hops, o.attempts, o.elapsed"
    " FROM observation o JOIN target t ON t.id = o.target WHERE o.run = ?1"
    " AND NOT EXISTS (SELECT 1 FROM citation c WHERE c.run = ?1 AND c.target = o.target)"
    " ORDER BY o.id"
)
_SELECT_GATHERED: Final = (
    "WITH led AS (SELECT DISTINCT t.url, t.host, json_extract(o.detail, '$.final_url') AS place"
    " FROM observation o JOIN target t ON t.id = o.target"
    " WHERE o.run = ? AND o.outcome = 'answered' AND o.hops <> '[]' AND EXISTS"
    " (SELECT 1 FROM citation c WHERE c.run = o.run AND c.target = o.target))"
    " SELECT url FROM led WHERE (host, place) IN"
    " (SELECT host, place FROM led GROUP BY host, place HAVING count(*) > 1)"
)
_SELECT_LOOKUPS: Final = (
    "SELECT l.target, t.url, l.archive, l.at, l.near, l.answer, l.detail"
    " FROM lookup l JOIN target t ON t.id = l.target"
    " WHERE l.run = ? AND l.target IN (SELECT value FROM json_each(?)) ORDER BY l.id"
)
