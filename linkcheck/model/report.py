"""What a run reports: findings, and their sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (msgspec reads the hints of the types)
from typing import TYPE_CHECKING

from linkcheck.model.citations import Citation  # noqa: TC001  (as above)
from linkcheck.model.observations import Hop, Target  # noqa: TC001  (as above)
from linkcheck.model.states import State  # noqa: TC001  (as above)
from linkcheck.model.verdicts import ArchiveStatus, GivenCopy, Verdict  # noqa: TC001  (as above)

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkcheck.model.extraction import DocumentResult


@dataclass(frozen=True, slots=True)
class Check:
    """Sum up the observation that a verdict rests on, as the report shows it."""

    checked_at: datetime
    elapsed_ms: int
    attempts: int
    status_code: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    title: str | None = None
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what is reported of one target; `check` is None where it was not asked.

    `known_in` are the documents of which a baseline already told the same. `copies` are archived
    copies of the target that documents give themselves.
    """

    target: Target
    citations: tuple[Citation, ...]
    verdict: Verdict
    archive: ArchiveStatus
    check: Check | None = None
    known_in: tuple[str, ...] = ()
    copies: tuple[GivenCopy, ...] = ()

    def mended_in(self, document: str) -> bool:
        """Tell whether a document gives a copy that works, so that nothing is to be done there."""
        return any(copy.works and document in copy.documents for copy in self.copies)

    @property
    def mended(self) -> bool:
        """Tell whether every document that cites the target gives a copy that works."""
        cited = self.citations if self.copies else ()
        return bool(cited) and all(self.mended_in(citation.document) for citation in cited)


@dataclass(frozen=True, slots=True)
class Run:
    """Describe a run; it is not `complete` when offline or interrupted (then `note` says which)."""

    started_at: datetime
    finished_at: datetime
    complete: bool
    version: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Count everything, once.

    `known` counts, by state, the targets of which a baseline told all; None without a baseline.
    `mended` counts those beside which all documents give an archived copy that works.
    """

    documents: int
    documents_without_citations: int
    unreadable: int
    citations: int
    targets: int
    states: tuple[tuple[State, int], ...]
    archived: int
    archive_not_asked: int = 0
    at_risk: int = 0
    known: tuple[tuple[State, int], ...] | None = None
    mended: tuple[tuple[State, int], ...] = ()

    def count(self, state: State) -> int:
        """Return how many targets are in a state."""
        return dict(self.states).get(state, 0)

    def count_new(self, state: State) -> int:
        """Return how many targets are in a state that no baseline told of and no copy mends."""
        settled = (*(self.known or ()), *self.mended)
        return self.count(state) - sum(number for each, number in settled if each is state)


@dataclass(frozen=True, slots=True)
class Report:
    """Hold all that reporters show.

    `findings` can be walked over more than once and come ordered by url; a large run's are
    built from the ledger as they are asked for, so do not keep them all.
    """

    run: Run
    summary: Summary
    documents: tuple[DocumentResult, ...]
    findings: Collection[Finding]
