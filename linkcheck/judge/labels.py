"""Labels that show one address while the link leads to another.

That is a slip of an editor or a trap for a reader, whatever the web says of the address. Only a
label that is an address and nothing else is judged, and the doubt is always in its favour: a
shortened address, another scheme, the same site, an archived copy or a redirecting service do
not count.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from linkcheck.address import parse_address, site_of
from linkcheck.judge import signs
from linkcheck.model import Reason, ReasonCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.address import Address
    from linkcheck.model import Citation, Verdict

MOST: Final = 3  # labels named in a verdict

_WITH_SCHEME: Final = re.compile(r"https?://[^\s/?#]+\.\S+", re.IGNORECASE)
# Without a scheme, `Node.js` and `README.md` look like hosts: a path and a plain ending are asked.
_WITHOUT: Final = re.compile(
    r"(?:www\.[^\s/@]+\.\S+|[a-z0-9.-]+\.(?:com|org|net|edu|gov)/\S*)", re.IGNORECASE
)
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_AROUND: Final = "<>[]()\"'`*“”‘’«»,;:"  # noqa: RUF001  (what labels are set in)
_CUT: Final = ("…", "...")
_FRONT: Final = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)\Z")
_SHORTENERS: Final = frozenset(
    {"t.co", "bit.ly", "goo.gl", "tinyurl.com", "ow.ly", "buff.ly", "is.gd", "lnkd.in", "aka.ms"}
    | {"youtu.be", "fb.me", "amzn.to", "git.io", "redd.it", "nyti.ms", "trib.al", "dlvr.it", "j.mp"}
    | {"purl.org", "w3id.org", "goo.gle", "g.co", "wp.me", "flic.kr", "ift.tt", "perma.cc"}
)


def label_mismatch(citation: Citation) -> Reason | None:
    """Return why a citation's label misleads, or None where it does not."""
    if citation.label is None:
        return None
    written = citation.label.strip().strip(_AROUND)
    linked = parse_address(citation.url)
    if linked is None or not linked.is_web:
        return None
    shown = _shown(written)
    own, others = _DOI.search(unquote(written)), _DOI.search(unquote(linked.url))
    if own is not None and others is not None:
        wanted = own[0].lower().rstrip(".…")
        agrees = others[0].lower().startswith(wanted) or wanted.startswith(others[0].lower())
    else:
        agrees = shown is None or _agrees(shown, linked, cut=written.endswith(_CUT))
    if agrees:
        return None
    what = written if shown is None else shown.url
    return Reason(ReasonCode.LABEL_MISMATCH, f"a link to it is labelled {what}")


def with_labels(verdict: Verdict, citations: Iterable[Citation]) -> Verdict:
    """Return a target's verdict with what is wrong with the labels of its citations."""
    found = (label_mismatch(citation) for citation in citations)
    reasons = tuple(dict.fromkeys(reason for reason in found if reason is not None))[:MOST]
    return replace(verdict, reasons=(*verdict.reasons, *reasons)) if reasons else verdict


def _shown(written: str) -> Address | None:
    """Read a label as an address, if it is one and nothing else."""
    if _WITH_SCHEME.fullmatch(written):
        return parse_address(written.rstrip(".…"))
    if _WITHOUT.fullmatch(written):
        return parse_address(f"http://{written.rstrip('.…')}")
    return None


def _agrees(shown: Address, linked: Address, *, cut: bool) -> bool:
    if linked.host in _SHORTENERS | signs.homes().resolvers or shown.host in _SHORTENERS:
        return True
    if _host(shown) != _host(linked):
        # An archive and a service that redirects have the address within their own.
        within = unquote(f"{linked.path}?{linked.query}").casefold()
        same_site = site_of(shown.host) == site_of(linked.host)
        return same_site or _host(shown) + _path(shown) in within
    first, second = _path(shown), _path(linked)
    if not (first.startswith(second) or second.startswith(first)):
        return False
    if first != second or cut or not shown.query or not linked.query:
        return True
    ours, theirs = set(shown.query.split("&")), set(linked.query.split("&"))
    return ours <= theirs or theirs <= ours


def _host(address: Address) -> str:
    return address.host.removeprefix("www.").casefold()


def _path(address: Address) -> str:
    return _FRONT.sub("", unquote(address.path).casefold()).rstrip("/")
