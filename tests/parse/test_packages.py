from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from linkcheck.errors import DocumentError
from linkcheck.model import Place
from linkcheck.parse import Source, open_document
from linkcheck.parse.mail import unflowed
from linkcheck.parse.office.cells import cell_name, first_cell, formula_address
from linkcheck.parse.office.ooxml import field_address
from linkcheck.settings import Settings
from tests.parse.pdfmaker import pdf
from tests.parse.test_mutations import mutations

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = "https://example.org/"
DOCUMENTS = Path(__file__).parent / "documents"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def package(**members: str | bytes) -> bytes:
    """Return a ZIP file; `__` in a name stands for a slash, `_dot_` for a dot."""
    return zipped({key.replace("__", "/").replace("_dot_", "."): members[key] for key in members})


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def relations(*items: tuple[str, str, str]) -> str:
    """Return relationships of (id, kind, target); addresses are outside."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{KIND}{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for key, kind, target in items
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'


def docx(body: str, *links: tuple[str, str, str], **members: str | bytes) -> bytes:
    return zipped(
        {
            "word/document.xml": f"<w:document {W} {R} {A}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*links),
            **{f"word/{name}.xml": data for name, data in members.items()},
        }
    )


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def outcome(
    data: bytes, name: str, form: str | None = None
) -> tuple[str, list[tuple[str | None, int, str, str]], str | None]:
    """Return the format, the citations (part, line, text, url), and the error at the end."""
    document, citations = open_document(Source(name, data=data, format=form), Settings())
    found = []
    try:
        for each in citations:
            found.append((each.part, each.span.line, each.text, each.url))  # noqa: PERF401
    except DocumentError as error:
        return document.format, found, error.code
    return document.format, found, None


def texts(data: bytes, name: str) -> list[tuple[str, str]]:
    return [(text, url) for _part, _line, text, url in outcome(data, name)[1]]


# ---------------------------------------------------------------- DOCX


def test_a_link_in_a_docx_is_its_text_and_its_relationship() -> None:
    body = (
        f'<w:p>{run("See ")}<w:hyperlink r:id="a">{run("the ")}{run("report")}</w:hyperlink></w:p>'
    )
    assert texts(docx(body, ("a", "hyperlink", f"{HERE}x")), "a.docx") == [
        ("the report", f"{HERE}x")
    ]


def test_word_keeps_the_fragment_apart() -> None:
    body = f'<w:p><w:hyperlink r:id="a" w:anchor="top">{run("x")}</w:hyperlink></w:p>'
    data = docx(body, ("a", "hyperlink", f"{HERE}x"))
    [citation] = list(open_document(Source("a.docx", data=data), Settings())[1])
    assert (citation.url, citation.fragment) == (f"{HERE}x", "top")


def test_an_address_in_several_runs_is_one() -> None:
    body = f"<w:p>{run(HERE)}{run('a')}<w:r><w:noBreakHyphen/></w:r>{run(' b')}</w:p>"
    assert texts(docx(body), "a.docx")[0][0].startswith(f"{HERE}a")


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_fields_are_links() -> None:
    body = (
        f"<w:p>{field('begin')}{instruction(' HYPERLINK ')}{instruction(f'&quot;{HERE}x&quot; ')}"
        f"{field('separate')}{run('the page')}{field('end')}{run(' and more')}</w:p>"
        f'<w:p><w:fldSimple w:instr="HYPERLINK {HERE}y">{run("another")}</w:fldSimple></w:p>'
    )
    assert texts(docx(body), "a.docx") == [("the page", f"{HERE}x"), ("another", f"{HERE}y")]


def test_what_a_field_computes_from_is_not_shown() -> None:
    body = (
        f"<w:p>{field('begin')}{instruction('PAGE')}{run(f'{HERE}hidden')}"
        f"{field('separate')}{run('7')}{field('end')}</w:p>"
    )
    assert texts(docx(body), "a.docx") == []


def test_deleted_text_and_second_tellings_are_left_out() -> None:
    body = (
        f"<w:p><w:del><w:hyperlink r:id='a'>{run('x')}</w:hyperlink></w:del></w:p>"
        f"<w:p><w:moveFrom>{run(f'{HERE}moved')}</w:moveFrom></w:p>"
        '<w:p><mc:Fallback xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{run(f'{HERE}old')}</mc:Fallback></w:p>"
    )
    assert texts(docx(body, ("a", "hyperlink", f"{HERE}x")), "a.docx") == []


def test_a_linked_picture_is_cited_by_its_address() -> None:
    body = f'<w:p>{run("A picture:")}<w:drawing><a:hlinkClick r:id="a"/></w:drawing></w:p>'
    data = docx(body, ("a", "hyperlink", f"{HERE}x"))
    assert outcome(data, "a.docx")[1] == [(None, 1, f"{HERE}x", f"{HERE}x")]


def test_shapes_of_the_old_kind_link_too() -> None:
    body = f'<w:p><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="{HERE}x"/></w:p>'
    assert texts(docx(body), "a.docx") == [(f"{HERE}x", f"{HERE}x")]


def test_notes_comments_and_margins_are_parts() -> None:
    links = [(kind, kind, f"{kind}.xml") for kind in ("footnotes", "comments", "header")]
    data = docx(
        f"<w:p>{run(f'{HERE}body')}</w:p>",
        *links,
        footnotes=f'<w:footnotes {W}><w:footnote w:type="separator"/>'
        f"<w:footnote><w:p>{run(f'{HERE}one')}</w:p></w:footnote>"
        f"<w:footnote><w:p>{run('first')}</w:p><w:p>{run(f'{HERE}two')}</w:p></w:footnote>"
        "</w:footnotes>",
        comments=f"<w:comments {W}><w:comment><w:p>{run(f'{HERE}three')}</w:p></w:comment></w:comments>",
        header=f"<w:hdr {W}><w:p>{run(f'{HERE}four')}</w:p></w:hdr>",
    )
    assert [(part, line, url) for part, line, _text, url in outcome(data, "a.docx")[1]] == [
        (None, 1, f"{HERE}body"),
        ("footnote 1", 1, f"{HERE}one"),
        ("footnote 2", 2, f"{HERE}two"),
        ("comment 1", 1, f"{HERE}three"),
        ("header 1", 1, f"{HERE}four"),
    ]
    places = [each.place for each in open_document(Source("a.docx", data=data), Settings())[1]]
    assert places.count(Place.COMMENT) == 1


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (' HYPERLINK "https://e.org/" ', "https://e.org/"),
        (r'HYPERLINK "https://e.org/" \l "top" \o "Tip"', "https://e.org/#top"),
        (r'HYPERLINK \l "top"', ""),
        (r'hyperlink \o "https://tip.org/" "https://e.org/"', "https://e.org/"),
        (r'HYPERLINK "https:\\\\e.org\\a"', r"https:\\e.org\a"),
        ("HYPERLINK https://e.org/a", "https://e.org/a"),
        ('INCLUDEPICTURE "https://e.org/a.png" \\* MERGEFORMAT', "https://e.org/a.png"),
        ("PAGEREF _Toc1", ""),
        ("HYPERLINK", ""),
    ],
)
def test_a_fields_instruction_tells_its_address(written: str, address: str) -> None:
    assert field_address(written) == address


# ---------------------------------------------------------------- slides and cells


def pptx(beside: dict[str, str | bytes] | None = None, /, **slides: str) -> bytes:
    ids = "".join(f'<p:sldId r:id="{name}"/>' for name in slides)
    return zipped(
        {
            "ppt/presentation.xml": f"<p:presentation {P} {R}>{ids}</p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                *((name, "slide", f"slides/{name}.xml") for name in slides)
            ),
            **{f"ppt/slides/{name}.xml": data for name, data in slides.items()},
            **{f"ppt/slides/{name}": data for name, data in (beside or {}).items()},
        }
    )


def slide(text: str) -> str:
    return f"<p:sld {P} {A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"


def test_slides_come_in_the_order_in_which_they_are_shown() -> None:
    data = pptx(second=slide(f"{HERE}1"), first=slide(f"{HERE}2"))
    assert [(part, url) for part, *_rest, url in outcome(data, "a.pptx")[1]] == [
        ("slide 1", f"{HERE}1"),
        ("slide 2", f"{HERE}2"),
    ]


def test_a_broken_slide_does_not_hide_the_others() -> None:
    data = pptx(a=slide(f"{HERE}1"), b=slide(f"{HERE}2")[:-9], c=slide(f"{HERE}3"))
    _form, found, error = outcome(data, "a.pptx")
    assert [url for *_rest, url in found] == [f"{HERE}1", f"{HERE}2", f"{HERE}3"]
    assert error == "broken"


def xlsx(sheet: str, *links: tuple[str, str, str], **members: str) -> bytes:
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {S} {R}><sheet name="One" r:id="s"/></workbook>',
            "xl/_rels/workbook.xml.rels": relations(("s", "worksheet", "/xl/sheet1.xml")),
            "xl/sheet1.xml": f"<worksheet {S} {R}>{sheet}</worksheet>",
            "xl/_rels/sheet1.xml.rels": relations(*links),
            **{f"xl/{name}.xml": data for name, data in members.items()},
        }
    )


def test_cells_link_by_relationship_by_formula_and_by_their_text() -> None:
    data = xlsx(
        "<c r='A1' t='str'><v>the report</v></c>"
        f"<c r='B1' t='str'><f>HYPERLINK(\"{HERE}b\",\"b\")</f><v>b</v></c>"
        f"<c r='A2' t='inlineStr'><is><t>{HERE}c</t></is></c>"
        "<c r='B2'><v>12</v></c><c r='C2' t='s'><v>99</v></c>"
        "<hyperlinks><hyperlink ref='A1:A2' r:id='a'/><hyperlink ref='D9' r:id='d'/></hyperlinks>",
        ("a", "hyperlink", f"{HERE}a"),
        ("d", "hyperlink", f"{HERE}d"),
    )
    found = sorted((part, text, url) for part, _line, text, url in outcome(data, "a.xlsx")[1])
    assert found == [
        ("One!A1", "the report", f"{HERE}a"),
        ("One!A2", f"{HERE}c", f"{HERE}c"),
        ("One!B1", "b", f"{HERE}b"),
        ("One!D9", f"{HERE}d", f"{HERE}d"),
    ]


def test_comments_of_cells_and_drawings_are_parts_and_threads_are_told_once() -> None:
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    data = xlsx(
        "",
        ("c", "comments", "comments.xml"),
        ("t", "threadedComment", "threads.xml"),
        ("d", "drawing", "drawing.xml"),
        comments=f"<comments {S}><comment ref='A1'><t>{HERE}thread</t></comment></comments>",
        threads=f"<ThreadedComments xmlns='{threads}'><threadedComment ref='A1'>"
        f"<text>{HERE}thread</text></threadedComment></ThreadedComments>",
        drawing=f"<x {A}><a:p><a:r><a:t>{HERE}drawn</a:t></a:r></a:p></x>",
    )
    assert [(part, url) for part, *_rest, url in outcome(data, "a.xlsx")[1]] == [
        ("One!A1, comment", f"{HERE}thread"),
        ("One, drawing", f"{HERE}drawn"),
    ]


def test_notes_and_comments_of_a_slide_come_behind_it() -> None:
    data = pptx(
        {
            "_rels/a.xml.rels": relations(
                ("n", "notesSlide", "n.xml"),
                ("c", "comments", "c.xml"),
                ("l", "hyperlink", f"{HERE}l"),
            ),
            "n.xml": slide(f"{HERE}note"),
            "c.xml": f"<p:cmLst {P}><p:cm><p:text>{HERE}comment</p:text></p:cm></p:cmLst>",
        },
        a=f"<p:sld {P} {A} {R}><p:cNvPr><a:hlinkClick r:id='l'/></p:cNvPr>"
        f"<a:p><a:r><a:rPr><a:hlinkClick r:id='l'/></a:rPr><a:t>one </a:t></a:r>"
        f"<a:r><a:rPr><a:hlinkClick r:id='l'/></a:rPr><a:t>link</a:t></a:r></a:p></p:sld>",
    )
    assert [(part, text, url) for part, _line, text, url in outcome(data, "a.pptx")[1]] == [
        ("slide 1", f"{HERE}l", f"{HERE}l"),
        ("slide 1", "one link", f"{HERE}l"),
        ("slide 1, notes", f"{HERE}note", f"{HERE}note"),
        ("slide 1, comments", f"{HERE}comment", f"{HERE}comment"),
    ]


@pytest.mark.parametrize(
    ("column", "row", "name"), [(0, 0, "A1"), (25, 8, "Z9"), (26, 0, "AA1"), (702, 0, "AAA1")]
)
def test_cells_are_named_as_spreadsheets_do(column: int, row: int, name: str) -> None:
    assert cell_name(column, row) == name
    assert first_cell(name) == name


@pytest.mark.parametrize(
    ("formula", "address"),
    [
        ('HYPERLINK("https://e.org/","x")', "https://e.org/"),
        ('of:=HYPERLINK("https://e.org/";"x")', "https://e.org/"),
        ('=IF(A1; hyperlink ( "https://e.org/" ); "")', "https://e.org/"),
        ('HYPERLINK("https://e.org/"&A1)', ""),
        ("HYPERLINK(A1)", ""),
    ],
)
def test_a_formula_links_where_its_address_is_written_out(formula: str, address: str) -> None:
    assert formula_address(formula) == address


# ---------------------------------------------------------------- bad packages


def test_an_office_document_is_known_by_what_it_holds() -> None:
    data = docx(f"<w:p>{run(f'{HERE}a')}</w:p>")
    for name in ("a.docx", "a.xlsx", "a.odt", "a.txt", "a"):
        assert outcome(data, name)[:2] == ("docx", [(None, 1, f"{HERE}a", f"{HERE}a")])


def test_a_docx_that_is_a_pdf_is_read_as_a_pdf() -> None:
    form, found, error = outcome(pdf(([f"{HERE}a"], [])), "a.docx")
    assert (form, [url for *_rest, url in found], error) == ("pdf", [f"{HERE}a"], None)


@pytest.mark.parametrize(
    "name", ["a.docx", "a.pptx", "a.xlsx", "a.odt", "a.ods", "a.odp", "a.epub"]
)
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no package", package(other="x")])
def test_what_is_no_package_is_broken(name: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        list(open_document(Source(name, data=data), Settings())[1])
    assert caught.value.code == "broken"


@pytest.mark.parametrize(
    "document",
    ["docx/paper.docx", "pptx/slides.pptx", "xlsx/table.xlsx", "odt/paper.odt", "epub/paper.epub"],
)
def test_a_package_that_was_cut_off_is_broken(document: str) -> None:
    data = (DOCUMENTS / document).read_bytes()
    for part in (1, 2, 3):
        with pytest.raises(DocumentError) as caught:
            list(open_document(Source(document, data=data[: len(data) * part // 4]), Settings())[1])
        assert caught.value.code == "broken"


def test_a_zip_bomb_is_refused() -> None:
    body = f"<w:p>{' ' * 50_000_000}</w:p>"
    form, found, error = outcome(docx(body), "a.docx")
    assert (form, found, error) == ("docx", [], "archive-bomb")


def test_members_that_are_bombs_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkcheck.parse.office.package.MOST_BYTES", 20_000)
    slides = {f"s{number}": slide("x" * 5_000) for number in range(9)}
    assert outcome(pptx(**slides), "a.pptx")[2] == "archive-bomb"


def test_entities_of_its_own_are_refused() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "https://e.org/a "><!ENTITY b "&a;&a;&a;">]>'
        f"<w:document {W}><w:p><w:t>&b;</w:t></w:p></w:document>"
    )
    assert outcome(package(word__document_dot_xml=bomb), "a.docx") == ("docx", [], "entity-bomb")


def test_encrypted_packages_say_so() -> None:
    plain = bytearray(docx(f"<w:p>{run('x')}</w:p>"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = plain.find(mark)
        while at >= 0:
            plain[at + offset] |= 1
            at = plain.find(mark, at + 1)
    assert outcome(bytes(plain), "a.docx", "docx")[2] == "encrypted"
    manifest = "<manifest:encryption-data/>"
    odt = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x00",
            "META-INF/manifest.xml": manifest,
        }
    )
    assert outcome(odt, "a.odt")[2] == "encrypted"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert outcome(ole + "EncryptedPackage".encode("utf-16-le"), "a.docx")[2] == "encrypted"
    assert outcome(ole, "a.docx")[2] == "unknown-format"


def test_what_stands_before_the_damage_is_kept() -> None:
    data = docx(f"<w:p>{run(f'{HERE}a')}</w:p><w:p>{run('cut')}</w:wrong>")
    assert outcome(data, "a.docx") == ("docx", [(None, 1, f"{HERE}a", f"{HERE}a")], "broken")


MEMBERS = [
    ("docx/paper.docx", "word/document.xml"),
    ("docx/paper.docx", "word/_rels/document.xml.rels"),
    ("docx/paper.docx", "word/footnotes.xml"),
    ("pptx/slides.pptx", "ppt/presentation.xml"),
    ("pptx/slides.pptx", "ppt/slides/slide2.xml"),
    ("xlsx/table.xlsx", "xl/workbook.xml"),
    ("xlsx/table.xlsx", "xl/sharedStrings.xml"),
    ("xlsx/table.xlsx", "xl/worksheets/sheet1.xml"),
    ("odt/paper.odt", "content.xml"),
    ("ods/table.ods", "content.xml"),
    ("odp/slides.odp", "content.xml"),
    ("epub/paper.epub", "EPUB/content.opf"),
    ("epub/paper.epub", "EPUB/text/ch001.xhtml"),
]


@pytest.mark.parametrize(("document", "member"), MEMBERS)
@settings(max_examples=10, deadline=None)
@given(mutated=mutations())
def test_a_package_with_a_damaged_member_is_read_as_far_as_it_goes(
    document: str, member: str, mutated: Callable[[bytes], bytes]
) -> None:
    with zipfile.ZipFile(DOCUMENTS / document) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        members[member] = mutated(archive.read(member))
    _form, _found, error = outcome(zipped(members), document)
    assert error in {None, "broken", "entity-bomb", "encrypted", "binary"}


# ---------------------------------------------------------------- OpenDocument, EPUB


def test_deleted_text_of_an_odt_is_left_out_and_notes_are_parts() -> None:
    content = (
        f"<office:document-content {ODF}><office:body><office:text>"
        f"<text:tracked-changes><text:p>{HERE}deleted</text:p></text:tracked-changes>"
        f"<text:p>See<text:s text:c='3'/><text:a xlink:href='{HERE}a'>it</text:a>"
        "<text:note text:note-class='endnote'><text:note-citation>1</text:note-citation>"
        f"<text:note-body><text:p>{HERE}note</text:p></text:note-body></text:note> now.</text:p>"
        f"<text:p><text:bibliography-mark text:url='{HERE}b'>[B]</text:bibliography-mark></text:p>"
        "</office:text></office:body></office:document-content>"
    )
    odt = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    assert outcome(odt, "a") == (
        "odt",
        [
            (None, 1, "it", f"{HERE}a"),
            (None, 2, "[B]", f"{HERE}b"),
            ("endnote 1", 1, f"{HERE}note", f"{HERE}note"),
        ],
        None,
    )


def test_a_book_without_its_list_is_read_by_its_names() -> None:
    chapters = {f"c{number}.xhtml": f"<p>{HERE}{number}</p>" for number in (2, 1)}
    _form, found, error = outcome(
        zipped({"mimetype": "application/epub+zip", **chapters}), "a.epub"
    )
    assert [(part, url) for part, *_rest, url in found] == [
        ("c1.xhtml", f"{HERE}1"),
        ("c2.xhtml", f"{HERE}2"),
    ]
    assert error == "broken"


def test_a_book_with_encrypted_chapters_says_so_and_disguised_fonts_do_not_count() -> None:
    def book(algorithm: str) -> bytes:
        listed = (
            '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
            f'<enc:EncryptionMethod Algorithm="{algorithm}"/>'
            '<enc:CipherReference URI="EPUB/a.xhtml"/></enc:EncryptedData></encryption>'
        )
        with zipfile.ZipFile(DOCUMENTS / "epub/paper.epub") as archive:
            opf = '<package xmlns="http://www.idpf.org/2007/opf"><item id="a" href="a.xhtml"/><itemref idref="a"/></package>'
            return zipped(
                {
                    "META-INF/container.xml": archive.read("META-INF/container.xml"),
                    "META-INF/encryption.xml": listed,
                    "EPUB/content.opf": opf,
                    "EPUB/a.xhtml": f"<p>{HERE}a</p>",
                }
            )

    assert outcome(book("http://www.idpf.org/2008/embedding"), "a.epub")[2] is None
    locked = book("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
    assert outcome(locked, "a.epub")[1:] == ([], "encrypted")


# ---------------------------------------------------------------- mail


@pytest.mark.parametrize(
    ("document", "form"),
    [("eml/message.eml", "eml"), ("mbox/list.mbox", "mbox"), ("rtf/paper.rtf", "rtf")],
)
def test_mail_and_rtf_are_known_by_how_they_begin(document: str, form: str) -> None:
    assert outcome((DOCUMENTS / document).read_bytes(), "unnamed")[0] == form


def test_a_mailbox_without_its_first_line_is_a_message() -> None:
    assert outcome(f"Subject: x\n\n{HERE}a\n".encode(), "a.mbox")[1] == [
        ("message 1, text part", 1, f"{HERE}a", f"{HERE}a")
    ]


def wrapped_mail(depth: int) -> EmailMessage:
    message = EmailMessage()
    message.set_content(f"{HERE}{depth}\n")
    if depth > 0:
        message.add_attachment(wrapped_mail(depth - 1))
    return message


def test_mail_within_mail_is_read_to_a_depth() -> None:
    found = outcome(wrapped_mail(2).as_bytes(), "a.eml")
    assert [url for *_rest, url in found[1]] == [f"{HERE}2", f"{HERE}1", f"{HERE}0"]
    assert found[1][2][0] == "forwarded message, forwarded message, text part"
    deep = outcome(wrapped_mail(30).as_bytes(), "a.eml")
    assert deep[1][0][3] == f"{HERE}30"
    assert deep[2] == "nested-too-deep"


def test_mail_attached_as_a_file_is_as_deep_as_mail_in_mail() -> None:
    inner = f"Subject: x\n\n{HERE}inner\n".encode()
    for _ in range(12):
        message = EmailMessage()
        message.set_content("outer\n")
        message.add_attachment(
            inner, maintype="application", subtype="octet-stream", filename="a.eml"
        )
        inner = message.as_bytes()
    assert outcome(inner, "a.eml")[2] == "nested-too-deep"


def test_a_broken_attachment_is_named_and_the_rest_is_read() -> None:
    message = EmailMessage()
    message.set_content(f"{HERE}a\n")
    for name, data in (("bad.docx", b"PK\x03\x04"), ("good.txt", f"{HERE}b".encode())):
        message.add_attachment(data, maintype="application", subtype="x", filename=name)
    document, citations = open_document(Source("a.eml", data=message.as_bytes()), Settings())
    found: list[str] = []
    with pytest.raises(DocumentError, match=r"bad\.docx") as caught:
        found.extend(each.url for each in citations)
    assert caught.value.code == "broken"
    assert document.format == "eml"
    assert [url for *_rest, url in outcome(message.as_bytes(), "a.eml")[1]] == [
        f"{HERE}a",
        f"{HERE}b",
    ]


@pytest.mark.parametrize(
    ("lines", "deletes_space", "shown"),
    [
        ("a \nb", False, "a b"),
        ("a \nb", True, "ab"),
        ("a\nb", True, "a\nb"),
        ("> a \n> b", False, "> a b"),
        (">> a \n> b", False, ">> a \n> b"),
        ("a \n-- \nName", False, "a \n-- \nName"),
        (" > stuffed", False, "> stuffed"),
        ("a ", False, "a "),
    ],
)
def test_soft_line_breaks_are_undone(lines: str, shown: str, *, deletes_space: bool) -> None:
    assert unflowed(lines, deletes_space=deletes_space) == shown


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\0",
        b"Content-Type: multipart/mixed\n\nno border",
        b"Content-Type: text/plain; charset=nonsense\n\nhttps://example.org/a",
        b"Content-Transfer-Encoding: base64\n\n!!!!",
        b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nAAAA",
        b"Date: nonsense\nContent-Type: ;;;=\n\nx",
        b"Content-Disposition: attachment; filename*=x'y'%FF%.txt\n\nx",
    ],
)
def test_any_message_is_read_as_it_is(data: bytes) -> None:
    assert outcome(data, "a.eml")[2] is None


# ---------------------------------------------------------------- notebooks, RTF


@pytest.mark.parametrize("text", ["", "[", "[1]", "null", '{"cells": ', "[" * 100_000])
def test_what_is_no_notebook_is_broken(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        list(open_document(Source("a.ipynb", data=text.encode()), Settings())[1])
    assert caught.value.code == "broken"


@pytest.mark.parametrize("cells", [None, 1, [1, None, {"cell_type": 3, "source": [1]}], [{}]])
def test_a_notebook_of_strange_cells_cites_nothing(cells: object) -> None:
    assert outcome(json.dumps({"cells": cells}).encode(), "a.ipynb") == ("ipynb", [], None)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            r"See https://e.org/a\_b. \par x",
            [("https://e.org/a\u2011b", "https://e.org/a%E2%80%91b")],
        ),
        (
            r'{\field{\*\fldinst{HYPERLINK "https://e.org/x"}}{\fldrslt{\ul the {\b page}}}} more',
            [("the page", "https://e.org/x")],
        ),
        (
            r'{\field{\*\fldinst HYPERLINK "https://e.org/x" }{\fldrslt https://e.org/x}}',
            [("https://e.org/x", "https://e.org/x")],
        ),
        (r"https://e.org/\'e4\'f6 x", [("https://e.org/äö", "https://e.org/%C3%A4%C3%B6")]),
        (r"https://e.org/\u1078?\u1079? x", [("https://e.org/жз", "https://e.org/%D0%B6%D0%B7")]),
        (r"https://e.org/{\uc2\u1078ab} x", [("https://e.org/ж", "https://e.org/%D0%B6")]),
        (
            r"https://e.org/\u-10179?\u-8704? x",
            [("https://e.org/😀", "https://e.org/%F0%9F%98%80")],
        ),
        (r"{\*\generator https://e.org/hidden}{\info{\title https://e.org/t}}", []),
        (r"{\pict\bin5 }{}}{x}https://e.org/a", [("https://e.org/a", "https://e.org/a")]),
        (
            r"https://e.org/a\par https://e.org/b",
            [("https://e.org/a", "https://e.org/a"), ("https://e.org/b", "https://e.org/b")],
        ),
    ],
)
def test_rtf_is_read_as_it_is_shown(body: str, found: list[tuple[str, str]]) -> None:
    data = rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode("ascii")
    assert outcome(data, "a.rtf")[2] is None
    assert texts(data, "a.rtf") == found


def test_the_font_says_what_its_characters_are() -> None:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset128 MS;}}"
    data = rf"{{\rtf1{fonts}\f0 https://e.org/{{\f1 \'e6\'e7}}\f0 /{{\f2\'93\'fa}} x}}".encode()
    assert texts(data, "a")[0][0] == "https://e.org/жз/日"


def test_notes_of_rtf_are_parts() -> None:
    data = (
        rf"{{\rtf1 {HERE}a{{\*\footnote {HERE}b}}{{\*\annotation {HERE}c}} and {HERE}d}}".encode()
    )
    assert [(part, url) for part, *_rest, url in outcome(data, "a.rtf")[1]] == [
        (None, f"{HERE}a"),
        (None, f"{HERE}d"),
        ("footnote 1", f"{HERE}b"),
        ("comment 1", f"{HERE}c"),
    ]


def test_an_rtf_that_was_cut_off_keeps_what_it_has() -> None:
    assert outcome(rb"{\rtf1 https://e.org/a {\b x", "a.rtf") == (
        "rtf",
        [(None, 1, "https://e.org/a", "https://e.org/a")],
        "broken",
    )
