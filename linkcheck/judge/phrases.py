"""Status codes in words, for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

# Codes that are in no standard but in daily use.
# https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
_UNREGISTERED: Final = {
    520: "Cloudflare: the site's server answered nonsense",
    521: "Cloudflare: the site's server is down",
    522: "Cloudflare: the site's server does not answer",
    523: "Cloudflare: the site's server cannot be reached",
    524: "Cloudflare: the site's server took too long",
    525: "Cloudflare: no secure connection to the site's server",
    526: "Cloudflare: the certificate of the site's server is not valid",
    530: "Cloudflare: the site's server cannot be found",
}


def status_text(code: int) -> str:
    """Return a status code with its words: "404 Not Found"."""
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        known = _UNREGISTERED.get(code)
        return f"status {code}" if known is None else f"{code} {known}"
