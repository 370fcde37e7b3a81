"""What is known of a target when it is judged, and what is said of it then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003  (msgspec reads the hints of the types)
from enum import StrEnum

from linkcheck.model.captures import Capture, Lookup  # noqa: TC001  (as above)
from linkcheck.model.kinds import DateSource  # noqa: TC001  (as above)
from linkcheck.model.observations import Observation, Target  # noqa: TC001  (as above)
from linkcheck.model.states import Certainty, State  # noqa: TC001  (as above)


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
