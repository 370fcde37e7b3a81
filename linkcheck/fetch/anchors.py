"""Look for the places in a page that its citations name: `#results`, `#L10-L20`, `#:~:text=…`.

HTML standard, "the indicated part of the document": an element's id, or the name of an `a`, as the
fragment is written or percent-decoded. Text fragments: https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import turbohtml

_DIRECTIVE: Final = ":~:"
_TEXT: Final = "text="

# `#L10-L20` and its kin: that the first line is there is enough. Who shows files by line names the
# lines in ways of their own.
_LINES: Final = re.compile(r"(?:L|lines?-)(\d+)(?:C\d+)?(?:[-:,](?:L|lines?-)?\d+(?:C\d+)?)?")
_LINE_NAMES: Final = ("L{}", "LC{}", "l{}", "line-{}", "line{}", "lineno-{}", "n{}", "{}")

# GitHub and others put this before the ids that authors write.
_PREFIX: Final = "user-content-"


def places_of(document: turbohtml.Document) -> frozenset[str]:
    """Return the names of all places in a page."""
    ids = (element.attr("id") for element in document.select("[id]"))
    names = (element.attr("name") for element in document.select("a[name]"))
    return frozenset(name for name in (*ids, *names) if name)


def missing_fragments(
    fragments: Iterable[str], places: Collection[str], text: str
) -> tuple[str, ...]:
    """Return those fragments that a page with these places and this text does not have."""
    if not fragments:
        return ()
    flat = _flat(text)
    return tuple(each for each in fragments if not _is_there(each, places, flat))


def _is_there(fragment: str, places: Collection[str], flat: str) -> bool:
    name, _, directive = fragment.partition(_DIRECTIVE)
    texts = [each for each in directive.split("&") if each.startswith(_TEXT)]
    if texts:
        return any(_reads(each.removeprefix(_TEXT), flat) for each in texts)
    if name in {"", "top"}:
        return True
    return any(each in places for each in _names(name))


def _names(name: str) -> Iterable[str]:
    written = unquote(name)
    # GitHub's own are in lower case, and its script finds them however they are written.
    for each in dict.fromkeys((name, written, written.lower())):
        yield each
        yield f"{_PREFIX}{each}"
        yield each.removeprefix(_PREFIX)
    lines = _LINES.fullmatch(unquote(name))
    if lines is not None:
        yield from (pattern.format(lines[1]) for pattern in _LINE_NAMES)


def _reads(directive: str, flat: str) -> bool:
    """Tell whether a page reads so: `prefix-,start,end,-suffix`, of which only start must be."""
    parts = directive.split(",")
    wanted = [unquote(part) for part in parts if not part.endswith("-") and part[:1] != "-"]
    place = 0
    for text in wanted:
        found = flat.find(_flat(text), place)
        if found < 0:
            return False
        place = found
    return True


def _flat(text: str) -> str:
    """Return a text without what tells nothing apart: case, white space, forms of letters."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
