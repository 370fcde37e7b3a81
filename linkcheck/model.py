"""The types that pass between the parts, in the order in which they come into being.

    Document → Citation → Target → Observation, Lookup → Evidence → Verdict → Finding → Report

All are frozen and hold only frozen things, pickle small, and know nothing of network, disk or
terminal. A failing network is data here, never an exception. `None` says "there is none"; where
"unknown" is possible too, it has a name of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003  (msgspec reads the hints of the types)
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.address import host_of, site_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from linkcheck.errors import DocumentError

# ---------------------------------------------------------------- documents and citations


# The document that the arguments of a command make, whose author is at the keyboard.
ARGUMENTS: Final = "(arguments)"


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


@dataclass(frozen=True, slots=True)
class CitedDate:
    """Hold the day on which a page was cited, as far as the document tells."""

    day: date
    source: DateSource


@dataclass(frozen=True, slots=True)
class Document:
    """Name one document: `path` is what is shown and what identifies it in a run (POSIX style)."""

    path: str
    format: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Mark a stretch of a document.

    Offsets count characters of the document as read (of the page or part, where it has those),
    from 0, end exclusive. Lines and columns count from 1, columns in characters; the end column
    is the one just past the last character.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Hold one place in a document that cites an address.

    `text` is exactly what stands at `span`. `url` is the best reading of it (absolute,
    normalised, without the fragment); `candidates` are the other readings, best first. For an
    identifier `url` is its resolver's address. `document` is the path of its `Document`.
    `copy_of` is the address of which `url` is an archived copy, where the document says so.
    """

    document: str
    span: Span
    text: str
    url: str
    kind: Kind = Kind.URL
    place: Place = Place.PROSE
    candidates: tuple[str, ...] = ()
    fragment: str | None = None
    label: str | None = None
    context: str | None = None
    date: CitedDate | None = None
    page: int | None = None
    part: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Name what is asked once, however often it is cited: `url` as it will be requested.

    `site` is the registrable domain of `host`; both are empty for schemes without a host.
    `fragments` are the places in the page that are to be looked for.
    """

    url: str
    host: str
    site: str
    kind: Kind = Kind.URL
    fragments: tuple[str, ...] = ()

    @classmethod
    def of(cls, url: str, kind: Kind = Kind.URL) -> Target:
        """Make the target of a normalised address."""
        host = host_of(url)
        return cls(url=url, host=host, site=site_of(host) if host else "", kind=kind)


# ---------------------------------------------------------------- what the web answered


class Cause(StrEnum):
    """Say why no answer came (or no end of it)."""

    NO_SUCH_HOST = "no-such-host"
    DNS_FAILED = "dns-failed"
    NETWORK_UNREACHABLE = "network-unreachable"
    REFUSED = "refused"
    RESET = "reset"
    CONNECT_TIMEOUT = "connect-timeout"
    READ_TIMEOUT = "read-timeout"
    TLS_EXPIRED = "tls-expired"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_WRONG_HOST = "tls-wrong-host"
    TLS_FAILED = "tls-failed"
    PROTOCOL_ERROR = "protocol-error"
    REDIRECT_LOOP = "redirect-loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    BAD_REDIRECT = "bad-redirect"
    OFFLINE = "offline"


class NotAskedReason(StrEnum):
    """Say why a target was not asked at all (or not further)."""

    PRIVATE_ADDRESS = "private-address"
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    INVALID_ADDRESS = "invalid-address"
    EXCLUDED = "excluded"
    DEFANGED = "defanged"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Hop:
    """Hold one redirect: the address that was asked and the status it answered with.

    It is a `refresh` where the page said so (`<meta http-equiv="refresh">`) and not the status.
    `elapsed` is in seconds.
    """

    url: str
    status_code: int
    refresh: bool = False
    elapsed: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Keep what a verdict may need of a page, never the page itself.

    `headings` are the texts of its `h1`s, `words` counts its visible words (of the part that was
    read), `excerpt` is the beginning of its visible text. `markers` are the strings of the
    judge's tables that stand in its source. `fingerprint` holds min-hashes of its text's
    shingles: two pages are the same where most agree. `refresh` is where a meta refresh leads.
    `missing` are the fragments that were looked for and not found. `truncated` says that reading
    stopped early.
    """

    content_type: str
    title: str | None = None
    headings: tuple[str, ...] = ()
    words: int = 0
    excerpt: str = ""
    canonical: str | None = None
    refresh: str | None = None
    markers: tuple[str, ...] = ()
    fingerprint: tuple[int, ...] = ()
    has_password_field: bool = False
    links: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold the last answer of a chain: `headers` only those that verdicts are made of."""

    status_code: int
    final_url: str
    headers: tuple[tuple[str, str], ...] = ()
    page: Page | None = None

    def header(self, name: str) -> str | None:
        """Return the first header of that name (given in lower case)."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Say that no answer came, and why; `detail` is for people."""

    cause: Cause
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Say that nothing was asked, and why; `detail` is for people."""

    reason: NotAskedReason
    detail: str = ""


Outcome: TypeAlias = Answered | Unanswered | NotAsked


@dataclass(frozen=True, slots=True)
class Observation:
    """Hold what happened when a target was asked: evidence, never a verdict.

    `target` is the target's url; `hops` the redirects on the way, in order; `attempts` counts
    requests for the first address; `elapsed` is in seconds, over all attempts, without waiting
    for a turn.
    """

    target: str
    at: datetime
    outcome: Outcome
    hops: tuple[Hop, ...] = ()
    attempts: int = 1
    elapsed: float = 0.0


@dataclass(frozen=True, slots=True)
class Delegation:
    """Hold to which name servers a registrable domain is delegated: hosts in lower case.

    There is none of a domain that was not asked about, or of which nothing could be found out.
    """

    site: str
    at: datetime
    name_servers: tuple[str, ...]


# ---------------------------------------------------------------- what the archives answered


@dataclass(frozen=True, slots=True)
class Capture:
    """Hold one archived copy: `url` replays it, `original` is what was captured."""

    archive: str
    original: str
    url: str
    captured_at: datetime
    status_code: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """Say that an archive holds copies: the ones nearest to the date that was asked for."""

    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Say that an archive was asked, answered, and has no copy.

    `neighbours` are captures of the same site that were found instead, where it was asked for
    them: those whose addresses are close, or else any one.
    """

    neighbours: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Say that an archive could not be asked or refused: this is never "not archived"."""

    cause: str


ArchiveAnswer: TypeAlias = Held | NotHeld | Unavailable


@dataclass(frozen=True, slots=True)
class Lookup:
    """Hold what one archive said of one target; `near` is the day it was asked about."""

    target: str
    archive: str
    at: datetime
    near: date | None
    answer: ArchiveAnswer


# ---------------------------------------------------------------- judging


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold all that is known of a target when it is judged; the order of tuples means nothing.

    `probes` are observations of the made-up address beside it (`linkcheck.judge.probe_address`).
    `copies` are observations of archived copies that were looked at; their `target` is where the
    copy is replayed as it was captured (`linkcheck.judge.raw_replay`). `name_servers` are those
    of the target's site, where they were asked for.
    """

    target: Target
    observations: tuple[Observation, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    probes: tuple[Observation, ...] = ()
    copies: tuple[Observation, ...] = ()
    name_servers: tuple[str, ...] = ()


class State(StrEnum):
    """Name the states of the public contract."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    UNCHECKED = "unchecked"


class Certainty(StrEnum):
    """Say how sure a verdict is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class ReasonCode(StrEnum):
    """Name the reasons of the public contract: why a verdict is what it is."""

    OK = "ok"
    RETRIED = "retried"
    REDIRECTED = "redirected"
    MOVED_PERMANENTLY = "moved-permanently"
    HTTP_404 = "http-404"
    HTTP_410 = "http-410"
    NO_SUCH_HOST = "no-such-host"
    SOFT_404 = "soft-404"
    PARKED = "parked"
    REDIRECTED_HOME = "redirected-home"
    IDENTIFIER_UNKNOWN = "identifier-unknown"
    BOT_WALL = "bot-wall"
    SIGN_IN = "sign-in"
    PAYWALL = "paywall"
    LEGAL = "legal"
    FORBIDDEN = "forbidden"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    RESET = "reset"
    DNS_FAILED = "dns-failed"
    NETWORK_UNREACHABLE = "network-unreachable"
    TLS_EXPIRED = "tls-expired"
    TLS_UNTRUSTED = "tls-untrusted"
    TLS_WRONG_HOST = "tls-wrong-host"
    TLS_FAILED = "tls-failed"
    PROTOCOL_ERROR = "protocol-error"
    REDIRECT_LOOP = "redirect-loop"
    BAD_REDIRECT = "bad-redirect"
    HTTP_5XX = "http-5xx"
    HTTP_OTHER = "http-other"
    RATE_LIMITED = "rate-limited"
    PRIVATE_ADDRESS = "private-address"
    UNSUPPORTED_SCHEME = "unsupported-scheme"
    INVALID_ADDRESS = "invalid-address"
    EXCLUDED = "excluded"
    DEFANGED = "defanged"
    OFFLINE = "offline"
    INTERRUPTED = "interrupted"
    NEVER_ARCHIVED = "never-archived"
    NEAR_MISS = "near-miss"
    AT_RISK = "at-risk"
    ARCHIVE_LINK = "archive-link"
    COPY_GIVEN = "copy-given"
    LABEL_MISMATCH = "label-mismatch"
    FRAGMENT_MISSING = "fragment-missing"


@dataclass(frozen=True, slots=True)
class Reason:
    """Give one reason: a stable code for programs, a message for people."""

    code: ReasonCode
    message: str


class Remedy(StrEnum):
    """Say why an address is suggested."""

    MOVED = "moved"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Name what should stand in the document instead."""

    url: str
    why: Remedy


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say what became of a target; `reasons` come with the deciding one first."""

    state: State
    certainty: Certainty
    reasons: tuple[Reason, ...]
    suggestion: Suggestion | None = None


class ArchiveState(StrEnum):
    """Say whether an archived copy is known."""

    ARCHIVED = "archived"
    NOT_ARCHIVED = "not-archived"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class RejectedCopy:
    """Hold an archived copy that is not offered, and why not."""

    url: str
    captured_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """Sum up what the archives said; `gap_days` is capture minus citation, negative if before.

    `near_source` says where the day `near` was read; None where it is not known. Where there is
    no copy to offer, `rejected` is the nearest one that was found not to be good enough.
    """

    state: ArchiveState
    capture: Capture | None = None
    near: date | None = None
    gap_days: int | None = None
    near_source: DateSource | None = None
    rejected: RejectedCopy | None = None


@dataclass(frozen=True, slots=True)
class GivenCopy:
    """Hold an archived copy of a target that documents give themselves, and its own state.

    `captured_at` is None where neither its address nor its archive tells. `flaw` says why it is
    no page though its archive shows it: a copy of "not found", of a sign-in.
    """

    url: str
    state: State
    documents: tuple[str, ...]
    captured_at: datetime | None = None
    flaw: str | None = None

    @property
    def works(self) -> bool:
        """Tell whether the copy can be read."""
        return self.state in {State.ALIVE, State.MOVED} and self.flaw is None


# ---------------------------------------------------------------- the report


@dataclass(frozen=True, slots=True)
class Check:
    """Sum up the observation that a verdict rests on, as the report shows it."""

    checked_at: datetime
    elapsed_ms: int
    attempts: int
    status_code: int | None = None
    final_url: str | None = None
    redirects: tuple[Hop, ...] = ()
    title: str | None = None
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what is reported of one target; `check` is None where it was not asked.

    `known_in` are the documents of which a baseline already told the same. `copies` are archived
    copies of the target that documents give themselves.
    """

    target: Target
    citations: tuple[Citation, ...]
    verdict: Verdict
    archive: ArchiveStatus
    check: Check | None = None
    known_in: tuple[str, ...] = ()
    copies: tuple[GivenCopy, ...] = ()

    def mended_in(self, document: str) -> bool:
        """Tell whether a document gives a copy that works, so that nothing is to be done there."""
        return any(copy.works and document in copy.documents for copy in self.copies)

    @property
    def mended(self) -> bool:
        """Tell whether every document that cites the target gives a copy that works."""
        cited = self.citations if self.copies else ()
        return bool(cited) and all(self.mended_in(citation.document) for citation in cited)


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """Say why a document could not be read, or not to its end; which one is said beside it."""

    code: str
    message: str

    @classmethod
    def of(cls, path: str, error: DocumentError) -> DocumentProblem:
        """Make the problem of an error, whose message begins with the document's path."""
        return cls(error.code, error.message.removeprefix(f"{path}: "))


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """Count what came out of one document."""

    document: Document
    citations: int
    problem: DocumentProblem | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Describe a run; it is not `complete` when offline or interrupted (then `note` says which)."""

    started_at: datetime
    finished_at: datetime
    complete: bool
    version: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Count everything, once.

    `known` counts, by state, the targets of which a baseline told all; None without a baseline.
    `mended` counts those beside which all documents give an archived copy that works.
    """

    documents: int
    documents_without_citations: int
    unreadable: int
    citations: int
    targets: int
    states: tuple[tuple[State, int], ...]
    archived: int
    archive_not_asked: int = 0
    at_risk: int = 0
    known: tuple[tuple[State, int], ...] | None = None
    mended: tuple[tuple[State, int], ...] = ()

    def count(self, state: State) -> int:
        """Return how many targets are in a state."""
        return dict(self.states).get(state, 0)

    def count_new(self, state: State) -> int:
        """Return how many targets are in a state that no baseline told of and no copy mends."""
        settled = (*(self.known or ()), *self.mended)
        return self.count(state) - sum(number for each, number in settled if each is state)


@dataclass(frozen=True, slots=True)
class Report:
    """Hold all that reporters show.

    `findings` can be walked over more than once and come ordered by url; a large run's are
    built from the ledger as they are asked for, so do not keep them all.
    """

    run: Run
    summary: Summary
    documents: tuple[DocumentResult, ...]
    findings: Collection[Finding]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Hold what `extract` gives: documents and their citations, in reading order, unchecked."""

    documents: tuple[DocumentResult, ...]
    citations: Collection[Citation]
