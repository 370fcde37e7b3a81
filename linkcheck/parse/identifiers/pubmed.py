"""PMID and PMCID: entries of PubMed, and articles kept in PubMed Central."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import GAP, Identifier, Scheme, follows_word
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

_END: Final = r"(?![^\W_]|\.\d{2})"
_PMID: Final = late(
    rf"(?:(?:pubmed\s)?pmid(?:[:=]?{GAP}{{0,2}})|pubmed(?:\sid)?:{GAP}?|pubmed\sid{GAP})([1-9]\d{{0,7}}){_END}",
    re.IGNORECASE,
)
_PMID_VALUE: Final = late(r"[1-9]\d{0,7}")
_PMID_PATH: Final = late(r"/(?:pubmed/)?([1-9]\d{0,7})/?\Z")
# Short numbers only after the label: "PMC100" may be a machine.
_PMCID: Final = late(rf"PMC(?:ID:?{GAP}{{0,2}}([1-9]\d{{2,8}})|([1-9]\d{{2,8}})){_END}")
_PMCID_BEFORE: Final = late(r"PMCID:?\s{0,2}\Z")
_PMCID_REACH: Final = 8
_UNMISTAKABLE: Final = 5
_PMCID_VALUE: Final = late(r"(?:PMC)?([1-9]\d{2,8})")
_PMCID_PATH: Final = late(r"/(?:pmc/)?articles/PMC([1-9]\d{2,8})/?\Z")


def pmid_url(number: str) -> str | None:
    """Return the address of an entry of PubMed, or None where the number is none."""
    if _PMID_VALUE.fullmatch(number) is None:
        return None
    return f"https://pubmed.ncbi.nlm.nih.gov/{number}/"


def pmcid_url(number: str) -> str | None:
    """Return the address of an article, its number with `PMC` or without, or None."""
    found = _PMCID_VALUE.fullmatch(number)
    return None if found is None else f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{found[1]}/"


def find_pmid(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the PubMed identifier that starts here, or None."""
    found = _PMID.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    url = pmid_url(found[1])
    return None if url is None else Identifier(anchor, found.end(), Kind.PMID, url)


def find_pmcid(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the PubMed Central identifier that starts here, or None."""
    found = _PMCID.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    labelled, plain = found[1], found[2]
    short = plain is not None and len(plain) < _UNMISTAKABLE
    if short and not _PMCID_BEFORE.search(text, max(0, anchor - _PMCID_REACH), anchor):
        return None
    url = pmcid_url(labelled or plain)
    return None if url is None else Identifier(anchor, found.end(), Kind.PMCID, url)


def _read_pmid(address: Address) -> str | None:
    found = _PMID_PATH.match(address.path)
    return None if found is None else found[1]


def _read_pmcid(address: Address) -> str | None:
    found = _PMCID_PATH.match(address.path)
    return None if found is None else found[1]


PMID: Final = Scheme(
    kind=Kind.PMID,
    anchors=("PMID", "pmid", "PubMed", "Pubmed"),
    find=find_pmid,
    url_of=pmid_url,
    hosts=("pubmed.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov"),
    read=_read_pmid,
)
PMCID: Final = Scheme(
    kind=Kind.PMCID,
    anchors=("PMC",),
    find=find_pmcid,
    url_of=pmcid_url,
    hosts=("pmc.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov"),
    read=_read_pmcid,
    prose_only=True,
)
