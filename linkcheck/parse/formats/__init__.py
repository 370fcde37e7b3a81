"""The formats that can be read, one file each.

A format is a module in this folder with a `FORMAT` (or with `FORMATS` where one reader serves
several); adding one is adding a file. To import them all takes a tenth of a second, so a document
brings in only the formats that it may be: `_index` says what each is known by. A module that the
index does not know is imported to be asked; `python -m linkcheck.parse.formats` renews the index.
"""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.modules import modules_in
from linkcheck.parse.formats import _index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from linkcheck.parse.mention import Brief, Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

FALLBACK: Final = "text"


def _never(_head: str) -> bool:
    return False


def _always(_content: Content) -> bool:
    return True


def _undated(_content: Content) -> date | None:
    return None


class Format(NamedTuple):
    """Describe a format.

    `suffixes` are endings of names in lower case (`.md`), `names` whole names in lower case.
    `looks_like` recognises it by its beginning where the name says nothing. `parts` yields what
    stands in a document; `dated` returns the day that it gives as its own. A format may say in
    `brief` where what stands, and nothing else, quicker than its `parts` would. What
    `is_running_text` has no marks, so that pieces of it can be read apart from each other.

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
    brief: Callable[[Content, Settings], Iterator[Brief]] | None = None
    is_running_text: bool = False


class Card(NamedTuple):
    """Hold what a format is known by, and the module (in this folder) that has it."""

    module: str
    name: str
    suffixes: tuple[str, ...]
    names: tuple[str, ...]
    magic: bytes
    variant_of: tuple[str, ...]
    may_look: bool  # has a `looks_like` of its own


def format_names() -> tuple[str, ...]:
    """Return the names of all formats, sorted."""
    return tuple(sorted(cards()))


def format_named(name: str) -> Format | None:
    """Return the format of that name."""
    card = cards().get(name)
    return None if card is None else _formats_of(card.module)[name]


def format_by_name_of(path: str) -> Format | None:
    """Return the format that a file's name tells, or None."""
    card = _card_by_name_of(path)
    return None if card is None else _format_on(card)


def is_name_of_format(path: str) -> bool:
    """Tell whether a file's name tells a format."""
    return _card_by_name_of(path) is not None


def recognise(path: str, content: Content) -> Format:
    """Return the format of a document: by its magic bytes, its name, or how it begins.

    What says nothing of itself is plain text.
    """
    named = format_by_name_of(path)
    if content.data.startswith(_magic()):
        alike = [card for card in _magical() if content.data.startswith(card.magic)]
        if named is not None and cards()[named.name] in alike and named.holds(content):
            return named
        inside = next((each for each in map(_format_on, alike) if each.holds(content)), None)
        if inside is not None:
            return inside
    if named is not None:
        for variant in _variants(named.name):
            if _format_on(variant).looks_like(content.head):
                return _format_on(variant)
        return named
    head = content.head
    lookers = (_format_on(card) for card in cards().values() if card.may_look)
    found = next((each for each in lookers if each.looks_like(head)), None)
    return _format_on(cards()[FALLBACK]) if found is None else found


@functools.cache
def cards() -> dict[str, Card]:
    """Return what every format is known by, by its name, in the order of modules."""
    known: dict[str, list[Card]] = {}
    for row in _index.ROWS:
        known.setdefault(row[0], []).append(Card(*row))
    found = {}
    for module in modules():
        for card in known.get(module) or cards_of(module):
            found[card.name] = card
    return found


def modules() -> list[str]:
    """Return the modules that have formats, sorted."""
    return modules_in(__path__)


def cards_of(module: str) -> list[Card]:
    """Import a module and return what its formats are known by."""
    return [
        Card(
            module,
            each.name,
            each.suffixes,
            each.names,
            each.magic,
            each.variant_of,
            each.looks_like is not _never,
        )
        for each in _formats_of(module).values()
    ]


@functools.cache
def _formats_of(module: str) -> dict[str, Format]:
    imported = importlib.import_module(f"{__name__}.{module}")
    found = {}
    for each in getattr(imported, "FORMATS", None) or (imported.FORMAT,):
        if not isinstance(each, Format):
            message = f"{imported.__name__}.FORMAT is no Format"
            raise TypeError(message)
        found[each.name] = each
    return found


def _format_on(card: Card) -> Format:
    return _formats_of(card.module)[card.name]


def _card_by_name_of(path: str) -> Card | None:
    name = path[path.rfind("/") + 1 :].lower()
    by_name = _by_file_name()
    card = by_name.get(name)
    dot = name.find(".", 1)
    while card is None and dot > 0:
        card = by_name.get(name[dot:])
        dot = name.find(".", dot + 1)
    return card


@functools.cache
def _magic() -> tuple[bytes, ...]:
    return tuple({card.magic for card in _magical()})


@functools.cache
def _magical() -> tuple[Card, ...]:
    return tuple(card for card in cards().values() if card.magic)


@functools.cache
def _variants(name: str) -> tuple[Card, ...]:
    return tuple(card for card in cards().values() if name in card.variant_of)


@functools.cache
def _by_file_name() -> dict[str, Card]:
    return {name: card for card in cards().values() for name in (*card.suffixes, *card.names)}
