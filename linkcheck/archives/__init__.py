"""Targets to captures: one file per archive, one budget per archive.

archive.py    the seam that every archive fills
known/        the archives, one file each
budget.py     how often one is asked
desk.py       what is asked first, and for how long
opening.py    names in the settings to archives
"""

from linkcheck.archives.archive import Archive
from linkcheck.archives.desk import ArchiveDesk, Urgency, urgency_of
from linkcheck.archives.opening import known_archives, open_archives

__all__ = ["Archive", "ArchiveDesk", "Urgency", "known_archives", "open_archives", "urgency_of"]
