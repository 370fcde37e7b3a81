"""Read link-format, in which TimeMaps are written (RFC 6690, section 2; RFC 7089, section 5).

Addresses hold commas and semicolons, so what stands between `<` and `>` is read first and never
split. Errors of archives are forgiven where nothing can be mistaken: missing quotes, a comma too
many, white space anywhere. What is between two links and is none is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_LINK: Final = re.compile(r"<([^<>]*)>")
_PARAMETER: Final = re.compile(
    r"""\s*;\s*([^\s=;,<>"]+)\s*          # name
        (?:=\s*(?:"((?:[^"\\]|\\.)*)"     # a quoted value
               |([^\s;,<>"]*)))?          # or a bare one
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one link; names of parameters are in lower case, the first of a name counts."""

    uri: str
    parameters: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> str | None:
        """Return the value of a parameter, or None where it is not given."""
        return next((value for key, value in self.parameters if key == name), None)

    @property
    def rels(self) -> frozenset[str]:
        """Return its relation types, in lower case: `first memento` are two."""
        return frozenset((self.parameter("rel") or "").lower().split())

    @property
    def moment(self) -> datetime | None:
        """Return its `datetime` in UTC, or None where there is none that can be read."""
        try:
            moment = parsedate_to_datetime(self.parameter("datetime") or "")
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
        except (ValueError, TypeError, OverflowError):
            return None


def read_link_format(text: str) -> tuple[Link, ...]:
    """Read all links of a document, in their order."""
    links: list[Link] = []
    at = 0
    while (found := _LINK.search(text, at)) is not None:
        at = found.end()
        parameters: list[tuple[str, str]] = []
        while (each := _PARAMETER.match(text, at)) is not None:
            at = each.end()
            name, quoted, bare = each.groups()
            value = bare if quoted is None else _ESCAPED.sub(r"\1", quoted)
            parameters.append((name.lower(), value or ""))
        links.append(Link(found[1].strip(), tuple(parameters)))
    return tuple(links)
