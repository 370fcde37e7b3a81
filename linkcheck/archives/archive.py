"""The seam: what the desk needs of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from linkcheck.model import ArchiveAnswer


class Archive(Protocol):
    """Answer for one web archive."""

    @property
    def name(self) -> str:
        """Name the archive, as settings and reports do."""

    async def ready(self) -> bool:
        """Wait until the archive may be asked; return False once it may not be any more.

        Nothing is taken from the budget: that way the desk chooses what is most urgent only when
        something can be asked.
        """

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the copies of an address nearest to a day.

        Never raises because of the network or the archive: what keeps an answer from coming is
        `Unavailable`.
        """
