from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING

import pytest

from linkcheck.errors import DocumentError
from linkcheck.parse import Source, format_names, open_document
from linkcheck.parse.source import MOST_BYTES, read_source
from linkcheck.settings import Settings
from tests.parse.reading import read

if TYPE_CHECKING:
    from pathlib import Path

RUSSIAN = "Россия не согласна с тем, что было сказано в докладе: https://e.org/доклад и далее.\n"


@pytest.mark.parametrize(
    "data",
    [
        RUSSIAN.encode(),
        codecs.BOM_UTF8 + RUSSIAN.encode(),
        RUSSIAN.encode("utf-16"),
        codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"),
        (RUSSIAN * 5).encode("windows-1251"),
        RUSSIAN.encode("utf-32"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "windows-1251", "utf-32"],
)
def test_text_is_read_in_its_encoding_and_positions_count_its_characters(data: bytes) -> None:
    citation = read(data)[1][0]
    assert (citation.text, citation.span.start) == ("https://e.org/доклад", 54)


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.md", "", "markdown"),
        ("A.MARKDOWN", "", "markdown"),
        ("a.b.html", "", "html"),
        ("a.txt", "<html>", "text"),
        ("a", "<!DOCTYPE html><p>", "html"),
        ("a.unknown", "\n <!-- x --> <html lang=en>", "html"),
        ("a.unknown", "text", "text"),
    ],
)
def test_formats_are_recognised_by_name_and_else_by_their_beginning(
    name: str, text: str, form: str
) -> None:
    document, _citations = open_document(Source(name, data=text.encode()), Settings())
    assert document.format == form


def test_the_formats_are_known_by_name() -> None:
    assert {"html", "json", "markdown", "pdf", "python", "text"} <= set(format_names())
    assert list(format_names()) == sorted(set(format_names()))


def code_of(source: Source) -> tuple[str, str | None]:
    with pytest.raises(DocumentError) as caught:
        list(open_document(source, Settings())[1])
    assert source.path in caught.value.message
    return caught.value.code, caught.value.hint


def test_what_cannot_be_read_has_a_code_and_a_hint(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0\0")
    (tmp_path / "file.pdf").write_bytes(b"%PDF-1.7 text")
    codes = {
        name: code_of(Source(name, tmp_path / name))
        for name in ("missing.md", ".", "binary", "file.pdf", "nul\0byte")
    }
    assert {name: code for name, (code, _hint) in codes.items()} == {
        "missing.md": "not-found",
        ".": "is-a-folder",
        "binary": "binary",
        "file.pdf": "broken",
        "nul\0byte": "not-readable",
    }
    assert codes["missing.md"][1]
    assert code_of(Source("x", data=b"", format="nonsense"))[0] == "unknown-format"
    assert code_of(Source("x"))[0] == "not-found"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert code_of(Source("pipe", tmp_path / "pipe"))[0] == "not-a-file"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "line.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert code_of(Source("line.txt", tmp_path / "line.txt"))[0] == "too-large"


def test_a_device_is_not_read(tmp_path: Path) -> None:
    assert code_of(Source("null", tmp_path / os.devnull))[0] == "not-a-file"


@pytest.mark.parametrize("is_regular", [False, True])
def test_a_file_that_is_read_in_small_pieces_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_regular: bool
) -> None:
    whole = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: whole(handle, min(size, 7)))  # as FUSE may
    file = tmp_path / "a.txt"
    file.write_bytes(b"See https://a.example/page and https://b.example/page.")
    assert read_source(Source("a.txt", file, is_regular=is_regular)) == file.read_bytes()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_without_permission_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").touch(mode=0)
    assert code_of(Source("secret.txt", tmp_path / "secret.txt"))[0] == "not-readable"


def test_an_empty_document_has_no_citations() -> None:
    for form in format_names():
        try:
            assert read(b"", form)[1] == []
        except DocumentError as error:
            assert error.code == "broken"  # noqa: PT017  (a package has to be a package)
