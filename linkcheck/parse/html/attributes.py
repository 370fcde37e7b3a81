"""Which attributes of a tag cite, and where in its source the addresses stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.model import Place
from linkcheck.parse.dates import read_day
from linkcheck.parse.html.grammar import ATTRIBUTE
from linkcheck.parse.html.references import unescaped_value
from linkcheck.parse.links import cited_address
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_LINKS: Final = frozenset(
    {"href", "src", "cite", "data", "poster", "background", "longdesc", "xlink:href"}
    | {"data-src", "data-href", "data-original", "data-lazy-src"}
    | {"data-originalurl"}
)
# One candidate of a `srcset`: its address, then descriptors up to a comma.
_CANDIDATE: Final = late(r"[\s,]*([^\s,]\S*?)(?:,+(?=\s|\Z)|\s+[^,]*(?:,|\Z)|\Z)")
_LISTS: Final = {
    **dict.fromkeys(("srcset", "imagesrcset", "data-srcset"), _CANDIDATE),
    "data-versionurl": late(r"(\S+)"),  # several copies are allowed, each with its day
}
_REFRESH: Final = late(r"""\s*[\d.]+\s*[;,]\s*(?:[uU][rR][lL]\s*=\s*)?["']?([^"'\s]+)""")
# What each tag that cites has: the beginning of the names of all attributes above, or `content`.
MAY_CITE: Final = late(
    r"""[\t\n\f\r "'/](?:[hH](?i:ref)|[sS](?i:rc)|[cC](?i:ite|ontent)|[dD](?i:ata)|[pP](?i:oster)"""
    r"|[bB](?i:ackground)|[lL](?i:ongdesc)|[iI](?i:magesrc)|[xX](?i:link:href))"
)
_METADATA: Final = frozenset({"meta", "link"})
_NO_DOCUMENT: Final = frozenset({"preconnect", "dns-prefetch"})


class Cited(NamedTuple):
    """Hold an address that an attribute cites, where it stands, and the original of a copy."""

    start: int
    end: int
    address: str
    copy_of: str | None


class Attributes:
    """Hold the attributes of one tag, and where their values stand in a text."""

    __slots__ = ("_spans", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        """Read what stands between the name of a tag and its end, two offsets of a text."""
        self._text = text
        self._spans: dict[str, tuple[int, int]] = {}
        for found in ATTRIBUTE.finditer(text, start, end):
            group = found.lastindex or 1
            if group > 1:
                self._spans.setdefault(found[1].lower(), found.span(group))

    def value(self, name: str) -> str:
        """Return the value of an attribute, empty where there is none."""
        span = self._spans.get(name)
        return "" if span is None else unescaped_value(self._text[span[0] : span[1]])

    @property
    def label(self) -> str | None:
        """Return what the tag itself says of what it cites."""
        return self.value("alt") or self.value("title") or None

    @property
    def accessed(self) -> date | None:
        """Return the day on which the author of a Robust Link saw what is cited."""
        written = self.value("data-versiondate")
        return read_day(written) if written else None

    def cited(self, tag: str, base: str | None) -> list[Cited]:
        """Return what a tag of this name, in lower case, cites.

        Robust Links name a page and a copy of it in one tag, whichever of them it leads to
        (https://robustlinks.mementoweb.org/spec/).
        """
        if tag == "link" and not _NO_DOCUMENT.isdisjoint(self.value("rel").lower().split()):
            return []
        is_robust = "data-versionurl" in self._spans or "data-originalurl" in self._spans
        original = self._original(base) if is_robust else None
        found = []
        for name, start, end in self._destinations(tag):
            address = cited_address(unescaped_value(self._text[start:end]), base)
            if address is not None:
                is_copy = is_robust and address != original and name in ("href", "data-versionurl")
                found.append(Cited(start, end, address, original if is_copy else None))
        return found

    def _original(self, base: str | None) -> str | None:
        return cited_address(self.value("data-originalurl") or self.value("href"), base)

    def _destinations(self, tag: str) -> Iterator[tuple[str, int, int]]:
        """Yield the name of an attribute, and where a destination stands in its value."""
        for name, (start, end) in self._spans.items():
            if name in _LINKS and not (name == "data" and tag != "object"):
                yield name, *stripped(self._text, start, end)
            elif name in _LISTS:
                for item in _LISTS[name].finditer(self._text, start, end):
                    yield name, *item.span(1)
            elif name == "content" and tag == "meta":
                span = self._of_meta(start, end)
                if span is not None:
                    yield name, *span

    def _of_meta(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where in the content of a `meta` an address stands, if one does."""
        if self.value("http-equiv").lower() == "refresh":
            refresh = _REFRESH.match(self._text, start, end)
            return None if refresh is None else refresh.span(1)
        written = self._text[start:end].lstrip()[: len("https://")].lower()
        is_address = written.startswith(("http://", "https://"))
        return stripped(self._text, start, end) if is_address else None


def place_of(tag: str) -> Place:
    """Return in what kind of place stands what a tag of this name cites."""
    return Place.METADATA if tag in _METADATA else Place.PROSE


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a value stands without the white space around it."""
    value = text[start:end]
    start += len(value) - len(value.lstrip())
    return start, max(start, start + len(value.strip()))
