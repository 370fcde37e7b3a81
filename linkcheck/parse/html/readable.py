"""The text that a reader sees of a stretch of HTML, and where each piece of it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.parse.html.attributes import Attributes
from linkcheck.parse.html.grammar import INLINE, MARKUP
from linkcheck.parse.html.references import unescaped
from linkcheck.patterns import late

if TYPE_CHECKING:
    import re

    from linkcheck.parse.passage import Passage

# What ends an address: a line's end, and what stands above it, as the number of a note does.
_APART: Final = frozenset({"br", "sup"})
# Markup of which a reader sees something.
_NOT_NOTHING: Final = late(r"<(?:[bB][rR][\t\n\f\r />]|!\[CDATA\[)")


def add_piece(passage: Passage, piece: re.Match[str]) -> None:
    """Add to a passage what a reader sees of a piece (`grammar.PIECE`) that is no block's tag."""
    match piece.lastindex:
        case 1:
            passage.add(unescaped(piece[1]), *piece.span())
        case 2:
            passage.add(piece[2], piece.start())
        case 3 if piece[3].lower() in _APART:
            passage.add("\n", piece.start(), piece.start() + 1)
        case 5:
            passage.add(piece[5], piece.start(5))
        case _:
            pass  # a tag within a line, a comment


def readable(source: str) -> str:
    """Return the text that a reader sees of some HTML that has no tags of blocks."""
    if "<" in source:
        shown = _shown if _NOT_NOTHING.search(source) else ""
        source = MARKUP.sub(shown, source)
    return unescaped(source) if "&" in source else source


def label_of(source: str) -> str:
    """Return the label that some HTML makes, on one line; that of an image is its text."""
    if "<" not in source:
        return " ".join((unescaped(source) if "&" in source else source).split())
    label = " ".join(unescaped(MARKUP.sub(_shown, source)).split())
    return label or _of_images(source)


def _of_images(source: str) -> str:
    for tag in MARKUP.finditer(source):
        if (tag[1] or "").lower() == "img":
            label = " ".join(Attributes(source, tag.end(1), tag.end()).value("alt").split())
            if label:
                return label
    return ""


def _shown(markup: re.Match[str]) -> str:
    """Return what a reader sees of some markup: white space, where it ends a line or a block."""
    name = markup[1]
    if name is None:
        return markup[2] or ""
    name = name.lower().removeprefix("/")
    return "\n" if name == "br" or name not in INLINE else ""
