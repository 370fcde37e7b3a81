"""Mailboxes of many messages in one file, in all four dialects of mbox."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.failures import Failures
from linkcheck.parse.formats import Format
from linkcheck.parse.mail import message_parts
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

# With the time that stands in it, so that a sentence that begins with “From” is none.
_FROM: Final = late(rb"^From [^\r\n]{0,300}\d:\d\d[^\r\n]{0,100}\r?$", re.MULTILINE)
_QUOTED: Final = late(rb"^>(>*From )", re.MULTILINE)
_START: Final = late(r"From \S+ .*\d:\d\d")


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    failures = Failures()
    for number, message in enumerate(_messages(content.data), start=1):
        with failures:
            yield from message_parts(content, message, settings, failures, f"message {number}")
    failures.raise_first()


def _messages(data: bytes) -> Iterator[bytes]:
    """Yield the messages, without the lines that begin them."""
    start = 0
    for border in _FROM.finditer(data):
        if data[start : border.start()].strip():
            yield _unquoted(data[start : border.start()])
        start = border.end()
    if data[start:].strip():
        yield _unquoted(data[start:])


def _unquoted(message: bytes) -> bytes:
    return _QUOTED.sub(rb"\1", message.removeprefix(b"\r").removeprefix(b"\n"))


def _looks_like(head: str) -> bool:
    return _START.match(head) is not None


FORMAT = Format(name="mbox", parts=_parts, suffixes=(".mbox", ".mbx"), looks_like=_looks_like)
