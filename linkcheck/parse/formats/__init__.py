"""The formats that can be read, one file each.

A format is a module in this folder with a `FORMAT` (or with `FORMATS` where one reader serves
several); adding one is adding a file. The modules are
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


def _always(_content: Content) -> bool:
    return True


def _undated(_content: Content) -> date | None:
    return None


@dataclass(frozen=True, slots=True)
class Format:
    """Describe a format.

    `suffixes` are endings of names in lower case (`.md`), `names` whole names in lower case.
    `looks_like` recognises it by its beginning where the name says nothing. `parts` yields what
    stands in a document; `dated` returns the day that it gives as its own.

    A format with a `magic` is known by the bytes that it begins with, whatever its name is, if it
    also `holds` what the format asks for. A `variant_of` other formats shares their endings, and
    is told apart by how it begins.
    """

    name: str
    parts: Callable[[Content, Settings], Iterator[Part]]
    suffixes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    looks_like: Callable[[str], bool] = _never
    dated: Callable[[Content], date | None] = _undated
    magic: bytes = b""
    holds: Callable[[Content], bool] = _always
    variant_of: tuple[str, ...] = ()


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
    """Return the format of a document: by its magic bytes, its name, or how it begins.

    What says nothing of itself is plain text.
    """
    named = format_by_name_of(path)
    alike = []
    if content.data.startswith(_magic()):
        alike = [each for each in _magical() if content.data.startswith(each.magic)]
    if named is not None and named in alike and named.holds(content):
        return named
    inside = next((each for each in alike if each.holds(content)), None)
    if inside is not None:
        return inside
    formats = _formats()
    if named is not None:
        variants = (each for each in formats.values() if named.name in each.variant_of)
        return next((each for each in variants if each.looks_like(content.head)), named)
    head = content.head
    return next((each for each in formats.values() if each.looks_like(head)), formats[FALLBACK])


@functools.cache
def _formats() -> dict[str, Format]:
    found = {}
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for each in getattr(module, "FORMATS", None) or (module.FORMAT,):
            if not isinstance(each, Format):
                message = f"{module.__name__}.FORMAT is no Format"
                raise TypeError(message)
            found[each.name] = each
    return found


@functools.cache
def _magic() -> tuple[bytes, ...]:
    return tuple({each.magic for each in _magical()})


@functools.cache
def _magical() -> tuple[Format, ...]:
    return tuple(each for each in _formats().values() if each.magic)


@functools.cache
def _by_file_name() -> dict[str, Format]:
    return {name: each for each in _formats().values() for name in (*each.suffixes, *each.names)}
