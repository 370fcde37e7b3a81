"""PDF: the links of each page at the text that they cover, and the addresses in its text.

A link says exactly where it leads; the text may break an address over lines. Where both say the
same address it is one citation. Some programs link only the first line of a broken address: then
what the text says is kept as another reading.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from linkcheck.errors import DocumentError
from linkcheck.parse.formats import Format
from linkcheck.parse.links import cited_address
from linkcheck.parse.mention import Mention, Part
from linkcheck.parse.office.package import broken, encrypted
from linkcheck.parse.pdf.turns import over_the_page
from linkcheck.parse.prose import mentions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.pdf.pages import PdfError, PdfLink, PdfPage
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_MAGIC: Final = b"%PDF-"


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    from linkcheck.parse.pdf.pages import PdfError  # noqa: PLC0415  (with the reader's process)
    from linkcheck.parse.pdf.worker import read_pages  # noqa: PLC0415

    page: PdfPage | None = None
    try:
        for following in read_pages(content.data):
            if page is not None:
                yield _part(page, following.text)
            page = following
    except PdfError as error:
        if page is not None:
            yield _part(page)
        raise _document_error(content.path, error) from error
    if page is not None:
        yield _part(page)


def _document_error(path: str, error: PdfError) -> DocumentError:
    match error.code:
        case "encrypted":
            return encrypted(path)
        case "too-slow" | "too-large":
            slow = error.code == "too-slow"
            return DocumentError(
                code=error.code,
                message=f"{path}: " + ("a page takes too long to read" if slow else "is too long"),
                hint="Split it, or print it to a new PDF; its first pages were read.",
            )
        case _:
            return broken(path, "it is no PDF that can be read to its end")


def _part(page: PdfPage, following: str = "") -> Part:
    """Return what a page cites; `following` is the text of the next one, where it may go on."""
    links = _joined(page)
    text = page.text
    in_text = over_the_page(text, list(mentions_in(text, proportional=True)), following)
    unseen: list[Mention] = []
    known = {_bare(link.address) for link in links if link.end > link.start}
    known |= {_bare(each) for said in in_text for each in (said.address, *said.others)}
    for link in links:
        if link.end <= link.start and _bare(link.address) not in known:
            known.add(_bare(link.address))
            start = len(text) + 1
            text = f"{text}\n{link.address}"
            unseen.append(Mention(start, len(text), link.address))
    shown = [link for link in links if link.end > link.start]
    return Part(text, _mentions(page.text, in_text, shown, unseen), page=page.number)


def _joined(page: PdfPage) -> list[PdfLink]:
    """Return the links that cite something, those of several lines made one."""
    joined: list[PdfLink] = []
    for link in page.links:
        address = cited_address(link.address)
        if address is None:
            continue
        start, end = _stripped(page.text, link.start, link.end)
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.address == address
            and last.end > last.start
            and start < end
            and page.text[last.end : start].strip() in {"", "-"}
        ):
            joined[-1] = replace(last, end=max(end, last.end))
        else:
            joined.append(replace(link, address=address, start=start, end=end))
    return joined


def _mentions(
    text: str, in_text: list[Mention], links: list[PdfLink], unseen: list[Mention]
) -> Iterator[Mention]:
    """Yield links and what only the text says, in the order of the text; then unseen links."""
    found: list[Mention] = []
    first = 0
    covered: set[int] = set()
    for link in links:
        while first < len(in_text) and in_text[first].end <= link.start:
            first += 1
        index = first
        said: list[Mention] = []
        while index < len(in_text) and in_text[index].start < link.end:
            said.append(in_text[index])
            covered.add(index)
            index += 1
        found.append(_linked(text, link, said))
    found.extend(each for index, each in enumerate(in_text) if index not in covered)
    found.sort(key=_start)
    yield from found
    yield from unseen


def _linked(text: str, link: PdfLink, said: list[Mention]) -> Mention:
    """Return the mention of a link; `said` is what the text that it covers cites by itself."""
    same = said[0] if len(said) == 1 and _are_alike(link.address, said[0]) else None
    if same is None:
        label = " ".join(text[link.start : link.end].split())
        around = (text, link.start, link.end)
        return Mention(link.start, link.end, link.address, label=label or None, around=around)
    others = dict.fromkeys((same.address, *same.others))
    others.pop(link.address, None)
    start, end = min(same.start, link.start), max(same.end, link.end)
    if link.start <= same.start and same.end <= link.end:
        start, end = link.start, link.end
    around = (text, start, end)
    return Mention(start, end, link.address, others=tuple(others), around=around)


def _are_alike(address: str, said: Mention) -> bool:
    """Tell whether a text says the address of its link, as far as lines have not broken it."""
    linked = _bare(address)
    return any(
        linked.startswith(each) or each.startswith(linked)
        for each in map(_bare, (said.address, *said.others))
    )


def _bare(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/").lower()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, end - (len(piece) - len(piece.rstrip())))


def _start(mention: Mention) -> int:
    return mention.start


def _dated(content: Content) -> date | None:
    """Return the day on which the document says that it was made."""
    from linkcheck.parse.pdf.worker import read_created  # noqa: PLC0415

    created = read_created(content.data)
    try:
        return None if created is None else date.fromisoformat(created)
    except ValueError:
        return None


FORMAT = Format(name="pdf", parts=_parts, suffixes=(".pdf",), dated=_dated, magic=_MAGIC)
