"""MediaWiki text: external links, citation templates with their copies in archives.

An own scanner: mwparserfromhell reads three megabytes a second. The fields of a template belong
together: its title is the label of its addresses, its access date is theirs.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.bibliography import Field, about, field_mentions
from linkcheck.parse.block import Block
from linkcheck.parse.formats import Format
from linkcheck.parse.markup import add_link
from linkcheck.parse.mention import Mention, Part
from linkcheck.parse.wikilinks import page_address
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_RAW: Final = "nowiki|pre|syntaxhighlight|source|math|code|templatedata|graph|timeline"
_TOKEN: Final = rf"""(?=[<\-\[{{}}|'\n])(?:(?P<comment><!--)
    |(?P<comment_end>-->)
    |<(?P<raw>{_RAW})\b(?P<raw_rest>[^<>]{{0,1000}})>
    |</(?P<raw_end>{_RAW})\s*>
    |</?(?P<tag>[a-z][a-z0-9]{{0,30}})(?:\s[^<>]{{0,1000}})?/?>
    |\[\[(?P<page>[^\[\]|{{}}<>\r\n]{{1,300}})(?=\||\]\])
    |\[(?P<url>(?:(?:https?|ftps?):)?//[^\s\[\]<>"|]{{1,4000}}|mailto:[^\s\[\]<>"|]{{1,500}})
        (?P<url_label>[ \t][^\]\r\n]{{0,1000}})?\]
    |(?P<open>\{{\{{)
    |(?P<shut>\}}\}})
    |(?P<bar>\|)(?:\s{{0,40}}(?P<name>[^\W_](?:[\w -]{{0,40}}[\w-])?)\s{{0,40}}=)?
    |(?P<bold>'{{2,5}})
    |(?P<blank>\n[ \t]*(?:\r?\n)|\n(?=[=*\#:;!|]|\{{\|)))"""
_BARE_ADDRESS: Final = "1"  # the only field of a template that makes a link
_IDENTIFIERS: Final = {
    "doi": "doi",
    "pmid": "pmid",
    "pmc": "pmcid",
    "arxiv": "arxiv",
    "eprint": "arxiv",
}
# What the groups of `wikifields.toml` mean to `bibliography`.
_MEANINGS: Final = {
    "address": "link",  # and what is called `url` is the one that was archived
    "archived": "archiveurl",
    "archive_date": "archivedate",
    "access_date": "urldate",
    "title": "title",
}
_POSITIONAL: Final = {
    "doi": "doi", "pmid": "pmid", "pmc": "pmcid", "arxiv": "arxiv", "url": _BARE_ADDRESS,
    "official website": _BARE_ADDRESS, "official": _BARE_ADDRESS, "official url": _BARE_ADDRESS,
}  # fmt: skip
# Templates that say the time of a copy and not its address, in which field, and how the archive's
# addresses begin.
_COPIES: Final = {
    ("webarchiv", "wayback"): "https://web.archive.org/web/",
    ("webarchiv", "archive-is"): "https://archive.today/",
    ("webarchiv", "archive-today"): "https://archive.today/",
    ("wayback", "date"): "https://web.archive.org/web/",
}
_TIME_OF_COPY: Final = late(r"\d{4,14}")
_TEMPLATE_NAME: Final = late(r"\s{0,20}([^|{}\[\]<>\r\n]{1,80})")
_WIKI_MARKS: Final = late(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{0,300})\]\]|'{2,5}")
_MOST_DEPTH: Final = 40
_LONGEST_VALUE: Final = 4000


@dataclass(slots=True)
class _Template:
    """Gather one template while its fields are read."""

    name: str
    fields: list[Field] = field(default_factory=list)
    field_name: str | None = None
    field_start: int = 0
    shown_start: int = 0  # where the value starts in the readable text
    shown: list[int] = field(default_factory=list)  # the same for each field that is read


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    yield Part(text, _Walk(text, settings).mentions())


class _Walk:
    """Walk over the marks of a text, one paragraph at a time."""

    def __init__(self, text: str, settings: Settings) -> None:
        self._text = text
        self._settings = settings
        self._block = Block()
        self._templates: list[_Template] = []
        self._raw = ""  # what is open in which nothing else is a mark
        self._at = 0

    def mentions(self) -> Iterator[Mention]:
        """Yield what is cited, paragraph by paragraph."""
        for found in re.finditer(_TOKEN, self._text, re.VERBOSE | re.IGNORECASE):
            if self._raw:
                closes = found.lastgroup == "comment_end" and self._raw == "comment"
                if closes or (found["raw_end"] or "").lower() == self._raw:
                    self._end_raw(found)
                continue
            self._take(found.start())
            self._at = found.end()
            if found["blank"] is not None:
                self._block.passage.add(found[0], found.start())
                if not self._templates:
                    yield from self._flush()
            else:
                self._mark(found)
        if self._raw and self._raw != "comment":
            self._raw = ""
        if not self._raw:
            self._take(len(self._text))
        yield from self._flush()

    def _take(self, end: int) -> None:
        self._block.passage.add(self._text[self._at : end], self._at)

    def _flush(self) -> Iterator[Mention]:
        block, self._block = self._block, Block()
        yield from block.mentions(
            include_code=self._settings.include_code,
            include_comments=self._settings.include_comments,
        )

    def _end_raw(self, found: re.Match[str]) -> None:
        if self._raw == "comment":
            self._block.add_comment(self._text[self._at : found.start()], self._at)
        else:
            here = len(self._block.passage)
            self._take(found.start())
            self._block.set_apart(here, len(self._block.passage), is_code=True)
            self._block.passage.add(" ", *found.span())
        self._raw, self._at = "", found.end()

    def _mark(self, found: re.Match[str]) -> None:
        passage = self._block.passage
        if found["comment"] is not None:
            self._raw = "comment"
        elif found["raw"] is not None:
            passage.add(" ", *found.span())
            self._raw = "" if found["raw_rest"].endswith("/") else found["raw"].lower()
        elif found["url"] is not None:
            self._link(found)
        elif found["page"] is not None:
            self._page(found)
        elif found["open"] is not None:
            self._open(found)
        elif found["shut"] is not None:
            passage.add(found[0], found.start())
            self._shut(found.start())
        elif found["bar"] is not None:
            passage.add(found[0], found.start())
            self._bar(found)
        elif found["bold"] is None:  # a note, a line break, the end of what never began
            passage.add(" ", found.start(), found.end())

    def _link(self, found: re.Match[str]) -> None:
        label = found["url_label"]
        start, end = found.span("url_label")
        shown = _WIKI_MARKS.sub(r"\1", label).strip() if label else None
        add_link(
            self._block,
            self._text,
            found.span("url"),
            label=(start + 1, end) if shown else None,
            shown=shown,
        )

    def _page(self, found: re.Match[str]) -> None:
        """Add a link to another page, which cites something where the wiki's address is known."""
        here = len(self._block.passage)
        self._block.passage.add(found[0], found.start())
        base = self._settings.wiki_base
        address = page_address(found["page"], base) if base else None
        if address is not None:
            label_start = here + len("[[")
            self._block.add_link(Mention(*found.span("page"), address), label_start)

    def _open(self, found: re.Match[str]) -> None:
        self._block.passage.add(found[0], found.start())
        if len(self._templates) < _MOST_DEPTH:
            named = _TEMPLATE_NAME.match(self._text, found.end())
            name = "" if named is None else named[1].strip().lower().replace("_", " ")
            self._templates.append(_Template(name))

    def _bar(self, found: re.Match[str]) -> None:
        if not self._templates:
            return
        template = self._templates[-1]
        self._end_field(template, found.start())
        name = found["name"]
        if name is not None:
            template.field_name = name.lower()
        elif template.name in _POSITIONAL and not template.fields:
            template.field_name = _POSITIONAL[template.name]
        template.field_start = found.end()
        template.shown_start = len(self._block.passage)

    def _end_field(self, template: _Template, end: int) -> None:
        if template.field_name is None:
            return
        name, start = template.field_name, template.field_start
        written = self._text[start:end]
        margin = len(written) - len(written.lstrip())
        value = _WIKI_MARKS.sub(r"\1", written[:_LONGEST_VALUE]).strip()
        template.field_name = None
        if name == _BARE_ADDRESS and value and "/" not in value:
            value = f"http://{value}"
        template.shown.append(template.shown_start + margin)
        start, end = start + margin, start + len(written.rstrip())
        template.fields.append(Field(_names().get(name, name), start, max(start, end), value))

    def _shut(self, end: int) -> None:
        """End a template, and add what its fields cite."""
        if not self._templates:
            return
        template = self._templates.pop()
        self._end_field(template, end)
        entry = about(template.fields)
        for each, shown in zip(template.fields, template.shown, strict=True):
            written = self._text[each.start : each.end]
            if not each.value.endswith(written) or " " in written:
                continue  # with marks in it, it is read as words
            copy = _copy_said_by(template, each)
            for mention in field_mentions(copy or each, entry):
                place = Place.PROSE if entry.label is None else Place.BIBLIOGRAPHY
                self._block.add_link(mention._replace(place=place), shown, shown)
                self._block.set_apart(shown, shown + len(written))


def _copy_said_by(template: _Template, said: Field) -> Field | None:
    """Return the address of the copy of which a template's field says the time, if it does."""
    begin = _COPIES.get((template.name, said.name))
    if begin is None or _TIME_OF_COPY.fullmatch(said.value) is None:
        return None
    original = next((each.value for each in template.fields if each.name == "url"), None)
    if original is None:
        return None
    return Field("archiveurl", said.start, said.end, f"{begin}{said.value}/{original}")


@functools.cache
def _names() -> dict[str, str]:
    """Return the names of the fields of templates that mean something, and what they mean."""
    text = resources.files("linkcheck.parse").joinpath("wikifields.toml").read_text("utf-8")
    groups = tomllib.loads(text)
    names = {
        name: meaning
        for group, meaning in _MEANINGS.items()
        for wiki in groups[group].values()
        for name in wiki
    }
    return {**names, **_IDENTIFIERS, "url": "url", _BARE_ADDRESS: "url"}


def _looks_like(head: str) -> bool:
    return "{{cite " in head.lower() or ("[[Category:" in head and "==" in head)


FORMAT = Format(
    name="mediawiki",
    parts=_parts,
    suffixes=(".wiki", ".mediawiki", ".wikitext", ".mw"),
    looks_like=_looks_like,
)
