"""Everything that can go wrong and is said to a person, as one tree.

    LinkcheckError            exit code, what the command line ends with
    ├── UsageError         2  an option or an argument makes no sense
    ├── ConfigError        2  the configuration file or the environment does
    ├── DocumentError      3  one document could not be read (the others go on)
    ├── ReportFileError    3  a file given to `linkcheck report` is not a report
    ├── OutputError        4  a report could not be written: the run is incomplete
    └── LedgerError        4  the store could not be opened or written

A failing network is not in this tree: it is evidence (`linkcheck.model.Outcome`).
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """Name the exit codes of the command line; scripts rely on the numbers."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    INCOMPLETE = 4
    BUG = 70


class LinkcheckError(Exception):
    """Say what is wrong and, as a hint, what to do next."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(LinkcheckError):
    """An option or an argument makes no sense."""

    exit_code = ExitCode.USAGE


class ConfigError(LinkcheckError):
    """The configuration file or an environment variable makes no sense."""

    exit_code = ExitCode.USAGE


class DocumentError(LinkcheckError):
    """One document could not be read; `code` is stable and part of the JSON report."""

    exit_code = ExitCode.INPUT

    def __init__(self, code: str, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.code = code


class ReportFileError(LinkcheckError):
    """A file that was given as a report is not one of ours."""

    exit_code = ExitCode.INPUT


class OutputError(LinkcheckError):
    """A report could not be written where it was asked for."""

    exit_code = ExitCode.INCOMPLETE


class LedgerError(LinkcheckError):
    """The ledger could not be opened, read or written."""

    exit_code = ExitCode.INCOMPLETE
