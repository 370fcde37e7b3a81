"""The tables of signs: what walls, sign-ins, paywalls, parked and missing pages look like.

Each table is a TOML file beside this module, with the source of every row in the row; its head
says what its columns mean. They are data, so that adding a sign needs no code. Each is read once,
when it is first needed.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TypeVar

import msgspec

_Table = TypeVar("_Table")


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Hold one way of telling a refusal; `walls.toml` says when it fires."""

    name: str
    source: str
    statuses: tuple[int, ...] = ()
    max_words: int | None = None
    headers: tuple[str, ...] = ()
    cookies: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignInSigns:
    """Hold what tells that a redirect asks for a sign-in."""

    steps: frozenset[str]
    hosts: frozenset[str]
    parameters: frozenset[str]


@dataclass(frozen=True, slots=True)
class ParkedSigns:
    """Hold what tells a parked domain; `hosts` are registrable domains or whole hosts.

    `words` are the word "domain" in the languages of the titles; `name_servers` the registrable
    domains of parking services' name servers, some of them `shared` with names in use.
    """

    hosts: frozenset[str]
    titles: tuple[str, ...]
    words: tuple[str, ...]
    markers: frozenset[str]
    name_servers: frozenset[str]
    shared_name_servers: frozenset[str]


@dataclass(frozen=True, slots=True)
class NotFoundSigns:
    """Hold what tells a page that says "not found" without the status for it."""

    phrases: frozenset[str]
    openings: frozenset[str]
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class HomeSigns:
    """Hold what tells a front page, which hosts redirect by trade, and which pages are gates."""

    names: frozenset[str]
    languages: frozenset[str]
    parameters: frozenset[str]
    resolvers: frozenset[str]
    gates: frozenset[str]


def page_markers() -> tuple[str, ...]:
    """Return every string of the tables that is looked for in a page's source, in lower case."""
    tables = (walls(), legal(), paywalls())
    markers = {marker for signs in tables for sign in signs for marker in sign.markers}
    return tuple(sorted(markers | parked().markers))


@functools.cache
def walls() -> tuple[Sign, ...]:
    """Return the signs of bot walls."""
    return _read("walls", _SignTable).sign


@functools.cache
def legal() -> tuple[Sign, ...]:
    """Return the signs of pages withheld for legal reasons."""
    return _read("legal", _SignTable).sign


@functools.cache
def paywalls() -> tuple[Sign, ...]:
    """Return the signs of pages for those who pay."""
    return _read("paywalls", _SignTable).sign


@functools.cache
def sign_in() -> SignInSigns:
    """Return the signs of a sign-in."""
    table = _read("sign_in", _SignInTable)
    return SignInSigns(_union(table.step), _union(table.host), _union(table.parameter))


@functools.cache
def parked() -> ParkedSigns:
    """Return the signs of parked domains."""
    table = _read("parked", _ParkedTable)
    titles = tuple(phrase for row in table.title for phrase in row.phrases)
    words = tuple(sorted(_union(table.word)))
    servers, shared = _union(table.name_server), _union(table.shared_name_server)
    return ParkedSigns(_union(table.host), titles, words, _union(table.marker), servers, shared)


@functools.cache
def not_found() -> NotFoundSigns:
    """Return the signs of missing pages."""
    table = _read("not_found", _NotFoundTable)
    phrases = frozenset(phrase for row in table.phrase for phrase in row.phrases)
    return NotFoundSigns(phrases, _union(table.opening), _union(table.path))


@functools.cache
def homes() -> HomeSigns:
    """Return the signs of front pages."""
    table = _read("homes", _HomeTable)
    return HomeSigns(
        names=_union(table.name),
        languages=_union(table.language),
        parameters=_union(table.parameter),
        resolvers=_union(table.resolver),
        gates=_union(table.gate),
    )


# ---------------------------------------------------------------- the files as they are written


class _Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[str, ...]
    source: str


class _Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str
    phrases: tuple[str, ...]
    source: str


class _SignTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sign: tuple[Sign, ...]


class _SignInTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: tuple[_Names, ...]
    host: tuple[_Names, ...]
    parameter: tuple[_Names, ...]


class _ParkedTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    host: tuple[_Names, ...]
    title: tuple[_Phrases, ...]
    word: tuple[_Names, ...]
    marker: tuple[_Names, ...]
    name_server: tuple[_Names, ...]
    shared_name_server: tuple[_Names, ...]


class _NotFoundTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phrase: tuple[_Phrases, ...]
    opening: tuple[_Names, ...]
    path: tuple[_Names, ...]


class _HomeTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: tuple[_Names, ...]
    language: tuple[_Names, ...]
    parameter: tuple[_Names, ...]
    resolver: tuple[_Names, ...]
    gate: tuple[_Names, ...]


def _read(name: str, shape: type[_Table]) -> _Table:
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), shape)


def _union(rows: tuple[_Names, ...]) -> frozenset[str]:
    return frozenset(name for row in rows for name in row.names)
