"""Paths, folders and patterns to the documents that are meant.

What a user names is read, or said to be unreadable; what is found in a folder is read if it is
text or of a known format, unless an ignore file, `--exclude-path` or a leading dot leaves it out.
Ignore files are read by pathspec, as git reads its own.
"""

from __future__ import annotations

import glob
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from linkcheck.parse.formats import is_name_of_format
from linkcheck.parse.source import STANDARD_INPUT, Source, is_address, looks_binary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathspec import GitIgnoreSpec

    from linkcheck.settings import Settings

_IGNORE_FILES: Final = (".gitignore", ".ignore", ".linkcheckignore")
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
    """Yield the documents that paths mean, each once, in the order of the paths.

    A path is a file, a folder (walked in sorted order), a pattern (`**` for any folders), `-` or
    an address: its source is remote, and has to be fetched before it is opened.
    `on_skip` is told path and reason of what looks like a document and is not read. A path that
    does not exist is yielded as well: reading it says so.
    """
    yield from _Discovery(settings, cwd, on_skip).sources(paths, stdin)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Hold one ignore file.

    `within` is what a full path begins with where this speaks of it, and `below` is what stands
    between the ignore file's folder and that.
    """

    spec: GitIgnoreSpec
    within: str
    below: str = ""

    def say(self, full: str, *, is_folder: bool) -> bool | None:
        """Tell whether a path is ignored, or None where nothing is said of it."""
        inside = self.below + full.removeprefix(self.within).replace(os.sep, "/")
        return self.spec.check_file(f"{inside}/" if is_folder else inside).include


@dataclass(slots=True)
class _Discovery:
    settings: Settings
    cwd: Path
    on_skip: Callable[[str, str], None]
    _seen: set[tuple[int, int]] = field(default_factory=set)
    _entered: set[tuple[int, int]] = field(default_factory=set)
    _addresses: set[str] = field(default_factory=set)
    _excluded: GitIgnoreSpec | None = field(init=False)

    def __post_init__(self) -> None:
        patterns = self.settings.exclude_path
        self._excluded = _spec(patterns) if patterns else None

    def sources(self, paths: Sequence[str], stdin: Callable[[], bytes]) -> Iterator[Source]:
        stdin_read = False
        for path in paths:
            if path == STANDARD_INPUT:
                if not stdin_read:
                    yield Source(_STDIN_NAME, data=stdin(), explicit=True)
                stdin_read = True
            elif is_address(path):
                if path not in self._addresses:
                    yield Source(path, explicit=True)
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
                yield Source(shown, full, explicit=True)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(str(full), shown, _identity(status), _rules_above(full))
        elif not self._is_excluded(shown, is_folder=False) and self._is_new(_identity(status)):
            yield Source(shown, full, explicit=True)

    def _matches(self, pattern: str) -> list[str]:
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
        if not stat.S_ISDIR(status.st_mode):
            yield from self._file(
                str(full), shown, _identity(status), is_regular=stat.S_ISREG(status.st_mode)
            )
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
                entries = sorted(listing, key=_name)
        except OSError:
            yield Source(shown, folder)  # so that reading it says what is wrong
            return
        names = {entry.name for entry in entries}
        rules = (*rules, *_rules_of(folder, names))
        prefix = "" if shown == "." else f"{shown.rstrip('/')}/"
        for entry in entries:
            if entry.name.startswith(".") and not self.settings.hidden:
                continue
            yield from self._entry(entry, prefix + entry.name, identity[0], rules)

    def _entry(
        self, entry: os.DirEntry[str], shown: str, device: int, rules: tuple[_Rules, ...]
    ) -> Iterator[Source]:
        try:
            if entry.is_symlink() or not entry.is_file(follow_symlinks=False):
                status = entry.stat()
                identity, mode = _identity(status), status.st_mode
            else:  # the listing has told all there is to know: no system call for each file
                identity, mode = (device, entry.inode()), stat.S_IFREG
        except OSError:
            self.on_skip(shown, "a broken link")
            return
        is_folder = stat.S_ISDIR(mode)
        if rules and _is_ignored(entry.path, rules, is_folder=is_folder):
            return
        if not is_folder:
            yield from self._file(entry.path, shown, identity, is_regular=stat.S_ISREG(mode))
        elif entry.name != ".git" and not self._is_excluded(shown, is_folder=True):
            yield from self._folder(entry.path, shown, identity, rules)

    def _file(
        self, full: str, shown: str, identity: tuple[int, int], *, is_regular: bool
    ) -> Iterator[Source]:
        if self._is_excluded(shown, is_folder=False) or not self._is_new(identity):
            return
        if not is_regular:
            self.on_skip(shown, "a pipe, a socket or a device")
            return
        if not is_name_of_format(shown):
            try:
                with open(full, "rb") as file:  # noqa: PTH123  (a Path for it costs as much)
                    head = file.read(_HEAD)
            except OSError:
                head = b""  # yielded, so that reading it says what is wrong
            if looks_binary(head):
                self.on_skip(shown, "not text, and no known format")
                return
        yield Source(shown, full)

    def _is_new(self, identity: tuple[int, int]) -> bool:
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True

    def _is_excluded(self, shown: str, *, is_folder: bool) -> bool:
        if self._excluded is None:
            return False
        return self._excluded.match_file(f"{shown}/" if is_folder else shown)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _shown(path: str) -> str:
    return Path(path).as_posix()


def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  (30 ms, and often there is nothing to ignore)

    return GitIgnoreSpec.from_lines(lines)


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
        found.append(_Rules(_spec(lines), within or os.path.join(folder, ""), below))  # noqa: PTH118
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
