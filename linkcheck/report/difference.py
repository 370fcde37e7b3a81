"""What changed between two reports: what broke, what healed, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.model import State
from linkcheck.report.words import RANK

if TYPE_CHECKING:
    from linkcheck.model import Finding, Report, Run

WORKING: Final = frozenset({State.ALIVE, State.MOVED})


@dataclass(frozen=True, slots=True)
class Change:
    """Hold a target in its new report, and the state that it had in the old one, if any."""

    was: State | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold what changed between an older and a newer report, what is worst first.

    `broke`: dead now, and not before. `healed`: dead before, and working now. `changed`: any
    other change of state, such as from alive to unreachable, which proves nothing. `new` and
    `gone` are targets of one report only; those of `gone` are as they were. A dead page beside
    which the documents give a copy that works is not broken: nothing is to be done about it.
    """

    old: Run
    new_run: Run
    broke: tuple[Change, ...]
    new: tuple[Change, ...]
    healed: tuple[Change, ...]
    changed: tuple[Change, ...]
    gone: tuple[Change, ...]

    @property
    def new_and_dead(self) -> tuple[Change, ...]:
        """Return those of the new targets that are dead, and not mended."""
        return tuple(each for each in self.new if _is_broken(each.finding))

    @property
    def something_broke(self) -> bool:
        """Tell whether something is dead now that was not dead, or not cited, before."""
        return bool(self.broke or self.new_and_dead)

    def in_one_line(self) -> str:
        """Sum up: `1 broke, 2 new (1 dead), 1 healed, 3 changed otherwise, 0 no longer cited`."""
        return (
            f"{len(self.broke):,} broke, "
            f"{len(self.new):,} new ({len(self.new_and_dead):,} dead), "
            f"{len(self.healed):,} healed, "
            f"{len(self.changed):,} changed otherwise, "
            f"{len(self.gone):,} no longer cited"
        )


def compare(old: Report, new: Report) -> Difference:
    """Compare two reports by their targets, however often and wherever those are cited."""
    before = {finding.target.url: finding for finding in old.findings}
    sorted_out: dict[str, list[Change]] = {
        name: [] for name in ("broke", "new", "healed", "changed", "gone")
    }
    for finding in new.findings:
        known = before.pop(finding.target.url, None)
        was = None if known is None else known.verdict.state
        name = _what_happened(known, finding)
        if name is not None:
            sorted_out[name].append(Change(was, finding))
    sorted_out["gone"] = [Change(each.verdict.state, each) for each in before.values()]
    return Difference(
        old.run, new.run, **{name: _worst(found) for name, found in sorted_out.items()}
    )


def _what_happened(before: Finding | None, now: Finding) -> str | None:
    if before is None:
        return "new"
    if _is_broken(now) and not _is_broken(before):
        return "broke"
    was, state = before.verdict.state, now.verdict.state
    if was is state:
        return None
    return "healed" if was is State.DEAD and state in WORKING else "changed"


def _is_broken(finding: Finding) -> bool:
    return finding.verdict.state is State.DEAD and not finding.mended


def _worst(changes: list[Change]) -> tuple[Change, ...]:
    return tuple(
        sorted(
            changes,
            key=lambda each: (RANK[each.finding.verdict.state], each.finding.target.url),
        )
    )
