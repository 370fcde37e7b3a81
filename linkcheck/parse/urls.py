"""Addresses in running text: where one starts, and where a reader would end it.

The text is never matched as a whole. A few literal anchors (`://`, `www.`, `mailto:`) are found
first, which is ten times faster than one large pattern, and each is then looked at to both
sides. Every step is linear: what was claimed by one address is not looked at again, and a
bracket that is not closed is given up after a while.

What may stand in an address is wider than RFC 3986 says and narrower than any software takes:
letters of all scripts may, quotation marks, sentence ends and brackets of all scripts end it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from linkcheck.address import parse_address


@dataclass(frozen=True, slots=True)
class Found:
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
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)

_SPACE: Final = r"\s\u200a\u2028\u2029\x00-\x20\x7f-\xa0"
_OTHER: Final = f"[^\\x00-\\x7f{_SPACE}{HARD_ENDS}\u2019]"
# In steps, so that a run that ends at a second address is not walked to its end each time.
_STEP: Final = 512
_PLAIN: Final = re.compile(rf"[A-Za-z0-9\-._~:/?#@!$&*+,;=%]{{0,{_STEP}}}")
_BEYOND_ASCII: Final = re.compile(f"{_OTHER}+")
_REMOVED: Final = re.compile(f"[{_INVISIBLE}]+")
_SCHEME: Final = re.compile(r"(?:https?|(?<![A-Za-z0-9+.-])ftps?)\Z", re.IGNORECASE)
_SCHEME_REACH: Final = 8
_HOST_CHARACTER: Final = f"(?:[A-Za-z0-9._%-]|{_OTHER})"
_AUTHORITY: Final = re.compile(
    r"""(?:[^\s/?#@<>"'()\[\]{}|\\^`]{1,256}@)?"""  # name and password
    rf"(\[[0-9A-Fa-f:.]{{2,45}}\]|{_HOST_CHARACTER}{{1,1024}})"
    r"(:\d{1,5}(?!\d))?"
)
# `example.comを参照`: a label of plain letters, and then one script runs into the other.
_GLUED_HOST: Final = re.compile(rf"((?:[^.]+\.)+[A-Za-z]{{2,24}})(?=[{_UNSPACED}][^.]*\Z)")
_GLUED_PATH: Final = re.compile(rf"[A-Za-z0-9](?=[{_UNSPACED}])")
_WWW_BEFORE: Final = re.compile(r"[\w.@/:%-]")
_WWW_SHAPE: Final = re.compile(
    r"www\.(?:[^.]+\.)+(?:[A-Za-z]{2,}|xn--[A-Za-z0-9-]+|[^\x00-\x7f]{2,})\Z", re.IGNORECASE
)
_MAIL: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*"
    r"(?:\?[A-Za-z0-9\-._~:/@!$&*+,;=%]*)?"
)
_ANOTHER: Final = re.compile(r"https?://|ftp://|www\.", re.IGNORECASE)
_BEFORE_INNER: Final = "/=?&@+#:%!"
_MOST_INNER: Final = 3

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_BRACKET_REACH: Final = 512
_QUOTED_WORD: Final = {'"': re.compile(r'"[\w\'-]+"(?!:)'), "'": re.compile(r"'[\w-]+'(?!\w)")}
_POSSESSIVE: Final = re.compile(r"['\u2019]s(?![\w-])", re.IGNORECASE)
_ENTITY_END: Final = re.compile(r"&(?:gt|lt|quot|apos|nbsp|#39|#34|#x27|#x22);?", re.IGNORECASE)
_FOOTNOTE: Final = re.compile(r"(?:\[(?:\d{1,3}|[a-z])\])+\Z")
_FOOTNOTE_REACH: Final = 20
_TRAILING: Final = frozenset(".,;:!?'\"*([{\u2019\u2013")
_EMPHASIS: Final = frozenset("_~")


def expand_scheme(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address around a `://`, or None; nothing before `floor` is taken."""
    scheme = _SCHEME.search(text, max(floor, anchor - _SCHEME_REACH), anchor)
    if scheme is None:
        return None
    found = _expand(text, scheme.start(), anchor + len("://"), prefix="")
    # `_http://a.example` is a name; `_http://a.example_` is an emphasised address.
    if found is not None and found.opener == "_" and not text.startswith("_", found.end):
        return None
    return found


def expand_www(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address that starts with a `www.` (read as http), or None."""
    if anchor < floor or (anchor > 0 and _WWW_BEFORE.match(text, anchor - 1)):
        return None
    found = _expand(text, anchor, anchor, prefix="http://")
    if found is None:
        return None
    host = re.split(r"[/?#:]", found.address[len("http://") :], maxsplit=1)[0]
    return found if _WWW_SHAPE.match(host) else None


def expand_mailto(text: str, anchor: int, floor: int) -> Found | None:
    """Return the mail address that starts with a `mailto:`, or None."""
    if anchor < floor or text[max(0, anchor - 1) : anchor].isalnum():
        return None
    mail = _MAIL.match(text, anchor + len("mailto:"))
    if mail is None:
        return None
    end = mail.end()
    while text[end - 1] in _TRAILING:
        end -= 1
    address = "mailto:" + text[anchor + len("mailto:") : end]
    return Found(anchor, end, address, reach=mail.end(), opener=_opener(text, anchor))


def end_of_address(text: str, start: int, opener: str = "") -> tuple[int, int]:
    """Return where a path that goes on at `start` ends, and how far its run of characters went."""
    reach = _reach(text, start, opener)
    return _trimmed(text, start, reach, opener), reach


def _expand(text: str, start: int, host_at: int, *, prefix: str) -> Found | None:
    opener = _opener(text, start)
    authority = _AUTHORITY.match(text, host_at)
    if authority is None:
        return None
    host_start, host_end = authority.span(1)
    end = authority.end()
    others: tuple[int, ...] = ()
    glued = _GLUED_HOST.match(text[host_start:host_end]) if not text.isascii() else None
    if glued is not None:
        end = reach = host_start + glued.end()
    elif text.startswith("://", end) and (next_one := _SCHEME.search(text, host_start, end)):
        end = reach = next_one.start()  # `https://a.examplehttps://b.example`
    elif text[end : end + 1] in ("/", "?", "#"):
        reach = _reach(text, end, opener)
        end, others = _readings(text, end, reach, opener)
    else:
        reach = end
        if authority[2] is None:
            while end > host_start and text[end - 1] in ".-_%\u2013":
                end -= 1
            if text[end:reach].startswith("_") and opener not in _EMPHASIS:
                return None
    if end <= host_start:
        return None
    if opener == "<" and text.startswith(">", reach):
        end, others = reach, ()  # the brackets say where it ends
    return _found(text, start, (end, *others), prefix=prefix, reach=reach, opener=opener)


def _found(  # noqa: PLR0913  (the parts of one value)
    text: str, start: int, ends: tuple[int, ...], *, prefix: str, reach: int, opener: str
) -> Found | None:
    """Make the best reading and the others of one address, those of them that are addresses."""
    best, *others = (prefix + readable(text[start:end]) for end in ends)
    parsed = parse_address(best)
    if parsed is None or not parsed.host or parsed.host.startswith(("-", ".")):
        return None
    if ".." in parsed.host:
        return None
    return Found(start, ends[0], best, tuple(others), reach, opener)


def readable(raw: str) -> str:
    """Take the invisible characters out of an address."""
    return raw if raw.isascii() else _REMOVED.sub("", raw)


def _opener(text: str, start: int) -> str:
    return text[start - 1] if start > 0 else ""


def _readings(text: str, start: int, reach: int, opener: str) -> tuple[int, tuple[int, ...]]:
    """Return where an address ends in its best reading, and where in the others."""
    end = _trimmed(text, start, reach, opener)
    if text[start:end].isascii():
        return end, ()
    # Chinese, Japanese, Thai … right behind a Latin letter is the sentence going on; behind a
    # slash or an equals sign it is a part of the path.
    glued = _GLUED_PATH.search(text, start, end)
    if glued is None:
        return end, ()
    short = _trimmed(text, start, glued.end(), opener)
    return short, (end,)


def _reach(text: str, start: int, opener: str) -> int:  # noqa: C901, PLR0912  (one scan)
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
        scheme = _SCHEME.search(text, max(start, mark - _SCHEME_REACH), mark)
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
        if last in _TRAILING or (last in _EMPHASIS and opener == last):
            end -= 1
            continue
        if last == "]":
            note = _FOOTNOTE.search(text, max(start, end - _FOOTNOTE_REACH), end)
            if note is not None:
                end = note.start()
                continue
        break
    return end
