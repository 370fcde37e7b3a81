from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from linkcheck.archives.cdx import IndexedCapture, read_cdx

WHEN: Final = datetime(2018, 1, 12, 10, 30, tzinfo=UTC)
FOUND: Final = IndexedCapture("http://example.org/a", WHEN, 200)
HEAD: Final = b'["urlkey","timestamp","original","mimetype","statuscode","digest","length"]'
ROW: Final = b'["org,example)/a","20180112103000","http://example.org/a","text/html","200","X","9"]'


@pytest.mark.parametrize("body", [b"", b" \n", b"[]", b"[" + HEAD + b"]"])
def test_no_row_is_no_capture(body: bytes) -> None:
    assert read_cdx(body) == ()


def test_the_arrays_of_the_wayback_machine_are_read() -> None:
    assert read_cdx(b"[" + HEAD + b",\n" + ROW + b"]") == (FOUND,)


def test_the_key_of_the_next_page_is_no_row() -> None:
    assert read_cdx(b"[" + HEAD + b"," + ROW + b',[],["org,example)/b 2018"]]') == (FOUND,)


def test_the_lines_of_pywb_are_read() -> None:
    line = (
        b'{"urlkey": "org,example)/a", "timestamp": "20180112103000", '
        b'"url": "http://example.org/a", "mime": "text/html", "status": "200"}\n'
    )
    assert read_cdx(line * 2) == (FOUND, FOUND)


def test_a_revisit_has_no_status() -> None:
    row = ROW.replace(b'"200"', b'"-"')
    assert read_cdx(b"[" + HEAD + b"," + row + b"]")[0].status_code is None


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Too many requests</html>",
        b'{"message": "Internal error"}',
        b'[["timestamp","original"],["2018","http://example.org/"]]',
        b'[["timestamp","original"],["20181399999999","http://example.org/"]]',
        b'[["timestamp","original"],["20180112103000"]]',
        b'[["timestamp"],["20180112103000"]]',
        b'[["timestamp", 5]]',
        b"[[",
        b"\xff\xfe",
    ],
)
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (msgspec's errors and ours)
        read_cdx(body)
