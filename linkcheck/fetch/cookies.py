"""The cookies of one chain of redirects, kept as httpx keeps them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 8192  # characters; servers refuse more


class Cookies:
    """Take what hosts set, and say what is sent back to them."""

    def __init__(self) -> None:
        self._jar = httpx.Cookies()

    def take(self, url: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Take the cookies that an answer of an address sets."""
        with suppress(httpx.InvalidURL):
            request = httpx.Request("GET", url)
            self._jar.extract_cookies(httpx.Response(200, headers=headers, request=request))

    def sent_to(self, url: str) -> str:
        """Return what the header `Cookie` of a request says; empty where none is sent."""
        # What httpx cannot write is not sent.
        with suppress(UnicodeError, httpx.InvalidURL):
            request = httpx.Request("GET", url)
            self._jar.set_cookie_header(request)
            cookies = request.headers.get("cookie", "")
            return cookies if len(cookies) <= _LONGEST else ""
        return ""
