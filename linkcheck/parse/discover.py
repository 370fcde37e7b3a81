"""Paths, folders and patterns to the documents that are meant.

What a user names is read, or said to be unreadable; what is found in a folder is read if it is
text or of a known format, unless an ignore file, `--exclude-path` or a leading dot leaves it out.
Ignore files are read by pathspec, as git reads its own.
"""

from __future__ import annotations

import os
import re
import stat
import warnings
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.errors import UsageError
from linkcheck.parse.formats import is_name_of_format
from linkcheck.parse.source import STANDARD_INPUT, Source, is_address, looks_binary
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathspec import GitIgnoreSpec

    from linkcheck.settings import Settings

_IGNORE_FILES: Final = (".gitignore", ".ignore", ".linkcheckignore")
_GROUP_NAME: Final = late(r"\(\?P<\w+>")
_HEAD: Final = 8_192
_STDIN_NAME: Final = "<stdin>"


def discover(
    paths: Sequence[str],
    settings: Settings,
    *,
    cwd: Path,
    stdin: Callable[[], bytes],
    on_skip: Callable[[str, str], None],
) -> Iterator[Source]:
    """Return the documents that paths mean, each once, in the order of the paths.

    A path is a file, a folder (walked in sorted order), a pattern (`**` for any folders), `-` or
    an address: its source is remote, and has to be fetched before it is opened.
    `on_skip` is told path and reason of what looks like a document and is not read. A path that
    does not exist is yielded as well: reading it says so.
    """
    return _Discovery(settings, cwd, on_skip).sources(paths, stdin)


class _Rules(NamedTuple):
    """Hold one ignore file.

    `within` is what a full path begins with where this speaks of it, and `below` is what stands
    between the ignore file's folder and that. Of a path in which `speaks` finds nothing,
    no line speaks.
    """

    spec: GitIgnoreSpec
    speaks: re.Pattern[str]
    within: str
    below: str = ""

    @classmethod
    def of(cls, lines: Sequence[str], within: str, below: str) -> _Rules:
        """Read the lines of an ignore file; what is no pattern matches nothing, as for git."""
        try:
            spec = _spec(lines)
        except ValueError:
            spec = _spec([line for line in lines if _is_pattern(line)])
        return cls(spec, _one_pattern(spec), within, below)

    def say(self, full: str, *, is_folder: bool) -> bool | None:
        """Tell whether a path is ignored, or None where nothing is said of it."""
        inside = self.below + full.removeprefix(self.within).replace(os.sep, "/")
        if is_folder:
            inside += "/"
        # Of most files no line speaks, and to see that so takes a fifth of the time.
        return self.spec.check_file(inside).include if self.speaks.search(inside) else None


class _Discovery:
    def __init__(self, settings: Settings, cwd: Path, on_skip: Callable[[str, str], None]) -> None:
        self.settings = settings
        self.cwd = cwd
        self.on_skip = on_skip
        self._seen: set[tuple[int, int]] = set()
        self._entered: set[tuple[int, int]] = set()
        self._addresses: set[str] = set()
        self._excluded = _excluded_by(settings.exclude_path)

    def sources(self, paths: Sequence[str], stdin: Callable[[], bytes]) -> Iterator[Source]:
        stdin_read = False
        for path in paths:
            if path == STANDARD_INPUT:
                if not stdin_read:
                    yield Source(_STDIN_NAME, data=stdin())
                stdin_read = True
            elif is_address(path):
                if path not in self._addresses:
                    yield Source(path)
                self._addresses.add(path)
            else:
                yield from self._path(path)

    def _path(self, path: str) -> Iterator[Source]:
        full = self.cwd / path
        shown = _shown(path)
        try:
            status = full.stat()
        except (OSError, ValueError):  # a null byte in a path is a ValueError
            matches = self._matches(path)
            if matches:
                for match in matches:
                    yield from self._match(match, path)
            else:
                yield Source(shown, full)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(str(full), shown, _identity(status), _rules_above(full))
        elif not self._is_excluded(shown, is_folder=False) and self._is_new(_identity(status)):
            yield Source(shown, full)

    def _matches(self, pattern: str) -> list[str]:
        import glob  # noqa: PLC0415  (only where a path does not exist)

        if "\0" in pattern or not glob.has_magic(pattern):
            return []
        hidden = self.settings.hidden
        return sorted(
            glob.glob(  # noqa: PTH207  (Path.glob has no say about hidden files)
                pattern, root_dir=self.cwd, recursive=True, include_hidden=hidden
            )
        )

    def _match(self, path: str, pattern: str) -> Iterator[Source]:
        full = self.cwd / path
        shown = _shown(path)
        try:
            status = full.stat()
        except OSError:
            self.on_skip(shown, "a broken link")
            return
        mode = status.st_mode
        if not stat.S_ISDIR(mode):
            source = self._file(str(full), shown, _identity(status), is_regular=stat.S_ISREG(mode))
            if source is not None:
                yield source
        elif "**" not in pattern:  # which matches what is in the folder by itself
            yield from self._folder(str(full), shown, _identity(status), _rules_above(full))

    def _folder(
        self, folder: str, shown: str, identity: tuple[int, int], rules: tuple[_Rules, ...]
    ) -> Iterator[Source]:
        if identity in self._entered:
            return
        self._entered.add(identity)
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=attrgetter("name"))
        except OSError:
            yield Source(shown, folder)  # so that reading it says what is wrong
            return
        hidden = {entry.name for entry in entries if entry.name[0] == "."}
        rules = (*rules, *_rules_of(folder, hidden))
        if self.settings.hidden:
            hidden.clear()
        prefix = "" if shown == "." else f"{shown.rstrip('/')}/"
        for entry in entries:
            if entry.name in hidden:
                continue
            shown = prefix + entry.name
            try:
                is_file = entry.is_file(follow_symlinks=False)
            except OSError:
                is_file = False
            if not is_file:
                yield from self._entry(entry, shown, rules)
            elif not (rules and _is_ignored(entry.path, rules, is_folder=False)):
                # The listing has told all there is to know: no system call for each file.
                source = self._file(entry.path, shown, (identity[0], entry.inode()))
                if source is not None:
                    yield source

    def _entry(
        self, entry: os.DirEntry[str], shown: str, rules: tuple[_Rules, ...]
    ) -> Iterator[Source]:
        """Yield what is in a folder, or at the end of a link."""
        try:
            status = entry.stat()
        except OSError:
            self.on_skip(shown, "a broken link")
            return
        mode = status.st_mode
        is_folder = stat.S_ISDIR(mode)
        if rules and _is_ignored(entry.path, rules, is_folder=is_folder):
            return
        if not is_folder:
            is_regular = stat.S_ISREG(mode)
            source = self._file(entry.path, shown, _identity(status), is_regular=is_regular)
            if source is not None:
                yield source
        elif entry.name != ".git" and not self._is_excluded(shown, is_folder=True):
            yield from self._folder(entry.path, shown, _identity(status), rules)

    def _file(
        self, full: str, shown: str, identity: tuple[int, int], *, is_regular: bool = True
    ) -> Source | None:
        if identity in self._seen:
            return None
        if self._excluded is not None and self._is_excluded(shown, is_folder=False):
            return None
        self._seen.add(identity)
        if not is_regular:
            self.on_skip(shown, "a pipe, a socket or a device")
            return None
        if not is_name_of_format(shown):
            try:
                with open(full, "rb") as file:  # noqa: PTH123  (a Path for it costs as much)
                    head = file.read(_HEAD)
            except OSError:
                head = b""  # returned, so that reading it says what is wrong
            if looks_binary(head):
                self.on_skip(shown, "not text, and no known format")
                return None
        return Source(shown, full, is_regular=True)

    def _is_new(self, identity: tuple[int, int]) -> bool:
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True

    def _is_excluded(self, shown: str, *, is_folder: bool) -> bool:
        if self._excluded is None:
            return False
        return self._excluded.match_file(f"{shown}/" if is_folder else shown)


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _shown(path: str) -> str:
    return Path(path).as_posix()


def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    """Read patterns. Raises `ValueError` where one is none."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  (30 ms, and often there is nothing to ignore)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of `[a--b]`, which means no set here
        try:
            return GitIgnoreSpec.from_lines(lines)
        except re.error as error:
            raise ValueError(str(error)) from error


def _is_pattern(line: str) -> bool:
    try:
        _spec([line])
    except ValueError:
        return False
    return True


def _excluded_by(patterns: Sequence[str]) -> GitIgnoreSpec | None:
    """Read what `--exclude-path` says. Raises `UsageError`."""
    wrong = next((each for each in patterns if not _is_pattern(each)), None)
    if wrong is not None:
        message = f"--exclude-path {wrong}: is no pattern"
        raise UsageError(message, hint="Patterns are written as in .gitignore: drafts/ or *.bak.")
    return _spec(patterns) if patterns else None


def _one_pattern(spec: GitIgnoreSpec) -> re.Pattern[str]:
    """Return a pattern for every path of which some line speaks."""
    patterns = (str(each.regex.pattern) for each in spec.patterns if each.regex is not None)
    anonymous = (_GROUP_NAME.sub("(?:", pattern) for pattern in patterns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # as above
        return re.compile("|".join(f"(?:{pattern})" for pattern in anonymous) or "(?!)")


def _rules_of(folder: str, names: set[str], below: str = "", within: str = "") -> list[_Rules]:
    """Return the ignore files of a folder; they speak of paths `within`, by default its own."""
    found = []
    for name in _IGNORE_FILES:
        if name not in names:
            continue
        try:
            lines = Path(folder, name).read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        found.append(_Rules.of(lines, within or os.path.join(folder, ""), below))  # noqa: PTH118
    return found


def _rules_above(folder: Path) -> tuple[_Rules, ...]:
    """Return the ignore files between a folder and the root of the repository that it is in."""
    resolved = folder.resolve()
    above = list(resolved.parents)
    root = next((each for each in above if (each / ".git").exists()), None)
    if root is None or (folder / ".git").exists():
        return ()
    within = os.path.join(folder, "")  # noqa: PTH118  (with the separator at its end)
    names = set(_IGNORE_FILES)
    rules: list[_Rules] = []
    for each in reversed(above[: above.index(root) + 1]):
        below = f"{resolved.relative_to(each).as_posix()}/"
        rules.extend(_rules_of(str(each), names, below, within))
    return tuple(rules)


def _is_ignored(full: str, rules: tuple[_Rules, ...], *, is_folder: bool) -> bool:
    """Tell whether ignore files leave a file out; the one nearest to it that speaks decides."""
    for each in reversed(rules):
        said = each.say(full, is_folder=is_folder)
        if said is not None:
            return said
    return False
