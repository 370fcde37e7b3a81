"""Write reports to standard output and to files, and say so when that fails."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from linkcheck.errors import OutputError, UsageError
from linkcheck.report import Style, reporter_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from linkcheck.model import Report
    from linkcheck.report import Content, Reporter

DEFAULT_FORMAT: Final = "table"
_STDOUT: Final = "standard output"
_HERE: Final = Path()
_ENOUGH: Final = 20  # documents that are looked for, to find the folder that they are in


class Outputs(NamedTuple):
    """Say which reports go where: checked before the work begins, so that no run is in vain."""

    stdout: Reporter | None
    files: tuple[tuple[Path, Reporter], ...]

    @property
    def only(self) -> str | None:
        """Return the name of the format where there is one place to write to, else None."""
        reporters = [reporter for _path, reporter in self.files]
        if self.stdout is not None:
            reporters.append(self.stdout)
        return reporters[0].name if len(reporters) == 1 else None


def plan_outputs(files: Sequence[Path] | None, format_name: str | None) -> Outputs:
    """Decide what is written where.

    Standard output gets the `--format`, or a table where no file is named. A file's format is
    told by its ending, else by `--format`. Raises `UsageError` for an unknown format and for a
    folder that does not exist.
    """
    chosen = None if format_name is None else reporter_for(format_name)
    planned: list[tuple[Path, Reporter]] = []
    claimed = False
    for path in files or ():
        if not path.parent.is_dir():
            message = f"-o {path}: there is no folder {path.parent}"
            raise UsageError(message, hint="Create the folder first, or write elsewhere.")
        if path.is_dir():
            message = f"-o {path}: is a folder"
            raise UsageError(message, hint=f"Name a file in it: -o {path / 'report.json'}")
        try:
            reporter = reporter_for(path.name)
        except UsageError:
            if chosen is None:
                raise
            reporter = chosen
            claimed = True
        planned.append((path, reporter))
    stdout = chosen if chosen is not None and not claimed else None
    if not planned and stdout is None:
        stdout = reporter_for(DEFAULT_FORMAT)
    return Outputs(stdout, tuple(planned))


def write_outputs(  # noqa: PLR0913  (an option each)
    outputs: Outputs,
    content: Content,
    *,
    verbose: bool = False,
    quiet: bool = False,
    root: Path | None = _HERE,
    finish: Callable[[], None] | None = None,
) -> None:
    """Write a report everywhere it was asked for.

    `root` is the folder from which its documents' paths lead to files, where that is known.
    Where standard output has some of it already, `finish` writes the rest there.

    Raises `OutputError` naming the places where that failed; the others are still written.
    """
    failures: list[str] = []
    for path, reporter in outputs.files:
        try:
            with _replaced(path) as out:
                reporter.write(content, out, Style(verbose=verbose, quiet=quiet))
        except OSError as error:
            failures.append(f"{path}: {error.strerror or error}")
    if outputs.stdout is not None:
        try:
            if finish is not None:
                finish()
            else:
                style = terminal_style(sys.stdout, verbose=verbose, quiet=quiet, root=root)
                outputs.stdout.write(content, sys.stdout, style)
                sys.stdout.flush()
        except BrokenPipeError:
            _forget_stdout()
        except OSError as error:
            failures.append(f"{_STDOUT}: {error.strerror or error}")
    if failures:
        raise _not_written(failures)


def write_text(outputs: Outputs, pieces: Iterable[str]) -> None:
    """Write a text as it comes to the one place that was asked for.

    Raises `OutputError` where that fails. A reader that has seen enough ends it silently.
    """
    name = str(outputs.files[0][0]) if outputs.files else _STDOUT
    try:
        with _replaced(outputs.files[0][0]) if outputs.files else nullcontext(sys.stdout) as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
    except BrokenPipeError:
        _forget_stdout()
    except OSError as error:
        raise _not_written([f"{name}: {error.strerror or error}"]) from error


def _forget_stdout() -> None:
    """Keep Python from flushing at its end what nobody reads (`| head`): that is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _not_written(failures: list[str]) -> OutputError:
    message = "the report could not be written: " + "; ".join(failures)
    return OutputError(message, hint="Free some space or write elsewhere with -o FILE.")


def terminal_style(
    stream: TextIO, *, verbose: bool = False, quiet: bool = False, root: Path | None = _HERE
) -> Style:
    """Return how to write to a standard stream: with colour only where a person sees it."""
    terminal = stream.isatty()
    dumb = os.environ.get("TERM") == "dumb"
    colour = terminal and not dumb and not os.environ.get("NO_COLOR")
    return Style(
        width=shutil.get_terminal_size().columns if terminal else None,
        color=colour,
        hyperlinks=colour,
        unicode=(stream.encoding or "").lower().startswith("utf"),
        verbose=verbose,
        quiet=quiet,
        root=str(root.absolute()) if colour and root is not None else None,
    )


def root_of(report: Report, file: Path) -> Path | None:
    """Return the folder from which a report's documents are named: this one, or its file's own.

    A report does not tell. None where no document is there any more.
    """
    names = [each.document.path for each in report.documents[:_ENOUGH]]
    for folder in (_HERE, file.parent):
        # What is no name of a file (too long, say) is not there; pathlib would raise something.
        if any(name and os.path.exists(folder / name) for name in names):  # noqa: PTH110
            return folder
    return None


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    """Open a file that takes the place of `path` only when all of it is written.

    What is no regular file (a device, a pipe) is written to as it is.
    """
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        return
    import tempfile  # noqa: PLC0415  (only for files)

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            yield out
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode_of(path: Path) -> int:
    """Return the permissions a report gets: those of the file it replaces, or the usual ones."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
