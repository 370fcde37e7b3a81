"""Addresses in running text: where one begins.

The text is never matched as a whole. A few literal anchors (`://`, `www.`, `mailto:`, `[.]`) are
found first, which is ten times faster than one large pattern, and each is then looked at to both
sides. What was claimed by one address is not looked at again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.address import has_known_suffix, parse_address
from linkcheck.parse import defanged
from linkcheck.parse.ends import (
    EMPHASIS,
    OTHER,
    SCHEME,
    SCHEME_REACH,
    TRAILING,
    UNSPACED,
    Found,
    end_of_address,
    reach_of,
    readable,
    readings,
)
from linkcheck.parse.plain import plain_address
from linkcheck.parse.templates import goes_on_as_template, is_template
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOST_CHARACTER: Final = f"(?:[A-Za-z0-9._%-]|{OTHER})"
_AUTHORITY: Final = late(
    r"""(?:[^\s/?#@<>"'()\[\]{}|\\^`]{1,256}@)?"""  # name and password
    rf"(\[[0-9A-Fa-f:.]{{2,45}}\]|{_HOST_CHARACTER}{{1,1024}})"
    r"(:\d{1,5}(?!\d))?"
)
# `example.comを参照`: a label of plain letters, and then one script runs into the other.
_GLUED_HOST: Final = late(rf"((?:[^.]+\.)+[A-Za-z]{{2,24}})(?=[{UNSPACED}][^.]*\Z)")
_WWW_BEFORE: Final = late(r"[\w.@/:%-]")
_WWW_SHAPE: Final = late(
    r"www\.(?:[^.]+\.)+(?:[A-Za-z]{2,}|xn--[A-Za-z0-9-]+|[^\x00-\x7f]{2,})\Z", re.IGNORECASE
)
_BARE: Final = late(
    r"(?<![\w.@/:%~$\"'=-])(?<!\]\()(?=[a-z0-9])((?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,24})(?::\d{1,5})?(?=/)",
    re.IGNORECASE,
)
_HOST_BEFORE: Final = late(r"(?:[A-Za-z0-9][A-Za-z0-9_-]{0,62}\.){0,10}[A-Za-z0-9][\w-]{0,62}\Z")
_HOST_BEFORE_REACH: Final = 253
_NAME_BEFORE: Final = late(r"[\w@\])}\\^$|/*+?.-]")
_MAIL: Final = late(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*"
    r"(?:\?[A-Za-z0-9\-._~:/@!$&*+,;=%]*)?"
)


def expand_scheme(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address around a `://`, or None; nothing before `floor` is taken."""
    return plain_address(text, anchor, floor) or expand_carefully(text, anchor, floor)


def expand_carefully(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address around a `://` by all rules, or None."""
    start = scheme_start(text, anchor, floor)
    if start is None:
        in_brackets = text.startswith("[://]", anchor - 1)
        return expand_colon(text, anchor - 1, floor) if in_brackets else None
    if text[start + 1] in "xX":
        return _defanged(text, start, text[start:anchor], anchor + len("://"))
    found = _expand(text, start, anchor + len("://"), prefix="")
    # `_http://a.example` is a name; `_http://a.example_` is an emphasised address.
    if found is not None and found.opener == "_" and not text.startswith("_", found.end):
        return None
    if found is not None and text.startswith(defanged.DOTS, found.end):
        return _defanged(text, start, text[start:anchor], anchor + len("://"))
    return found


def scheme_start(text: str, anchor: int, floor: int) -> int | None:
    """Return where the scheme before a `://` begins, or None if it is none that is cited."""
    scheme = SCHEME.search(text, max(floor, anchor - SCHEME_REACH), anchor)
    return None if scheme is None else scheme.start()


def expand_www(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address that starts with a `www.` (read as http), or None."""
    if anchor < floor or (anchor > 0 and _WWW_BEFORE.match(text, anchor - 1)):
        return None
    found = _expand(text, anchor, anchor, prefix="http://")
    if found is None:
        return None
    if text.startswith(defanged.DOTS, found.end):
        return _defanged(text, anchor, "", anchor)
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
    while text[end - 1] in TRAILING:
        end -= 1
    address = "mailto:" + text[anchor + len("mailto:") : end]
    return Found(anchor, end, address, reach=mail.end(), opener=_opener(text, anchor))


def expand_colon(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address whose `://` is in brackets at `anchor` (`http[:]//`), or None."""
    start = scheme_start(text, anchor, floor)
    if start is None:
        return None
    host_at = text.index("]", anchor) + 1
    while text.startswith("/", host_at):
        host_at += 1
    return _defanged(text, start, text[start:anchor], host_at)


def expand_dot(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address whose host has a defanged dot (`[.]`) at `anchor`, or None."""
    before = _HOST_BEFORE.search(text, max(floor, anchor - _HOST_BEFORE_REACH), anchor)
    if before is None:
        return None
    start = before.start()
    if start > 0 and _NAME_BEFORE.match(text, start - 1):
        return None
    found = _defanged(text, start, "", start)
    if found is None:
        return None
    suffix = found.address.split("/", 3)[2].partition(":")[0].rpartition(".")[2]
    return found if suffix.isalpha() and has_known_suffix(f"a.{suffix}") else None


def bare_domains(text: str) -> Iterator[Found]:
    """Yield the addresses without a scheme that a text has: a known domain, then a path."""
    for host in _BARE.finditer(text):
        if host[1][:4].lower() == "www." or not has_known_suffix(host[1].lower()):
            continue
        found = _expand(text, host.start(), host.start(), prefix="http://")
        if found is not None and found.end > host.end() + 1:
            yield found


def _defanged(text: str, start: int, scheme: str, host_at: int) -> Found | None:
    host = defanged.HOST.match(text, host_at)
    if host is None:
        return None
    end = host.end()
    if text[end : end + 1] in ("/", "?", "#"):
        end, _reach = end_of_address(text, end, _opener(text, start))
    address = defanged.defanged_address(scheme, readable(text[host_at:end]))
    if address is None:
        return None
    # Lines are not joined: nobody is going to ask for it.
    return Found(start, end, address, reach=start, opener=_opener(text, start))


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
    elif text.startswith("://", end) and (next_one := SCHEME.search(text, host_start, end)):
        end = reach = next_one.start()  # `https://a.examplehttps://b.example`
    elif text[end : end + 1] in ("/", "?", "#"):
        reach = reach_of(text, end, opener)
        end, others = readings(text, end, reach, opener)
    else:
        reach = end
        if authority[2] is None:
            while end > host_start and text[end - 1] in ".-_%\u2013":
                end -= 1
            if text[end:reach].startswith("_") and opener not in EMPHASIS:
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
    if goes_on_as_template(text, start, ends[0]):
        return None
    best, *others = (prefix + readable(text[start:end]) for end in ends)
    parsed = parse_address(best)
    if parsed is None or not parsed.host or parsed.host.startswith(("-", ".")):
        return None
    if ".." in parsed.host or is_template(best):
        return None
    return Found(start, ends[0], best, tuple(others), reach, opener)


def _opener(text: str, start: int) -> str:
    return text[start - 1] if start > 0 else ""
