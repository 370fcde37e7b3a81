"""MDX: Markdown with components, whose attributes of any name may hold an address.

What only programs read (imports, exports, comments in braces) is blanked out before the rest is
read as Markdown, so that every place stays what it is.
"""

from __future__ import annotations

import heapq
import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.formats import Format
from linkcheck.parse.formats.markdown import FORMAT as MARKDOWN
from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown.full import markdown_mentions
from linkcheck.parse.mention import Mention, Part
from linkcheck.parse.prose import mentions_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_PROGRAM: Final = late(
    r"""^(?:import|export)[ ](?:[^\r\n]|\r?\n(?![ \t]*\r?\n|[ \t]*\Z)){0,10000}
    | \{/\*(?:[^*]|\*(?!/)){0,10000}+\*/\}""",
    re.MULTILINE | re.VERBOSE,
)
_TAG: Final = late(r"<[A-Z][\w.]{0,80}\s[^<>]{1,4000}+>")
_ATTRIBUTE: Final = late(r"""\s[\w:-]{1,80}=\{?["'](https?://[^"'<>\s]{1,2000}+)["']""")
_FENCE: Final = late(r"^ {0,3}(`{3,}+|~{3,}+)", re.MULTILINE)
_NOT_BLANK: Final = late(r"[^\r\n]")


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    prose = _PROGRAM.sub(_blank_comment if settings.include_code else _blank, text)
    mentions = _mentions(prose, settings, content.base)
    if settings.include_comments:
        mentions = heapq.merge(mentions, _commented(text), key=_start)
    yield Part(text, mentions)


def _commented(text: str) -> Iterator[Mention]:
    """Yield what comments in braces cite."""
    for program in _PROGRAM.finditer(text):
        if _is_comment(program):
            at = program.start()
            for mention in mentions_in(program[0], place=Place.COMMENT):
                yield mention._replace(start=at + mention.start, end=at + mention.end)


def _is_comment(program: re.Match[str]) -> bool:
    return program[0].startswith("{")


def _blank_comment(found: re.Match[str]) -> str:
    return _blank(found) if _is_comment(found) else found[0]


def _blank(found: re.Match[str]) -> str:
    return _NOT_BLANK.sub(" ", found[0])


def _mentions(text: str, settings: Settings, base: str | None) -> Iterator[Mention]:
    """Yield what Markdown cites, and what only attributes of components do."""
    end = -1
    both = heapq.merge(markdown_mentions(text, settings, base), _attributes(text), key=_start)
    for mention in both:
        if mention.start >= end:
            end = mention.end
            yield mention


def _attributes(text: str) -> Iterator[Mention]:
    fences = _fences(text)
    fence = next(fences, None)
    for tag in _TAG.finditer(text):
        while fence is not None and fence[1] <= tag.start():
            fence = next(fences, None)
        if fence is not None and fence[0] <= tag.start():
            continue
        for found in _ATTRIBUTE.finditer(text, *tag.span()):
            address = cited_address(found[1])
            if address is not None:
                yield Mention(*found.span(1), address)


def _fences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where blocks of code stand between fences."""
    opened: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif fence[1].startswith(opened[1]):
            yield opened.start(), fence.end()
            opened = None
    if opened is not None:
        yield opened.start(), len(text)


def _start(mention: Mention) -> int:
    return mention.start


FORMAT = Format(name="mdx", parts=_parts, suffixes=(".mdx",), dated=MARKDOWN.dated)
