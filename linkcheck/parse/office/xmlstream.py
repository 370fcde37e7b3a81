"""XML as a stream of elements and text, for documents that are not shown as they are written.

By expat of the standard library, which is quick and knows no depth that would break it. Entities
that a document declares itself are refused: no office document needs them, and bombs are made of
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from linkcheck.errors import DocumentError
from linkcheck.parse.office.package import broken

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHUNK: Final = 1 << 16

_OFFICE: Final = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
# Names are told by these prefixes, whatever the document calls them.
_PREFIXES: Final = {
    f"{_OFFICE[0]}wordprocessingml/2006/main": "w",
    f"{_OFFICE[1]}wordprocessingml/main": "w",
    f"{_OFFICE[0]}drawingml/2006/main": "a",
    f"{_OFFICE[1]}drawingml/main": "a",
    f"{_OFFICE[0]}presentationml/2006/main": "p",
    f"{_OFFICE[1]}presentationml/main": "p",
    f"{_OFFICE[0]}spreadsheetml/2006/main": "s",
    f"{_OFFICE[1]}spreadsheetml/main": "s",
    f"{_OFFICE[0]}officeDocument/2006/relationships": "r",
    f"{_OFFICE[1]}officeDocument/relationships": "r",
    f"{_OFFICE[0]}package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "tc",
    "urn:schemas-microsoft-com:vml": "v",
    f"{_OASIS}office:1.0": "office",
    f"{_OASIS}text:1.0": "text",
    f"{_OASIS}table:1.0": "table",
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}presentation:1.0": "presentation",
    f"{_OASIS}meta:1.0": "meta",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.idpf.org/2007/opf": "opf",
    "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
}


class XmlReader(Protocol):
    """Hear what stands in an XML document, in order; names have the prefixes of this module."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Hear of an element's beginning."""

    def end(self, name: str) -> None:
        """Hear of an element's end."""

    def text(self, data: str) -> None:
        """Hear of text; one text may come in pieces."""


class _Names(dict[str, str]):
    """Turn names with their whole namespaces into short ones, each once."""

    def __missing__(self, full: str) -> str:
        space, _gap, local = full.rpartition(" ")
        prefix = _PREFIXES.get(space)
        short = self[full] = local if prefix is None else f"{prefix}:{local}"
        return short


def read_xml(path: str, data: bytes, reader: XmlReader) -> None:
    """Tell a reader what stands in an XML document; `path` is for messages.

    Raises `DocumentError`: broken, entity-bomb.
    """
    from xml.parsers import expat  # noqa: PLC0415  (not for names and endings)

    names = _Names()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(full: str, attributes: dict[str, str]) -> None:
        reader.start(names[full], {names[key]: value for key, value in attributes.items()})

    def end(full: str) -> None:
        reader.end(names[full])

    def refuse(*_declaration: object) -> None:
        raise DocumentError(
            code="entity-bomb",
            message=f"{path}: declares entities of its own, which is how XML bombs are made",
            hint="If it is meant, save it again without a document type.",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = refuse
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(data[at : at + _CHUNK], False)  # noqa: FBT003  (it takes no keyword)
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise broken(path, f"its XML is not well-formed: {error}") from error
