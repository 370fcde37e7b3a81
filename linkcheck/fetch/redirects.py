"""Read where a redirect leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.address import join_address
from linkcheck.model import Answered

if TYPE_CHECKING:
    from linkcheck.address import Address
    from linkcheck.model import Outcome

# A 300 offers a choice and is a page; a 304 and a 305 lead nowhere.
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

# A page of this few words that refreshes to another one is a signpost, not something to read.
_SIGNPOST_WORDS: Final = 60
_SUCCESS: Final = range(200, 300)


def redirect_target(base: str, location: bytes) -> Address | None:
    """Resolve a Location header, or return None where it names no web address.

    Servers send what the standard forbids: spaces, and letters that are not percent-encoded.
    As browsers do, valid UTF-8 is read as such, and other bytes stand for themselves.
    """
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("ascii", "surrogateescape")
        text = "".join(c if c.isascii() else f"%{ord(c) - 0xDC00:02X}" for c in text)
    text = text.strip()
    if not text:
        return None
    address = join_address(base, text)
    return address if address is not None and address.is_web and address.host else None


def refresh_target(outcome: Outcome) -> Address | None:
    """Return where a page that is but a signpost leads, or None where it is something to read."""
    if not isinstance(outcome, Answered) or outcome.status_code not in _SUCCESS:
        return None
    page = outcome.page
    if page is None or page.refresh is None or page.truncated or page.words > _SIGNPOST_WORDS:
        return None
    address = join_address(outcome.final_url, page.refresh)
    if address is None or not address.is_web or not address.host:
        return None
    return None if address.url == outcome.final_url else address
