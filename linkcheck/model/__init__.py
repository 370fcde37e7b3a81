"""The types that pass between the parts, in the order in which they come into being.

    Document → Citation → Target → Observation, Lookup → Evidence → Verdict → Finding → Report

All are frozen and hold only frozen things, pickle small, and know nothing of network, disk or
terminal. A failing network is data here, never an exception. `None` says "there is none"; where
"unknown" is possible too, it has a name of its own.

kinds.py         what a citation cites, and where it stands
citations.py     documents, and the places in them that cite an address
extraction.py    what came out of documents before anything is asked
observations.py  what is asked of the web, and what it answered
captures.py      what the archives answered
states.py        what can become of a target, and how sure that is
verdicts.py      what is known of a target when it is judged, and what is said of it then
report.py        what a run reports: findings, and their sum

To make a frozen dataclass takes most of a millisecond, and these are more than thirty. So a name's
module is imported when the name is first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.model.captures import ArchiveAnswer, Capture, Held, Lookup, NotHeld, Unavailable
    from linkcheck.model.citations import ARGUMENTS, Citation, CitedDate, Document, Span
    from linkcheck.model.extraction import DocumentProblem, DocumentResult, Extraction
    from linkcheck.model.kinds import DateSource, Kind, Place
    from linkcheck.model.observations import (
        Answered,
        Cause,
        Delegation,
        Hop,
        NotAsked,
        NotAskedReason,
        Observation,
        Outcome,
        Page,
        Target,
        Unanswered,
    )
    from linkcheck.model.report import Check, Finding, Report, Run, Summary
    from linkcheck.model.states import Certainty, State
    from linkcheck.model.verdicts import (
        ArchiveState,
        ArchiveStatus,
        Evidence,
        GivenCopy,
        Reason,
        ReasonCode,
        RejectedCopy,
        Remedy,
        Suggestion,
        Verdict,
    )

__all__ = [
    "ARGUMENTS",
    "Answered",
    "ArchiveAnswer",
    "ArchiveState",
    "ArchiveStatus",
    "Capture",
    "Cause",
    "Certainty",
    "Check",
    "Citation",
    "CitedDate",
    "DateSource",
    "Delegation",
    "Document",
    "DocumentProblem",
    "DocumentResult",
    "Evidence",
    "Extraction",
    "Finding",
    "GivenCopy",
    "Held",
    "Hop",
    "Kind",
    "Lookup",
    "NotAsked",
    "NotAskedReason",
    "NotHeld",
    "Observation",
    "Outcome",
    "Page",
    "Place",
    "Reason",
    "ReasonCode",
    "RejectedCopy",
    "Remedy",
    "Report",
    "Run",
    "Span",
    "State",
    "Suggestion",
    "Summary",
    "Target",
    "Unanswered",
    "Unavailable",
    "Verdict",
]

_HOMES = {
    "ARGUMENTS": "citations",
    "Answered": "observations",
    "ArchiveAnswer": "captures",
    "ArchiveState": "verdicts",
    "ArchiveStatus": "verdicts",
    "Capture": "captures",
    "Cause": "observations",
    "Certainty": "states",
    "Check": "report",
    "Citation": "citations",
    "CitedDate": "citations",
    "DateSource": "kinds",
    "Delegation": "observations",
    "Document": "citations",
    "DocumentProblem": "extraction",
    "DocumentResult": "extraction",
    "Evidence": "verdicts",
    "Extraction": "extraction",
    "Finding": "report",
    "GivenCopy": "verdicts",
    "Held": "captures",
    "Hop": "observations",
    "Kind": "kinds",
    "Lookup": "captures",
    "NotAsked": "observations",
    "NotAskedReason": "observations",
    "NotHeld": "captures",
    "Observation": "observations",
    "Outcome": "observations",
    "Page": "observations",
    "Place": "kinds",
    "Reason": "verdicts",
    "ReasonCode": "verdicts",
    "RejectedCopy": "verdicts",
    "Remedy": "verdicts",
    "Report": "report",
    "Run": "report",
    "Span": "citations",
    "State": "states",
    "Suggestion": "verdicts",
    "Summary": "report",
    "Target": "observations",
    "Unanswered": "observations",
    "Unavailable": "captures",
    "Verdict": "verdicts",
}


if not TYPE_CHECKING:  # or a type checker would take every name for one of these

    def __getattr__(name: str) -> object:
        """Import the module of a name when the name is first asked for, and keep it."""
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value: object = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
