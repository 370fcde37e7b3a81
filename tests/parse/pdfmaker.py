"""Make small PDF files: pages of text in lines, with links over rectangles."""

from __future__ import annotations

from dataclasses import dataclass

LINE = 14  # points from line to line
TOP = 750
LEFT = 50
WIDTH = 6  # points of a character in Courier of 10 points


@dataclass(frozen=True, slots=True)
class Box:
    """A link to `address` over `length` characters of a line, both from 0."""

    address: str
    line: int
    column: int
    length: int


def pdf(*pages: tuple[list[str], list[Box]], created: str = "20240503100000Z") -> bytes:
    """Return a PDF of pages with lines of text and links."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        f"<< /CreationDate (D:{created}) >>".encode(),
    ]
    numbers = []
    for lines, boxes in pages:
        shown = "".join(
            f"1 0 0 1 {LEFT} {TOP - LINE * number} Tm ({line}) Tj "
            for number, line in enumerate(lines)
        )
        stream = f"BT /F 10 Tf {shown}ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        annotations = " ".join(_annotation(box) for box in boxes)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> /Annots [ %s ] >>"
            % (len(objects), annotations.encode())
        )
        numbers.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[1] = f"<< /Type /Pages /Kids [ {kids} ] /Count {len(numbers)} >>".encode()
    return assembled(objects)


def assembled(objects: list[bytes], trailer: bytes = b"/Root 1 0 R /Info 4 0 R") -> bytes:
    """Return a PDF of these objects, numbered from 1."""
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    data += (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, trailer, len(data))
    )
    return bytes(data)


def _annotation(box: Box) -> str:
    left = LEFT + WIDTH * box.column
    bottom = TOP - LINE * box.line - 2
    right = left + WIDTH * box.length
    return (
        f"<< /Type /Annot /Subtype /Link /Rect [{left} {bottom} {right} {bottom + 11}]"
        f" /A << /S /URI /URI ({box.address}) >> >>"
    )
