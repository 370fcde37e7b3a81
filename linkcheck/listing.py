"""Documents to lines, for `extract --format lines`: no more is worked out than a line shows.

A line says where an address stands and which it is. Citations hold more (the sentence around, a
date, the label), which takes four times as long, and all documents' are kept until the last is
read. Here a document is written when it is read, and forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from linkcheck.errors import DocumentError
from linkcheck.model import Document, DocumentProblem, DocumentResult
from linkcheck.parse import open_briefly
from linkcheck.reading import at_hand, collecting_rarely, sources_of, wanted_by
from linkcheck.report.formats.lines import head_of, lines_of
from linkcheck.workers import read_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from linkcheck.parse import Source
    from linkcheck.reading import Inputs
    from linkcheck.settings import Settings
    from linkcheck.workers import Batch


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

    def work(batch: Batch) -> bytes:
        import pickle  # noqa: PLC0415  (only where there are processes)

        listed = _listed(batch.sources, settings, wanted)
        return pickle.dumps(tuple(listed), pickle.HIGHEST_PROTOCOL)

    with collecting_rarely():
        sources = sources_of(inputs, settings)
        for batch, packed in read_batches(sources, work, processes=processes, helping=True):
            if packed is None:
                yield _listed(batch.sources, settings, wanted, inputs)
            else:
                import pickle  # noqa: PLC0415  (as above)

                yield Listed(*pickle.loads(packed))  # noqa: S301  (from our own process)


def _listed(
    sources: Iterable[Source],
    settings: Settings,
    wanted: Callable[[str], bool] | None,
    inputs: Inputs | None = None,
) -> Listed:
    lines: list[str] = []
    problems = []
    documents = 0
    for source in sources:
        documents += 1
        before = len(lines)
        try:
            ready = source if inputs is None else at_hand(source, inputs, settings)
            for page, name, cited in open_briefly(ready, settings):
                kept = cited if wanted is None else (each for each in cited if wanted(each[2]))
                lines.extend(lines_of(head_of(ready.path, page, name), page, kept))
        except DocumentError as error:
            document = Document(source.path, source.format or "unknown")
            problem = DocumentProblem.of(source.path, error)
            problems.append(DocumentResult(document, len(lines) - before, problem))
    return Listed("".join(lines), documents, problems)
