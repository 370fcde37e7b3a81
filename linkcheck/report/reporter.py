"""What a report format is, and which there are."""

from __future__ import annotations

import functools
import importlib
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from linkcheck.errors import UsageError
from linkcheck.modules import modules_in
from linkcheck.report import formats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from linkcheck.model import Extraction, Finding, Report
    from linkcheck.report.difference import Difference
    from linkcheck.report.style import Style

Content: TypeAlias = "Report | Extraction | Difference"


class Reporter(NamedTuple):
    """Write reports in one format: a module of `linkcheck.report.formats` has one as `REPORTER`.

    `suffixes` are the endings of file names that mean this format. `write_extraction` is None
    where the format has nothing to say of citations that were not checked, `write_difference`
    where it has nothing to say of what changed between two reports. `line` makes one line of a
    finding, where a report is nothing but such lines and can be written while a run goes on.
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    write_report: Callable[[Report, IO[str], Style], None]
    write_extraction: Callable[[Extraction, IO[str], Style], None] | None = None
    write_difference: Callable[[Difference, IO[str], Style], None] | None = None
    line: Callable[[Finding], str] | None = None

    def write(self, content: Content, out: IO[str], style: Style) -> None:
        """Write what was found to a stream, one for UTF-8 that leaves newlines as they are.

        Errors of the stream are its own. Raises `UsageError` where this format cannot show
        citations that were not checked, or what changed.
        """
        from linkcheck.model import Extraction  # noqa: PLC0415  (only what is written is imported)

        if isinstance(content, Extraction):
            self._write_extraction(content, out, style)
            return
        from linkcheck.model import Report  # noqa: PLC0415  (as above)

        if isinstance(content, Report):
            self.write_report(content, out, style)
        else:
            self._write_difference(content, out, style)

    def _write_extraction(self, extraction: Extraction, out: IO[str], style: Style) -> None:
        if self.write_extraction is None:
            message = f"the format “{self.name}” cannot show citations that were not checked"
            raise UsageError(message, hint="Check them with linkcheck scan, or use json.")
        self.write_extraction(extraction, out, style)

    def _write_difference(self, difference: Difference, out: IO[str], style: Style) -> None:
        if self.write_difference is None:
            message = f"the format “{self.name}” cannot show what changed"
            able = ", ".join(each.name for each in reporters() if each.write_difference)
            raise UsageError(message, hint=f"Formats that can: {able}.")
        self.write_difference(difference, out, style)


@functools.cache
def reporters() -> tuple[Reporter, ...]:
    """Return all reporters, ordered by name."""
    found = map(_reporter_in, modules_in(formats.__path__))
    return tuple(sorted(found, key=lambda reporter: reporter.name))


def _reporter_in(module: str) -> Reporter:
    reporter = importlib.import_module(f"{formats.__name__}.{module}").REPORTER
    if not isinstance(reporter, Reporter):
        message = f"{module}.REPORTER is no Reporter"
        raise TypeError(message)
    return reporter


def _called(name: str) -> Iterator[Reporter]:
    modules = modules_in(formats.__path__)
    return (_reporter_in(each) for each in (name, f"{name}_report") if each in modules)


def reporter_for(name_or_path: str) -> Reporter:
    """Return the reporter of that name, or the one that the ending of a file name means.

    Raises `UsageError`, naming those there are.
    """
    wanted = name_or_path.lower()
    # The file that is called so comes first, for the others take their time to import.
    for reporter in _called(wanted):
        if reporter.name == wanted:
            return reporter
    suffixes = PurePath(wanted).suffixes
    if len(suffixes) == 1:  # of several, a longer one may be meant
        for reporter in _called(suffixes[0][1:]):
            if suffixes[0] in reporter.suffixes:
                return reporter
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
