"""reStructuredText, with the directives of Sphinx.

An own scanner, as docutils reads half a megabyte a second and keeps no columns. It knows what
matters to citations: references, targets, roles, and what is code or a comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
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
    unescaped,
)
from linkcheck.parse.mention import Mention, Part
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from linkcheck.parse.block import Block
    from linkcheck.parse.markup import Line
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_DIRECTIVE: Final = late(r"[ \t]*\.\.[ \t]+(?:\|[^|\n]{1,200}\|[ \t]+)?([\w:.+-]{1,60})::(.*)")
_EXPLICIT: Final = late(r"[ \t]*\.\.(?:[ \t]|\Z)")
_KNOWN: Final = late(r"[ \t]*\.\.[ \t]+(?:_|\[|\||__ )")
_BULLET: Final = late(r"[ \t]*(?:(?:[-*+\u2022]|[(]?\w{1,3}[.)])[ \t]+)*")
_CODE_DIRECTIVES: Final = frozenset(
    {"code", "code-block", "sourcecode", "parsed-literal", "math", "highlight", "doctest"}
    | {"testcode", "testoutput", "testsetup", "prompt", "ipython", "graphviz", "mermaid", "uml"}
    | {"literalinclude", "productionlist", "jupyter-execute", "console"}
)
# What is under titles, between paragraphs, and around the rows of tables.
_RULE: Final = late(r"[ \t]*(?:([!-/:-@\[-`{-~])\1{2,}|[=+-][=+ |-]{2,})[ \t]*\Z")
_UNDEFINED: Final = late(r"[\w-]+_\Z")
_ESCAPE: Final = late(r"\\(.)", re.DOTALL)
_SPACE: Final = late(r"\s+")
_DATE: Final = late(r"^[ \t]*:date:[ \t]*(\S.{0,60})", re.IGNORECASE | re.MULTILINE)
_RESOLVERS: Final = {
    "rfc": "https://www.rfc-editor.org/rfc/rfc",
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "pep": "https://peps.python.org/pep-",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
}


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    text = content.text()
    roles = _roles(lines_of(text))
    mentions = marked_mentions(
        text,
        roles,
        _WORDS,
        include_code=settings.include_code,
        include_comments=settings.include_comments,
        base=content.base,
    )
    yield Part(text, mentions)


def _roles(lines: Iterable[Line]) -> Iterator[tuple[Line, Role]]:
    within: Role | None = None  # what the lines are that are indented further than `base`
    base = 0
    doctest = False
    for line in lines:
        if within is not None and (line.is_blank or line.indent > base):
            yield line, within
            continue
        within = None
        doctest = not line.is_blank and (doctest or line.text.lstrip().startswith(">>> "))
        directive = _DIRECTIVE.match(line.text)
        if line.is_blank:
            yield line, Role.BREAK
        elif doctest:
            yield line, Role.CODE
        elif directive is not None:
            base, within = line.indent, _role_of(directive[1].lower(), directive[2])
            yield line, Role.ALONE
        elif _RULE.match(line.text) or line.text.strip() == "..":
            yield line, Role.BREAK
        elif _EXPLICIT.match(line.text) and not _KNOWN.match(line.text):
            base, within = line.indent, Role.COMMENT
            yield line, Role.COMMENT
        else:
            if line.text.rstrip().endswith("::"):
                bullet = _BULLET.match(line.text)
                base = line.indent if bullet is None else bullet.end()
                within = Role.CODE
            yield line, Role.PROSE


def _role_of(directive: str, argument: str) -> Role | None:
    """Return what stands below a directive; None is prose."""
    if directive == "raw":
        return Role.HTML if "html" in argument else Role.CODE
    return Role.CODE if directive in _CODE_DIRECTIVES else None


def _plain(text: str) -> str:
    """Undo the escapes of an address and the breaks of its lines: white space means nothing."""
    return _ESCAPE.sub(r"\1", _SPACE.sub("", text))


def _reference(block: Block, found: re.Match[str]) -> None:
    """Read `label <address>`_."""
    label = found.span("reference_label")
    written = found.span("reference_url")
    if _UNDEFINED.match(found["reference_url"]):  # the name of a target
        block.passage.add(found["reference_label"], label[0])
        return
    add_link(block, found.string, written, address=_plain(found["reference_url"]), label=label)


def _target(block: Block, found: re.Match[str]) -> None:
    """Read `.. _name: address` and `__ address`."""
    start, end = found.span("target_url")
    name = (found["target_name"] or "").strip("`_ ")
    address = _plain(found["target_url"])
    if _UNDEFINED.search(address):
        return
    shown = _ESCAPE.sub(r"\1", name)
    label = found.span("target_name") if shown else None
    add_link(
        block,
        found.string,
        (start, end),
        address=address,
        label=label,
        shown=shown or None,
        place=Place.DEFINITION,
    )
    block.passage.add("\n\n", found.end() - 1, found.end())


def _role(block: Block, found: re.Match[str]) -> None:
    """Read :role:`text`; some roles cite an identifier."""
    name = found["role_name"].lower()
    start, end = found.span("role_text")
    here = len(block.passage)
    block.passage.add(found["role_text"], start)
    resolver = _RESOLVERS.get(name)
    number = found["role_text"].partition("#")[0].partition("<")[0].strip()
    if resolver is not None and number and " " not in number:
        if name == "pep":
            number = f"{number:0>4}/"
        block.add_link(Mention(start, end, resolver + number), here)
    elif name in {"code", "math", "samp", "file", "kbd", "command", "program"}:
        block.set_apart(here, len(block.passage), is_code=True)


_NAME: Final = r"`[^`\n]{1,300}`|_|(?:\\.|[^:\\\r\n`]){1,300}"
_NEW_LINE: Final = r"(?:\r\n|\n|\r)"
_END: Final = r"(?=[ \t]*(?:[\r\n]|\Z))"
_GOES_ON: Final = rf"{_NEW_LINE}[ \t]+(?!\.\.[ \t])[^\s:]+{_END}"
_TARGET: Final = (
    rf"(?:^|(?<=\r))[ \t]*(?:\.\.[ \t]+_(?P<target_name>{_NAME}):|\.\.[ \t]+__:|__)"
    rf"[ \t]+(?:{_NEW_LINE}[ \t]+)?"
    rf"(?P<target_url>[A-Za-z][\w+.-]{{1,20}}:\S+(?:{_GOES_ON})*{_END})"
)
_REFERENCE: Final = (
    r"`(?P<reference_label>[^`<]{0,1000}?)\s*<(?P<reference_url>[^`<>]{1,2000})>`__?"
)

_WORDS: Final = Words(
    {
        "literal": (r"``[^\n`][^\n]{0,500}?``", as_code),
        "target": (_TARGET, _target),
        "reference": (_REFERENCE, _reference),
        "role": (r":(?P<role_name>[A-Za-z][\w+.-]{0,30}):`(?P<role_text>[^`\n]{1,500})`", _role),
        "space": (r"\\[ \r\n]", hide),
        "escape": (r"\\[^\s]", unescaped),
    },
    signs=(":`",),
    links=(">`_", "href=", "src="),
)


def _dated(content: Content) -> date | None:
    found = _DATE.search(content.head)
    return None if found is None else read_day(found[1])


FORMAT = Format(name="rst", parts=_parts, suffixes=(".rst", ".rest"), dated=_dated)
