"""What the other addresses of a text say of one that may be broken: they end alike, or are it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMORY: Final = 8000  # characters before and behind in which the others stand
_MOST: Final = 12  # of them that are looked at
_HOST: Final = late(r"(?:[A-Za-z]+://|\A(?=www\.))[^/?#\s]+/")
_RUN: Final = late(r"[^\s<>\"')\]}]{1,500}")
_PUNCTUATION: Final = ".,;:!?"
_ENDS: Final = late(r"[\s<>\"')\]},;]|[.:!?](?:\s|\Z)|\Z")
# How addresses of one site end, as a rule: a type of file, a number behind a sign, a slash.
_SHAPES: Final = (
    late(r"(\.[a-z]{2,5}\d?)\Z"),
    late(r"([-_=/.][a-z]{0,2})\d+\Z"),
    late(r"(/)\Z"),
)


def is_elsewhere(text: str, address: str, start: int, *, whole: bool) -> bool:
    """Tell whether an address stands near in the text too, other than at `start`.

    As a `whole` it must end there; else something may go on.
    """
    floor, ceiling = max(0, start - _MEMORY), start + _MEMORY
    at = text.find(address, floor, ceiling)
    for _ in range(_MOST):
        if at < 0:
            return False
        end = at + len(address)
        if at != start and not (whole and _ENDS.match(text, end) is None):
            return True
        at = text.find(address, end, ceiling)
    return False


def joined_ends_alike(text: str, cut: str, joined: str, start: int) -> bool | None:
    """Tell whether the joined reading of an address ends like the others of its host, not the cut.

    None where that tells nothing: both end so, or neither, or the others end variously.
    """
    ended, ends = _shape(cut), _shape(joined)
    if ended == ends:
        return None
    shape = ""
    for other in _others(text, cut, start):
        found = _shape(other)
        if not found or (shape and found != shape):
            return None
        shape = found
    return ends == shape if shape and shape in {ended, ends} else None


def _others(text: str, address: str, start: int) -> Iterator[str]:
    """Yield the other addresses of its host, but those whose lines they end."""
    host = _HOST.match(address)
    if host is None:
        return
    floor, ceiling = max(0, start - _MEMORY), start + _MEMORY
    at = text.find(host[0], floor, ceiling)
    for _ in range(_MOST):
        if at < 0:
            return
        run = _RUN.match(text, at)
        end = at + len(host[0]) if run is None else run.end()
        if at != start and end < len(text) and text[end] not in "\r\n":
            yield text[at:end].rstrip(_PUNCTUATION)
        at = text.find(host[0], end, ceiling)


def _shape(address: str) -> str:
    """Return how an address ends, or nothing where that is no shape but a word."""
    for pattern in _SHAPES:
        found = pattern.search(address, max(0, len(address) - 24))
        if found is not None:
            return found[1]
    return ""
