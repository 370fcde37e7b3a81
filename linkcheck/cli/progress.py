"""Progress on standard error: a bar for people, nothing for pipes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from linkcheck.model import State
from linkcheck.report import shown
from linkcheck.report.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

    from rich.progress import Progress, TaskID

    from linkcheck.cli.stream import Stream
    from linkcheck.model import DocumentResult

HOSTS_NAMED: Final = 3  # as many hosts as a person takes in at a glance
_SLOW: Final = 10  # answers a second; below that a tenth of one matters
_NARROW: Final = 100  # columns; below that the bar gives way to words


@dataclass(slots=True)
class Course:
    """Know how far a run has come, and say what it is at."""

    documents: int = 0
    citations: int = 0
    total: int = 0
    done: int = 0
    dead: int = 0
    questions: int = 0
    pauses: tuple[tuple[str, float], ...] = ()
    waited_for: Counter[str] = field(default_factory=Counter)

    @property
    def phase(self) -> str:
        """Name what is being done."""
        if not self.total:
            return "reading"
        return "archives" if self.done >= self.total and self.questions else "checking"

    @property
    def note(self) -> str:
        """Say what a person wants to know of it: what was found, and what is waited for."""
        match self.phase:
            case "reading":
                documents = counted(self.documents, "document")
                return f"{documents}, {counted(self.citations, 'citation')}"
            case "archives":
                return f"{self.questions:,} to ask; {self._pausing()}"
            case _:
                found = f"{self.dead:,} dead" if self.dead else ""
                return "; ".join(part for part in (found, self._waiting()) if part)

    def answered(self, state: State, host: str) -> None:
        """Count what a host answered."""
        self.done += 1
        self.dead += state is State.DEAD
        if self.waited_for[host] > 1:
            self.waited_for[host] -= 1
        else:
            del self.waited_for[host]

    def _pausing(self) -> str:
        """Name the archive whose budget keeps everybody waiting longest."""
        if not self.pauses:
            return "each archive sets its pace"
        name, seconds = max(self.pauses, key=lambda pause: pause[1])
        return f"{shown(name)} may be asked again in {max(1, round(seconds))} s"

    def _waiting(self) -> str:
        """Name the hosts that all wait for, when they are few."""
        hosts = sorted(self.waited_for)
        if not hosts or len(hosts) > HOSTS_NAMED or self.done == 0:
            return ""
        return f"waiting for {', '.join(shown(host) for host in hosts)}"


class Display:
    """Draw a run's progress, and let a stream hear of it; is a `linkcheck.reading.Progress`."""

    def __init__(self, *, enabled: bool, stream: Stream | None = None) -> None:
        self._stream = stream
        drawn = enabled and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._bar: Progress | None = _make_bar() if drawn else None
        self._task: TaskID | None = None
        self._course = Course()

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._task = self._bar.add_task("reading", total=None, note="", rate="")
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
        self._course.documents += 1
        self._course.citations += result.citations
        self._show()

    def checking(self, total: int) -> None:
        """Add targets to what is to do."""
        self._course.total += total
        self._show()

    def asking(self, host: str) -> None:
        """Wait for a host."""
        self._course.waited_for[host] += 1

    def known(self, url: str) -> None:
        """Let the stream write it."""
        if self._stream is not None:
            self._stream.known(url)
            self._stream.tick()

    def checked(self, state: State, host: str) -> None:
        """Count a target."""
        self._course.answered(state, host)
        self._show()

    def archives(self, waiting: int, pauses: Sequence[tuple[str, float]] = ()) -> None:
        """Say what is waited for when the checks are done."""
        self._course.questions = waiting
        self._course.pauses = tuple(pauses)
        self._show()
        if self._stream is not None:
            self._stream.tick()

    def _show(self) -> None:
        if self._bar is not None and self._task is not None:
            course = self._course
            self._bar.update(
                self._task,
                description=course.phase,
                total=course.total or None,
                completed=course.done,
                note=course.note,
                rate=rate(self._bar.tasks[0].speed),
            )


def rate(speed: float | None) -> str:
    """Say how many answers come in a second: `12/s`, `0.4/s`, or nothing before it is known."""
    if not speed:
        return ""
    return f"{speed:.0f}/s" if speed >= _SLOW else f"{speed:.1f}/s"


def _make_bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415  (60 ms; only where a bar is drawn)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")))
    return Progress(
        TextColumn("{task.description:8}"),
        BarColumn(bar_width=24 if console.width >= _NARROW else 12),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[note]}", markup=False),
        console=console,
        transient=True,
        refresh_per_second=8,
    )
