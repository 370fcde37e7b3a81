"""Identifiers with a resolver: found bare in text, or in the clothes of their resolver's address.

Each comes out with the address that resolves it, so that the same work cited as `doi:10.…`, as
`https://doi.org/10.…` and as `http://dx.doi.org/10.…` is one target.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from linkcheck.address import parse_address
from linkcheck.model import Kind
from linkcheck.parse.urls import HARD_ENDS

if TYPE_CHECKING:
    from linkcheck.address import Address


@dataclass(frozen=True, slots=True)
class Identifier:
    """Hold an identifier found in a text, with its resolver's address."""

    start: int
    end: int
    kind: Kind
    url: str


# ANSI/NISO Z39.84 allows any printable character in a suffix; readers end at white space,
# quotation marks, and at brackets that were not opened within it.
_DOI: Final = re.compile(rf"10\.\d{{4,9}}(?:\.\d+)*/[^\s\"'&{{}}|\\^`{HARD_ENDS}\u2019]{{1,512}}")
_DOI_PREFIX: Final = re.compile(r"(?:doi:\s?|doi\.org/|\bdoi\s{1,2})\Z", re.IGNORECASE)
_DOI_PREFIX_REACH: Final = 10
_NUMBERS_ONLY: Final = re.compile(r"10\.\d+/\d{1,4}\Z")
_ARXIV_NEW: Final = r"\d{4}\.\d{4,5}(?:v\d+)?(?![\d.]\d)"
_ARXIV_OLD: Final = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?"
_ARXIV: Final = re.compile(rf"arxiv:\s?({_ARXIV_NEW}|{_ARXIV_OLD})(?!\d)", re.IGNORECASE)
_ARXIV_PATH: Final = re.compile(rf"/abs/({_ARXIV_NEW}|{_ARXIV_OLD})/?\Z")
_PMID: Final = re.compile(r"PMID:?\s{0,2}([1-9]\d{0,7})(?!\d)")
_PMID_PATH: Final = re.compile(r"/(?:pubmed/)?([1-9]\d{0,7})/?\Z")
_PMCID: Final = re.compile(r"PMC([1-9]\d{2,8})(?!\w)")
_PMCID_PATH: Final = re.compile(r"/(?:pmc/)?articles/PMC([1-9]\d{2,8})/?\Z")
_RFC: Final = re.compile(r"RFC[ \u00a0-]?([1-9]\d{0,4})(?![\w-]|\.\d)")
_RFC_PATH: Final = re.compile(r"/(?:rfc|info)/rfc([1-9]\d{0,4})(?:\.html)?/?\Z")
_WORD_BEFORE: Final = re.compile(r"[\w.-]")

_CLOSING: Final = {")": "(", "]": "[", ">": "<"}
_DOI_TRAILING: Final = frozenset(".,;:!?*_([<-/")
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_PUBMED_HOSTS: Final = frozenset({"pubmed.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov"})
_PMC_HOSTS: Final = frozenset({"pmc.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov"})


def expand_doi(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the DOI that starts with this `10.`, or None."""
    if anchor < floor:
        return None
    found = _DOI.match(text, anchor)
    if found is None:
        return None
    named = _DOI_PREFIX.search(text, max(floor, anchor - _DOI_PREFIX_REACH), anchor)
    if named is None and anchor > 0 and (text[anchor - 1] == "/" or _follows_word(text, anchor)):
        return None
    end = _end_of_doi(text, anchor, found.end())
    doi = text[anchor:end]
    if "/" not in doi or doi.endswith("/"):
        return None
    if named is None and _NUMBERS_ONLY.match(doi):
        return None
    start = anchor if named is None or named[0][-1].isspace() else named.start()
    return Identifier(start, end, Kind.DOI, _doi_url(doi))


def expand_arxiv(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the arXiv identifier that starts here, or None."""
    found = _ARXIV.match(text, anchor)
    if found is None or anchor < floor or _follows_word(text, anchor):
        return None
    url = f"https://arxiv.org/abs/{found[1]}"
    return Identifier(anchor, found.end(), Kind.ARXIV, url)


def expand_pmid(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the PubMed identifier that starts here, or None."""
    found = _PMID.match(text, anchor)
    if found is None or anchor < floor or _follows_word(text, anchor):
        return None
    return Identifier(anchor, found.end(), Kind.PMID, _pmid_url(found[1]))


def expand_pmcid(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the PubMed Central identifier that starts here, or None."""
    found = _PMCID.match(text, anchor)
    if found is None or anchor < floor or _follows_word(text, anchor):
        return None
    return Identifier(anchor, found.end(), Kind.PMCID, _pmcid_url(found[1]))


def expand_rfc(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the RFC number that starts here, or None."""
    found = _RFC.match(text, anchor)
    if found is None or anchor < floor or _follows_word(text, anchor):
        return None
    return Identifier(anchor, found.end(), Kind.RFC, _rfc_url(found[1]))


def identify(address: Address) -> tuple[Kind, str]:  # noqa: PLR0911  (one for each kind)
    """Tell what an address cites, and by which address that is known."""
    if not address.is_web or address.query:
        return Kind.URL, address.url
    path = address.path
    if address.host in _DOI_HOSTS and path.startswith("/10."):
        doi = unquote(path[1:])
        return (Kind.DOI, _doi_url(doi)) if _DOI.match(doi) else (Kind.URL, address.url)
    if address.host == "arxiv.org" and (found := _ARXIV_PATH.match(path)):
        return Kind.ARXIV, f"https://arxiv.org/abs/{found[1]}"
    if address.host in _PUBMED_HOSTS and (found := _PMID_PATH.match(path)):
        return Kind.PMID, _pmid_url(found[1])
    if address.host in _PMC_HOSTS and (found := _PMCID_PATH.match(path)):
        return Kind.PMCID, _pmcid_url(found[1])
    if address.host == "www.rfc-editor.org" and (found := _RFC_PATH.match(path)):
        return Kind.RFC, _rfc_url(found[1])
    return Kind.URL, address.url


def _doi_url(doi: str) -> str:
    """Return the resolver's address of a DOI, whose letters count the same in both cases."""
    url = "https://doi.org/" + quote(doi.lower(), safe="/:;()!$*+,=@~._-[]")
    parsed = parse_address(url)
    return url if parsed is None else parsed.url


def _pmid_url(number: str) -> str:
    return f"https://pubmed.ncbi.nlm.nih.gov/{number}/"


def _pmcid_url(number: str) -> str:
    return f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/"


def _rfc_url(number: str) -> str:
    return f"https://www.rfc-editor.org/rfc/rfc{number}"


def _follows_word(text: str, at: int) -> bool:
    """Tell whether a word, a number or a dotted name runs into what starts here."""
    return at > 0 and _WORD_BEFORE.match(text, at - 1) is not None


def _end_of_doi(text: str, start: int, end: int) -> int:
    """Return where a DOI ends: before a bracket that closes nothing, and before punctuation.

    The angle brackets of a SICI (`<1661::AID-SIM968>3.0.CO;2-2`) belong to it.
    """
    opened: list[str] = []
    for at in range(start, end):
        character = text[at]
        if character in "([<":
            opened.append(character)
        elif character in _CLOSING:
            if not opened or opened[-1] != _CLOSING[character]:
                end = at
                break
            opened.pop()
    while end > start and (text[end - 1] in _DOI_TRAILING or text[end - 1] in opened):
        end -= 1
    return end
