"""The one place where text that others wrote is made safe to show.

Addresses, titles, file names and link texts come from documents and servers. On a terminal an
escape sequence among them could move the cursor or set the clipboard, a bidirectional override
could show an address backwards ("Trojan Source", https://trojansource.codes), an invisible
character could hide a part of it, and a newline could forge a line of the report.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote_to_bytes

from linkcheck.address import without_credentials
from linkcheck.patterns import late

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

LONGEST: Final = 2000
# What `shown` leaves as it is wherever it stands: no space, and no end of a name and password.
_VISIBLE: Final = bytes(each for each in range(ord("!"), ord("~") + 1) if each != ord("@"))

# Controls (C0, DEL, C1), soft hyphen and the other invisible or direction-changing format
# characters (Unicode's category Cf, and the fillers that show as nothing), line and paragraph
# separators, lone surrogates, and non-characters. The zero width joiner and non-joiner stay:
# Persian, Hindi and emoji are written with them.
_UNSAFE: Final = late(
    "[\x00-\x1f\x7f-\x9f"
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


# Bytes beyond ASCII, as an address writes them.
_BYTES: Final = late(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_LEGIBLE: Final = ("L", "M", "N")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_BLANK: Final = late(r"[ \t\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")


def shown(text: str, longest: int = LONGEST) -> str:
    r"""Return a text as one line that can be shown anywhere.

    White space becomes single spaces, what is not for showing is written out (`\x1b`,
    `\u202e`), and what is longer than so many characters is cut, ending in "…". Names and
    passwords in addresses become three asterisks.
    """
    if (
        text.isascii()
        and text.isprintable()
        and len(text) <= longest
        and "@" not in text  # which may end a name and a password
        and "  " not in text
    ):
        return text.strip(" ")  # as most texts are; what follows takes ten times as long
    text = without_credentials(text)
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return _UNSAFE.sub(_written_out, _BLANK.sub(" ", text).strip(" "))


def are_plain(lines: Sequence[str], blanks: str) -> bool:
    """Tell whether `shown` leaves the texts in many lines as they are, in a sixth of its time.

    It does where all is visible ASCII, as nearly all addresses are, but for the `blanks` that
    each line has around them.
    """
    together = "".join(lines)
    return (
        together.isascii()
        and together.encode("ascii").translate(None, _VISIBLE) == blanks.encode() * len(lines)
        and (len(together) <= LONGEST or max(map(len, lines)) <= LONGEST)
    )


def legible(url: str) -> str:
    """Return an address with letters, marks and digits of other scripts as their readers know them.

    `/wiki/%D0%9F%D1%91%D1%82%D1%80` is `/wiki/Пётр`, and a browser takes either. Everything else
    stays percent-encoded: signs that could be taken for others, and scripts from right to left,
    which would set the parts of the address in another order.
    """
    return _BYTES.sub(_decoded, url) if "%" in url else url


def _decoded(match: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(match[0]).decode()
    except UnicodeDecodeError:
        return match[0]
    return "".join(each if _is_legible(each) else quote(each) for each in text)


def _is_legible(character: str) -> bool:
    return (
        unicodedata.category(character).startswith(_LEGIBLE)
        and unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT
        and is_safe(character)
    )


def safe_json(document: str) -> str:
    r"""Escape, in a JSON document, what is not for showing: `\u202e` means the same to JSON.

    JSON itself asks only for C0 controls to be escaped. No change of meaning: outside of
    strings a document holds none of these characters but newlines, which stay.
    """
    if document.isascii() and document.isprintable():
        return document  # as most are, and to see that takes a fiftieth of the time
    return _UNSAFE.sub(_json_escape, document)


def encodable(text: str) -> str:
    """Replace lone surrogates, which no UTF-8 can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_safe(text: str) -> bool:
    """Tell whether a text needs no change to be shown."""
    return shown(text) == text


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:  # noqa: PLR2004  (what two digits can say)
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  (or four)


def _json_escape(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\n":
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
