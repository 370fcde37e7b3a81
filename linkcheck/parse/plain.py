"""Addresses that leave no doubt where they begin and end: most of them, told by one pattern.

It takes those that the careful reading of `urls` and `ends` would read just so, in a tenth of the
time, and leaves it everything else: other scripts, brackets, quotation marks and colons within,
whatever could be a template or an entity, and hosts that are no plain names.
"""

from __future__ import annotations

import re
from typing import Final

from linkcheck.parse.ends import EMPHASIS, TRAILING, Found
from linkcheck.parse.templates import goes_on_as_template
from linkcheck.patterns import at_once

_PLAIN: Final = at_once(
    r"""(?:(?<=https)|(?<=http))://
    (?:(?!xn--)[a-z0-9][a-z0-9-]{0,62}\.){1,10}[a-z]{2,63}  # not the number of an IP address
    (?:
      (/(?:[A-Za-z0-9/_~=#?,!.-]++
         | %[0-9A-Fa-f]{2}                                   # not printf's `%s`
         | &(?!(?i:gt|lt|quot|apos|nbsp|\#39|\#34|\#x27|\#x22))
         | (?<!\.)\+                                         # not a regular expression's `.+`
       )*+[;:]?)
      (?=[ \t\r\n)\]}>"'|`<]|\Z)
    | (?=[ \t\r\n)\]}>"'|`<]|\Z|[.,;:](?:[ \t\r\n]|\Z))
    )
    """,
    re.VERBOSE,
)


_QUOTES: Final = frozenset("\"'")


def plain_address(text: str, anchor: int, floor: int) -> Found | None:
    """Return the address around a `://` if it leaves no doubt, or None to have a closer look."""
    found = _PLAIN.match(text, anchor)
    if found is None:
        return None
    start = anchor - (5 if text[anchor - 1] == "s" else 4)
    if start < floor:
        return None
    opener = text[start - 1] if start else ""
    reach = found.end()
    following = text[reach : reach + 1]
    if opener in EMPHASIS or (following in _QUOTES and following != opener):
        return None
    end = reach
    if found.lastindex is None:
        reach += following == "."  # a host may end in one
    elif following != ">" or opener != "<":  # else the brackets say where it ends
        while text[end - 1] in TRAILING:
            end -= 1
    if following == "<" and goes_on_as_template(text, start, end):
        return None
    return Found(start, end, text[start:end], (), reach, opener)
