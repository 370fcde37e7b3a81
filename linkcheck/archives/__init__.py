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
linkformat.py  what TimeMaps are written in
"""

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
