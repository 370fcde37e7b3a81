"""Say what is asked again, how often, and after how long. The waiting itself is tenacity's."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final, assert_never

from linkcheck.model import Answered, Cause, NotAsked, Unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from linkcheck.model import Outcome
    from linkcheck.settings import Settings

RATE_LIMITED: Final = 429
_MAY_PASS: Final = frozenset(
    {
        *(408, 425, RATE_LIMITED, 500, 502, 503, 504),
        *range(520, 531),  # Cloudflare's: the server behind it is in trouble
    }
)

# Failures that may pass, and the most that asking again is worth: who was silent for a whole
# time limit gets one more, since more would only be slow.
_RETRIES_OF: Final = {
    Cause.DNS_FAILED: 10,
    Cause.RESET: 10,
    Cause.CONNECT_TIMEOUT: 1,
    # Who is silent is asked a second time within the time limit: see `hedge`.
}

# A wall's own headers: who is refused as a program will be refused again.
_WALLS: Final = (
    "cf-mitigated",
    "x-amzn-waf-action",
    "x-datadome",
    "x-kpsdk-ct",
    "x-vercel-mitigated",
)


def retries_for(outcome: Outcome, settings: Settings, now: datetime) -> int:
    """Return how often an address with this outcome is asked again.

    Never where an answer is final (404, 410, no such host, a certificate), where a wall refuses,
    or where the host asks for more patience than the settings have.
    """
    match outcome:
        case NotAsked():
            return 0
        case Unanswered():
            return retries_after(outcome.cause, settings)
        case Answered():
            if outcome.status_code not in _MAY_PASS or any(map(outcome.header, _WALLS)):
                return 0
            asked = retry_after(outcome, now)
            return settings.retries if asked is None or asked <= settings.retry_after_cap else 0
        case _:
            assert_never(outcome)


def retries_after(cause: Cause, settings: Settings) -> int:
    """Return how often an address that failed with this cause is asked again."""
    return min(settings.retries, _RETRIES_OF.get(cause, 0))


def wearies(outcome: Outcome) -> bool:
    """Tell whether a host that ends so is asked only once for its other addresses.

    Each of them would wait as long, and for the same reason: until one succeeds.
    """
    match outcome:
        case Unanswered():
            return outcome.cause in {Cause.READ_TIMEOUT, Cause.CONNECT_TIMEOUT}
        case Answered():
            return outcome.status_code == RATE_LIMITED
        case NotAsked():
            return False
        case _:
            assert_never(outcome)


def retry_after(answer: Answered, now: datetime) -> float | None:
    """Return the seconds that a host asks to be left alone, or None where it says nothing.

    It is a number of seconds or a date (RFC 9110, section 10.2.3).
    """
    text = answer.header("retry-after")
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  (10 ms, and few name a date)

    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    if date.tzinfo is None:  # "-0000": UTC of a place unknown
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())
