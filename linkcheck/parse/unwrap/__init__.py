"""Addresses that a line break has cut in two.

What is clearly one address is joined, what clearly is not stays as it is, and in between both
readings are kept, the likelier one first, for the web to decide; the signs and their weights are
in `breaks`. Nothing is joined over a blank line, with a list item, a page number or another
address, nor with a line that has other marks at its beginning (`> `, `# `, ` * `).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from linkcheck.address import has_known_suffix, host_of, parse_address
from linkcheck.parse.ends import Found, end_of_address, readable
from linkcheck.parse.unwrap.breaks import Break, cut_scheme, in_brackets, score, start_of_line
from linkcheck.parse.unwrap.margins import DIRECTIVE, ends_its_line, next_line
from linkcheck.parse.urls import scheme_start
from linkcheck.patterns import late

_MOST_LINES: Final = 6

_TOKEN: Final = late(r"\S+")
# Bounded, as every address in a line without spaces may ask for it.
_REST_OF_LINE: Final = late(r"\S{1,200}+(?=[ \t]{0,8}[\r\n])")
_ANOTHER: Final = late(r"[a-z][a-z0-9+.-]*://|www\.|mailto:", re.IGNORECASE)
_DATE: Final = late(
    r"(?:1[4-9]|20)\d\d(?:[-./]\d{1,2}|-\d{4}){0,2}[,;:.)]?(?:T\d|\s|\Z)"
    r"|\d{1,2}(?:/\d{1,2}/\d\d(?:\d\d)?|\.\d{1,2}\.(?:19|20)\d\d)(?:,|\s|\Z)"
)
_NEVER: Final = late(
    rf"""[-*+\u2022\u2013\u2014](?:\s|\Z)
    | \d{{1,3}}(?:[ \t]*(?:[\r\n]|\Z) | [ \t]+(?-i:[A-Z]))  # a page
    | (?:page|seite)[ \t]+\d
    | [\w./-]+[ \t]?:(?:\s|\Z) | [\w.-]+[ \t]*[-+*/|&:]?=\s | :[\w -]+:(?:\s|\Z)  # a field
    | @\w+(?:\s|\Z) | \w+\(\) | [a-z_][\w.]*\(["'] | [bruf]{{1,2}}["']  # of a program
    | (?:eslint|tslint|stylelint|prettier)-(?:disable|enable|ignore) | (?:noinspection|istanbul)[ ]
    | (?:noqa|nolint|nosec)\b
    | /(?:usr|etc|var|home|opt|s?bin|lib(?:32|64)?|tmp|dev|proc|srv)/  # of files, not of addresses
    | {DIRECTIVE}
    | /\* | [\[\u00b9\u00b2\u00b3\u2020] | [<>"'|*] | \#\W | =[=\s] | -{{3}} | _{{2,3}}\s | __\w+__
    | [$&=%+~?]{{1,3}}(?:\s|\Z)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Of a calendar or a card (RFC 5545, RFC 6350), where what goes on is indented.
_PROPERTY: Final = late(r"[A-Z][A-Z0-9-]{1,30}(?:;[A-Z0-9-]+=|:\S)")
_PROPERTY_LINE: Final = late(r"([ \t]*)([A-Z][A-Z0-9-]{1,30}[;:])?")
# Items of a list, which may also be the end of what was broken behind a sign or within brackets.
_ITEM: Final = late(r"[(\[]?(?:([A-Za-z])[.)]|(\d{1,3})[.)\]]+)(?:\s|\Z)")
_ITEM_REACH: Final = 2000  # characters in which the item before or behind it is looked for
_BRACKETED: Final = late(r"\(\w+\)")
_WITHIN: Final = late(r"\(\w+\)[\w%:-]")
_BEFORE_BRACKETED: Final = "-_"
_AFTER_SIGN: Final = "=&-_"
_MAY_COUNT: Final = "/-_=&"
_HOST: Final = late(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?=[/?#\s>)\].,;]|\Z)")
_CUT_HOST: Final = late(r"www\.[A-Za-z0-9.-]{0,80}(?=[ \t]{0,8}[\r\n])", re.IGNORECASE)
_REST_OF_HOST: Final = late(r"\.?\w[\w.-]*(?::\d+)?(?=[/?#])")
_OPENING: Final = frozenset("([{")

# A hyphen there may be the address's own, or the typesetter's.
_TYPESET_HYPHEN: Final = late(r"[a-z]-[a-z]")

_SURE: Final = 16  # from here on the joined reading is the only one
_LIKELY: Final = 1  # from here on it comes first
_POSSIBLE: Final = -6  # from here on it is kept as another reading


class _Reading(NamedTuple):
    """Hold one reading: `written` without its line breaks, of which `size` characters are address.

    It ends at `end`; its characters went up to `reach`. `score` says how sure its joins are.
    """

    end: int
    reach: int
    written: str
    size: int
    score: int

    @property
    def address(self) -> str:
        """Return the address, without a scheme where it has none."""
        return readable(self.written[: self.size])


def join_lines(text: str, found: Found, *, proportional: bool = False) -> Found:
    """Return the address with what of it stands on the following lines, and its other readings.

    `proportional` text (of a PDF) has no columns: its lines are as wide as their letters.
    """
    closed = found.opener and text.startswith(found.opener, found.end, found.reach)
    run_end = _end_of_run(text, found.reach)
    if closed or not ends_its_line(text, run_end):
        return found
    if found.opener == "<":
        return _until_bracket(text, found, run_end) or found
    written = text[found.start : found.reach]
    readings = [_Reading(found.end, found.reach, written, found.end - found.start, _SURE)]
    for _ in range(_MOST_LINES):
        grown = _one_more_line(text, found, readings[-1], proportional=proportional)
        if grown is None:
            break
        readings.append(grown)
        if grown.score < _LIKELY or not ends_its_line(text, _end_of_run(text, grown.reach)):
            break
    return _ranked(found, readings)


def join_after_scheme(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address whose line ends right behind its `://`, up to the end of the next."""
    reach = anchor + len("://")
    start = scheme_start(text, anchor, floor) if ends_its_line(text, reach) else None
    return None if start is None else _join_host(text, start, reach)


def join_after_www(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address whose line ends within its host, behind a `www.`."""
    if anchor < floor or text[max(0, anchor - 1) : anchor].isalnum():
        return None
    cut = _CUT_HOST.match(text, anchor)
    return None if cut is None else _join_host(text, anchor, cut.end())


def _join_host(text: str, start: int, reach: int) -> Found | None:
    """Return the address whose host is cut at `reach`, up to the end of its piece in the next line.

    Without a scheme it must be the name of a host, and go on to a path.
    """
    begin = next_line(text, reach)
    has_scheme = text.startswith("://", reach - 3)
    host = None if begin is None else (_HOST if has_scheme else _REST_OF_HOST).match(text, begin)
    if host is None:
        return None
    opener = text[start - 1] if start > 0 else ""
    head = Found(start, reach, text[start:reach], reach=reach, opener=opener)
    if opener == "<":
        return _until_bracket(text, head, reach)
    end, grown_reach = host.end(), host.end()
    if text[end : end + 1] in ("/", "?", "#"):
        end, grown_reach = end_of_address(text, end, opener)
    address = head.address + readable(text[host.start() : end])
    if not has_scheme:
        address = f"http://{address}"
        if not has_known_suffix(host_of(address)):
            return None
    if parse_address(address) is None:
        return None
    return Found(start, end, address, reach=grown_reach, opener=opener)


def _ranked(found: Found, readings: list[_Reading]) -> Found:
    """Make one of all readings: the likeliest, with those that are worth a try beside it."""
    if len(readings) == 1:
        return found
    prefix = found.address.removesuffix(readings[0].address)
    last = readings[-1]
    joined = readings if last.score >= _LIKELY else readings[:-1]
    best = joined[-1]
    others = [] if best is last else [last.address]
    first = joined[0].address
    if len(joined) > 1:
        cut = len(joined[-2].address)
        if _TYPESET_HYPHEN.search(best.address, cut - 2, cut + 1):
            others.append(best.address[: cut - 1] + best.address[cut:])
        if best.score < _SURE and "." in (host_of(prefix + first) or "."):
            others.append(first)
    return Found(
        found.start,
        best.end,
        prefix + best.address,
        (*(prefix + other for other in others), *found.others),
        best.reach,
        found.opener,
    )


def _until_bracket(text: str, found: Found, reach: int) -> Found | None:
    """Join everything up to the `>` that closes the `<` before an address (RFC 3986, C)."""
    pieces = [text[found.start : reach]]
    prefix = "http://" if pieces[0][:4].lower() == "www." else ""
    at = reach
    for _ in range(_MOST_LINES):
        begin = next_line(text, at, bracketed=True)
        token = None if begin is None else _TOKEN.match(text, begin)
        if token is None:
            return None
        piece, mark, _rest = token[0].partition(">")
        pieces.append(piece)
        at = token.start() + len(piece)
        if mark:
            end = at if piece else reach
            return Found(found.start, end, prefix + readable("".join(pieces)), (), at, "<")
        if not ends_its_line(text, at):
            return None
        reach = at
    return None


def _end_of_run(text: str, reach: int) -> int:
    """Return where the run of an address ends, with a bracket that is open at the line's end."""
    if text[reach : reach + 1] not in _OPENING:
        return reach
    rest = _REST_OF_LINE.match(text, reach)
    return reach if rest is None else rest.end()


def _one_more_line(
    text: str, found: Found, reading: _Reading, *, proportional: bool
) -> _Reading | None:
    """Return the reading grown by the next line's first token, if that may belong to it."""
    run_end = _end_of_run(text, reading.reach)
    begin = next_line(text, run_end)
    token = None if begin is None else _TOKEN.match(text, begin)
    if begin is None or token is None:
        return None
    before = reading.written + text[reading.reach : run_end]
    scheme = cut_scheme(before, token[0])
    if scheme is None and _is_something_else(text, found.start, before, begin):
        return None
    # It is read as if there were no line break, from a place on that leaves no doubt.
    resumed = len(reading.written if scheme is None else before) - len(scheme or "")
    written = before + token[0]
    size, length = end_of_address(written, resumed, found.opener)
    gained = size - len(before)
    if gained <= 0:
        return None
    end = begin + gained
    place = Break.at(
        text,
        found.start,
        run_end,
        begin,
        end,
        token.end(),
        before=before,
        proportional=proportional,
    )
    total = score(place, _POSSIBLE)
    if total < _POSSIBLE:
        return None
    return _Reading(
        end, begin + length - len(before), written[:length], size, min(reading.score, total)
    )


def _is_something_else(text: str, start: int, before: str, begin: int) -> bool:
    """Tell whether a line begins with what is never a part of the address on the one before it.

    That is another address, a date, a field, an item of a list, a bracket of the sentence.
    """
    last = before[-1]
    if _ANOTHER.match(text, begin) or _NEVER.match(text, begin) or _is_property(text, start, begin):
        return True
    counted = last == "=" or (last == "-" and before[-2:-1].isdigit())
    if (not counted and _DATE.match(text, begin)) or (text[begin] == "#" and "#" in before):
        return True
    if text[begin] == "(":
        pattern = _BRACKETED if last in _BEFORE_BRACKETED else _WITHIN
        return pattern.match(text, begin) is None
    item = _ITEM.match(text, begin)
    if item is None or in_brackets(text, start) or before.count("(") > before.count(")"):
        return False
    if last.isalnum() or last in _MAY_COUNT:
        return not (item[1] and last in _AFTER_SIGN) and _is_in_list(text, item)
    return True


def _is_property(text: str, start: int, begin: int) -> bool:
    """Tell whether a line is the next property of a calendar that an address is in."""
    own = _PROPERTY_LINE.match(text, start_of_line(text, start))
    if own is None or _PROPERTY.match(text, begin) is None:
        return False
    indent = begin - start_of_line(text, begin)
    return indent <= len(own[1]) if own[2] else indent < len(own[1])


def _is_in_list(text: str, item: re.Match[str]) -> bool:
    """Tell whether the item before or behind this one begins a line nearby too."""
    if item[2]:
        number = int(item[2])
        neighbours = {str(number - 1), str(number + 1)}
    else:
        neighbours = {chr(ord(item[1]) - 1), chr(ord(item[1]) + 1)}
    begin = item.start()
    nearby = text[max(0, begin - _ITEM_REACH) : begin + _ITEM_REACH]
    return any(
        (found[1] or found[2]) in neighbours
        for line in nearby.splitlines()
        if (found := _ITEM.match(line.lstrip())) is not None
    )
