"""Raw elements: scripts, titles and their like, in which there are no tags.

To the standard a tag that closes itself does not, but in SVG and MathML. XHTML is written so
(`<title/>`), and would be read as one long title.
"""

from __future__ import annotations

from typing import Final

from linkcheck.parse.html.grammar import FOREIGN, NAME_ENDS, RAW
from linkcheck.patterns import late

# A script ends at its end tag, but for one within what looks like a comment: there a second
# `<script>` and its end tag belong together.
_SCRIPT: Final = rf"(?i:script){NAME_ENDS}"
_INNER: Final = rf"<{_SCRIPT}(?:(?!-->)(?:[^<-]++|-|<(?!/{_SCRIPT})))*+(?:</{_SCRIPT})?+"
_HIDDEN: Final = rf"<!(?=--)(?:(?!-->)(?:[^<-]++|-|{_INNER}|<(?!/{_SCRIPT})))*+(?:-->)?+"
_HEAD: Final = 1024
_XHTML: Final = 'xmlns="http://www.w3.org/1999/xhtml"'
_ENDS: Final = {
    name: late(rf"(?:[^<]++|<(?!/(?i:{name}){NAME_ENDS}))*+") for name in sorted(RAW)
} | {"script": late(rf"(?:[^<]++|{_HIDDEN}|<(?!/{_SCRIPT}))*+")}


class RawContent:
    """Tell where raw content ends; it is told of the tags of a text in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        head = text[:_HEAD]
        self._is_xml = head.lstrip().startswith("<?xml") or _XHTML in head
        self._depth = 0

    def end(self, name: str, tag_end: int) -> int:
        """Return where the content ends that begins behind a tag, or there if it has none.

        `name` is in lower case, and begins with a slash where the tag is an end.
        """
        text = self._text
        closes_itself = text.startswith("/>", tag_end - 2)
        if name in FOREIGN and not closes_itself:
            self._depth += 1
        elif name.removeprefix("/") in FOREIGN:
            self._depth = max(0, self._depth - (not closes_itself))
        if name not in RAW or (closes_itself and (self._is_xml or self._depth)):
            return tag_end
        found = _ENDS[name].match(text, tag_end)
        return tag_end if found is None else found.end()
