"""What came out of documents before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkcheck.errors import DocumentError
    from linkcheck.model.citations import Citation, Document


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """Say why a document could not be read, or not to its end; which one is said beside it."""

    code: str
    message: str

    @classmethod
    def of(cls, path: str, error: DocumentError) -> DocumentProblem:
        """Make the problem of an error, whose message begins with the document's path."""
        return cls(error.code, error.message.removeprefix(f"{path}: "))


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """Count what came out of one document."""

    document: Document
    citations: int
    problem: DocumentProblem | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Hold what `extract` gives: documents and their citations, in reading order, unchecked."""

    documents: tuple[DocumentResult, ...]
    citations: Collection[Citation]
