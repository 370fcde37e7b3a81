"""Org, the outlines of Emacs: links in double brackets, link abbreviations, source blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from linkcheck.parse.dates import read_day
from linkcheck.parse.formats import Format
from linkcheck.parse.markup import Role, Words, add_link, as_code, lines_of, marked_mentions
from linkcheck.parse.mention import Part
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from linkcheck.parse.block import Block
    from linkcheck.parse.markup import Line
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_BEGIN: Final = late(r"[ \t]*#\+begin_(\w+)(.*)", re.IGNORECASE)
_END: Final = late(r"[ \t]*#\+end_(\w+)", re.IGNORECASE)
_KEYWORD: Final = late(r"[ \t]*#\+(\w+):")
_ABBREVIATION: Final = late(r"[ \t]*#\+link:[ \t]+([\w-]+)[ \t]+(\S+)", re.IGNORECASE)
_DRAWER: Final = late(r"[ \t]*:(?:PROPERTIES|LOGBOOK):[ \t]*\Z", re.IGNORECASE)
_DRAWER_END: Final = late(r"[ \t]*:END:[ \t]*\Z", re.IGNORECASE)
# A link to a file, without the place in it that Org would search for.
_FILE: Final = late(r"(?:file:)?((?:(?<=file:)|(?=\.{0,2}/))[^:\n]*)(?:::.*)?\Z")
_DATE: Final = late(r"^[ \t]*#\+date:[ \t]*(.{4,60})", re.IGNORECASE | re.MULTILINE)
_RESOLVERS: Final = {"doi": "https://doi.org/%s", "arxiv": "https://arxiv.org/abs/%s"}
_PROSE_BLOCKS: Final = frozenset({"quote", "verse", "center", "abstract", "note", "warning", "tip"})
_CAPTION_LESS: Final = frozenset({"caption", "title", "subtitle", "author", "description"})


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    reader = _Reader()
    roles = reader.roles(lines_of(text))
    mentions = marked_mentions(
        text,
        roles,
        reader.words,
        include_code=settings.include_code,
        include_comments=settings.include_comments,
        base=content.base,
    )
    yield Part(text, mentions)


class _Reader:
    """Read one document; a link abbreviation counts from where it is set."""

    def __init__(self) -> None:
        self._abbreviations = dict(_RESOLVERS)
        self.words = Words(
            {
                "link": (
                    (
                        r"\[\[(?P<link_url>(?:[^\[\]\\\n]|\\.){1,2000})\]"
                        r"(?:\[(?P<link_label>(?:[^\[\]]|\](?!\])){1,1000})\])?\]"
                    ),
                    self._link,
                ),
                "code": (
                    r"(?<![\w=~/:])(?P<code_mark>[=~])(?![\s=~])[^\n]{0,500}?(?<!\s)(?P=code_mark)(?![\w=~])",
                    as_code,
                ),
            },
            signs=("[[",),
        )

    def roles(self, lines: Iterable[Line]) -> Iterator[tuple[Line, Role]]:
        """Yield the lines with their roles."""
        within: Role | None = None
        closing = ""
        drawer = False
        for line in lines:
            text = line.text
            begin = _BEGIN.match(text)
            if within is not None:
                end = _END.match(text)
                over = end is not None and end[1].lower() == closing
                yield line, Role.BREAK if over else within
                within = None if over else within
            elif begin is not None and begin[1].lower() not in _PROSE_BLOCKS:
                closing = begin[1].lower()
                within = _role_of(closing, begin[2])
                yield line, Role.BREAK
            elif line.is_blank or begin is not None or _END.match(text):
                yield line, Role.BREAK
            elif drawer or _DRAWER.match(text):
                drawer = _DRAWER_END.match(text) is None
                yield line, Role.METADATA
            else:
                yield line, self._role(text)

    def _role(self, text: str) -> Role:
        if (keyword := _KEYWORD.match(text)) is not None:
            abbreviation = _ABBREVIATION.match(text)
            if abbreviation is not None:
                self._abbreviations[abbreviation[1]] = abbreviation[2]
                return Role.COMMENT  # a pattern of addresses, not one of them
            return Role.ALONE if keyword[1].lower() in _CAPTION_LESS else Role.METADATA
        stripped = text.lstrip()
        if stripped.startswith("# ") or stripped == "#":
            return Role.COMMENT
        if stripped.startswith(": "):
            return Role.CODE
        if stripped.startswith("|-"):
            return Role.BREAK
        return Role.ALONE if text.startswith("*") or stripped.startswith("|") else Role.PROSE

    def _link(self, block: Block, found: re.Match[str]) -> None:
        """Read [[address][label]]."""
        label = found.span("link_label") if found["link_label"] else None
        address = re.sub(r"\\([\[\]\\])", r"\1", found["link_url"])
        name, colon, rest = address.partition(":")
        pattern = self._abbreviations.get(name) if colon else None
        if pattern is not None:
            address = _expanded(pattern, rest.removeprefix(":"))
        elif (file := _FILE.match(address)) is not None:
            address = file[1]
        elif not colon:  # the name of a place in this document
            shown = "link_label" if found["link_label"] else "link_url"
            block.passage.add(found[shown], found.start(shown))
            return
        add_link(block, found.string, found.span("link_url"), address=address, label=label)


def _role_of(name: str, argument: str) -> Role:
    if name == "comment":
        return Role.COMMENT
    return Role.HTML if name == "export" and "html" in argument.lower() else Role.CODE


def _expanded(pattern: str, tag: str) -> str:
    """Fill an abbreviation, as the manual of Org says: %s is the tag, %h the tag quoted."""
    if "%h" in pattern:
        return pattern.replace("%h", quote(tag, safe=""))
    return pattern.replace("%s", tag) if "%s" in pattern else pattern + tag


def _dated(content: Content) -> date | None:
    found = _DATE.search(content.head)
    return None if found is None else read_day(found[1])


FORMAT = Format(name="org", parts=_parts, suffixes=(".org",), dated=_dated)
