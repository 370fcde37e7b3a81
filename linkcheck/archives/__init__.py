"""Targets to captures: one file per archive, one budget per archive.

archive.py     the seam that every archive fills
known/         the archives that have a name, one file each
memento.py     any archive with TimeMaps or a TimeGate
pywb.py        a collection of pywb by its address
asking.py      one question: its turn, its time limit, its refusals
budget.py      how often a service is asked
desk.py        what is asked first, and for how long
opening.py     names and addresses in the settings to archives
cdx.py         what an index answers
timemap.py     what a TimeMap lists
linkformat.py  what TimeMaps are written in
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.archives.archive import Archive, Stage
    from linkcheck.archives.desk import ArchiveDesk, Urgency, urgency_of
    from linkcheck.archives.opening import archive_address, known_archives, open_archives

__all__ = [
    "Archive",
    "ArchiveDesk",
    "Stage",
    "Urgency",
    "archive_address",
    "known_archives",
    "open_archives",
    "urgency_of",
]

_HOMES = {
    "Archive": "linkcheck.archives.archive",
    "ArchiveDesk": "linkcheck.archives.desk",
    "Stage": "linkcheck.archives.archive",
    "Urgency": "linkcheck.archives.desk",
    "archive_address": "linkcheck.archives.opening",
    "known_archives": "linkcheck.archives.opening",
    "open_archives": "linkcheck.archives.opening",
    "urgency_of": "linkcheck.archives.desk",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first used: where no archive is asked, httpx is not needed."""
    import importlib  # noqa: PLC0415  (the point of this function)

    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
