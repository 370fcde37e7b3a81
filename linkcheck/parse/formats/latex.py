r"""LaTeX: \url, \href and their relatives, escapes undone, comments and verbatim left out.

An own scanner: pylatexenc reads a third of a megabyte a second, and citations need none of
TeX's macros.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.dates import read_day
from linkcheck.parse.formats import Format
from linkcheck.parse.markup import Role, lines_of, marked_mentions
from linkcheck.parse.mention import Part
from linkcheck.parse.tex import TEX_WORDS
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from linkcheck.parse.markup import Line
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_VERBATIM: Final = r"verbatim|Verbatim|BVerbatim|LVerbatim|lstlisting|minted|alltt|filecontents"
_BEGIN: Final = late(rf"\\begin\{{({_VERBATIM}|comment|thebibliography)(\*?)\}}")
_DATE: Final = late(r"^[ \t]*\\date\{([^{}]{4,60})\}", re.MULTILINE)


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    base = Role.BIBLIOGRAPHY if content.path.lower().endswith(".bbl") else Role.PROSE
    roles = _roles(lines_of(text), base)
    mentions = marked_mentions(
        text,
        roles,
        TEX_WORDS,
        include_code=settings.include_code,
        include_comments=settings.include_comments,
    )
    yield Part(text, mentions)


def _roles(lines: Iterable[Line], base: Role) -> Iterator[tuple[Line, Role]]:
    role = base
    closing = ""
    for line in lines:
        over = closing and closing in line.text
        if over:
            role, closing = base, ""
        begin = None if closing else _BEGIN.search(line.text)
        if begin is not None and not over and "%" not in line.text[: begin.start()]:
            closing = f"\\end{{{begin[1]}{begin[2]}}}"
            role = _ENVIRONMENTS.get(begin[1], Role.CODE)
            if closing in line.text[begin.end() :]:
                role, closing = base, ""
            yield line, Role.BREAK if role is not base else base
        elif over or (line.is_blank and role in {base, Role.BIBLIOGRAPHY}):
            yield line, Role.BREAK
        else:
            yield line, role


_ENVIRONMENTS: Final = {"comment": Role.COMMENT, "thebibliography": Role.BIBLIOGRAPHY}


def _dated(content: Content) -> date | None:
    found = _DATE.search(content.head)
    return None if found is None else read_day(found[1])


FORMAT = Format(
    name="latex", parts=_parts, suffixes=(".tex", ".latex", ".ltx", ".bbl"), dated=_dated
)
