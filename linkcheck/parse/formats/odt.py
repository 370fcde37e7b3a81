"""ODT: text documents of LibreOffice and others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.parse.formats import Format
from linkcheck.parse.office.opendocument import open_document_date, open_document_parts
from linkcheck.parse.office.package import ZIP, package_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_TYPE: Final = "application/vnd.oasis.opendocument.text"


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    return open_document_parts(content, settings, cells=False)


def _holds(content: Content) -> bool:
    return package_type(content).startswith(_TYPE)


FORMAT = Format(
    name="odt",
    parts=_parts,
    suffixes=(".odt", ".ott"),
    dated=open_document_date,
    magic=ZIP,
    holds=_holds,
)
