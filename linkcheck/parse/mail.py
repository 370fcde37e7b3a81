"""One message of e-mail to parts: its text, its HTML, its attachments by their own formats.

By the standard library's parser of the older kind, which takes every message as it is. Of
alternatives that say the same, the last one is read that can be, as mail programs show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError
from linkcheck.parse.formats import FALLBACK, is_name_of_format
from linkcheck.parse.nested import DEEPEST, nested_parts, too_deep
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from email.message import Message

    from linkcheck.parse.failures import Failures
    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_BODIES: Final = {"text/html": ("HTML part", "html"), "text/plain": ("text part", FALLBACK)}
_QUOTES: Final = late(r"(?:>[ ]?)*")
_SIGNATURE: Final = "-- "


def message_parts(
    content: Content, data: bytes, settings: Settings, failures: Failures, name: str | None = None
) -> Iterator[Part]:
    """Yield the parts of a message that is (a part of) `content`; `name` stands before theirs.

    Errors of single parts go to `failures`. Raises `DocumentError`: nested-too-deep.
    """
    reader = _Reader(content, settings, failures)
    yield from reader.parts(parsed(data, content.path), name, content.depth)


def parsed(data: bytes, path: str) -> Message[str, str]:
    """Return a message as the standard library reads it; raises `DocumentError`."""
    from email import message_from_bytes  # noqa: PLC0415  (not for names and endings)

    try:
        return message_from_bytes(data)
    except RecursionError:
        raise too_deep(path) from None


def sent_on(message: Message[str, str]) -> date | None:
    """Return the day on which a message says that it was sent."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class _Reader:
    def __init__(self, content: Content, settings: Settings, failures: Failures) -> None:
        self._content = content
        self._settings = settings
        self._failures = failures

    def parts(self, message: Message[str, str], name: str | None, depth: int) -> Iterator[Part]:
        """Yield the parts of a message or of one piece of it."""
        if depth > DEEPEST:
            with self._failures:
                raise too_deep(self._content.path)
            return
        kind = message.get_content_type()
        if kind == "message/rfc822":
            for inner in _pieces(message):
                yield from self.parts(inner, _under(name, "forwarded message"), depth + 1)
        elif kind == "multipart/alternative":
            best = _best(_pieces(message))
            if best is not None:
                yield from self.parts(best, name, depth + 1)
        elif message.is_multipart():
            for piece in _pieces(message):
                yield from self.parts(piece, name, depth + 1)
        elif message.get_content_disposition() == "attachment" or kind not in _BODIES:
            yield from self._attachment(message, name)
        else:
            title, form = _BODIES[kind]
            text = _text_of(message)
            if kind == "text/plain" and _is_flowed(message):
                text = unflowed(text, deletes_space=_deletes_space(message))
            with self._failures:
                yield from nested_parts(
                    self._content, _under(name, title), text, self._settings, form=form
                )

    def _attachment(self, message: Message[str, str], name: str | None) -> Iterator[Part]:
        """Yield the parts of an attachment in a format that is known by its name."""
        title = _file_name(message)
        if title is None or not is_name_of_format(title):
            return
        data = _payload(message)
        with self._failures:
            try:
                yield from nested_parts(
                    self._content, _under(name, f"attachment {title}"), data, self._settings
                )
            except DocumentError as error:
                raise DocumentError(
                    error.code, f"{error.message} (attachment “{title}”)", hint=error.hint
                ) from error


def _under(name: str | None, title: str) -> str:
    return title if name is None else f"{name}, {title}"


def _pieces(message: Message[str, str]) -> list[Message[str, str]]:
    from email.message import Message  # noqa: PLC0415

    payload: object = message.get_payload()
    pieces = payload if isinstance(payload, list) else []
    return [piece for piece in pieces if isinstance(piece, Message)]


def _best(pieces: list[Message[str, str]]) -> Message[str, str] | None:
    readable = [
        piece for piece in pieces if piece.is_multipart() or piece.get_content_type() in _BODIES
    ]
    return readable[-1] if readable else None


def _payload(message: Message[str, str]) -> bytes:
    """Return what a piece holds, its transfer encoding undone as far as it is right."""
    try:
        payload: object = message.get_payload(decode=True)
    except (ValueError, LookupError):
        payload = message.get_payload()
    if isinstance(payload, bytes):
        return payload
    return str(payload or "").encode("utf-8", "surrogateescape")


def _text_of(message: Message[str, str]) -> str:
    data = _payload(message)
    charset = message.get_content_charset("utf-8")
    try:
        return data.decode(charset, "replace").replace("\r\n", "\n")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _file_name(message: Message[str, str]) -> str | None:
    try:
        name = message.get_filename()
    except (ValueError, LookupError, TypeError):
        return None
    return None if not name else " ".join(name.rpartition("/")[2].split())


def _is_flowed(message: Message[str, str]) -> bool:
    return str(message.get_param("format", "")).lower() == "flowed"


def _deletes_space(message: Message[str, str]) -> bool:
    return str(message.get_param("delsp", "")).lower() == "yes"


def unflowed(text: str, *, deletes_space: bool) -> str:
    """Join the lines that `format=flowed` has broken softly (RFC 3676), as a reader sees them."""
    lines: list[str] = []
    pieces: list[str] = []
    depth = ""
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        marks = "" if quotes is None else quotes[0].replace(" ", "")
        body = line[len(marks) if quotes is None else quotes.end() :]
        if quotes is not None and not marks:
            body = line.removeprefix(" ")  # a stuffed space
        if pieces and (marks != depth or body == _SIGNATURE):
            lines.append("".join(pieces))
            pieces = []
        if not pieces:
            depth = marks
            pieces.append(f"{marks} " if marks else "")
        if body.endswith(" ") and body != _SIGNATURE:
            pieces.append(body[:-1] if deletes_space else body)
            continue
        pieces.append(body)
        lines.append("".join(pieces))
        pieces = []
    if pieces:
        lines.append("".join(pieces))
    return "\n".join(lines)
