"""Source code: what its comments and its documentation cite, one format for each language.

What stands in strings and in the code itself is for programs to read, and often made to be put
together with something else; it is only looked at where `--include-code` asks for it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from linkcheck.parse.code.languages import LANGUAGES, lexer_of
from linkcheck.parse.code.tokens import code_mentions
from linkcheck.parse.formats import Format
from linkcheck.parse.mention import Part
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.code.languages import Language
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_INTERPRETER: Final = late(
    r"#![ \t]*(?:\S*/)?([A-Za-z_-]+)[\d.]*(?:[ \t]+(?:-S[ \t]+)?([A-Za-z_-]+))?"
)
# PEP 263, and what Emacs and Vim read
_CODING: Final = late(rb"coding[:=]\s*([-\w.]+)")
_CODING_REACH: Final = 256


def _parts(language: Language, content: Content, settings: Settings) -> Iterator[Part]:
    found = _CODING.search(content.data[:_CODING_REACH])
    text = content.text(None if found is None else found[1].decode("ascii"))
    mentions = code_mentions(text, lexer_of(language), include_code=settings.include_code)
    yield Part(text, mentions)


def _looks_like(language: Language, head: str) -> bool:
    if language.name == "php" and head.startswith("<?php"):
        return True
    found = _INTERPRETER.match(head)
    if found is None:
        return False
    program = found[2] if found[1] == "env" else found[1]
    return program is not None and program.lower() in language.interpreters


FORMATS = tuple(
    Format(
        name=language.name,
        parts=functools.partial(_parts, language),
        suffixes=language.suffixes,
        names=language.names,
        looks_like=functools.partial(_looks_like, language),
    )
    for language in LANGUAGES
)
