"""Check the citations of documents: which links are rotten, why, and what should stand there.

The library is these names; everything else may change without notice::

    from linkcheck import Settings, extract, scan

    with temporary_ledger() as ledger:
        report = await scan(["thesis.md"], Settings(), ledger)
        for finding in report.findings: ...
    for citation in extract(["thesis.md"], Settings()).citations: ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkcheck.version import __version__

if TYPE_CHECKING:
    from linkcheck.model import Citation, Finding, Report, State, Verdict
    from linkcheck.reading import extract
    from linkcheck.scan import scan
    from linkcheck.settings import Settings
    from linkcheck.store import open_ledger, temporary_ledger

__all__ = [
    "Citation",
    "Finding",
    "Report",
    "Settings",
    "State",
    "Verdict",
    "__version__",
    "extract",
    "open_ledger",
    "scan",
    "temporary_ledger",
]

_HOMES = {
    "Citation": "linkcheck.model",
    "Finding": "linkcheck.model",
    "Report": "linkcheck.model",
    "Settings": "linkcheck.settings",
    "State": "linkcheck.model",
    "Verdict": "linkcheck.model",
    "extract": "linkcheck.reading",
    "open_ledger": "linkcheck.store",
    "scan": "linkcheck.scan",
    "temporary_ledger": "linkcheck.store",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `linkcheck --version` imports nothing."""
    import importlib  # noqa: PLC0415  (the point of this function)

    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
