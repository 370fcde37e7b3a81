"""AsciiDoc: link and image macros, attributes that stand for a part of an address.

An own scanner: what there is for Python converts, and tells no places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.dates import read_day
from linkcheck.parse.formats import Format
from linkcheck.parse.markup import (
    Role,
    Words,
    add_link,
    as_code,
    hide,
    lines_of,
    marked_mentions,
)
from linkcheck.parse.mention import Part
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from linkcheck.parse.block import Block
    from linkcheck.parse.markup import Line
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_FENCE: Final = late(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,})[^`]*\Z")
_FENCED: Final = {
    "-": Role.CODE, ".": Role.CODE, "`": Role.CODE, "+": Role.HTML, "/": Role.COMMENT,
}  # fmt: skip
_DELIMITER: Final = late(r"(?:_{4,}|\*{4,}|={4,}|--|[|!,:]={3,})\Z")
_VERBATIM_STYLE: Final = late(r"\[(?:source|listing|literal|stem|latexmath)\b[^\]]*\]\s*\Z")
_ATTRIBUTE: Final = late(r":([A-Za-z0-9_][\w-]{0,80}):[ \t]+(\S.*?)[ \t]*\Z")
_USED: Final = late(r"\{([A-Za-z0-9_][\w-]{0,80})\}")
# Possessive, as a macro is never read in two ways.
_RUN: Final = r"(?:[^\s\[\]<>]{1,1000}+)"
_TEXT: Final = r"(?:[^\[\]\\\n]++|\\.|\n(?!\s)){0,200}+"
_MACRO: Final = (
    r"(?<![\w\\])(?P<macro_name>link|image|video|audio)::?"
    rf"(?P<macro_url>{_RUN})\[(?P<macro_text>{_TEXT})\]"
)
_ADDRESS: Final = (
    rf"(?<![\w\\])(?P<address_url>(?:(?:https?|ftp)://|mailto:|\{{[\w-]{{1,80}}\}}){_RUN}?)"
    rf"\[(?P<address_text>{_TEXT})\]"
)
_PASSED: Final = "++"  # around an address that is taken as it is written
_DATE: Final = late(r"^:(?:revdate|docdate|date):[ \t]*(.{4,60})", re.MULTILINE)
_HEADER: Final = 1000
_TITLE_SLACK: Final = 2  # an underline may be that much longer or shorter than its title
_MOST_DEPTH: Final = 4  # attributes may be made of attributes


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
    """Read one document; attributes count from where they are set."""

    def __init__(self) -> None:
        self._attributes: dict[str, str] = {}
        self.words = Words(
            {
                "code": (r"`\+[^\n]{1,500}?\+`|(?<!\w)`[^`\n\[]{1,500}`(?!\w)", as_code),
                "macro": (_MACRO, self._macro),
                "address": (_ADDRESS, self._address),
                "used": (r"\{[A-Za-z0-9_][\w-]{0,80}\}", self._use),
                "escape": (r"\\(?=https?://)", hide),
            },
            signs=("{",),
            links=("link:", "image:", "href=", "src="),
        )

    def roles(self, lines: Iterable[Line]) -> Iterator[tuple[Line, Role]]:
        """Yield the lines with their roles."""
        fence = ""
        verbatim = False
        before = ""
        for line in lines:
            stripped = line.text.rstrip()
            opening = _FENCE.match(stripped)
            if fence:
                yield line, _FENCED[fence[0]] if stripped != fence else Role.BREAK
                fence = "" if stripped == fence else fence
            elif opening is not None and not _underlines(before, stripped):
                fence, verbatim = opening[1], False
                yield line, Role.BREAK
            elif line.is_blank:
                verbatim = False
                yield line, Role.BREAK
            elif _DELIMITER.match(stripped):
                yield line, Role.BREAK
            elif stripped.startswith("//") and not stripped.startswith("///"):
                yield line, Role.COMMENT
            elif verbatim:
                yield line, Role.CODE
            elif (setting := _ATTRIBUTE.match(stripped)) is not None:
                self._attributes[setting[1].lower()] = setting[2]
                yield line, Role.DEFINITION
            else:
                verbatim = _VERBATIM_STYLE.match(stripped) is not None
                yield line, Role.ALONE if stripped.startswith(("=", "[")) else Role.PROSE
            before = stripped

    def _filled(self, text: str) -> str:
        """Put the values of attributes in; what is not set stays."""
        for _ in range(_MOST_DEPTH):
            if "{" not in text:
                break
            text = _USED.sub(lambda use: self._attributes.get(use[1].lower(), use[0])[:2000], text)
        return text[:8000]

    def _macro(self, block: Block, found: re.Match[str]) -> None:
        self._link(block, found, "macro")

    def _address(self, block: Block, found: re.Match[str]) -> None:
        self._link(block, found, "address")

    def _link(self, block: Block, found: re.Match[str], name: str) -> None:
        start, end = found.span(f"{name}_url")
        if found.string.startswith(_PASSED, start) and found.string.endswith(
            _PASSED, start + 4, end
        ):
            start, end = start + len(_PASSED), end - len(_PASSED)
        address = self._filled(found.string[start:end])
        if name == "macro" and found["macro_name"] != "link":
            address = self._of_media(address)
        if _USED.search(address):  # a pattern of addresses
            block.passage.add(found[f"{name}_text"], found.start(f"{name}_text"))
            return
        shown = _label(found[f"{name}_text"])
        add_link(
            block,
            found.string,
            (start, end),
            address=address,
            label=found.span(f"{name}_text") if shown else None,
            shown=shown,
        )

    def _of_media(self, address: str) -> str:
        """Return where an image stands: relative ones are in a folder that may be set."""
        folder = self._filled(self._attributes.get("imagesdir", ""))
        if not folder or ":" in address or address.startswith("/"):
            return address
        return f"{folder.rstrip('/')}/{address}"

    def _use(self, block: Block, found: re.Match[str]) -> None:
        block.passage.add(self._filled(found[0]), found.start(), found.end())


def _underlines(before: str, line: str) -> bool:
    """Tell whether a line of dashes makes the one before it a title, as the old style has it."""
    return bool(before) and abs(len(before) - len(line)) <= _TITLE_SLACK and line[0] in "-+"


def _label(text: str) -> str:
    """Return the text of a macro without its attributes and without the mark of a new window."""
    if text.startswith('"') and (end := text.find('"', 1)) > 0:
        return text[1:end]
    first, comma, rest = text.partition(",")
    return (first if comma and "=" in rest else text).rstrip("^").replace("\\]", "]").strip()


def _dated(content: Content) -> date | None:
    found = _DATE.search(content.head)
    if found is not None:
        return read_day(found[1])
    if content.head.startswith("= "):  # title, author, then the revision
        header = content.head[:_HEADER].partition("\n\n")[0].splitlines()[1:3]
        days = (read_day(line) for line in header if not line.startswith(":"))
        return next((day for day in days if day is not None), None)
    return None


FORMAT = Format(
    name="asciidoc", parts=_parts, suffixes=(".adoc", ".asciidoc", ".asc"), dated=_dated
)
