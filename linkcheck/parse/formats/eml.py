"""E-mail, one message a file: text and HTML as they are shown, attachments by their formats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError
from linkcheck.parse.failures import Failures
from linkcheck.parse.formats import Format
from linkcheck.parse.mail import message_parts, parsed, sent_on
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_HEADER: Final = late(r"[A-Za-z][\w-]*:[ \t]")
_FROM: Final = late(r"^From:[ \t]", re.IGNORECASE | re.MULTILINE)
_SENT: Final = late(r"^(?:Received|Message-ID|MIME-Version):", re.IGNORECASE | re.MULTILINE)


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    failures = Failures()
    yield from message_parts(content, content.data, settings, failures)
    failures.raise_first()


def _dated(content: Content) -> date | None:
    try:
        return sent_on(parsed(content.data, content.path))
    except DocumentError:
        return None


def _looks_like(head: str) -> bool:
    if _HEADER.match(head) is None:
        return False
    headers = head.replace("\r", "").partition("\n\n")[0]
    return _FROM.search(headers) is not None and _SENT.search(headers) is not None


FORMAT = Format(name="eml", parts=_parts, suffixes=(".eml",), looks_like=_looks_like, dated=_dated)
