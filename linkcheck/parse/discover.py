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

from pathspec import GitIgnoreSpec

from linkcheck.parse.formats import format_by_name_of
from linkcheck.parse.source import STANDARD_INPUT, Source, looks_binary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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

    A path is a file, a folder (walked in sorted order), a pattern (`**` for any folders) or `-`.
    `on_skip` is told path and reason of what looks like a document and is not read. A path that
    does not exist is yielded as well: reading it says so.
    """
    yield from _Discovery(settings, cwd, on_skip).sources(paths, stdin)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Hold one ignore file and the folder that it speaks for."""

    folder: Path
    spec: GitIgnoreSpec


@dataclass(slots=True)
class _Discovery:
    settings: Settings
    cwd: Path
    on_skip: Callable[[str, str], None]
    _seen: set[tuple[int, int]] = field(default_factory=set)
    _entered: set[tuple[int, int]] = field(default_factory=set)
    _excluded: GitIgnoreSpec = field(init=False)

    def __post_init__(self) -> None:
        self._excluded = GitIgnoreSpec.from_lines(self.settings.exclude_path)

    def sources(self, paths: Sequence[str], stdin: Callable[[], bytes]) -> Iterator[Source]:
        stdin_read = False
        for path in paths:
            if path == STANDARD_INPUT:
                if not stdin_read:
                    yield Source(_STDIN_NAME, data=stdin(), explicit=True)
                stdin_read = True
            else:
                yield from self._path(path)

    def _path(self, path: str) -> Iterator[Source]:
        full = self.cwd / path
        try:
            status = full.stat()
        except (OSError, ValueError):  # a null byte in a path is a ValueError
            matches = self._matches(path)
            if matches:
                for match in matches:
                    yield from self._match(match, path)
            else:
                yield Source(_shown(path), full, explicit=True)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(full, path, status, _rules_above(full))
        elif not self._is_excluded(_shown(path), is_folder=False) and self._is_new(status):
            yield Source(_shown(path), full, explicit=True)

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
        try:
            status = full.stat()
        except OSError:
            self.on_skip(_shown(path), "a broken link")
            return
        if not stat.S_ISDIR(status.st_mode):
            yield from self._file(full, path, status)
        elif "**" not in pattern:  # which matches what is in the folder by itself
            yield from self._folder(full, path, status, _rules_above(full))

    def _folder(
        self, folder: Path, shown: str, status: os.stat_result, rules: tuple[_Rules, ...]
    ) -> Iterator[Source]:
        if (status.st_dev, status.st_ino) in self._entered:
            return
        self._entered.add((status.st_dev, status.st_ino))
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=_name)
        except OSError as error:
            self.on_skip(_shown(shown), f"the folder cannot be read: {error.strerror}")
            return
        rules = (*rules, *_rules_of(folder))
        for entry in entries:
            if entry.name.startswith(".") and not self.settings.hidden:
                continue
            path = f"{shown.rstrip('/')}/{entry.name}" if shown not in {"", "."} else entry.name
            yield from self._entry(Path(entry.path), path, rules)

    def _entry(self, full: Path, path: str, rules: tuple[_Rules, ...]) -> Iterator[Source]:
        try:
            status = full.stat()
        except OSError:
            self.on_skip(_shown(path), "a broken link")
            return
        is_folder = stat.S_ISDIR(status.st_mode)
        if _is_ignored(full, rules, is_folder=is_folder):
            return
        if is_folder:
            if full.name != ".git" and not self._is_excluded(_shown(path), is_folder=True):
                yield from self._folder(full, path, status, rules)
        else:
            yield from self._file(full, path, status)

    def _file(self, full: Path, path: str, status: os.stat_result) -> Iterator[Source]:
        shown = _shown(path)
        if self._is_excluded(shown, is_folder=False) or not self._is_new(status):
            return
        if not stat.S_ISREG(status.st_mode):
            self.on_skip(shown, "a pipe, a socket or a device")
            return
        if format_by_name_of(shown) is None:
            try:
                with full.open("rb") as file:
                    head = file.read(_HEAD)
            except OSError:
                head = b""  # yielded, so that reading it says what is wrong
            if looks_binary(head):
                self.on_skip(shown, "not text, and no known format")
                return
        yield Source(shown, full)

    def _is_new(self, status: os.stat_result) -> bool:
        identity = (status.st_dev, status.st_ino)
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True

    def _is_excluded(self, shown: str, *, is_folder: bool) -> bool:
        return self._excluded.match_file(f"{shown}/" if is_folder else shown)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _shown(path: str) -> str:
    return Path(path).as_posix()


def _rules_of(folder: Path) -> tuple[_Rules, ...]:
    found = []
    for name in _IGNORE_FILES:
        try:
            lines = (folder / name).read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        found.append(_Rules(folder, GitIgnoreSpec.from_lines(lines)))
    return tuple(found)


def _rules_above(folder: Path) -> tuple[_Rules, ...]:
    """Return the ignore files between a folder and the root of the repository that it is in."""
    above = list(folder.resolve().parents)
    root = next((each for each in above if (each / ".git").exists()), None)
    if root is None or (folder / ".git").exists():
        return ()
    between = above[: above.index(root) + 1]
    return tuple(rules for each in reversed(between) for rules in _rules_of(each))


def _is_ignored(full: Path, rules: tuple[_Rules, ...], *, is_folder: bool) -> bool:
    """Tell whether ignore files leave a file out; the one nearest to it that speaks decides."""
    for each in reversed(rules):
        try:
            inside = full.relative_to(each.folder)
        except ValueError:
            inside = full.resolve().relative_to(each.folder.resolve())
        result = each.spec.check_file(inside.as_posix() + ("/" if is_folder else ""))
        if result.include is not None:
            return result.include
    return False
