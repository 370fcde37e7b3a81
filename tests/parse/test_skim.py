"""What is read quickly is what is read with care: places, addresses and other readings."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from linkcheck.errors import DocumentError
from linkcheck.parse import Source, open_briefly, open_document
from linkcheck.parse.identifiers import RESOLVERS
from linkcheck.parse.pieces import PIECE
from linkcheck.parse.prose import LITERALS
from linkcheck.parse.skim import _ADDRESS, _HOST_ALONE, _SCHEME, _anchors
from linkcheck.settings import Settings
from tests.parse import wrapping

if TYPE_CHECKING:
    from linkcheck.parse.mention import CitedAt

DOCUMENTS = sorted(
    each for each in (Path(__file__).parent / "documents").rglob("*") if each.is_file()
)

OPENERS = [
    " ",
    "(",
    "<",
    '"',
    "'",
    "\n",
    "",
    "_",
    "~",
    "[",
    "*",
    "é",
    "日",
    "“",
    "x",
    ">",
    "|",
    "`",
]
SCHEMES = ["https://", "http://", "HTTP://", "ftp://", "hxxp://", "http[:]//", "xhttps://", "://"]
HOSTS = [
    *(
        "a.org",
        "www.b-c.example.com",
        "a--b.org",
        "-a.org",
        "xn--a.org",
        "1.2.3.4",
        "a.b1",
        "A.org",
    ),
    *(*sorted(RESOLVERS)[:6], "doi.org.example", "a..org", "a", "evil[.]example", "mañana.example"),
    *("a.org:80", f"{'a' * 64}.org", ".".join("abcdefghijkl") + ".org", "user@a.org"),
]
PATHS = [
    *("", "/", "/a", "/a.html", "/web/2020/", "/web/20200101000000/", "/a-", "/a?b=", "/?q=1&r=2"),
    *(
        "/b_(c)",
        "/.",
        "/./a",
        "/a/../b",
        "/%20",
        "/%2e/",
        "/%2",
        "/a&amp;b",
        "/a&gt;",
        "/#",
        "/a#b.c",
    ),
    *(
        "/a#b#c",
        "/{id}",
        "/a[1]",
        "/a'b",
        "/a*",
        "/a+b",
        "/.+",
        "/é",
        "/日本",
        "/a,b;c",
        "/~me",
        "/@me",
    ),
    *("?q=1", "#top", "/a.", "/a..b", "/10.1000/abc", "/a%s", "/:id", "/$A", "/a//b", "/a?.b"),
]
BEHIND = [
    *("", " ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", ".", ". ", ".\n", ", ", ";", ":", "?", "!)"),
    *(
        ")",
        "]",
        "}",
        ">",
        '"',
        "'",
        "|",
        "`",
        "<",
        "</a>",
        "<id>",
        "*",
        "(",
        "[1]",
        "{",
        "  \n",
        "\t",
    ),
    *(
        "\nb_c.html",
        "\n> ",
        "\n# ",
        "\nSee: ",
        "\nhttps://",
        "\nand",
        "\n  d/e",
        "…",
        "\u200b",
        "é",
    ),
]
OTHERS = [
    *(
        "word ",
        "Nächste ",
        "日本語",
        "😀",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "> ",
        "# ",
        " * ",
        "\t",
        "e.g. ",
    ),
    *(
        "doi:10.1000/abc ",
        "10.1234/x-\n2020.y ",
        "RFC 9110 ",
        "arXiv:2101.00001 ",
        "ISBN 978-3-16-148410-0",
    ),
    *(
        "978\u20103\u201016\u2010148410\u20100 ",
        "www.e.org/a ",
        "www.\ne.org/a ",
        "mailto:a@b.org ",
        "mailto://",
    ),
    *(
        "swh:1:",
        "ark:/12148/x ",
        "evil[.]example/a ",
        "https://\na.org/b ",
        "abs/",
        "PMID: 1 ",
        "\x1b[1m",
        "\0",
    ),
]
ADDRESSES = st.builds(
    "{}{}{}{}{}".format, *map(st.sampled_from, (OPENERS, SCHEMES, HOSTS, PATHS, BEHIND))
)
TEXTS = st.lists(
    ADDRESSES | ADDRESSES | st.sampled_from(OTHERS) | st.text(max_size=5), max_size=12
).map("".join)


def briefly(data: bytes) -> list[CitedAt] | str:
    """Return what a document cites, or why it cannot be read."""
    source = Source("a.txt", data=data)
    try:
        return [each for part in open_briefly(source, Settings()) for each in part.cited]
    except DocumentError as error:
        return error.code


def carefully(data: bytes) -> list[CitedAt] | str:
    """Return the same of all that is worked out of the document."""
    source = Source("a.txt", data=data)
    try:
        citations = list(open_document(source, Settings())[1])
    except DocumentError as error:
        return error.code
    return [(each.span.line, each.span.column, each.url, each.candidates) for each in citations]


@settings(max_examples=500, deadline=None)
@example("x (https://a.org/b).\n\nhttps://a.org\n")
@example("é <https://a.org/b.>, 'https://a.org/b'\r\n\r\n978\u20103\u201016\u2010148410\u20100")
@example("https://a.org/web/2020/\nhttps://b.org/c")
@example("https://a.org/b\rhttps://b.org/c d\n")
@example("ark:/12148/xhttps://a.org/b c")
@given(TEXTS)
def test_a_text_read_quickly_cites_what_it_cites_read_with_care(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    found = briefly(data)
    event(f"{min(len(found), 3)} cited" if isinstance(found, list) else found)
    assert found == carefully(data)


@settings(max_examples=200, deadline=None)
@given(
    TEXTS, st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1251", "iso2022_jp"])
)
def test_so_does_one_in_any_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    assert briefly(data) == carefully(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=12), TEXTS, st.binary(max_size=12))
def test_so_does_one_with_bytes_that_are_no_text(before: bytes, text: str, behind: bytes) -> None:
    data = before + text.encode("utf-8", "surrogatepass") + behind
    assert briefly(data) == carefully(data)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_so_do_the_documents_of_all_formats_read_as_text(path: Path) -> None:
    data = path.read_bytes()
    assert briefly(data) == carefully(data)


@pytest.mark.parametrize("columns", [48, 72])
@pytest.mark.parametrize("margin", ["", "> ", "# "])
def test_so_do_paragraphs_wrapped_at_any_width(columns: int, margin: str) -> None:
    for wrapped in wrapping.documents(
        columns, wrapping.after_signs, count=4, seed=columns, margin=margin
    ):
        found = briefly(wrapped.text.encode())
        assert found == carefully(wrapped.text.encode())
        assert len(found) > 3


LONG = {
    "paragraphs": "See https://a.example.org/b for more, or (https://c.example.org).\n\n"
    + "Nothing is cited here, and so it goes on.\n" * 50,
    "one line, not ASCII": "é https://a.example.org/b? " + "ä" * 4000,
    "no space": f"https://a.example.org/{'b' * 2000},",
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG)
def test_so_do_texts_that_are_read_in_pieces(unit: str) -> None:
    data = (unit * (PIECE // len(unit) + 9)).encode()
    found = briefly(data)
    assert found == carefully(data)
    assert len(found) >= PIECE // len(unit)


AT_SIGHT = [
    "(https://a.org/b).",
    "https://a.org/b/c.html, and",
    "http://www.b-c.example.com/a?b=c&d=e#f then",
    "<https://a.org/%C3%A9>",
    "'https://a.org/b'",
    "https://a.org/b\n\nNext",
    "https://a.org/b\r\n\r\nNext",
    "https://a.org/b\nhttps://c.org/d\n",
    "https://a.org/b/.\nhttps://c.org/d\n",
    "https://a.org/b\nLicense: MIT\n",
    "https://a.org/b\n",
    "https://a.org/b",
]
WITH_CARE = [
    "https://a.org/b\nc.html",  # it may go on
    "https://a.org/web/2020/\nhttps://c.org/d\n",
    "https://a.org/b?c=\nhttps://c.org/d\n",
    "<https://a.org/b.>",
    "_https://a.org/b_ c",
    "https://a.org/b_(c) d",
    "https://a.org/./b c",
    "https://a.org/%2e%2e/b c",
    "https://a.org/{id} b",
    "https://a.org/b&gt; c",
    "https://doi.org/10.1000/a b",
    "https://xn--a.org/b c",
    "https://1.2.3.4/b c",
    "https://A.org/b c",
    "https://a.org:80/b c",
    "https://a.org/é b",
]


@pytest.mark.parametrize("text", AT_SIGHT)
def test_an_address_that_leaves_no_doubt_is_told_at_sight(text: str) -> None:
    raw = f"\n{text}".encode()
    found = _ADDRESS.match(raw, raw.index(b"://") - 6)
    assert found is not None
    assert [(found[3].decode(), ())] == [each[2:] for each in carefully(raw)[:1]]


@pytest.mark.parametrize("text", WITH_CARE)
def test_one_that_leaves_a_doubt_is_read_with_care(text: str) -> None:
    raw = f"\n{text}".encode()
    assert _ADDRESS.match(raw, raw.index(b"://") - 6) is None


@pytest.mark.parametrize("host", sorted(RESOLVERS))
def test_the_address_of_an_identifier_is_read_with_care(host: str) -> None:
    assert _ADDRESS.match(f" https://{host}/a b".encode(), 0) is None
    assert _HOST_ALONE.match(f" https://{host} b".encode(), 0) is None
    assert _ADDRESS.match(f" https://{host}.example/a b".encode(), 0) is not None


def test_the_sign_of_a_scheme_has_the_number_that_it_is_known_by() -> None:
    assert _anchors().hits_in(b"a://b", is_ascii=True) == [(_SCHEME, 1, 4)]
    assert _anchors().meanings[_SCHEME] is LITERALS["://"]


def test_a_mark_and_a_guess_are_no_part_of_a_place() -> None:
    assert briefly(codecs.BOM_UTF8 + b"https://a.org/b c") == [(1, 1, "https://a.org/b", ())]
    assert briefly("é https://a.org/b c".encode("latin-1")) == [(1, 3, "https://a.org/b", ())]
