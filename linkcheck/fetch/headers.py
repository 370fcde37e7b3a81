"""Say what is sent with each request and what is kept of an answer's headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.settings import Settings

_LONGEST: Final = 512  # characters kept of one header
_MOST: Final = 32  # headers kept of one answer

# What verdicts are made of: what the answer is, who answered, and what walls leave.
_KEPT: Final = frozenset(
    {
        "cf-mitigated",
        "content-encoding",
        "content-length",
        "content-type",
        "last-modified",
        "link",
        "location",
        "memento-datetime",
        "retry-after",
        "server",
        "via",
        "www-authenticate",
        "x-amzn-waf-action",
        "x-cdn",
        "x-datadome",
        "x-iinfo",
        "x-kpsdk-ct",
        "x-powered-by",
        "x-sucuri-block",
        "x-sucuri-id",
        "x-vercel-mitigated",
    }
)


def request_headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return the headers of every request: what a browser's address bar would send, honestly.

    Only gzip is asked for: it is what we unpack ourselves, within bounds.
    """
    return (
        ("User-Agent", settings.user_agent),
        ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("Accept-Language", "en-GB,en;q=0.8,*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    )


def kept_headers(raw: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Keep the headers that verdicts are made of: names in lower case, values bounded.

    Of cookies only the names are kept, of `Link` only what leads to an archive's copies.
    """
    kept: list[tuple[str, str]] = []
    for raw_name, raw_value in raw:
        name = raw_name.decode("latin-1").lower()
        value = _text(raw_value)
        if name == "set-cookie":
            kept.append((name, value.partition("=")[0].strip()[:_LONGEST]))
        elif name == "link":
            if "memento" in value or "timemap" in value:
                kept.append((name, value[:_LONGEST]))
        elif name in _KEPT:
            kept.append((name, value[:_LONGEST]))
        if len(kept) == _MOST:
            break
    return tuple(kept)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()
