"""ISBN: books, by their label, or bare in the printed form of five groups that begins 978 or 979.

The check digit must be right. Both lengths of one number are one book, written with thirteen.
There is no resolver of books. Wikipedia's page of book sources is taken: it knows every valid
number and leads to all catalogues, while a single catalogue would call every book that it does
not have a dead link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import (
    GAP,
    HYPHENS,
    LINE_BREAK,
    Identifier,
    Scheme,
    follows_word,
    visible,
)
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_LABEL: Final = late(
    r"isbn(?:[- ]?1[03](?=[\s:)(]))?(?:\s?\([^()\n]{1,20}\))?\s{0,2}[:=#.]?"
    rf"{GAP}{{0,2}}[{{\"]?",
    re.IGNORECASE,
)
_BETWEEN: Final = rf"(?:[{HYPHENS}](?:{LINE_BREAK})?| |{LINE_BREAK})?"
_LONG: Final = late(rf"97[89](?:{_BETWEEN}\d){{10}}(?![{HYPHENS}]?[\dA-Za-z])")
_SHORT: Final = late(rf"\d(?:{_BETWEEN}\d){{8}}{_BETWEEN}[\dXx](?![{HYPHENS}]?[^\W_])")
_PRINTED: Final = late(
    rf"97[89]([{HYPHENS}])\d{{1,5}}\1\d{{1,7}}\1\d{{1,6}}\1\d(?![{HYPHENS}]?[\dA-Za-z])"
)
_SEPARATORS: Final = late(f"[{HYPHENS} ]")
_PRINTED_LENGTH: Final = 17
_PATH: Final = late(r"/wiki/Special:BookSources/([\dXx-]{10,17})\Z")


def url_of(isbn: str) -> str | None:
    """Return the address of a book's sources, or None where the number is wrong."""
    number = _thirteen(_SEPARATORS.sub("", isbn).upper())
    return None if number is None else f"https://en.wikipedia.org/wiki/Special:BookSources/{number}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the ISBN whose label or whose printed form starts here, or None."""
    if anchor < floor:
        return None
    label = _LABEL.match(text, anchor)
    if label is None:
        printed = None if follows_word(text, anchor) else _PRINTED.match(text, anchor)
        if printed is None or len(printed[0]) != _PRINTED_LENGTH:
            return None
        return _identifier(anchor, printed)
    for form in (_LONG, _SHORT):
        number = form.match(text, label.end())
        found = None if number is None else _identifier(anchor, number)
        if found is not None:
            return found
    return None


def _identifier(start: int, number: re.Match[str]) -> Identifier | None:
    url = url_of(visible(number[0]))
    return None if url is None else Identifier(start, number.end(), Kind.ISBN, url)


def _thirteen(digits: str) -> str | None:
    """Return a number in its thirteen digits if its check digit is right."""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11:
            return None
        stem = "978" + digits[:9]
        return stem + str(-_weighed(stem) % 10)
    if re.fullmatch(r"97[89]\d{10}", digits) and _weighed(digits) % 10 == 0:
        return digits
    return None


def _weighed(digits: str) -> int:
    return sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits))


def _read(address: Address) -> str | None:
    found = _PATH.match(address.path)
    return None if found is None else found[1]


SCHEME: Final = Scheme(
    kind=Kind.ISBN,
    anchors=("ISBN", "isbn", "978-", "979-", "978\u2010", "979\u2010", "978\u2011", "979\u2011"),
    find=find,
    url_of=url_of,
    hosts=("en.wikipedia.org",),
    read=_read,
)
