"""DOI: the names of articles and data, https://doi.org.

ANSI/NISO Z39.84 allows any printable character in a suffix. What was registered is ASCII; a
reader ends it at white space, quotation marks, and at brackets that were not opened within it.
The angle brackets of a SICI (`<1661::AID-SIM968>3.0.CO;2-2`) belong to it, those of a tag do not.
Letters count the same in both cases, so addresses are written with small ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from linkcheck.address import parse_address
from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import (
    INVISIBLE,
    LINE_BREAK,
    Identifier,
    Scheme,
    follows_word,
    trimmed,
    visible,
)
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_PREFIX: Final = r"10\.\d{4,9}(?:\.\d+)*(?:/|%2[Ff])"
_SICI: Final = r"<\d[^\s<>]{0,60}>"
_DOI: Final = late(rf"{_PREFIX}(?:[A-Za-z0-9!$%()*+,\-./:;=@\[\]_~{INVISIBLE}]|{_SICI}){{1,512}}")
_WHOLE: Final = late(rf"{_PREFIX}[^\s]{{1,512}}")
_LABEL: Final = late(
    r"(?:(?:(?:dx\.|www\.)?doi\.org/|(?<![^\W_])(?:info:|urn:)?doi[:/])\s?|(?<![^\W_])doi\)?[\s=]{0,2})\Z",
    re.IGNORECASE,
)
_LABEL_REACH: Final = 14
_NUMBERS_ONLY: Final = late(r"10\.\d+/\d{1,4}\Z")  # a fraction, or a range of years
_UNIT: Final = late(r"10\.\d+/[a-z]{1,2}\Z")
# What is no part of a DOI but of a list, a table or a line of data: the next thing in it.
_NEXT: Final = late(r",|;(?=10\.\d{4}|https?:|doi)|/?https?:", re.IGNORECASE)
# A DOI that a line break has cut goes on with one token in the shape of one.
_LINE_BREAK: Final = late(LINE_BREAK)
_TAIL: Final = late(
    r"(?=\S{0,100}\d)(?:[A-Za-z0-9]{1,60}[./_()-](?=[A-Za-z0-9(])[A-Za-z0-9$%()+\-./:=_~]{1,200}|\d{5,12}\b)"
)
_OPEN_END: Final = frozenset("/-_(")
_SAFE: Final = "/:;()!$*+,=@~._-[]"


def url_of(doi: str) -> str | None:
    """Return the resolver's address of a DOI, or None where it is none."""
    if _WHOLE.fullmatch(doi) is None:
        return None
    url = "https://doi.org/" + quote(unquote(doi).lower(), safe=_SAFE)
    parsed = parse_address(url)
    return url if parsed is None else parsed.url


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the DOI that starts with this `10.`, or None."""
    found = _DOI.match(text, anchor)
    if found is None or anchor < floor:
        return None
    label = _LABEL.search(text, max(floor, anchor - _LABEL_REACH), anchor)
    if label is None and (text[anchor - 1 : anchor] == "/" or follows_word(text, anchor)):
        return None
    end = _end_of_broken(text, found) or found.end()
    following = _NEXT.search(text, found.start() + len("10.1000/"), end)
    if following is not None and not _in_brackets(text, anchor, following.start()):
        end = following.start()
    end = trimmed(text, anchor, end)
    doi = visible(text[anchor:end])
    if label is None and (_NUMBERS_ONLY.match(doi) or _UNIT.match(doi)):
        return None
    url = url_of(doi)
    if url is None:
        return None
    glued = label is not None and label[0] and label[0][-1] in ":/"
    return Identifier(label.start() if label and glued else anchor, end, Kind.DOI, url)


def _end_of_broken(text: str, found: re.Match[str]) -> int | None:
    """Return where a DOI ends on the next line, if a line break has cut it.

    It was cut where it ends in the middle (`/`, `-`), or before its first digit (`10.1016/j.`):
    hardly any has none, and half of one would be called unknown.
    """
    line_break = _LINE_BREAK.match(text, found.end())
    if line_break is None:
        return None
    suffix = found[0].partition("/")[2]
    if found[0][-1] not in _OPEN_END and any(character.isdigit() for character in suffix):
        return None
    tail = _TAIL.match(text, line_break.end())
    return None if tail is None else tail.end()


def _in_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _read(address: Address) -> str | None:
    path = address.path[1:]
    return unquote(path).rstrip("/") if path.startswith("10.") else None


SCHEME: Final = Scheme(
    kind=Kind.DOI,
    anchors=("10.",),
    find=find,
    url_of=url_of,
    # A DOI is a handle too, and the resolver of handles knows it.
    hosts=("doi.org", "dx.doi.org", "www.doi.org", "hdl.handle.net"),
    read=_read,
)
