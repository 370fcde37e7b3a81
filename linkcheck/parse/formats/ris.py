"""RIS, in which reference managers exchange entries: one tag a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.bibliography import Field, about, field_mentions, is_citing
from linkcheck.parse.formats import Format
from linkcheck.parse.markup import lines_of
from linkcheck.parse.mention import Part
from linkcheck.parse.prose import mentions_in
from linkcheck.parse.surroundings import accessed_on
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Mention
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_TAG: Final = late(r"\ufeff?([A-Z][A-Z0-9])  ?-(?: |\Z)")
_START: Final = late(r"\s*TY  ?- ?\w{2,10}\s*[\r\n]")
_NAMES: Final = {
    "UR": "url", "L1": "url", "L2": "url", "L3": "url", "L4": "url", "LK": "url", "DO": "doi",
    "Y2": "accessed", "TI": "title", "T1": "title", "AU": "author", "A1": "author",
    "PY": "year", "Y1": "year",
}  # fmt: skip
_MOST_FIELDS: Final = 10_000


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, _mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    fields: list[Field] = []
    for line in lines_of(text):
        tag = _TAG.match(line.text)
        if tag is None:
            value = line.text.strip()
            if value and fields:  # a long value goes on
                last = fields[-1]
                end = line.start + len(line.text.rstrip())
                value = last.value + value if is_citing(last.name) else f"{last.value} {value}"
                fields[-1] = replace(last, end=end, value=value[:20_000])
            continue
        if tag[1] in {"TY", "ER"} or len(fields) > _MOST_FIELDS:
            yield from _entry(text, fields)
            fields = []
        written = line.text[tag.end() :]
        start = line.start + tag.end() + len(written) - len(written.lstrip())
        value = written.strip()
        if tag[1] not in {"TY", "ER"}:
            name = _NAMES.get(tag[1], tag[1].lower())
            fields.append(Field(name, start, start + len(value), value))
    yield from _entry(text, fields)


def _entry(text: str, fields: list[Field]) -> Iterator[Mention]:
    entry = about(fields)
    for field in fields:
        if is_citing(field.name):
            mentions = list(field_mentions(field, entry))
            yield from mentions
            if mentions:
                continue
        for mention in mentions_in(text[field.start : field.end], place=Place.BIBLIOGRAPHY):
            yield mention._replace(
                start=field.start + mention.start,
                end=field.start + mention.end,
                label=entry.label,
                accessed=accessed_on(mention) or entry.accessed,
            )


def _looks_like(head: str) -> bool:
    return _START.match(head) is not None


FORMAT = Format(name="ris", parts=_parts, suffixes=(".ris",), looks_like=_looks_like)
