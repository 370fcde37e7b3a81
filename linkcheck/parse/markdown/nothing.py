"""Signs in a Markdown document that surely mean nothing where they stand.

Most of them do not: a version is no DOI, `@name` no mail address, and few escapes hide an address.
"""

from __future__ import annotations

from typing import Final

from linkcheck.parse.markdown.sights import Sight
from linkcheck.patterns import late

_NO_DOI: Final = late(r"10\.\d{0,3}(?![\d\\*_~`&<\[\]])")
_NO_NUMBER: Final = late(r"[A-Za-z:/-]{3,12}(?:[^\d\n*_~`\\&<>\[\]|]{16})")
# Words without marks around a name, so that it is cited by itself or not at all.
_WORDS: Final = late(r"(?:[^\n*_~`\\&<>\[\]|]++|\n(?=[A-Za-z\r\n]|\Z))*+")
_WORDS_BEFORE, _WORDS_BEHIND = 24, 64
_MOST_WORD: Final = 200
_SHORT: Final = 16
_BLANK: Final = ("", " ", "\n")
_BEFORE_DESTINATION: Final = ("(", "<", ":")
_VANISHING: Final = tuple("/\\&*_~`<[!")
_IN_BRACKETS: Final = (".", ":", "d")
_BEFORE_DOT: Final = (*("www", "Www", "WWW", "10", "hdl", "handle"), *"[(*_~`")


def means_nothing(text: str, sight: Sight, at: int, end: int) -> bool:
    """Tell whether what may begin or hide an address surely does not."""
    if sight is Sight.PATH:
        before = text[end - 3 : end - 2]
        return before == ":" or before.isalnum() or (before == "(" and text[end - 4] != "]")
    if sight is Sight.MAIL or text.startswith("@", end - 1):
        floor = max(at - _MOST_WORD, 0)
        word = max(text.rfind(" ", floor, at), text.rfind("\n", floor, at)) + 1
        if not word and floor:
            return False
        return text.find("<", word, at) < 0 and text.find(":", word, at) < 0
    if sight is not Sight.ESCAPE:
        return False
    escaped = text[at + 1 : end]
    if escaped in ("[", "("):
        return not text.startswith(_IN_BRACKETS, end)
    return escaped == "." and not text.endswith(_BEFORE_DOT, 0, at)


def begins_nothing(text: str, at: int, end: int) -> bool:
    """Tell whether what is no address as it stands, but begins with a scheme, surely is none.

    It may be one if what stands behind the scheme vanishes, or has a slash, and a wrong one in the
    destination of a link.
    """
    if text[end - 1] != ":" or text.startswith(_VANISHING, end):
        return False
    before = text[max(at - _SHORT, 0) : at].rstrip("hH")
    return before[-1:] in _BLANK and not before.rstrip().endswith(_BEFORE_DESTINATION)


def names_nothing(text: str, at: int, end: int) -> bool:
    """Tell whether the label of an identifier, of which none is found, surely has none."""
    if text.startswith("10.", at):
        return _NO_DOI.match(text, at) is not None
    return _NO_NUMBER.match(text, at) is not None or is_among_words(text, at, end)


def is_among_words(text: str, start: int, end: int) -> bool:
    """Tell whether there is nothing but words around."""
    begin, limit = max(start - _WORDS_BEFORE, 0), min(end + _WORDS_BEHIND, len(text))
    return _WORDS.fullmatch(text, begin, limit) is not None
