"""Long texts whose pieces are read apart from each other."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from linkcheck.parse import Source
from linkcheck.parse.apart import InDoubtError, long_text
from linkcheck.parse.pieces import PIECE
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.parse.apart import LongText

pytestmark = pytest.mark.skipif(not hasattr(os, "pread"), reason="files are read at an offset")
LINE = b"Nothing is cited here but https://a.example.org/page, and that in each line.\n"
LONG = LINE * (2 * PIECE // len(LINE) + 1)


def apart(data: bytes, name: str = "a.txt", *, settings: Settings | None = None) -> LongText | None:
    return long_text(Source(name, data=data), settings or Settings())


def of_file(path: Path) -> LongText:
    text = long_text(Source(path.name, str(path)), Settings())
    assert text is not None
    return text


def test_the_pieces_are_all_of_the_text_and_end_with_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(LONG)
    text = of_file(tmp_path / "a.txt")
    assert b"".join(text.read(*each) for each in text.ranges) == LONG
    assert all(LONG[start - 1 : start] == b"\n" for start, _end in text.ranges[1:])
    assert len(text.ranges) == 3


def test_a_piece_is_counted_from_its_own_beginning() -> None:
    text = apart(LONG)
    assert text is not None
    start, end = text.ranges[1]
    cited, *behind = text.cited_in(start, end)
    lines = LONG[start:end].count(b"\n")
    found = list(cited)
    assert found[0] == (1, 27, "https://a.example.org/page", ())
    assert found[-1][0] == lines
    assert behind == [lines + 1, 1]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (LONG[: 2 * PIECE - 1], "short.txt"),
        (LONG, "another_format.md"),
        (b"\xef\xbb\xbf" + LONG, "marked.txt"),
        (LONG.decode().encode("utf-16-le"), "wide.txt"),
        (b"%PDF-1.7" + LONG, "a.pdf"),
    ],
)
def test_what_is_short_or_no_text_in_utf_8_is_not_read_apart(data: bytes, name: str) -> None:
    assert apart(data, name) is None


def test_what_is_to_be_searched_for_bare_domains_is_not_read_apart() -> None:
    assert apart(LONG, settings=Settings(bare_domains=True)) is None


def test_what_cannot_be_read_is_not_read_apart(tmp_path: Path) -> None:
    for source in (
        Source("missing.txt", str(tmp_path / "missing.txt")),
        Source("folder.txt", str(tmp_path)),
        Source("https://a.example.org/long.txt"),
        Source("a.txt", data=LONG, format="nonsense"),
    ):
        assert long_text(source, Settings()) is None


@pytest.mark.parametrize("what", [b"\xe9t\xe9", b"a\0b", b"\x1b$B"])
def test_a_piece_that_is_no_text_in_utf_8_is_in_doubt(what: bytes) -> None:
    text = apart(LONG + what)
    assert text is not None
    text.cited_in(*text.ranges[0])
    with pytest.raises(InDoubtError):
        text.cited_in(*text.ranges[-1])


def test_a_file_that_has_changed_is_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(LONG)
    text = of_file(path)
    path.write_bytes(LONG[:PIECE])
    with pytest.raises(InDoubtError):
        text.cited_in(*text.ranges[0])
