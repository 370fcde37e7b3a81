"""Whether a line goes on with a word of the sentence, or with what a line break cut off one."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMORY: Final = 8000  # characters before and behind in which a word may stand elsewhere
_WORD: Final = late(r"([^\W\d_]+)['\u2019]?[a-z]*[.,;:!?)\]\u201d\u00bb]*\Z")
_SHORT: Final = 3
_INNER: Final = (".", "/", "-", "_")  # beside these, it is a part of an address
_HALF: Final = late(r"(?:[A-Z]?[a-z]+|[A-Z]+)\Z")
_SHORTEST_WHOLE: Final = 4
# What no word begins with in a language of Western Europe: two or three consonants, but not these.
_NO_BEGINNING: Final = late(
    r"""(?! [bcfgkps]l | [bcdfgkptvw]r | [cgkprstw]h | [gkmp]n | ps | s[ckmnpqtwv] | [dtkz]w | [dt]s
          | cz | ij | my | gy | mc | sch | scr | shr | spl | spr | str | thr | chr )
        [b-df-hj-np-tv-xz]{2} | [b-df-hj-np-tv-xz]{4}""",
    re.VERBOSE,
)


def begins_with_common_word(token: str) -> bool:
    """Tell whether a token is nothing but a word with which sentences go on."""
    found = _WORD.match(token)
    return found is not None and found[1].lower() in common_words()


def word_signs(text: str, before: str, begin: int, end: int) -> Iterator[str]:
    """Say what kind of word stands at the beginning of a line, if it is nothing but one.

    `before` is the address that may go on with it.
    """
    found = _WORD.match(text[begin:end])
    if found is None:
        return
    word = found[1].lower()
    common = word in common_words()
    behind = text[end : end + _MEMORY].lower()
    ahead = text[max(0, begin - _MEMORY) : begin].lower()
    if _has_word(ahead, word) or _has_word(behind, word):
        yield "a common word of the text" if common else "a word of the text"
    elif common:
        yield "a common word"
    elif _makes_a_word(before, found[1], (ahead, behind)):
        yield "the halves of a word"
    elif _NO_BEGINNING.match(word):
        yield "no word begins so"
    else:
        yield "a short word" if len(word) <= _SHORT else "an unknown word"


def _makes_a_word(before: str, rest: str, around: tuple[str, str]) -> bool:
    """Tell whether the end of an address and a word make one that is known."""
    half = _HALF.search(before, max(0, len(before) - 40))
    if half is None or not rest.islower():
        return False
    whole = half[0].lower() + rest
    if len(whole) < _SHORTEST_WHOLE:
        return False
    return whole in path_words() or whole in common_words() or any(whole in each for each in around)


def _has_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = text[max(0, at - 1) : at], text[end : end + 1]
        if not (before.isalnum() or after.isalnum() or before in _INNER or after in _INNER[1:]):
            return True
        at = text.find(word, end)
    return False


@functools.cache
def common_words() -> frozenset[str]:
    """Return the words with which sentences go on, of several languages."""
    return _words("words.txt")


@functools.cache
def path_words() -> frozenset[str]:
    """Return words that addresses are made of."""
    return _words("path_words.txt")


def _words(name: str) -> frozenset[str]:
    from importlib import resources  # noqa: PLC0415  (4 ms, and only for what is in doubt)

    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
