"""Which cited address is an archived copy of which other one, by what documents say.

Most copies name their original in their own address. Short forms (perma.cc, archive.today) do
not; there the document's word counts, where it gives the two as a pair.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from linkcheck.address import host_of, parse_address
from linkcheck.judge import ArchiveLink, page_key, read_archive_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.store import Ledger


@dataclass(frozen=True, slots=True)
class Pairs:
    """Hold what documents say is a copy of what.

    `said` are originals by the addresses of their copies. `given` are, for the key of an original
    (`linkcheck.judge.page_key`), the addresses of its copies and the documents that give them.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def link(self, url: str) -> ArchiveLink | None:
        """Read an address as that of an archived copy; None where nothing says that it is one."""
        link = read_archive_link(url)
        original = self.said.get(url)
        if original is None or (link is not None and link.original is not None):
            return link
        return replace(link or ArchiveLink(host_of(url)), original=original)

    def copies_of(self, url: str) -> Mapping[str, tuple[str, ...]]:
        """Return the copies of an address that are cited, and the documents that cite them."""
        return self.given.get(page_key(url), {}) if self.given else {}


def read_pairs(ledger: Ledger, run: int) -> Pairs:
    """Read the pairs of a run, from its citations."""
    said: dict[str, str] = {}
    given: dict[str, dict[str, tuple[str, ...]]] = {}
    for document, url, copy_of in ledger.copies(run):
        link = read_archive_link(url)
        named = None if link is None else link.original
        original = named or _normalised(copy_of)
        if original is None or page_key(original) == page_key(url):
            continue
        if named is None:
            said.setdefault(url, original)
        documents = given.setdefault(page_key(original), {})
        documents[url] = (*documents.get(url, ()), document)
    return Pairs(said, given)


def _normalised(url: str | None) -> str | None:
    address = None if url is None else parse_address(url)
    return address.url if address is not None and address.is_web else None
