"""Documents to citations, for one who wants no more (`extract`) and for the ledger.

Apart from the rest of the pipeline because it needs no network: what reads documents only is
there at once, without the 300 ms that importing the clients for web and archives takes.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from linkcheck.errors import DocumentError
from linkcheck.model import Document, DocumentProblem, DocumentResult, Extraction
from linkcheck.parse import discover, open_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from linkcheck.model import Citation, State
    from linkcheck.parse import Source
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger


class Progress(Protocol):
    """Hear how a run gets on. Called between answers, so it must return at once."""

    def skipped(self, path: str, why: str) -> None:
        """Hear of a file in a folder that is none we read."""

    def read(self, result: DocumentResult) -> None:
        """Hear of one more document."""

    def checking(self, total: int) -> None:
        """Hear how many (more) targets are going to be asked."""

    def checked(self, state: State) -> None:
        """Hear what became of one target, as far as it is known yet."""

    def archives(self, waiting: int) -> None:
        """Hear how many archive questions are waiting."""


class Silence:
    """Take no notice of progress."""

    def skipped(self, path: str, why: str) -> None:
        """Take no notice."""

    def read(self, result: DocumentResult) -> None:
        """Take no notice."""

    def checking(self, total: int) -> None:
        """Take no notice."""

    def checked(self, state: State) -> None:
        """Take no notice."""

    def archives(self, waiting: int) -> None:
        """Take no notice."""


SILENCE: Final = Silence()


@dataclass(frozen=True, slots=True)
class Inputs:
    """Say what is read: `stdin` is only called where a path is `-`.

    Where `only` is given, other files are left out (resolved paths; changed files, say).
    """

    paths: tuple[str, ...]
    cwd: Path
    stdin: Callable[[], bytes]
    only: frozenset[Path] | None = None

    @classmethod
    def of(cls, paths: Sequence[str]) -> Inputs:
        """Read these paths from where the process stands."""
        return cls(tuple(paths), Path.cwd(), sys.stdin.buffer.read)


def extract(paths: Sequence[str] | Inputs, settings: Settings) -> Extraction:
    """Read documents and return their citations, without a network."""
    inputs = paths if isinstance(paths, Inputs) else Inputs.of(paths)
    wanted = wanted_by(settings)
    results: list[DocumentResult] = []
    found: list[Citation] = []
    for source in _sources(inputs, settings, Silence()):
        before = len(found)
        document = _unopened(source)
        problem = None
        try:
            document, citations = open_document(source, settings)
            found.extend(each for each in citations if wanted(each.url))
        except DocumentError as error:
            problem = DocumentProblem(error.code, error.message)
        results.append(DocumentResult(document, len(found) - before, problem))
    return Extraction(tuple(results), tuple(found))


def read_documents(
    inputs: Inputs, settings: Settings, ledger: Ledger, run: int, progress: Progress = SILENCE
) -> None:
    """Read all documents into the ledger; one that cannot be read is noted there."""
    for source in _sources(inputs, settings, progress):
        try:
            document, citations = open_document(source, settings)
        except DocumentError as error:
            problem = DocumentProblem(error.code, error.message)
            progress.read(ledger.add_problem(run, _unopened(source), problem))
        else:
            progress.read(ledger.add_document(run, document, citations))


def _sources(inputs: Inputs, settings: Settings, progress: Progress) -> Iterator[Source]:
    for source in discover(
        inputs.paths, settings, cwd=inputs.cwd, stdin=inputs.stdin, on_skip=progress.skipped
    ):
        if inputs.only is None or source.file is None or source.file.resolve() in inputs.only:
            yield source


def _unopened(source: Source) -> Document:
    return Document(path=source.path, format=source.format or "unknown")


def wanted_by(settings: Settings) -> Callable[[str], bool]:
    """Return what `--include` and `--exclude` say of an address: the latter wins."""
    include = [re.compile(pattern) for pattern in settings.include]
    exclude = [re.compile(pattern) for pattern in settings.exclude]

    def wanted(url: str) -> bool:
        if any(pattern.search(url) for pattern in exclude):
            return False
        return not include or any(pattern.search(url) for pattern in include)

    return wanted
