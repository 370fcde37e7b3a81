"""Files of every format, damaged: nothing but a coded `DocumentError` may come of it.

Each document of `documents/` is cut, bent and stuffed with what is hostile to parsers. What hangs
shows as a test that does not end.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkcheck.errors import DocumentError
from linkcheck.parse import Source, format_names, open_document
from linkcheck.parse.formats import recognise
from linkcheck.parse.source import Content
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER: Final = Path(__file__).parent / "documents"
SAMPLES: Final = sorted(path for path in FOLDER.glob("*/**/*") if path.is_file())
CODE: Final = re.compile(r"[a-z]+(-[a-z]+)*")
EVERYTHING: Final = Settings(include_code=True)
LARGEST: Final = 200_000  # a mutated file costs as much to read as the whole one

HOSTILE: Final = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b$B", b"\r", b"\n\n", b"\x85"),
    *(b"(" * 500, b"[" * 500, b"<" * 500, b"{" * 500, b'"' * 501, b"'" * 501, b"\\" * 501),
    *(b"![](" * 100, b"<a " * 100, b"<!--" * 50, b"&#x" * 100, b"*_" * 200, b"`" * 301),
    *(b"{{" * 200, b"[[" * 200, b"\\url{" * 100, b"$$" * 100, b"/*" * 100, b"obj<<" * 100),
    *(b"https://", b"https://[", b"https://e.org/a\n", b"http://" * 200, b"10.1234/" * 100),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<?xml version='1.0' encoding='utf-7'?>", b"%PDF-1.7\n"),
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"{\\rtf1", b"From x\n", b"Content-Type: "),
    *(b"9" * 400, b"-1", b"1e999", b"\xd9\xa1" * 20, b"\xf0\x9f\x98\x80"),
)


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Draw what is done to a file: some cuts, swaps, repetitions and insertions, one by one."""
    places = st.floats(0, 1, exclude_max=True, allow_nan=False)
    steps = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["cut", "remove", "repeat", "insert", "flip", "overwrite"]),
                places,
                st.integers(1, 300),
                st.sampled_from(HOSTILE) | st.binary(min_size=1, max_size=4),
            ),
            min_size=1,
            max_size=4,
        )
    )

    def mutated(data: bytes) -> bytes:
        for step, place, length, hostile in steps:
            at = int(place * len(data))
            data = one_step(data, step, at, length, hostile)
        return data

    return mutated


def one_step(data: bytes, step: str, at: int, length: int, hostile: bytes) -> bytes:
    """Return a file after one mutation."""
    match step:
        case "cut":
            return data[:at]
        case "remove":
            return data[:at] + data[at + length :]
        case "repeat":
            return data[:at] + data[at : at + length] * 20 + data[at:]
        case "insert":
            return data[:at] + hostile + data[at:]
        case "flip":
            return data[:at] + bytes(255 - each for each in data[at : at + 1]) + data[at + 1 :]
        case _:
            return data[:at] + hostile + data[at + len(hostile) :]


def read(name: str, data: bytes, form: str | None) -> None:
    """Read a document; all that it may raise is an error with a code and a message."""
    said = None
    try:
        document, citations = open_document(Source(name, data=data, format=form), EVERYTHING)
        for citation in citations:
            assert citation.document == document.path
            assert citation.text
            assert citation.url
            assert 0 <= citation.span.start < citation.span.end
    except DocumentError as error:
        said = error
    assert said is None or (CODE.fullmatch(said.code) and said.message)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.relative_to(FOLDER).as_posix())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated=mutations())
def test_a_damaged_document_is_read_as_far_as_it_goes(
    path: Path, mutated: Callable[[bytes], bytes]
) -> None:
    data = path.read_bytes()[:LARGEST]
    form = recognise(path.name, Content(path.name, data)).name
    read(path.name, mutated(data), form)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(SAMPLES), mutated=mutations())
def test_a_damaged_document_without_a_name_is_recognised_as_something(
    path: Path, mutated: Callable[[bytes], bytes]
) -> None:
    read("document", mutated(path.read_bytes()[:LARGEST]), None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(SAMPLES), form=st.sampled_from(format_names()))
def test_a_document_of_one_format_may_be_said_to_be_of_another(path: Path, form: str) -> None:
    read(path.name, path.read_bytes()[:LARGEST], form)
