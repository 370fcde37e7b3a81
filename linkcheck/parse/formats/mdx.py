"""MDX: Markdown with components, whose attributes of any name may hold an address.

What only programs read (imports, exports, comments in braces) is blanked out before the rest is
read as Markdown, so that every place stays what it is.
"""

from __future__ import annotations

import heapq
import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.formats import Format
from linkcheck.parse.formats.markdown import FORMAT as MARKDOWN
from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown import markdown_mentions
from linkcheck.parse.mention import Mention, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_PROGRAM: Final = re.compile(
    r"""^(?:import|export)[ ](?:[^\r\n]|\r?\n(?![ \t]*\r?\n|[ \t]*\Z)){0,10000}
    | \{/\*(?:[^*]|\*(?!/)){0,10000}+\*/\}""",
    re.MULTILINE | re.VERBOSE,
)
_TAG: Final = re.compile(r"<[A-Z][\w.]{0,80}\s[^<>]{1,4000}+>")
_ATTRIBUTE: Final = re.compile(r"""\s[\w:-]{1,80}=\{?["'](https?://[^"'<>\s]{1,2000}+)["']""")
_FENCE: Final = re.compile(r"^ {0,3}(`{3,}+|~{3,}+)", re.MULTILINE)
_NOT_BLANK: Final = re.compile(r"[^\r\n]")


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    prose = text if settings.include_code else _PROGRAM.sub(_blank, text)
    yield Part(text, _mentions(prose, settings, content.base))


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
