"""What a report format is, and which there are."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from linkcheck.errors import UsageError
from linkcheck.model import Extraction, Report
from linkcheck.report import formats

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import IO

    from linkcheck.report.style import Style


@dataclass(frozen=True, slots=True)
class Reporter:
    """Write reports in one format: a module of `linkcheck.report.formats` has one as `REPORTER`.

    `suffixes` are the endings of file names that mean this format. `write_extraction` is None
    where the format has nothing to say of citations that were not checked.
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    write_report: Callable[[Report, IO[str], Style], None]
    write_extraction: Callable[[Extraction, IO[str], Style], None] | None = None

    def write(self, content: Report | Extraction, out: IO[str], style: Style) -> None:
        """Write what was found to a stream, one for UTF-8 that leaves newlines as they are.

        Errors of the stream are its own. Raises `UsageError` where this format cannot show
        citations that were not checked.
        """
        match content:
            case Report():
                self.write_report(content, out, style)
            case Extraction() if self.write_extraction is not None:
                self.write_extraction(content, out, style)
            case Extraction():
                message = f"the format “{self.name}” cannot show citations that were not checked"
                raise UsageError(message, hint="Check them with linkcheck scan, or use json.")
            case _:
                assert_never(content)


@functools.cache
def reporters() -> tuple[Reporter, ...]:
    """Return all reporters, ordered by name."""
    found = []
    for module in pkgutil.iter_modules(formats.__path__, f"{formats.__name__}."):
        reporter = importlib.import_module(module.name).REPORTER
        if not isinstance(reporter, Reporter):
            message = f"{module.name}.REPORTER is no Reporter"
            raise TypeError(message)
        found.append(reporter)
    return tuple(sorted(found, key=lambda reporter: reporter.name))


def reporter_for(name_or_path: str) -> Reporter:
    """Return the reporter of that name, or the one that the ending of a file name means.

    Raises `UsageError`, naming those there are.
    """
    wanted = name_or_path.lower()
    for reporter in reporters():
        if reporter.name == wanted:
            return reporter
    # The longest ending first: `.sarif.json` is not `.json`.
    endings = sorted(
        ((suffix, reporter) for reporter in reporters() for suffix in reporter.suffixes),
        key=lambda pair: -len(pair[0]),
    )
    for suffix, reporter in endings:
        if wanted.endswith(suffix):
            return reporter
    names = ", ".join(reporter.name for reporter in reporters())
    known = ", ".join(sorted(suffix for suffix, _ in endings))
    message = f"no report format is called, or meant by the ending of, “{name_or_path}”"
    raise UsageError(message, hint=f"Formats: {names}. Endings: {known}.")


def read_report(source: Path | bytes, name: str | None = None) -> Report:
    """Read a JSON report, from a file or as it came; `name` is what messages call it.

    Raises `ReportFileError` where it cannot be read or is no report of a checked run.
    """
    from linkcheck.report import reading  # noqa: PLC0415  (msgspec, which writing a table needs not)

    return reading.read_report(source, name)
