"""Results on standard output while a run goes on, in formats that are written line by line.

A target's line is written as soon as something is known of it, and once more where a later answer
(of an archive, of another address of its host) changes what is said: the last line of an address
holds. What has not changed is not repeated.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Final

from linkcheck.findings import Bench

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from linkcheck.cli.output import Outputs
    from linkcheck.model import Finding, Report
    from linkcheck.settings import Settings
    from linkcheck.store import Ledger

INTERVAL: Final = 0.5  # seconds between two looks at what is new


class Stream:
    """Write findings as they become known; a reader that has seen enough ends it silently."""

    def __init__(
        self,
        out: TextIO,
        line: Callable[[Finding], str],
        source: tuple[Ledger, int, Settings],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._out = out
        self._line = line
        self._clock = clock
        self._due = clock() + INTERVAL
        self._new: dict[str, None] = {}
        self._written: dict[str, int] = {}
        self._source = source
        self._closed = False

    def known(self, url: str) -> None:
        """Take notice that more is known of an address."""
        self._new[url] = None

    def tick(self) -> None:
        """Write what is new, if it is time."""
        if not self._new or self._clock() < self._due:
            return
        ledger, run, settings = self._source
        bench = Bench(ledger, run, settings, online=True)
        for url in self._new:
            citations = ledger.citations(run, url)
            evidence = ledger.evidence_for(run, url)
            # Other readings and made-up addresses are asked too, but nobody cites them (yet).
            if citations and not any(each.candidates for each in citations):
                self._write(bench.finding(evidence.target, citations, evidence))
        self._new.clear()
        self._flush()
        self._due = self._clock() + INTERVAL

    def finish(self, report: Report) -> None:
        """Write the findings that no line, or another line, has told of."""
        for finding in report.findings:
            self._write(finding)
        self._flush()

    def _write(self, finding: Finding) -> None:
        line = self._line(finding)
        if self._closed or self._written.get(finding.target.url) == hash(line):
            return
        self._written[finding.target.url] = hash(line)
        try:
            self._out.write(line)
        except BrokenPipeError:
            self._close()

    def _flush(self) -> None:
        try:
            self._out.flush()
        except BrokenPipeError:
            self._close()

    def _close(self) -> None:
        """Keep Python from flushing at its end what nobody reads."""
        self._closed = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())


def stream_for(outputs: Outputs, ledger: Ledger, run: int, settings: Settings) -> Stream | None:
    """Return the stream for standard output where its format is written line by line."""
    if outputs.stdout is None or outputs.stdout.line is None:
        return None
    return Stream(sys.stdout, outputs.stdout.line, (ledger, run, settings))
