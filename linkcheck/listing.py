"""Documents to lines, for `extract --format lines`: no more is worked out than a line shows.

A line says where an address stands and which it is. Citations hold more (the sentence around, a
date, the label), which takes four times as long, and all documents' are kept until the last is
read. Here a document is written when it is read, and forgotten.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.errors import DocumentError
from linkcheck.parse import open_briefly
from linkcheck.parse.pieces import PIECE
from linkcheck.parse.source import MOST_BYTES, TOO_LARGE
from linkcheck.reading import at_hand, collecting_rarely, sources_of, wanted_by
from linkcheck.report.formats.lines import text_of
from linkcheck.workers import LeftToDo, cost_of, read_batches, useful_processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from linkcheck.model import DocumentResult
    from linkcheck.parse import Source
    from linkcheck.parse.mention import CitedAt
    from linkcheck.reading import Inputs
    from linkcheck.report.formats.lines import CitingPart
    from linkcheck.settings import Settings

_LONG: Final = 32 << 20  # bytes of a document that only one process at a time reads as a whole


class Listed(NamedTuple):
    """Hold the lines of some documents, how many those are, and what was wrong with which."""

    text: str
    documents: int
    problems: list[DocumentResult]


def list_citations(
    inputs: Inputs, settings: Settings, *, processes: int | None = None
) -> Iterator[Listed]:
    """Read documents and yield their lines, those of some at a time, in order.

    They are what the report format `lines` writes of `extract`'s citations. As many processes
    read as pay, or as are said.
    """
    wanted = wanted_by(settings) if settings.include or settings.exclude else None

    def work(batch: Sequence[Source]) -> bytes:
        return _packed(_listed(batch, settings, wanted, _LONG))

    def here(source: Source) -> Listed:
        try:
            ready = at_hand(source, inputs, settings)
        except DocumentError as error:
            return Listed("", 1, [_problem(source, 0, error)])
        by_many = _listed_by_many(ready, settings, wanted, processes)
        return by_many or _listed([ready], settings, wanted, MOST_BYTES)

    with collecting_rarely():
        sources = sources_of(inputs, settings)
        for batch, packed in read_batches(sources, work, processes=processes, helping=True):
            if packed is None:
                yield from map(here, batch)
            else:
                yield _unpacked(packed)


def _listed(
    sources: Iterable[Source],
    settings: Settings,
    wanted: Callable[[str], bool] | None,
    most: int,
) -> Listed:
    """List what documents cite. Raises `LeftToDo` where one is longer than `most` here."""
    parts: list[CitingPart] = []
    problems = []
    documents = 0
    for source in sources:
        documents += 1
        before = len(parts)
        try:
            for page, name, cited in open_briefly(source, settings, most):
                found: list[CitedAt] = []
                parts.append((source.path, page, name, found))
                found.extend(_chosen(cited, wanted))
        except DocumentError as error:
            if error.code == TOO_LARGE and most < MOST_BYTES:
                raise LeftToDo from error
            problems.append(_problem(source, sum(len(part[3]) for part in parts[before:]), error))
    return Listed(text_of(parts), documents, problems)


def _listed_by_many(
    source: Source,
    settings: Settings,
    wanted: Callable[[str], bool] | None,
    processes: int | None,
) -> Listed | None:
    """List what a long text cites, read piece by piece by several processes; None of another."""
    count = useful_processes() if processes is None else processes
    if count == 1 or cost_of(source) < 2 * PIECE:
        return None
    from linkcheck.crew import Crew  # noqa: PLC0415  (only where there are processes)
    from linkcheck.parse.apart import long_text  # noqa: PLC0415  (as above)

    text = long_text(source, settings)
    if text is None:
        return None

    def work(piece: tuple[int, int]) -> bytes:
        cited, *end = text.cited_in(*piece)
        return marshal.dumps((list(_chosen(cited, wanted)), *end))

    lines: list[str] = []
    line = column = 1
    with Crew(text.ranges, work, min(count, len(text.ranges)) - 1, helping=True) as crew:
        for _piece, packed in crew.walk():
            if packed is None:
                return None
            cited, end_line, end_column = marshal.loads(packed)  # noqa: S302  (from our own)
            lines.append(text_of([(source.path, None, None, _placed(cited, line, column))]))
            line += end_line - 1
            column = end_column if end_line > 1 else column + end_column - 1
    return Listed("".join(lines), 1, [])


def _placed(cited: list[CitedAt], line: int, column: int) -> list[CitedAt]:
    """Return what a piece cites that begins at a line and column, as it stands in the whole."""
    before, above = line - 1, column - 1
    return [
        (before + at_line, at_column + above if at_line == 1 else at_column, url, others)
        for at_line, at_column, url, others in cited
    ]


def _chosen(cited: Iterable[CitedAt], wanted: Callable[[str], bool] | None) -> Iterable[CitedAt]:
    return cited if wanted is None else (each for each in cited if wanted(each[2]))


def _packed(listed: Listed) -> bytes:
    """Make bytes of what is listed: by marshal, which needs not be imported and knows only text."""
    problems = b""
    if listed.problems:
        import pickle  # noqa: PLC0415  (most documents can be read)

        problems = pickle.dumps(listed.problems)
    return marshal.dumps((listed.text, listed.documents, problems))


def _unpacked(packed: bytes) -> Listed:
    text, documents, problems = marshal.loads(packed)  # noqa: S302  (from our own process)
    if not problems:
        return Listed(text, documents, [])
    import pickle  # noqa: PLC0415  (as above)

    return Listed(text, documents, pickle.loads(problems))  # noqa: S301  (from our own process)


def _problem(source: Source, citations: int, error: DocumentError) -> DocumentResult:
    from linkcheck.model import (  # noqa: PLC0415  (5 ms, and most documents can be read)
        Document,
        DocumentProblem,
        DocumentResult,
    )

    document = Document(source.path, source.format or "unknown")
    return DocumentResult(document, citations, DocumentProblem.of(source.path, error))
