"""CSL-JSON, the entries of Zotero, Pandoc and citation processors.

The standard library says whether it is JSON; one pass over its tokens then tells the places,
which no JSON parser for Python keeps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError
from linkcheck.judge.archive_links import read_archive_link
from linkcheck.model import Place
from linkcheck.parse.bibliography import Field, about, field_mentions, is_citing
from linkcheck.parse.block import Block
from linkcheck.parse.formats import Format
from linkcheck.parse.markup import placed
from linkcheck.parse.mention import Part
from linkcheck.parse.surroundings import accessed_on
from linkcheck.patterns import late

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from linkcheck.parse.mention import Mention
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_TOKEN: Final = late(r'"(?:[^"\\]|\\.)*+"(?P<key>\s*:)?|[{}\[\]:,]|[^\s"{}\[\]:,]+')
_ESCAPE: Final = late(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|u[0-9a-fA-F]{4}|.)")
_LOOKS: Final = late(r"\s*(?:\[\s*)?\{")
_TYPES: Final = late(
    r'"type"\s*:\s*"(?:article|article-journal|article-magazine|article-newspaper|bill|book|broadcast'
    r"|chapter|dataset|entry|entry-dictionary|entry-encyclopedia|figure|graphic|interview"
    r"|legal_case|legislation|manuscript|map|motion_picture|paper-conference|patent|personal_communication"
    r'|post|post-weblog|report|review|review-book|software|song|speech|standard|thesis|treaty|webpage)"'
)
_KEYS: Final = late(r'"(?:DOI|URL|author|issued|container-title|citation-key)"\s*:')
_NAMED: Final = {"url": "url", "doi": "doi", "pmid": "pmid", "pmcid": "pmcid"}
_DATES: Final = frozenset({"accessed", "issued"})
_SHOWN: Final = frozenset({"note", "abstract", "annote", "archive_location", "source", "archive"})
# They hold the name of an archive and a shelf mark, or the address of a copy.
_COPIES: Final = frozenset({"archive_location", "archive"})


@dataclass(slots=True)
class _Item:
    """Gather one entry while its tokens are read."""

    depth: int
    fields: list[Field] = field(default_factory=list)
    days: dict[str, list[str]] = field(default_factory=dict)


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    text = content.text()
    try:
        json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            code="malformed",
            message=f"{content.path}: is not valid JSON: {error}",
            hint="Repair it, or read it as text with --format-in text.",
        ) from error
    yield Part(text, _mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    """Yield what each entry cites; an entry is an object that stands in no other entry."""
    item: _Item | None = None
    depth = 0
    key = ""
    top = ""  # the key of the entry that a value belongs to, however deep
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "{[":
            depth += 1
            if item is None and mark == "{":
                item = _Item(depth)
        elif mark in "}]":
            depth -= 1
            if item is not None and depth < item.depth:
                yield from _entry(text, item)
                item = None
        elif token["key"]:
            key = json.loads(mark[: -len(token["key"])])
            if item is not None and depth == item.depth:
                top = key
        elif item is not None and mark not in ":,":
            _take(item, token, key=key, top=top, direct=depth == item.depth)


def _take(item: _Item, token: re.Match[str], *, key: str, top: str, direct: bool) -> None:
    """Keep one value, with the places of those that can cite."""
    if top in _DATES:
        if not direct:
            item.days.setdefault(top, []).append(token[0].strip('"'))
        return
    if token[0][0] != '"':
        return
    value = json.loads(token[0])
    start, end = token.start() + 1, token.end() - 1
    if direct:
        item.fields.append(Field(_NAMED.get(key.lower(), key.lower()), start, end, value))
    elif top == "author" and key in {"family", "literal"}:
        item.fields.append(Field("author", start, end, value))


def _entry(text: str, item: _Item) -> Iterator[Mention]:
    said = list(item.fields)
    for name, meaning in (("accessed", "accessed"), ("issued", "year")):
        numbers = [part for part in item.days.get(name, []) if part.isdecimal()]
        if numbers:
            said.append(Field(meaning, 0, 0, _written_day(numbers, meaning)))
    entry = about(said)
    for each in item.fields:
        if each.name in _COPIES and read_archive_link(each.value) is not None:
            yield from field_mentions(replace(each, name="archiveurl"), entry)
        elif is_citing(each.name):
            yield from field_mentions(each, entry)
        elif each.name in _SHOWN:
            block = Block()
            _read(block, text, each.start, each.end)
            for mention in block.mentions(include_code=False):
                yield placed(mention, Place.BIBLIOGRAPHY)._replace(
                    label=entry.label,
                    accessed=accessed_on(mention) or entry.accessed,
                )


def _written_day(numbers: list[str], meaning: str) -> str:
    """Return the parts of a date as it is written: the year, or all three."""
    if meaning == "year":
        return numbers[0]
    return "-".join(f"{number:0>2}" for number in numbers[:3])


def _read(block: Block, text: str, start: int, end: int) -> None:
    """Read the inside of a string, escapes undone, into a block."""
    at = start
    for escape in _ESCAPE.finditer(text, start, end):
        block.passage.add(text[at : escape.start()], at)
        block.passage.add(json.loads(f'"{escape[0]}"'), escape.start(), escape.end())
        at = escape.end()
    block.passage.add(text[at:end], at)


def _looks_like(head: str) -> bool:
    return (
        _LOOKS.match(head) is not None
        and _TYPES.search(head) is not None
        and _KEYS.search(head) is not None
    )


FORMAT = Format(
    name="csl-json",
    parts=_parts,
    suffixes=(".csl.json", ".csljson"),
    looks_like=_looks_like,
    variant_of=("json",),
)
