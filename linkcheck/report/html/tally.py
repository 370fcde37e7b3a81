"""What is counted while the rows go by, for the charts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from linkcheck.model import State

if TYPE_CHECKING:
    from linkcheck.model import Finding

YEARS_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Year:
    """Count the citations of a year (or of all `earlier` ones) by what became of them."""

    year: int
    states: Counter[State]
    earlier: bool = False

    @property
    def name(self) -> str:
        """Return what the year is called."""
        return f"until {self.year}" if self.earlier else str(self.year)

    @property
    def total(self) -> int:
        """Return how many citations there are."""
        return self.states.total()

    @property
    def dead(self) -> int:
        """Return how many are dead."""
        return self.states[State.DEAD]


@dataclass(slots=True)
class Tally:
    """Count citations by the year in which they were made."""

    _years: dict[int, Counter[State]] = field(default_factory=dict)
    undated: int = 0

    def add(self, finding: Finding) -> None:
        """Count the citations of a finding."""
        for citation in finding.citations:
            if citation.date is None:
                self.undated += 1
            else:
                year = self._years.setdefault(citation.date.day.year, Counter())
                year[finding.verdict.state] += 1

    def years(self) -> list[Year]:
        """Return the last years, oldest first, with none left out between; what is older in one."""
        if not self._years:
            return []
        last = max(self._years)
        first = max(min(self._years), last - YEARS_SHOWN + 1)
        shown = [
            Year(number, self._years.get(number, Counter())) for number in range(first, last + 1)
        ]
        older: Counter[State] = Counter()
        for number, states in self._years.items():
            if number < first:
                older.update(states)
        return [Year(first - 1, older, earlier=True), *shown] if older else shown
