"""Where an address ends: what may stand in it, and what at its end belongs to the sentence.

What may stand in an address is wider than RFC 3986 says and narrower than any software takes:
letters of all scripts may, quotation marks, sentence ends and brackets of all scripts end it.
Every step is linear: a bracket that is not closed is given up after a while.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from linkcheck.patterns import late


class Found(NamedTuple):
    """Hold an address found in a text.

    `address` is its best reading, with a scheme; `others` are the other readings. `reach` is
    where the run of characters that could belong to it ended, before punctuation was taken off
    its end: at a line's end this tells a broken address. `opener` is the character before it.
    """

    start: int
    end: int
    address: str
    others: tuple[str, ...] = ()
    reach: int = 0
    opener: str = ""


# Characters of other scripts that no reader takes for a part of an address: quotation marks,
# sentence ends, brackets, dashes and footnote marks.
HARD_ENDS: Final = (
    "\u00ab\u00bb\u2039\u203a\u2018\u201a\u201c\u201d\u201e\u201f\u2026\u2014\u2015\u2022\u00b7"
    "\u3001\u3002\u300a\u300b\u3008\u3009\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u301c"
    "\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b\uff5d\uff5c\uff5e\uff61"
    "\uff62\uff63\uff64\uff1c\uff1e\uff02\uff07"
    "\u060c\u061b\u061f\u06d4\u066b\u066c\u0964\u0965\u0589\u05be\u05c0\u05c3\u10fb\u1362"
    "\u00b9\u00b2\u00b3\u2070\u2071\u2074-\u207f\u2020\u2021\u00a7\u00b6\u00a9\u00ae\u2122"
    "\u2190-\u21ff\u25a0-\u25ff\ufffc\ufffd"
)
# Part of the text and not of the address: soft hyphen, zero-width space, word joiner, marks of
# direction, byte order mark. The joiners of Indic and Persian script (ZWJ, ZWNJ) do belong.
_INVISIBLE: Final = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# Scripts that are written without spaces, so that a sentence may go on right behind an address.
UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)

_SPACE: Final = r"\s\u200a\u2028\u2029\x00-\x20\x7f-\xa0"
OTHER: Final = f"[^\\x00-\\x7f{_SPACE}{HARD_ENDS}\u2019]"
# In steps, so that a run that ends at a second address is not walked to its end each time.
_STEP: Final = 512
_PLAIN: Final = late(rf"[A-Za-z0-9\-._~:/?#@!$&*+,;=%]{{0,{_STEP}}}")
_BEYOND_ASCII: Final = late(f"{OTHER}+")
_REMOVED: Final = late(f"[{_INVISIBLE}]+")
SCHEME: Final = late(r"(?:h(?:tt|xx)ps?|(?<![A-Za-z0-9+.-])(?:ftps?|fxp))\Z", re.IGNORECASE)
SCHEME_REACH: Final = 8
# `https://example.org/a[Text]`, as AsciiDoc labels its links.
_LABEL: Final = late(r"(?<=[A-Za-z0-9/])\[[A-Za-z][^\]\[]*\]\Z")
_GLUED_PATH: Final = late(rf"[A-Za-z0-9](?=[{UNSPACED}])")
_ANOTHER: Final = late(r"https?://|ftp://|www\.", re.IGNORECASE)
_BEFORE_INNER: Final = "/=?&@+#:%!"
_MOST_INNER: Final = 3

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_BRACKET_REACH: Final = 512
_QUOTED_WORD: Final = {'"': late(r'"[\w\'-]+"(?!:)'), "'": late(r"'[\w-]+'(?!\w)")}
_POSSESSIVE: Final = late(r"['\u2019]s(?![\w-])", re.IGNORECASE)
_ENTITY_END: Final = late(r"&(?:gt|lt|quot|apos|nbsp|#39|#34|#x27|#x22);?", re.IGNORECASE)
_FOOTNOTE: Final = late(r"(?:\[(?:\d{1,3}|[a-z])\])+\Z")
_FOOTNOTE_REACH: Final = 20
# The copyright sign of a notice, as those of certificate authorities have it.
_SIGN: Final = late(r"(?<=/)\((?:c|r|tm)\)\Z", re.IGNORECASE)
_SIGN_REACH: Final = 5
_ENDINGS: Final = {"]": (_FOOTNOTE, _FOOTNOTE_REACH), ")": (_SIGN, _SIGN_REACH)}
TRAILING: Final = frozenset(".,;:!?'\"*([{\u2019\u2013")
EMPHASIS: Final = frozenset("_~")


def end_of_address(text: str, start: int, opener: str = "") -> tuple[int, int]:
    """Return where a path that goes on at `start` ends, and how far its run of characters went."""
    reach = reach_of(text, start, opener)
    return _trimmed(text, start, reach, opener), reach


def readable(raw: str) -> str:
    """Take the invisible characters out of an address."""
    return raw if raw.isascii() else _REMOVED.sub("", raw)


def readings(text: str, start: int, reach: int, opener: str) -> tuple[int, tuple[int, ...]]:
    """Return where an address ends in its best reading, and where in the others."""
    end = _trimmed(text, start, reach, opener)
    label = _LABEL.search(text, start, end) if text[end - 1] == "]" else None
    if label is not None:
        return label.start(), (end,)
    if text[start:end].isascii():
        return end, ()
    # Chinese, Japanese, Thai … right behind a Latin letter is the sentence going on; behind a
    # slash or an equals sign it is a part of the path.
    glued = _GLUED_PATH.search(text, start, end)
    if glued is None:
        return end, ()
    short = _trimmed(text, start, glued.end(), opener)
    return short, (end,)


def reach_of(text: str, start: int, opener: str) -> int:  # noqa: C901, PLR0912  (one scan)
    """Return where the run of characters ends that can belong to an address."""
    at = start
    inner = 0
    open_brackets: list[tuple[str, int]] = []
    while True:
        run = _PLAIN.match(text, at)
        run_end = at if run is None else run.end()
        stop, inner = _inner_stop(text, start, at, run_end, inner)
        if stop is not None:
            at = stop
            break
        if run_end - at == _STEP:
            at = run_end
            continue
        at = run_end
        character = text[at : at + 1]
        if open_brackets and at - open_brackets[0][1] > _BRACKET_REACH:
            break
        if character in _CLOSING:
            if character == "[" and opener == "[":
                break
            if _ANOTHER.match(text, at + 1):
                break
            open_brackets.append((_CLOSING[character], at))
            at += 1
        elif character and character in ")]}":
            if not open_brackets or open_brackets[-1][0] != character:
                break
            open_brackets.pop()
            at += 1
        elif character and character in "\"'\u2019":
            quote_end = _past_quote(text, at, opener)
            if quote_end == at:
                break
            at = quote_end
        elif character and (other := _BEYOND_ASCII.match(text, at)):
            at = other.end()
        else:
            break
    return open_brackets[0][1] if open_brackets else at


def _inner_stop(text: str, start: int, at: int, end: int, inner: int) -> tuple[int | None, int]:
    """Return where a second address begins that is not a part of the first, if one does.

    `https://web.archive.org/web/2020/https://b.example/` is one address, and so is one in a
    query; `https://a.example,https://b.example` are two.
    """
    mark = text.find("://", max(start, at - 2), end)
    while mark >= 0:
        scheme = SCHEME.search(text, max(start, mark - SCHEME_REACH), mark)
        if scheme is not None:
            inner += 1
            if text[scheme.start() - 1] not in _BEFORE_INNER or inner > _MOST_INNER:
                return scheme.start(), inner
        mark = text.find("://", mark + 1, end)
    return None, inner


def _past_quote(text: str, at: int, opener: str) -> int:
    """Return where to go on behind a quotation mark within an address, or `at` if it ends it."""
    character = text[at]
    if opener == character or (opener == "\u2018" and character == "\u2019"):
        return at
    pattern = _QUOTED_WORD.get(character)
    quoted = pattern.match(text, at) if pattern is not None else None
    if quoted is not None:
        return quoted.end()
    if character == '"' or _POSSESSIVE.match(text, at):
        return at
    following = text[at + 1 : at + 2]
    return at + 1 if following.isalnum() or following == "-" else at


def _trimmed(text: str, start: int, end: int, opener: str) -> int:
    """Take off the end of an address what belongs to the sentence, to emphasis or a footnote."""
    entity = _ENTITY_END.search(text, start, end)
    if entity is not None:
        end = entity.start()
    while end > start:
        last = text[end - 1]
        if last in "'\"" and text.count(last, start, end) == 2:  # noqa: PLR2004  (a pair)
            opening = text.index(last, start, end)
            if opener != last and end - opening > 2:  # noqa: PLR2004  (a word between)
                break
        if last in TRAILING or (last in EMPHASIS and opener == last):
            end -= 1
            continue
        if last == "/" and text.startswith("*/", end - 2) and end - 2 > start:
            end -= 2  # of a comment
            continue
        ending = _ENDINGS.get(last)
        if ending is not None:
            pattern, reach = ending
            found = pattern.search(text, max(start, end - reach), end)
            if found is not None:
                end = found.start()
                continue
        break
    return end
