"""The formats that can be read, one file each.

A format is a module in this folder with a `FORMAT`; adding one is adding a file. The modules are
imported to learn names and endings, so each imports its heavy parser only when it reads.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

FALLBACK: Final = "text"


def _never(_head: str) -> bool:
    return False


def _undated(_content: Content) -> date | None:
    return None


@dataclass(frozen=True, slots=True)
class Format:
    """Describe a format.

    `suffixes` are endings of names in lower case (`.md`), `names` whole names in lower case.
    `looks_like` recognises it by its beginning where the name says nothing. `parts` yields what
    stands in a document; `dated` returns the day that it gives as its own.
    """

    name: str
    parts: Callable[[Content, Settings], Iterator[Part]]
    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    looks_like: Callable[[str], bool] = _never
    dated: Callable[[Content], date | None] = _undated


def format_names() -> tuple[str, ...]:
    """Return the names of all formats, sorted."""
    return tuple(sorted(_formats()))


def format_named(name: str) -> Format | None:
    """Return the format of that name."""
    return _formats().get(name)


def format_by_name_of(path: str) -> Format | None:
    """Return the format that a file's name tells, or None."""
    name = path.rpartition("/")[2].lower()
    by_name = _by_file_name()
    if name in by_name:
        return by_name[name]
    dot = name.find(".", 1)
    while dot > 0:
        if name[dot:] in by_name:
            return by_name[name[dot:]]
        dot = name.find(".", dot + 1)
    return None


def recognise(path: str, content: Content) -> Format:
    """Return the format of a document by its name, else by its beginning; plain text otherwise."""
    named = format_by_name_of(path)
    if named is not None:
        return named
    head = content.head
    formats = _formats()
    return next((each for each in formats.values() if each.looks_like(head)), formats[FALLBACK])


@functools.cache
def _formats() -> dict[str, Format]:
    found = {}
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        each = module.FORMAT
        if not isinstance(each, Format):
            message = f"{module.__name__}.FORMAT is no Format"
            raise TypeError(message)
        found[each.name] = each
    return found


@functools.cache
def _by_file_name() -> dict[str, Format]:
    return {name: each for each in _formats().values() for name in (*each.suffixes, *each.names)}
