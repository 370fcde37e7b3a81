"""The tokens of HTML as patterns, after the standard's tokenizer.

https://html.spec.whatwg.org/multipage/parsing.html#tokenization is a machine of eighty states,
and nearly all that it accepts is regular. So one pattern can pass over a page's markup as far as
the next tag that may cite something, at 300 MB/s and without making an object of each tag. Every
repetition is possessive: no text is gone over twice.

Two things are read as their authors meant them where the standard has it otherwise. A `CDATA`
section is one everywhere, not only in SVG. And a raw element that closes itself (`<title/>`, as
XHTML has it) is empty in a document of XML and in SVG; to the standard the rest is its text.
"""

from __future__ import annotations

import re
from typing import Final

from linkcheck.parse.html.references import REFERENCE
from linkcheck.parse.identifiers import RESOLVERS
from linkcheck.patterns import late

_SPACE: Final = r"[\t\n\f\r ]"
_NAME: Final = r"[A-Za-z][^\t\n\f\r />]*+"
NAME_ENDS: Final = r"(?=[\t\n\f\r />])"
_VALUE: Final = r""""[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r >]++"""
# A value without what begins an address (`//`, `http:`, `mailto:`), what may hide that (`&`) and
# what looks like a comment. In text none of it is looked for: this is what makes passing over most
# tags cheap.
_IDLE_VALUE: Final = (
    r""""(?:[^"&:/<]++|/(?!/)|(?<![psoPSO]):)*+"|'(?:[^'&:/<]++|/(?!/)|(?<![psoPSO]):)*+'"""
    r"""|(?!["'])(?:[^\t\n\f\r >&:/]++|/(?!/)|(?<![psoPSO]):)++(?=[\t\n\f\r >])"""
)


def _attributes(value: str) -> str:
    """Return the pattern of a tag's attributes; what stands behind `=` must be a value."""
    name = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
    given = rf"{_SPACE}*+=(?:{_SPACE}*+(?:{value}|(?=>)))"
    return rf"(?:[\t\n\f\r /]++|{name}(?:{given}|(?!{_SPACE}*+=)))*+"


_ATTRIBUTES: Final = _attributes(_VALUE)
_QUOTE: Final = 2  # the group of `NEXT` that has the quotation mark of an address, if it has one
_COMMENT: Final = r"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>)?+)"
_CDATA: Final = r"<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>"
# To the next `>`: `<!DOCTYPE …>`, `<?…>`, `</>`. And a `<` that is only text.
_PASSED_OVER: Final = r"<(?:[!?]|/(?![A-Za-z]))[^>]*+>?+"
_NO_TAG: Final = rf"{_COMMENT}|{_CDATA}|{_PASSED_OVER}|<(?![A-Za-z/!?])"


def _one_of(names: frozenset[str]) -> str:
    """Return the pattern of these names in any case, told apart by their first letters."""
    tails: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        tails.setdefault(name[0], []).append(name[1:])
    heads = (
        f"[{first}{first.upper()}]" + (f"(?i:{'|'.join(rest)})" if any(rest) else "")
        for first, rest in tails.items()
    )
    return f"(?:{'|'.join(heads)}){NAME_ENDS}"


# What stands within a line of text, and ends no block of it.
INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"}
    | {"em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt"}
    | {"ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"}
    | {"var", "wbr", "br"}
)
CODE: Final = frozenset({"code", "kbd", "samp", "tt"})
# What these hold is no markup. Only of a title it is text that is read.
RAW: Final = frozenset(
    {"script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"}
)
FOREIGN: Final = frozenset({"svg", "math"})
# Tags that have to be seen whatever they say: they change how the rest is read.
_TURNS: Final = RAW | FOREIGN | {"base"}


# The end of a tag behind its name: as most are written, and as it may be.
_REST: Final = rf"""(?:(?:[ ][a-z-]++="[^"]*+")*+>|{_ATTRIBUTES}>)"""
_ANY_TAG: Final = rf"<(/?{_NAME}){_REST}"
TAG_NAME: Final = late(rf"<({_NAME})")
# One attribute of a tag: its name, and its value in double quotes, in single ones, or bare.
ATTRIBUTE: Final = late(
    rf"([^\t\n\f\r />][^\t\n\f\r />=]*+)(?:{_SPACE}*+={_SPACE}*+"
    r"""(?:"([^"]*+)"|'([^']*+)'|([^\t\n\f\r "'>][^\t\n\f\r >]*+)))?+"""
)

# An attribute as most are written. Of one that cites, only its value tells whether it does.
_CITES: Final = (
    r"(?:href(?!lang)|src|cite|data(?:=|-(?:src|href|original|lazy|version))|poster|background"
    r"|longdesc|imagesrc)"
)
_BARE_VALUE: Final = r"[A-Za-z0-9._#%?/-]++(?=[ \n\r\t>])"
_OTHER_ATTRIBUTE: Final = (
    rf"""[ \n\r\t]++(?!{_CITES})[a-z-]++=(?:"[^"]*+"|'[^']*+'|{_BARE_VALUE})"""
)
# The same without a whole address or a comment, which would be looked at where text is looked for;
# and a link that is relative.
_NOTHING_CITED: Final = (
    rf"""(?!{_CITES})[a-z-]++(?:=(?:"[^":<]*+(?::(?!//)[^":<]*+)*+"|'[^':<]*+(?::(?!//)[^':<]*+)*+'"""
    rf"|{_BARE_VALUE})|(?=[ >]))"
)
_NOTHING_ABSOLUTE: Final = (
    rf"""(?:{_NOTHING_CITED}|(?:href|src)=(?:"(?!\s*+//)[^":&<]*+"|'(?!\s*+//)[^':&<]*+'"""
    rf"|(?!//){_BARE_VALUE}))"
)
# A link as most are: no other attribute of it cites, and mostly its label has no markup. Its
# address is written as a parser would write it, but for `&amp;` (what stands before an equals sign
# is no reference), and is no identifier's; or has something that makes a closer look worth it.
_PLAIN_LINK: Final = (
    rf"<a(?: |(?:{_OTHER_ATTRIBUTE})*+[ \n\r\t]++)href="
    rf"""(?:(["']?)((https?://(?!(?:{"|".join(map(re.escape, sorted(RESOLVERS)))})/)"""
    r"(?:[a-z0-9]++[.-])++(?<=\.)[a-z]++"
    r"/[A-Za-z0-9_~=/,;!@?-]*+(?:(?:(?<!/)[.:]|%(?!2[eE])[0-9A-Fa-f]{2}|(?<!\.)\+"
    r"|&(?:amp;|(?=[A-Za-z][A-Za-z0-9]*+=)))[A-Za-z0-9_~=/,;!@?-]*+)*+)"
    rf"(?:#(?:[A-Za-z0-9_~=/,;!@?.-]++|(?<!/):|%[0-9A-Fa-f]{{2}})*+)?+)\{_QUOTE}"
    r"""|"([^"]*+)")"""
    rf"(?:{_OTHER_ATTRIBUTE})*+[ /]*+>(?:([^<]*+)</a>)?+"
)


# Most of what is left, told in half the time of `_common_tag`.
_COMMONEST_TAG: Final = (
    r"""<(?:[pbi]|div|li|ul|t[dr]|h[1-6]|span|code|em|d[dt])(?: (?:class|id)="[^":<]*+")*+>"""
)


def _common_tag(attribute: str) -> str:
    """Return the pattern of a tag in the common spelling that has only such attributes."""
    return rf"(?!meta)[a-z][a-z0-9-]*+(?:[ \n\r\t]++{attribute})*+[ /]*+(?=>)"


def _up_to_citing_tag(idle_tag: str) -> str:
    start = rf"<(?!{_one_of(_TURNS)}|a href=[\"']?https?:)"
    end = rf"</(?!{_one_of(FOREIGN)}){_NAME}{_ATTRIBUTES}>"
    common_end = r"</[a-z][a-z0-9]*+(?<!svg)(?<!math)>"
    return (
        rf"((?:[^<]*+(?:{common_end}|{_COMMONEST_TAG}|{start}(?:{idle_tag})>|{end}|{_NO_TAG}))*+"
        r"[^<]*+)"
        rf"(?:{_PLAIN_LINK}|{_ANY_TAG})?+"
    )


# The next tag that may cite. Groups: what stands before it; of a plain link the quotation mark and
# the address within and that without its fragment, or else the address as it is written, and its
# label; the name of any other tag. Without any but the first, the text is at its end.
NEXT: Final = late(
    _up_to_citing_tag(_common_tag(_NOTHING_ABSOLUTE) + rf"|{_NAME}{_attributes(_IDLE_VALUE)}")
)
# The same below a base, where any value may be an address.
NEXT_BELOW_BASE: Final = late(
    _up_to_citing_tag(_common_tag(_NOTHING_CITED) + r"""|[A-Za-z][^<>"'=]*+""")
)

# One line of text and all tags that end it. Groups: the line, those tags; and, if one follows, the
# name of a tag that begins code, or changes how the rest is read, or ends what it began.
_COMMON_BLOCK: Final = r"/?(?:p|div|li|ul|td|tr|h[1-6])(?=[ >])"  # these are only to be quicker
_COMMON_INLINE: Final = r"/?(?:span|a|strong|em|b|i|img|sup)(?=[ >])"
LINE: Final = late(
    rf"((?:[^<]++|<(?:{_COMMON_INLINE}|(?!{_COMMON_BLOCK})/?{_one_of(INLINE - CODE)}){_REST}"
    rf"|{_NO_TAG})*+)"
    rf"((?:<(?:{_COMMON_BLOCK}|/?(?!{_one_of(INLINE | _TURNS)}){_NAME}){_REST}{_SPACE}*+)*+)"
    rf"(?:<(/?(?={_one_of(_TURNS | CODE)}){_NAME}){_REST})?+"
)
# Up to the last tag of code, or what looks like one: it is looked for from the end on. Group: the
# slash of its end.
LAST_CODE_TAG: Final = late(rf"(?s:.*)<(/?){_one_of(CODE)}")
# Tokens that have an end, one after the other; not raw content.
WHOLE_TOKENS: Final = late(
    rf"(?:[^<]++|</?{_NAME}{_REST}|<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+--!?>)|<!(?!--|\[CDATA\[)[^>]*+>"
    r"|<(?:\?|/(?![A-Za-z]))[^>]*+>|<(?![A-Za-z/!?]))*+"
)
# Where the label of a link ends at the latest: at the next link or block.
LABEL: Final = late(rf"(?:[^<]++|</?{_one_of(INLINE - {'a'})}{_REST}|{_NO_TAG})*+")
# Where it ends if a whole block, or several, are within the link.
LABEL_OF_BLOCKS: Final = late(
    rf"(?:[^<]++|</?(?!{_one_of(RAW | {'a'})}){_NAME}{_REST}|{_NO_TAG})*+(?=</[aA]{NAME_ENDS})"
)
# One piece of a text. Groups: a character reference; plain text; the name of a tag; what stands in
# a comment, and what in a `CDATA` section.
PIECE: Final = late(
    rf"({REFERENCE})|((?:[^<&]++|<(?![A-Za-z/!?])|&(?![A-Za-z#]))++|&)|{_ANY_TAG}"
    r"|<!--(?:-?>|((?:[^-]++|-(?!-!?>))*+)(?:--!?>)?+)"
    rf"|<!\[CDATA\[((?:[^\]]++|\](?!\]>))*+)\]\]>|{_NO_TAG}"
)
# The same where no markup is: in a title.
PIECE_OF_TITLE: Final = late(rf"({REFERENCE})|([^&]++|&)")
COMMENT: Final = late(_COMMENT)
# All that is no text. Groups: the name of a tag; what stands in a `CDATA` section.
MARKUP: Final = late(
    rf"{_ANY_TAG}|{_COMMENT}|<!\[CDATA\[((?:[^\]]++|\](?!\]>))*+)\]\]>|{_PASSED_OVER}"
)
