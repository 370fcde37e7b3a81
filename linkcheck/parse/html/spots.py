"""Where in a stretch of HTML its text may cite something: elsewhere it need not be read.

Most text of most pages cites nothing. It is told by the literals of which running text needs one to
cite, as they stand, as references, or broken where a long word may be.
"""

from __future__ import annotations

import functools
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from linkcheck.parse.anchors import Anchors
from linkcheck.parse.prose import LITERALS
from linkcheck.patterns import late

_NO_DOI: Final = late(r"10\.\d{0,3}(?![\d<&])")  # a number, as of a version
_BREAK: Final = late(r"<wbr[^<>]*>")
# Characters of those literals, written as references.
_REFERENCES: Final = late(
    r"&(?:colon|sol|period|lpar|rpar|lsqb|lbrack|rsqb|rbrack|hyphen|dash"
    r"|#0*(?:4[015-9]|5[0-8]|6[5-9]|[78]\d|9[013789]|1[01]\d|12[0-2]|820[89])(?!\d)"
    r"|#[xX]0*(?:2[89DEFdef]|3[0-9Aa]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[BDbd]|201[01])(?![0-9A-Fa-f]))"
)


def holds_any(markup: str) -> bool:
    """Tell whether a stretch of HTML may cite something in its text."""
    if _in_text().find_matches_as_indexes(markup.encode("utf-8", "surrogatepass")):
        return True
    return "&" in markup and _REFERENCES.search(markup) is not None


def holds_any_broken(markup: str) -> bool:
    """Tell the same of a document that marks where long words may be broken."""
    return holds_any(markup) or ("<wbr" in markup and holds_any(_BREAK.sub("", markup)))


def marks_breaks(document: str) -> bool:
    """Tell whether a document marks where long words may be broken; `in` would take ten times."""
    return bool(_breaks().find_matches_as_indexes(document.encode("utf-8", "surrogatepass")))


def spots_in(markup: str) -> list[int]:
    """Return where in a stretch of HTML its text may cite something, in order."""
    spots = [
        at
        for at, literal in _anchors().found_in(markup)
        if literal != "10." or _NO_DOI.match(markup, at) is None
    ]
    if "&" in markup:
        spots += [found.start() for found in _REFERENCES.finditer(markup)]
    if "<wbr" in markup:
        spots += [found.start() for found in _BREAK.finditer(markup)]
    return sorted(spots)


@functools.cache
def _anchors() -> Anchors[str]:
    return Anchors({literal: literal for literal in LITERALS})


@functools.cache
def _in_text() -> BytesAhoCorasick:
    """Return the automaton that finds prose's literals, and nothing else, which is what is quick.

    With a few more of them, or if all had to be found that overlap, it would take seven times as
    long: it then looks at each byte, and not at several at once.
    """
    literals = [each.encode() for each in sorted(LITERALS)]
    return BytesAhoCorasick(literals, matchkind=MatchKind.LeftmostFirst)


@functools.cache
def _breaks() -> BytesAhoCorasick:
    return BytesAhoCorasick([b"<wbr"], matchkind=MatchKind.LeftmostFirst)
