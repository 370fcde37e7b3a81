from __future__ import annotations

import itertools
from datetime import date

import pytest

from linkcheck.errors import DocumentError
from linkcheck.parse import Source, open_document
from linkcheck.parse.pdf.pages import PdfError, pdf_created, pdf_pages
from linkcheck.parse.pdf.worker import PdfWorker
from linkcheck.settings import Settings
from tests.parse.pdfmaker import Box, assembled, pdf
from tests.parse.reading import read

HERE = "https://example.org/"


def found(*pages: tuple[list[str], list[Box]]) -> list[tuple[int | None, int, int, str, str]]:
    _document, citations = read(pdf(*pages), "pdf")
    return [
        (each.page, each.span.line, each.span.column, each.text, each.url) for each in citations
    ]


def test_a_link_stands_at_the_text_that_it_covers() -> None:
    page = ["Read the report on this.", "And more."], [Box(f"{HERE}report", 0, 9, 6)]
    assert found(page) == [(1, 1, 10, "report", f"{HERE}report")]


def test_the_text_of_a_link_is_its_label() -> None:
    [citation] = read(pdf((["Read the report."], [Box(HERE, 0, 5, 10)])), "pdf")[1]
    assert citation.label == "the report"


def test_an_address_that_is_shown_and_linked_is_one_citation() -> None:
    page = [f"See {HERE}a for it."], [Box(f"{HERE}a", 0, 4, 21)]
    assert found(page) == [(1, 1, 5, f"{HERE}a", f"{HERE}a")]


def test_an_address_that_is_only_shown_is_found() -> None:
    assert found(([f"See {HERE}a, yes."], [])) == [(1, 1, 5, f"{HERE}a", f"{HERE}a")]


def test_the_lines_of_one_link_are_one_citation() -> None:
    address = f"{HERE}a/very/long/path/to/somewhere.html"
    lines = [f"The text says {HERE}a/very/long/path/", "to/somewhere.html and goes on."]
    boxes = [Box(address, 0, 14, 37), Box(address, 1, 0, 17)]
    assert found((lines, boxes)) == [
        (1, 1, 15, f"{HERE}a/very/long/path/\nto/somewhere.html", address)
    ]


def test_where_only_the_first_line_is_linked_both_readings_are_kept() -> None:
    lines = [f"The text says {HERE}a/very/long/path/", "to/somewhere_else.html and goes on."]
    short = f"{HERE}a/very/long/path/"
    [citation] = read(pdf((lines, [Box(short, 0, 14, 37)])), "pdf")[1]
    assert {citation.url, *citation.candidates} == {short, f"{short}to/somewhere_else.html"}


def test_a_link_over_no_text_is_written_below_the_page() -> None:
    page = ["A picture."], [Box(f"{HERE}picture", 30, 0, 20)]
    assert found(page) == [(1, 2, 1, f"{HERE}picture", f"{HERE}picture")]


def test_a_link_beside_the_address_that_it_leads_to_is_no_other_citation() -> None:
    page = [f"See {HERE}a."], [Box(f"{HERE}a", 30, 0, 20)]
    assert found(page) == [(1, 1, 5, f"{HERE}a", f"{HERE}a")]


def test_pages_are_counted_from_one() -> None:
    pages: list[tuple[list[str], list[Box]]] = [([f"{HERE}{number}"], []) for number in range(3)]
    assert [(page, url) for page, *_place, url in found(*pages)] == [
        (1, f"{HERE}0"),
        (2, f"{HERE}1"),
        (3, f"{HERE}2"),
    ]


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        ([], []),
        (["12"], []),
        (["- 12 -"], ["13"]),
        (["Page 12 of 40"], ["Annual Report 1998"]),
        (["11/22/26, 9:05 AM", "file:///home/a/paper.html 12/40"], []),
        (["Printed for you."], ["© A Network", "Guidelines", "Version 2.2020", "MS-13"]),
        (["Printed from https://example.org/d by you."], []),
    ],
)
def test_an_address_that_goes_on_on_the_next_page_is_joined(
    foot: list[str], head: list[str]
) -> None:
    first = [*(line.replace("13", "12") for line in head), "The tables were printed in the report"]
    lines = [*first, f"that is kept at {HERE}a/long/path/to-", *foot]
    others = [*head, "somewhere_else.html since then, and will be", "printed once more this year."]
    others += [line.replace("12", "13") for line in foot]
    cited = [each for each in found((lines, []), (others, [])) if not each[-1].endswith("/d")]
    line = len(first) + 1
    assert cited == [
        (1, line, 17, f"{HERE}a/long/path/to-", f"{HERE}a/long/path/to-somewhere_else.html")
    ]


def test_an_address_at_the_end_of_a_page_is_left_alone_where_the_next_one_begins_otherwise() -> (
    None
):
    first = ["The tables were printed in the report of", f"that year. It is kept at {HERE}a/long"]
    assert found((first, []), (["The next page begins so.", "And goes on."], [])) == [
        (1, 2, 26, f"{HERE}a/long", f"{HERE}a/long")
    ]


def test_a_line_break_in_the_address_of_a_link_is_none_of_its_characters() -> None:
    box = Box(f"{HERE}a/\u2029b\n/c\u2028d", 0, 0, 3)
    assert found((["See."], [box])) == [(1, 1, 1, "See", f"{HERE}a/b/cd")]


def test_links_within_the_document_are_no_citations() -> None:
    assert found((["Up."], [Box("#top", 0, 0, 3), Box("other.pdf", 0, 0, 3)])) == []


def test_the_day_it_was_made_is_its_date() -> None:
    assert read(pdf(([], []), created="20200131235959Z"), "pdf")[0].date == date(2020, 1, 31)
    assert read(pdf(([], []), created="soon"), "pdf")[0].date is None
    assert read(pdf(([], []), created="20209931"), "pdf")[0].date is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4\n",
        b"%PDF-1.4\n%%EOF",
        b"no PDF at all",
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>",
    ],
)
def test_what_is_no_whole_pdf_is_broken(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data, "pdf")
    assert caught.value.code == "broken"


def test_a_pdf_with_a_damaged_table_of_places_is_read() -> None:
    damaged = pdf(([f"{HERE}a"], [])).replace(b" 00000 n", b" 99999 x")
    assert [each.url for each in read(damaged, "pdf")[1]] == [f"{HERE}a"]


def test_an_encrypted_pdf_says_so() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >>",
    ]
    ids = b"/ID [<41414141414141414141414141414141> <41414141414141414141414141414141>]"
    data = assembled(objects, b"/Root 1 0 R /Encrypt 3 0 R " + ids)
    with pytest.raises(DocumentError) as caught:
        read(data, "pdf")
    assert caught.value.code == "encrypted"


def test_pages_come_one_by_one() -> None:
    """Ten thousand pages are not read for the sake of the first three."""
    data = pdf(*[([f"{HERE}{number}"], []) for number in range(10_000)])
    _document, citations = open_document(Source("long.pdf", data=data), Settings())
    first = [each.url for each in itertools.islice(citations, 3)]
    assert first == [f"{HERE}0", f"{HERE}1", f"{HERE}2"]
    citations.close()  # type: ignore[attr-defined]  # a generator, as are all


def test_a_process_of_its_own_reads_what_is_there() -> None:
    data = pdf((["See the report.", "e\\055mail"], [Box(f"{HERE}a", 0, 4, 10)]), (["two"], []))
    worker = PdfWorker()
    try:
        pages = list(worker.pages(data))
        assert worker.created(data) == pdf_created(data) == "2024-05-03"
    finally:
        worker.close()
    assert pages == list(pdf_pages(data))
    assert [page.text for page in pages] == ["See the report.\ne-mail", "two"]


def exploding(depth: int) -> bytes:
    """Return a PDF whose page draws a form twice, which draws one twice, and so on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
            b" /Resources << /XObject << /X 5 0 R >> >> >>"
        ),
        b"<< /Length 9 >>\nstream\n/X Do\n   \nendstream",
    ]
    for number in range(5, 5 + depth):
        drawn = b"/X Do " * 20
        objects.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length %d"
            b" /Resources << /XObject << /X %d 0 R >> >> >>\nstream\n%s\nendstream"
            % (len(drawn), number + 1, drawn)
        )
    objects.append(
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream"
    )
    return assembled(objects, b"/Root 1 0 R")


def test_a_page_that_would_take_for_ever_is_given_up() -> None:
    worker = PdfWorker(page_time=1.0)
    try:
        with pytest.raises(PdfError) as caught:
            list(worker.pages(exploding(12)))
        assert caught.value.code == "too-slow"
        [page] = worker.pages(pdf(([f"{HERE}a"], [])))
        assert page.text == f"{HERE}a"
    finally:
        worker.close()


def test_a_reader_that_was_lost_is_replaced() -> None:
    worker = PdfWorker()
    try:
        pages = worker.pages(pdf((["one"], []), (["two"], [])))
        assert next(pages).text == "one"
        worker.close()
        assert [page.text for page in worker.pages(pdf((["three"], [])))] == ["three"]
    finally:
        worker.close()
