"""Say what is sent with each request and what is kept of an answer's headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.errors import ConfigError
from linkcheck.hostrules import FROM_ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from linkcheck.hostrules import HostRule
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


def with_own_headers(
    headers: Iterable[tuple[str, str]], rule: HostRule, scheme: str, environ: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the headers of a request to a host with a rule; its own take the place of others.

    What comes from the environment is a secret: it is only sent over https.
    """
    own: dict[str, tuple[str, str]] = {}
    for name, text in rule.headers:
        if not text.startswith(FROM_ENVIRONMENT):
            own[name.lower()] = (name, text)
        elif scheme == "https":
            own[name.lower()] = (name, environ[text.removeprefix(FROM_ENVIRONMENT)])
    kept = tuple(header for header in headers if header[0].lower() not in own)
    return (*kept, *own.values())


def check_secrets(settings: Settings, environ: Mapping[str, str]) -> None:
    """Raise `ConfigError` where a header's value is not in the environment, or cannot be sent."""
    for rule in settings.hosts:
        for name, text in rule.headers:
            if not text.startswith(FROM_ENVIRONMENT):
                continue
            variable = text.removeprefix(FROM_ENVIRONMENT)
            value = environ.get(variable)
            if value is None:
                message = f"[[hosts]] {rule.match}: {name} is to be read from {variable}"
                hint = f"Set the environment variable {variable}, or take the header out."
                raise ConfigError(message, hint=hint)
            if not (value.isascii() and value.isprintable()):
                message = f"[[hosts]] {rule.match}: the value in {variable} is no header's"
                raise ConfigError(message, hint="It must be one line of plain ASCII.")


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
