"""Progress on standard error: a bar for people, nothing for pipes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from linkcheck.model import State

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from rich.progress import Progress, TaskID

    from linkcheck.model import DocumentResult


class Display:
    """Draw a run's progress; implements `linkcheck.scan.Progress`."""

    def __init__(self, *, enabled: bool) -> None:
        shown = enabled and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._bar: Progress | None = _make_bar() if shown else None
        self._task: TaskID | None = None
        self._documents = 0
        self._citations = 0
        self._total = 0
        self._done = 0
        self._dead = 0

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._task = self._bar.add_task("reading", total=None, note="")
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def skipped(self, path: str, why: str) -> None:
        """Take no notice: the report counts documents, not other files."""

    def read(self, result: DocumentResult) -> None:
        """Count a document."""
        self._documents += 1
        self._citations += result.citations
        self._show("reading", f"{self._documents} documents, {self._citations} citations")

    def checking(self, total: int) -> None:
        """Add targets to what is to do."""
        self._total += total
        self._show("checking", "")

    def checked(self, state: State) -> None:
        """Count a target."""
        self._done += 1
        self._dead += state is State.DEAD
        self._show("checking", f"{self._dead} dead" if self._dead else "")

    def archives(self, waiting: int) -> None:
        """Say what is waited for when the checks are done."""
        if self._done >= self._total and waiting:
            self._show("archives", f"{waiting} to ask; each archive sets its pace")

    def _show(self, phase: str, note: str) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(
                self._task,
                description=phase,
                total=self._total or None,
                completed=self._done,
                note=note,
            )


def _make_bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415  (60 ms; only where a bar is drawn)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description:9}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[note]}", markup=False),
        console=Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR"))),
        transient=True,
        refresh_per_second=8,
    )
