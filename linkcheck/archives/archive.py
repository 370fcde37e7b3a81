"""The seam: what the desk needs of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from linkcheck.model import ArchiveAnswer, Capture


class Stage(Protocol):
    """Answer for one of the services by which an archive can be asked, within its own budget."""

    @property
    def pause(self) -> float:
        """Return the seconds until the service may be asked again; 0 where it may be now."""

    async def ready(self) -> bool:
        """Wait until the service may be asked; return False once it may not be any more.

        Nothing is taken from the budget: that way the desk chooses what is most urgent only when
        something can be asked.
        """

    async def lookup(self, url: str, near: date | None) -> ArchiveAnswer:
        """Ask for the copies of an address nearest to a day.

        Never raises because of the network or the archive: what keeps an answer from coming is
        `Unavailable`.
        """

    async def neighbours(self, url: str) -> tuple[Capture, ...]:
        """Ask what is held under addresses that begin like this one.

        Where nothing is, one capture of the same host is asked for, as a proof that its site is
        known. Nothing is returned where the question is not understood, or not answered.
        """


class Archive(Protocol):
    """Name one web archive and the services by which it is asked.

    The stages are asked in turn, quick ones first, and each has a queue of its own, so that a
    slow one never holds up a quick one. Only the last one is believed that there is no copy.
    """

    @property
    def name(self) -> str:
        """Name the archive, as settings and reports do."""

    @property
    def stages(self) -> Sequence[Stage]:
        """Return its services, the quickest first; at least one."""
