"""Pages of a PDF: their text, and their links at the text that they cover.

By pdfium (pypdfium2), 20 times faster than what is written in Python; pymupdf is under the AGPL.
Only this module knows its calls. They are those of C: whoever reads files of strangers runs them
in a process of its own (`linkcheck.parse.pdf.worker`).
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES: Final = 20_000
_MOST_LINKS: Final = 20_000  # of one page
_LONGEST: Final = 65_536  # bytes of an address
# Those of ASCII are left out by whoever parses the address.
_LINE_BREAKS: Final = dict.fromkeys(map(ord, "\u2028\u2029"))
_LONGEST_LABEL: Final = 2_000
_TOLERANCE: Final = 2.0  # points around a place in which its character is searched for
_PROBES: Final = (0.02, 0.25, 0.5, 0.75, 0.98)  # where in a link's width it is looked for
_PASSWORD_ERROR: Final = 4
_DAY: Final = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
# What pdfium reads for a hyphen with a line break behind it, which it takes for hyphenation.
_BROKEN: Final = "\ufffe"


class PdfError(Exception):
    """A PDF could not be opened; `code` is that of a `DocumentError`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PdfLink:
    """Hold a link; it covers the text from `start` to `end`, or none (a picture)."""

    address: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PdfPage:
    """Hold what a page shows; `links` are in the order of the text."""

    number: int
    text: str
    links: tuple[PdfLink, ...]


def pdf_pages(data: bytes) -> Iterator[PdfPage]:
    """Yield the pages, one in memory at a time; a page that is damaged is left out.

    Raises `PdfError`: encrypted, broken, too-large.
    """
    import pypdfium2  # noqa: PLC0415  (70 ms)

    document = _opened(data)
    try:
        count = len(document)
        if count == 0:
            raise PdfError("broken")  # noqa: EM101
        for index in range(min(count, MOST_PAGES)):
            try:
                page = document[index]
            except pypdfium2.PdfiumError:
                continue
            try:
                yield _page(document, page, index + 1)
            except pypdfium2.PdfiumError:
                continue
            finally:
                page.close()
        if count > MOST_PAGES:
            raise PdfError("too-large")  # noqa: EM101
    finally:
        document.close()


def pdf_created(data: bytes) -> str | None:
    """Return the day on which a PDF says that it was made, as `2020-01-31`."""
    try:
        document = _opened(data)
    except PdfError:
        return None
    try:
        found = _DAY.match(document.get_metadata_value("CreationDate"))
    finally:
        document.close()
    return None if found is None else "-".join(found.groups())


def _opened(data: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202  (pypdfium2 has no types)
    import pypdfium2  # noqa: PLC0415

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD_ERROR
        raise PdfError("encrypted" if is_locked else "broken") from error


def _page(document, page, number: int) -> PdfPage:  # type: ignore[no-untyped-def]  # noqa: ANN001
    textpage = page.get_textpage()
    try:
        raw = textpage.get_text_range() if textpage.count_chars() > 0 else ""
        offsets = _Offsets(raw)
        links = [
            PdfLink(address, offsets.place(start), offsets.place(end))
            for address, start, end in _links(document, page, textpage)
        ]
    finally:
        textpage.close()
    links.sort(key=_start)
    return PdfPage(number, offsets.text, tuple(links))


class _Offsets:
    """Make pdfium's text legible, and know where its characters have gone."""

    def __init__(self, raw: str) -> None:
        self._returns = [found.start() for found in re.finditer("\r\n", raw)]
        self._broken = [found.start() for found in re.finditer(_BROKEN, raw)]
        self.text = raw.replace("\r\n", "\n").replace(_BROKEN, "-\n").replace("\0", "\ufffd")

    def place(self, at: int) -> int:
        """Return where a character of pdfium's text stands now."""
        moved = at - bisect_left(self._returns, at) + bisect_left(self._broken, at)
        return min(moved, len(self.text))


def _links(document, page, textpage) -> Iterator[tuple[str, int, int]]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Yield the address of each link, and the stretch of text that each of its boxes covers."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    characters = _Characters(textpage.raw)
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page.raw, position, link):
            return
        address = _address(document.raw, link)
        if not address:
            continue
        boxes = list(_boxes(link))
        stretches = [found for box in boxes if (found := characters.covered(box)) is not None]
        for start, end in stretches or [(0, 0)]:
            yield address, start, end


def _address(document, link) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < size <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    try:
        address = buffer.value.decode("utf-8")
    except UnicodeDecodeError:
        address = buffer.value.decode("latin-1")
    return address.translate(_LINE_BREAKS).strip()


def _boxes(link) -> Iterator[tuple[float, float, float, float]]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Yield left, bottom, right and top of each line of a link."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    count = min(pdfium.FPDFLink_CountQuadPoints(link), _MOST_LINKS)
    quad = pdfium.FS_QUADPOINTSF()
    for index in range(count):
        if pdfium.FPDFLink_GetQuadPoints(link, index, quad):
            across = (quad.x1, quad.x2, quad.x3, quad.x4)
            upwards = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(across), min(upwards), max(across), max(upwards)
    if count <= 0:
        box = pdfium.FS_RECTF()
        if pdfium.FPDFLink_GetAnnotRect(link, box):
            low, high = sorted((box.bottom, box.top))
            left, right = sorted((box.left, box.right))
            yield left, low, right, high


class _Characters:
    """Find out which characters of a page stand in a box."""

    def __init__(self, textpage) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        import pypdfium2.raw as pdfium  # noqa: PLC0415

        self._pdfium = pdfium
        self._page = textpage
        self._count = pdfium.FPDFText_CountChars(textpage)
        self._edges = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top

    def covered(self, box: tuple[float, float, float, float]) -> tuple[int, int] | None:
        """Return the stretch of text whose characters stand in a box, in pdfium's text.

        Characters are found near the two ends of its middle line; from there the stretch goes on
        as long as they stand in the box.
        """
        ends = self._probed(box, _PROBES), self._probed(box, _PROBES[::-1])
        first, last = min(ends), max(ends)
        if first < 0:
            return None
        if last - first > _LONGEST_LABEL:  # the text is in no order of lines
            last = first
        lowest, highest = first - _LONGEST_LABEL, last + _LONGEST_LABEL
        while first > max(0, lowest) and self._stands_in(first - 1, box):
            first -= 1
        while last + 1 < min(self._count, highest) and self._stands_in(last + 1, box):
            last += 1
        start = self._pdfium.FPDFText_GetTextIndexFromCharIndex(self._page, first)
        end = self._pdfium.FPDFText_GetTextIndexFromCharIndex(self._page, last)
        return (start, end + 1) if 0 <= start <= end else None

    def _probed(self, box: tuple[float, float, float, float], probes: tuple[float, ...]) -> int:
        """Return the first character that is found at these parts of the width, or -1."""
        left, bottom, right, top = box
        middle = (bottom + top) / 2
        for probe in probes:
            across = left + (right - left) * probe
            hit: int = self._pdfium.FPDFText_GetCharIndexAtPos(
                self._page, across, middle, _TOLERANCE, _TOLERANCE
            )
            if hit >= 0 and self._stands_in(hit, box):
                return hit
        return -1

    def _stands_in(self, index: int, box: tuple[float, float, float, float]) -> bool:
        """Tell whether the middle of a character does; what pdfium added has no place."""
        if not self._pdfium.FPDFText_GetCharBox(self._page, index, *self._edges):
            return False
        left, right, bottom, top = (edge.value for edge in self._edges)
        if left == right and bottom == top:  # a space or a line end
            return False
        return box[0] <= (left + right) / 2 <= box[2] and box[1] <= (bottom + top) / 2 <= box[3]


def _start(link: PdfLink) -> int:
    return link.start
