"""What is asked of the web, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  (msgspec reads the hints of the types)
from enum import StrEnum
from typing import TypeAlias

from linkcheck.address import host_of, site_of
from linkcheck.model.kinds import Kind


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
