"""Patterns for addresses, which are no addresses: templates, globs and regular expressions.

`https://example.org/users/{id}`, `https://example.org/$USER/`, `https://example.org/(.*)` stand
for many addresses or for none. Nobody can follow them, so they are not citations: asking for them
would be a false alarm each time.
"""

from __future__ import annotations

import re
from typing import Final

from linkcheck.patterns import late

_SUSPECT: Final = late(r"[{}$%*\[(+\\]|/:")
# What a route ends with behind a colon, `/users/:id`; an address may, too: that of a page of MDN on
# a pseudo-class, `/CSS/:has`.
_ROUTE_ENDS: Final = (
    r"\w*_\w+|\w*(?:[iI]d|ID|[nN]ame|[sS]lug|[kK]ey|[tT]oken|[uU]uid|[hH]ash)|user|org|owner|repo"
    r"|project|team|path|file|version|locale|page|date|year|month|day|type|category|tag|number|num"
    r"|sha|branch|query|code|index|param|value|account|channel|group|item|ticket|issue|topic|post"
)
_PLACEHOLDER: Final = late(
    r"""\{\{ | \}\} | \{% | <%                             # Jinja, Mustache, ERB
    | \$[{(] | \$[A-Z][A-Z0-9]*_[A-Z0-9_]* | /\$(?!FILE\b)[A-Z]{3,}(?=[/?&.]|\Z)  # shells
    | \{(?![0-9A-Fa-f-]{8,}\})[A-Za-z_][\w.:|/ -]*\}       # {id}, and not SharePoint's {GUID}
    | \{\d*(?::[^{}]*)?\}                                  # {}, {0}, {:d}
    | %s(?![0-9A-Za-z]) | %\(\w+\)[sd]                     # printf
    | \.\* | \.\+(?=[)$/]|\Z) | \(\?[:!=<P] | \[[^\[\]\s]+\][+*]  # regular expressions
    """
    rf"| /:[A-Za-z_]\w*/[^/?] | /:(?:{_ROUTE_ENDS})/?(?=\?|\Z)  # routes",
    re.VERBOSE,
)
# Elements of HTML that may stand right behind an address in text that is not read as HTML.
_ELEMENTS: Final = (
    r"(?:a|abbr|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|html|i"
    r"|img|ins|kbd|li|link|main|nobr|ol|p|pre|q|s|section|small|span|strong|sub|sup|table|tbody|td"
    r"|th|tr|tt|u|ul|var|wbr|url|loc)"
)
_GOES_ON: Final = late(
    rf"""[.:_/=-]*(?:
      \{{[\w{{%$ ] | \$[{{(A-Z] | %\(
    | <(?!{_ELEMENTS}[ >])[A-Za-z][\w -]{{0,30}}>
    | \\(?:\.|[dwsDWS](?![A-Za-z])) | \(\?[:!=<P] | \(\.[*+] | \[\^[^\]\w]
    ) | :(?:port|PORT)\b
    """,
    re.VERBOSE,
)
_FOLLOWING: Final = frozenset(".:_/=-{$%<\\([")


def is_template(address: str) -> bool:
    """Tell whether something in an address has yet to be put in."""
    return _SUSPECT.search(address) is not None and _PLACEHOLDER.search(address) is not None


def goes_on_as_template(text: str, start: int, end: int) -> bool:
    """Tell whether an address at this place of a text ends only because a placeholder follows."""
    following = text[end : end + 1]
    if following == "*":
        return _is_glob(text, start, end)
    return following in _FOLLOWING and _GOES_ON.match(text, end) is not None


def _is_glob(text: str, start: int, end: int) -> bool:
    """Tell `https://example.org/*` from the end of an emphasis."""
    if text[end - 1] != "/" or text.startswith(("**", "*/"), end):
        return False
    line_start = text.rfind("\n", max(0, start - 200), start) + 1
    return text.find("*", line_start, start) < 0
