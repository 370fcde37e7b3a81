"""Addresses written so that nobody follows them by accident: `hxxps://evil[.]example/a`.

Reports on malware and fraud cite so. They are citations, and asking for them is what their author
wanted to prevent. Their normal form has a scheme of its own (`hxxp:`, `hxxps:`, `fxp:`), so that
nothing that asks for addresses ever takes them for one: no other mark of them is needed.
"""

from __future__ import annotations

import re
from typing import Final

from linkcheck.address import parse_address
from linkcheck.parse.ends import OTHER
from linkcheck.patterns import late

DOTS: Final = ("[.]", "(.)", "[dot]", "(dot)")
_MARKED: Final = r"\[\.\]|\(\.\)|\[dot\]|\(dot\)"
_DOT: Final = rf"(?:\.|{_MARKED})"
_LABEL: Final = rf"(?:[A-Za-z0-9]|{OTHER})(?:[A-Za-z0-9_-]|{OTHER}){{0,62}}"
HOST: Final = late(rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,40}}(?:\[?:\]?\d{{1,5}}(?!\d))?")
_ANY_DOT: Final = late(_MARKED)
_LINK: Final = late(r"(h(?:tt|xx)ps?|fxp)://([^/?#]+)(.*)", re.IGNORECASE | re.DOTALL)
_DEFANGED: Final = {"http": "hxxp", "https": "hxxps", "ftp": "fxp"}


def defanged_link(destination: str) -> str | None:
    """Return the normal form of what stands in a link, or None where it is not defanged."""
    if destination[1:2] not in "xX" and "[" not in destination and "(" not in destination:
        return None  # as most are not
    found = _LINK.match(destination)
    if found is None or ("x" not in found[1].lower() and _ANY_DOT.search(found[2]) is None):
        return None
    return defanged_address(found[1], found[2] + found[3])


def defanged_address(scheme: str, rest: str) -> str | None:
    """Return the normal form of a defanged address, or None where it is no address.

    `scheme` is as it was written, or empty; `rest` is host, port and path.
    """
    meant = scheme.lower().replace("hxx", "htt").replace("fxp", "ftp") or "http"
    address = parse_address(f"{meant}://{_ANY_DOT.sub('.', rest).replace('[:]', ':')}")
    if address is None or not address.host:
        return None
    fragment = "" if address.fragment is None else f"#{address.fragment}"
    return f"{_DEFANGED[address.scheme]}{address.url[len(address.scheme) :]}{fragment}"
