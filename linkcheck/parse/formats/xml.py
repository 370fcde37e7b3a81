"""XML: sitemaps, RSS and Atom, JATS, TEI, DocBook, and whatever else holds addresses.

By expat of the standard library, which tells the place of everything it reads. Entities that a
document declares are never expanded, and nothing is loaded from elsewhere. Which attributes and
elements cite is said by a few names that the vocabularies share; the text of all elements is
read as prose.
"""

from __future__ import annotations

import html
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from linkcheck.errors import DocumentError
from linkcheck.model import Place
from linkcheck.parse.bibliography import doi_address
from linkcheck.parse.block import Block
from linkcheck.parse.dates import read_day
from linkcheck.parse.formats import Format
from linkcheck.parse.hypertext import hypertext_mentions
from linkcheck.parse.links import cited_address
from linkcheck.parse.mention import Mention, Part
from linkcheck.parse.source import Content
from linkcheck.parse.surroundings import accessed_on
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from linkcheck.parse.passage import Passage
    from linkcheck.settings import Settings

_DECLARED: Final = late(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{1,40})""")
_START: Final = late(r"\s*(?:<\?xml\s|<!--|<(?:rss|feed|urlset|sitemapindex|TEI|article)\b)")
_GZIP: Final = b"\x1f\x8b"
_MOST_UNPACKED: Final = 64 << 20  # sitemaps.org allows 50
_CHUNK: Final = 1 << 16
_LONGEST_ENTITY: Final = 4096
_MOST_DEPTH: Final = 10_000

_ATTRIBUTE: Final = late(r"""\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG_NAME: Final = late(r"<([^\s/>]+)")
_LINKS: Final = frozenset(
    {"href", "src", "url", "uri", "link", "cite", "target", "homepage", "xmlurl", "htmlurl"}
    | {"fileref", "poster", "facs", "source"}
)
_CONTAINERS: Final = frozenset({"loc", "link", "comments", "uri", "url", "ulink", "ext-link"})
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bold", "cite", "citetitle", "code", "del", "em", "emph", "emphasis"}
    | {"ext-link", "hi", "i", "ital", "italic", "literal", "link", "mark", "monospace", "name"}
    | {"phrase", "ref", "ptr", "rs", "s", "sc", "seg", "span", "strong", "styled-content", "sub"}
    | {"sup", "title", "term", "tt", "u", "ulink", "underline", "uri", "xref", "quote", "q"}
)
_CODE: Final = frozenset(
    {
        "code",
        "tt",
        "monospace",
        "literal",
        "programlisting",
        "screen",
        "eg",
        "literallayout",
        "preformat",
    }
)
_HTML: Final = frozenset({"description", "encoded", "content", "summary", "subtitle"})
_IDS: Final = frozenset({"id", "guid"})
_DOI_IDS: Final = frozenset({"pub-id", "article-id", "object-id", "idno", "biblioid"})
_BIBLIOGRAPHY: Final = frozenset(
    {"ref-list", "listbibl", "bibl", "biblstruct", "biblfull", "bibliography", "biblioentry"}
)
_METADATA: Final = frozenset({"article-meta", "journal-meta", "teiheader", "generator", "docs"})
_ENTRIES: Final = frozenset(
    {"element-citation", "mixed-citation", "nlm-citation", "bibl", "biblstruct", "biblioentry"}
)
_FEEDS: Final = frozenset({"channel", "item", "image", "feed", "entry", "url", "outline"})
_ACCESS: Final = frozenset({"date-in-citation", "date"})
_OPEN_ADDRESS: Final = late(r"(?:://|www\.)\S*\Z", re.IGNORECASE)
_ADDRESS_REACH: Final = 512
_PUBLISHED: Final = late(
    r"<(?:pubDate|published|dc:date|date)(?:\s[^<>]{0,200})?>([^<]{4,60})<", re.IGNORECASE
)


def _parts(content: Content, settings: Settings) -> Iterator[Part]:
    plain = _unpacked(content)
    declared = _DECLARED.search(plain.data[:1024])
    text = plain.text(None if declared is None else declared[1].decode("ascii"))
    if not text or text.isspace():
        yield Part(text, ())
        return
    yield Part(text, _Reader(content.path, text, settings).mentions())


def _unpacked(content: Content) -> Content:
    """Unpack a sitemap that is packed with gzip, as they often are."""
    if not content.data.startswith(_GZIP):
        return content
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = unpacker.decompress(content.data, _MOST_UNPACKED)
    except zlib.error as error:
        raise DocumentError(
            code="broken", message=f"{content.path}: cannot be unpacked: {error}"
        ) from error
    if not data and not unpacker.eof:
        raise DocumentError(code="broken", message=f"{content.path}: ends before it begins")
    if unpacker.unconsumed_tail:
        most = _MOST_UNPACKED >> 20
        raise DocumentError(
            code="archive-bomb", message=f"{content.path}: has more than {most} MiB unpacked"
        )
    return Content(content.path, data)


class _Offsets:
    """Count bytes of UTF-8 into characters, going on from the last question."""

    def __init__(self, text: str, data: bytes) -> None:
        self._plain = len(text) == len(data)
        self._data = data
        self._byte = 0
        self._character = 0

    def character(self, byte: int) -> int:
        """Return the offset in characters of an offset in bytes, not before the last one."""
        if self._plain:
            return byte
        if byte > self._byte:
            self._character += len(self._data[self._byte : byte].decode("utf-8", "ignore"))
            self._byte = byte
        return self._character


@dataclass(slots=True)
class _Element:
    """Hold an open element: its name without prefix, its attributes, what it makes of its text."""

    name: str
    attributes: dict[str, str]
    place: Place
    links: list[Mention]
    label_start: int
    in_entry: bool  # all of an entry of a bibliography is one block
    is_code: bool


class _Reader:
    """Read one document, one block of text at a time."""

    def __init__(self, path: str, text: str, settings: Settings) -> None:
        self._path = path
        self._text = text
        self._data = text.encode("utf-8", "surrogatepass")
        self._offsets = _Offsets(text, self._data)
        self._settings = settings
        self._block = Block()
        self._elements: list[_Element] = []
        self._ready: list[Mention] = []
        self._accessed: date | None = None
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.UseForeignDTD(True)  # noqa: FBT003  (so that unknown entities are no errors)
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity_declared
        parser.CommentHandler = self._comment
        parser.DefaultHandler = self._default  # while it is set, no entity is expanded
        return parser

    def mentions(self) -> Iterator[Mention]:
        """Yield what is cited, while the document is read."""
        for at in range(0, max(len(self._data), 1), _CHUNK):
            chunk = self._data[at : at + _CHUNK]
            try:
                self._parser.Parse(chunk, at + _CHUNK >= len(self._data))
            except expat.ExpatError as error:
                self._flush()
                yield from self._ready
                raise self._malformed(error) from error
            except DocumentError:
                yield from self._ready
                raise
            yield from self._ready
            self._ready.clear()
        self._flush()
        yield from self._ready

    def _malformed(self, error: expat.ExpatError) -> DocumentError:
        what = expat.errors.messages.get(error.code, "not well-formed")
        return DocumentError(
            code="malformed",
            message=f"{self._path}: is no well-formed XML in line {error.lineno}: {what}",
            hint="Repair it, or read it as text with --format-in text.",
        )

    def _here(self) -> int:
        return self._offsets.character(self._parser.CurrentByteIndex)

    def _entity_declared(
        self,
        name: str,
        _is_parameter: bool,  # noqa: FBT001  (as expat calls it)
        value: str | None,
        _base: str | None,
        _system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        """Refuse what could only be meant to grow: entities of entities, and very long ones."""
        if value is not None and ("&" in value or len(value) > _LONGEST_ENTITY):
            raise DocumentError(
                code="entity-bomb",
                message=f"{self._path}: its entity “{name[:80]}” is made of others or too long",
                hint="Entities are not expanded; leave the declaration out.",
            )

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        at = self._here()
        local = name.rpartition(":")[2].lower()
        if len(self._elements) >= _MOST_DEPTH:
            raise DocumentError(
                code="malformed", message=f"{self._path}: is nested more than {_MOST_DEPTH} deep"
            )
        outer = self._elements[-1] if self._elements else None
        if outer is not None and outer.in_entry:
            if local not in _INLINE:
                self._block.passage.add(" ", at, at + 1)
        elif _is_block(local, outer):
            self._flush()
        else:
            self._end_address(at)
        place = _place(local, outer.place if outer else Place.PROSE)
        spans = self._attribute_spans(at)
        values = {key: html.unescape(self._text[slice(*span)]) for key, span in spans.items()}
        if local in _ACCESS and outer is not None:
            self._read_access(local, values)
        element = _Element(
            name=local,
            attributes=values,
            place=place,
            links=self._links(local, spans, values, place),
            label_start=len(self._block.passage),
            in_entry=local in _ENTRIES or (outer is not None and outer.in_entry),
            is_code=local in _CODE
            or values.get("type", "").startswith("code")
            or (outer is not None and outer.is_code),
        )
        self._elements.append(element)

    def _attribute_spans(self, at: int) -> dict[str, tuple[int, int]]:
        """Return where the attributes of the tag that starts here stand, by name."""
        name = _TAG_NAME.match(self._text, at)
        spans: dict[str, tuple[int, int]] = {}
        if name is None:
            return spans
        end = name.end()
        while (found := _ATTRIBUTE.match(self._text, end)) is not None:
            key = found[1].lower()
            if not key.startswith("xmlns"):
                spans[key.rpartition(":")[2]] = found.span(2 if found[2] is not None else 3)
            end = found.end()
        return spans

    def _links(
        self,
        name: str,
        spans: dict[str, tuple[int, int]],
        values: dict[str, str],
        place: Place,
    ) -> list[Mention]:
        links = []
        for key, (start, end) in spans.items():
            if key not in _LINKS or (name == "license" and key != "href"):
                continue
            address = cited_address(_resolved(name, values, values[key]))
            if address is not None and end > start:
                links.append(Mention(start, end, address, place=place, label=values.get("title")))
        return links

    def _read_access(self, name: str, values: dict[str, str]) -> None:
        kind = values.get("content-type") or values.get("type") or ""
        written = values.get("iso-8601-date") or values.get("when") or ""
        if name == "date-in-citation" or "access" in kind:
            self._accessed = read_day(written)

    def _end(self, _name: str) -> None:
        if not self._elements:
            return
        element = self._elements.pop()
        self._end_address(self._here())
        passage = self._block.passage
        start = min(element.label_start, len(passage))
        if element.links:
            self._add_links(element, start)
        elif element.name in _IDS and element.attributes.get("ispermalink") == "false":
            self._block.set_apart(start, len(passage))
        elif element.name in _DOI_IDS:
            self._add_identifier(element, start)
        elif element.is_code:
            self._block.set_apart(start, len(passage), is_code=True)
        outer = self._elements[-1] if self._elements else None
        if not (outer is not None and outer.in_entry) and _is_block(element.name, outer):
            self._flush(element)

    def _end_address(self, at: int) -> None:
        """End an address at the border of an element: nobody reads on into the next."""
        passage = self._block.passage
        if _OPEN_ADDRESS.search(passage.tail(_ADDRESS_REACH)[-_ADDRESS_REACH:]):
            passage.add(" ", at, at + 1)

    def _add_links(self, element: _Element, start: int) -> None:
        for link in element.links:
            self._block.add_link(link, start)

    def _add_identifier(self, element: _Element, start: int) -> None:
        """Read an element that holds nothing but an identifier, and says which."""
        kind = element.attributes.get("pub-id-type") or element.attributes.get("type") or ""
        passage = self._block.passage
        text = passage.text[start:]
        written = text.strip()
        if not written or kind.lower() not in _RESOLVED:
            return
        address = _resolved("ext-link", {"ext-link-type": kind.lower()}, written)
        at = start + text.index(written)
        place = passage.source(at, at + len(written))
        mention = Mention(*place, address, place=element.place)
        self._block.add_link(mention, at, at)
        self._block.set_apart(start, len(passage))

    def _characters(self, data: str) -> None:
        at = self._here()
        self._add(data, at)

    def _add(self, data: str, at: int) -> None:
        passage = self._block.passage
        if self._text.startswith(data, at):
            passage.add(data, at)
        elif data == "\n":
            passage.add(data, at, at + (2 if self._text.startswith("\r\n", at) else 1))
        else:
            end = self._text.find(";", at, at + 20)
            passage.add(data, at, at + 1 if end < 0 else end + 1)

    def _default(self, data: str) -> None:
        """Take in what expat would expand or skip: `&name;` stands for what HTML says."""
        if data.startswith("&") and data.endswith(";"):
            meant = html.unescape(data)
            at = self._here()
            self._block.passage.add(" " if meant == data else meant, at, at + len(data))

    def _comment(self, _data: str) -> None:
        start = self._here() + len("<!--")
        self._block.add_comment(self._text[start : self._text.find("-->", start)], start)

    def _flush(self, ended: _Element | None = None) -> None:
        """End a block of text: what was open inside of it has ended or goes on in the next."""
        block, self._block = self._block, Block()
        element = ended or (self._elements[-1] if self._elements else None)
        for each in self._elements:
            for link in each.links:
                block.add_link(link, min(each.label_start, len(block.passage)))
            each.links.clear()
            each.label_start = 0
        name = element.name if element is not None else ""
        place = element.place if element is not None else Place.PROSE
        if name in _HTML and "<" in block.passage.text:
            found = list(_html_mentions(block.passage, include_code=self._settings.include_code))
        else:
            found = block.mentions(
                include_code=self._settings.include_code,
                include_comments=self._settings.include_comments,
            )
        for mention in found:
            accessed = mention.accessed
            if self._accessed is not None:
                accessed = accessed_on(mention) or self._accessed
            narrower = place if mention.place is Place.PROSE else mention.place
            self._ready.append(mention._replace(place=narrower, accessed=accessed))
        if name in _ENTRIES:
            self._accessed = None


_RESOLVED: Final = {
    "doi": "https://doi.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/",
    "arxiv": "https://arxiv.org/abs/",
}


def _is_block(name: str, outer: _Element | None) -> bool:
    """Tell whether an element is a block of text: what stands within a line has few names."""
    return name not in _INLINE or name in _ENTRIES or outer is None or outer.name in _FEEDS


def _place(name: str, outer: Place) -> Place:
    if name in _BIBLIOGRAPHY:
        return Place.BIBLIOGRAPHY
    if outer is Place.PROSE and name in _METADATA:
        return Place.METADATA
    return outer


def _resolved(name: str, attributes: dict[str, str], written: str) -> str:
    """Return the address that a link means: of a DOI, some vocabularies give no more than it."""
    kind = attributes.get("ext-link-type", "") if name == "ext-link" else ""
    if kind not in _RESOLVED or "://" in written:
        return written
    if kind == "doi":
        return doi_address(written) or written
    number = written.upper() if kind == "pmcid" else written
    if kind == "pmcid" and not number.startswith("PMC"):
        number = f"PMC{number}"
    return _RESOLVED[kind] + number


def _html_mentions(passage: Passage, *, include_code: bool) -> Iterator[Mention]:
    """Yield what HTML cites that stands in the text of an element, escaped or as CDATA."""
    for mention in hypertext_mentions(passage.text, include_code=include_code):
        start, end = passage.source(mention.start, mention.end)
        yield mention._replace(start=start, end=end)


def _dated(content: Content) -> date | None:
    found = _PUBLISHED.search(content.head)
    return None if found is None else read_day(found[1])


def _looks_like(head: str) -> bool:
    return _START.match(head) is not None


FORMAT = Format(
    name="xml",
    parts=_parts,
    suffixes=(
        *(".xml", ".xml.gz", ".rss", ".atom", ".jats", ".nxml", ".tei", ".docbook", ".dbk"),
        *(".opml", ".svg", ".rdf", ".xsl", ".xslt", ".dita", ".ditamap", ".fodt"),
    ),
    looks_like=_looks_like,
    dated=_dated,
)
