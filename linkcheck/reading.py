"""Documents to citations, for one who wants no more (`extract`) and for the ledger.

Apart from the rest of the pipeline because it needs no network: what reads documents only is
there at once, without the 300 ms that importing the clients for web and archives takes.
"""

from __future__ import annotations

import gc
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from linkcheck.errors import DocumentError
from linkcheck.parse import discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from linkcheck.model import Citation, DocumentResult, Extraction, State
    from linkcheck.opening import Opened
    from linkcheck.parse import Source
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

_OBJECTS_BETWEEN_COLLECTIONS: Final = 500_000
_KEPT: Final = 16 << 20  # bytes; twice as much is kept


class Progress(Protocol):
    """Hear how a run gets on. Called between answers, so it must return at once."""

    def skipped(self, path: str, why: str) -> None:
        """Hear of a file in a folder that is none we read."""

    def read(self, result: DocumentResult) -> None:
        """Hear of one more document."""

    def checking(self, total: int) -> None:
        """Hear how many (more) targets are going to be asked."""

    def asking(self, host: str) -> None:
        """Hear that a target of a host is waited for."""

    def checked(self, state: State, host: str) -> None:
        """Hear what became of one target of a host, as far as it is known yet."""

    def known(self, url: str) -> None:
        """Hear that more is known of an address than before."""

    def archives(self, waiting: int, pauses: Sequence[tuple[str, float]] = ()) -> None:
        """Hear how many archive questions wait, and for which archives' budgets (seconds)."""


class Silence:
    """Take no notice of progress."""

    def skipped(self, path: str, why: str) -> None:
        """Take no notice."""

    def read(self, result: DocumentResult) -> None:
        """Take no notice."""

    def checking(self, total: int) -> None:
        """Take no notice."""

    def asking(self, host: str) -> None:
        """Take no notice."""

    def checked(self, state: State, host: str) -> None:
        """Take no notice."""

    def known(self, url: str) -> None:
        """Take no notice."""

    def archives(self, waiting: int, pauses: Sequence[tuple[str, float]] = ()) -> None:
        """Take no notice."""


SILENCE: Final = Silence()


def _fetch(url: str, settings: Settings) -> Source:
    from linkcheck.remote import read_remote  # noqa: PLC0415  (httpx; only for remote documents)

    return read_remote(url, settings)


class Inputs(NamedTuple):
    """Say what is read: `stdin` is only called where a path is `-`, `fetch` where it is an address.

    Where `only` is given, other files are left out (resolved paths; changed files, say). All is
    read in the `format` of that name if there is one; else each document tells its own.
    """

    paths: tuple[str, ...]
    cwd: Path
    stdin: Callable[[], bytes]
    only: frozenset[Path] | None = None
    format: str | None = None
    fetch: Callable[[str, Settings], Source] = _fetch

    @classmethod
    def of(cls, paths: Sequence[str]) -> Inputs:
        """Read these paths from where the process stands."""
        return cls(tuple(paths), Path.cwd(), sys.stdin.buffer.read)


def extract(paths: Sequence[str] | Inputs, settings: Settings) -> Extraction:
    """Read documents and return their citations; the network is only asked for documents on it."""
    from linkcheck.model import (  # noqa: PLC0415  (for lines none of it is made: 8 ms)
        DocumentProblem,
        DocumentResult,
        Extraction,
    )
    from linkcheck.opening import open_all  # noqa: PLC0415  (as above)

    inputs = paths if isinstance(paths, Inputs) else Inputs.of(paths)
    wanted = _cites_what_is_wanted(settings)
    results: list[DocumentResult] = []
    found: list[Citation] = []
    with collecting_rarely():
        sources = sources_of(inputs, settings)
        for document, citations in open_all(sources, settings, _opener(inputs)):
            before = len(found)
            problem = None
            try:
                found.extend(citations if wanted is None else filter(wanted, citations))
            except DocumentError as error:
                problem = DocumentProblem.of(document.path, error)
            results.append(DocumentResult(document, len(found) - before, problem))
    return Extraction(tuple(results), tuple(found))


def read_documents(
    inputs: Inputs, settings: Settings, ledger: Ledger, run: int, progress: Progress = SILENCE
) -> None:
    """Read all documents into the ledger; one that cannot be read is noted there."""
    from linkcheck.opening import open_all  # noqa: PLC0415  (as above)

    with collecting_rarely():
        sources = sources_of(inputs, settings, progress)
        for document, citations in open_all(sources, settings, _opener(inputs)):
            progress.read(ledger.add_document(run, document, citations))


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for cyclic garbage rarely: parsing makes millions of objects and hardly any cycle.

    Walking over them all again and again would take a third of the time.
    """
    _keep_freed_memory()
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _keep_freed_memory() -> None:
    """Have the memory of a document that is read kept for the next one.

    glibc gives back to the system what is free at the end of its heap, and each document would
    begin with a page fault for every 4 KB of it: a third of the time for files of a megabyte. It
    stops doing so once it was seen that larger blocks come and go; other allocators do not mind.
    """
    bytes(_KEPT)


def sources_of(
    inputs: Inputs, settings: Settings, progress: Progress = SILENCE
) -> Iterator[Source]:
    """Yield what is to be read."""
    for source in discover(
        inputs.paths, settings, cwd=inputs.cwd, stdin=inputs.stdin, on_skip=progress.skipped
    ):
        if inputs.only is None or source.file is None or Path(source.file).resolve() in inputs.only:
            yield source if inputs.format is None else source._replace(format=inputs.format)


def at_hand(source: Source, inputs: Inputs, settings: Settings) -> Source:
    """Return a source that can be read: fetched first where it is on the web.

    Raises `DocumentError` where it cannot be fetched.
    """
    if not source.is_remote:
        return source
    fetched = inputs.fetch(source.path, settings)
    return fetched._replace(format=source.format or fetched.format)


def _opener(inputs: Inputs) -> Callable[[Source, Settings], Opened]:
    """Return what opens a document, fetched first where it is on the web."""
    from linkcheck.opening import opened, unopened  # noqa: PLC0415  (as above)

    def open_here(source: Source, settings: Settings) -> Opened:
        try:
            return opened(at_hand(source, inputs, settings), settings)
        except DocumentError as error:
            return unopened(source, error)

    return open_here


def _cites_what_is_wanted(settings: Settings) -> Callable[[Citation], bool] | None:
    """Return what tells a citation that was asked for, or None where all are."""
    if not settings.include and not settings.exclude:
        return None
    wanted = wanted_by(settings)
    return lambda citation: wanted(citation.url)


def wanted_by(settings: Settings) -> Callable[[str], bool]:
    """Return what `--include` and `--exclude` say of an address: the latter wins."""
    include = [re.compile(pattern) for pattern in settings.include]
    exclude = [re.compile(pattern) for pattern in settings.exclude]

    def wanted(url: str) -> bool:
        if any(pattern.search(url) for pattern in exclude):
            return False
        return not include or any(pattern.search(url) for pattern in include)

    return wanted
