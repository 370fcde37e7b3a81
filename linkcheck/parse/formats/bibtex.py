"""BibTeX and BibLaTeX: the addresses and identifiers of each entry.

An own scanner: it keeps the places, which parsers of BibTeX do not, and an entry that is broken
costs no other entry: each starts anew at an `@` that begins a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.bibliography import (
    COPY_FIELDS,
    URL_FIELDS,
    Field,
    about,
    field_mentions,
    is_citing,
)
from linkcheck.parse.block import Block
from linkcheck.parse.formats import Format
from linkcheck.parse.markup import placed
from linkcheck.parse.mention import Part
from linkcheck.parse.surroundings import accessed_on
from linkcheck.parse.tex import TEX_WORDS, plain_field, plain_text
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.bibliography import About
    from linkcheck.parse.mention import Mention
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_ENTRY: Final = late(r"(?:^|(?<=\r))[ \t]*@(\w{1,40})\s{0,20}[{(]", re.MULTILINE)
_FIELD: Final = late(r"([A-Za-z][\w:+.-]{0,60})\s{0,40}=\s{0,40}")
_BRACE_OR_QUOTE: Final = late(r'\\.|[{}"]', re.DOTALL)
_PLAIN_VALUE: Final = late(r"[^\s,{}\"#]{1,500}")
_NO_ENTRY: Final = frozenset({"comment", "preamble"})
_NOT_SHOWN: Final = frozenset({"file", "owner", "timestamp", "keywords", "groups", "urldate"})
_ADDRESS_COMMAND: Final = late(r"\\(?:url|href|nolinkurl|burl)\b")


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, _mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    entries = _ENTRY.finditer(text)
    entry = next(entries, None)
    while entry is not None:
        following = next(entries, None)
        if entry[1].lower() not in _NO_ENTRY:
            end = len(text) if following is None else following.start()
            yield from _entry(text, list(_fields(text, entry.end(), end)))
        entry = following


def _fields(text: str, start: int, end: int) -> Iterator[Field]:
    """Yield the fields of the entry between two offsets; a value without end goes up to there."""
    at = start
    while (named := _FIELD.search(text, at, end)) is not None:
        name = named[1].lower()
        value_start, value_end, at = _value(text, named.end(), end)
        written = text[value_start:value_end]
        meaning = plain_field(written) if is_citing(name) else plain_text(written)
        yield Field(name, *_stripped(text, value_start, value_end), meaning)


def _value(text: str, at: int, end: int) -> tuple[int, int, int]:
    """Return where a value starts and ends, without its braces, and where to go on."""
    opening = text[at : at + 1]
    if opening not in ("{", '"') or at >= end:
        plain = _PLAIN_VALUE.match(text, at, end)
        until = at if plain is None else plain.end()
        return at, until, max(until, at)
    depth = 0
    for mark in _BRACE_OR_QUOTE.finditer(text, at + 1, end):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            if depth == 0 and opening == "{":
                return at + 1, mark.start(), mark.end()
            depth -= 1
        elif mark[0] == '"' and opening == '"' and depth == 0:
            return at + 1, mark.start(), mark.end()
    return at + 1, end, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space and one more pair of braces out of a value."""
    while True:
        value = text[start:end]
        start += len(value) - len(value.lstrip())
        end = max(start, end - (len(value) - len(value.rstrip())))
        if end - start > 1 and text[start] == "{" and text[end - 1] == "}":
            start, end = start + 1, end - 1
        else:
            return start, end


def _entry(text: str, fields: list[Field]) -> Iterator[Mention]:
    entry = about(fields)
    archive = next(
        (each.value for each in fields if each.name in {"archiveprefix", "eprinttype"}), ""
    )
    for field in fields:
        if is_citing(field.name) and not _ADDRESS_COMMAND.search(text, field.start, field.end):
            mentions = list(field_mentions(field, entry, archive))
            if mentions or field.name not in URL_FIELDS | COPY_FIELDS:
                yield from mentions
                continue
        if field.name not in _NOT_SHOWN:
            yield from _in_words(text, field, entry)


def _in_words(text: str, field: Field, entry: About) -> Iterator[Mention]:
    """Yield what the words of a field cite: `note`, `howpublished` and their like."""
    if not any(sign in text[field.start : field.end] for sign in ("://", "www.", "10.", ":", "\\")):
        return
    block = Block()
    TEX_WORDS.read(block, text, field.start, field.end)
    for mention in block.mentions(include_code=False):
        yield placed(mention, Place.BIBLIOGRAPHY)._replace(
            label=entry.label or mention.label,
            accessed=accessed_on(mention) or entry.accessed,
        )


FORMAT = Format(name="bibtex", parts=_parts, suffixes=(".bib", ".bibtex", ".biblatex"))
