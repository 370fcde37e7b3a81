"""What a citation cites, and where it stands."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Say what a citation cites: an address or an identifier with a resolver."""

    URL = "url"
    EMAIL = "email"
    DOI = "doi"
    ARXIV = "arxiv"
    PMID = "pmid"
    PMCID = "pmcid"
    ISBN = "isbn"
    ISSN = "issn"
    HANDLE = "handle"
    ARK = "ark"
    URN_NBN = "urn-nbn"
    SWHID = "swhid"
    ORCID = "orcid"
    RFC = "rfc"


class Place(StrEnum):
    """Say what kind of place in the document a citation stands in."""

    PROSE = "prose"
    CODE = "code"
    COMMENT = "comment"
    BIBLIOGRAPHY = "bibliography"
    DEFINITION = "definition"
    METADATA = "metadata"


class DateSource(StrEnum):
    """Say where the date of a citation was read; the earlier, the better."""

    ACCESSED = "accessed"
    URL = "url"
    DOCUMENT = "document"
    GIT = "git"
