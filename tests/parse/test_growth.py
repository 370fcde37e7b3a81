"""Work is counted in calls, not in seconds: twice as much of anything is twice the work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from linkcheck.parse import Source, open_briefly, open_document
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

REPEATED = [
    *("(", "[", "]", "![](", "](", "\"'", "<", "&", "`", "*_", "> ", "*a ", "` `` ", "_http://"),
    *("://", "http://a.b/(", "http://a.b/[", "http://a.b/x", "http://", "www.", "https://a.b/c,"),
    *("http://a.org/b-\n", "http://a.org/\n", "word http://a.org/x?y=1 ", "a.", "Dr. ", "\n", " "),
    *("10.1000/", "ISBN 978-", "<a href='http://a.b/'>", "[a]: http://a.b/\n", "http://a.b/'a'"),
]
SIZE = 4_000


def read(source: Source) -> None:
    for _ in open_document(source, Settings())[1]:
        pass


def read_briefly(source: Source) -> None:
    for part in open_briefly(source, Settings()):
        for _ in part.cited:
            pass


def calls(text: str, form: str, way: Callable[[Source], None]) -> int:
    source = Source("x", data=text.encode(), format=form)
    count = 0

    def add(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(add)
    try:
        way(source)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("way", [read, read_briefly])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("unit", REPEATED)
def test_twice_the_repetition_is_no_more_than_twice_the_work(
    unit: str, form: str, way: Callable[[Source], None]
) -> None:
    once, twice = (unit * (size // len(unit)) + "\n\nhttp://a.org/b\n" for size in (SIZE, 2 * SIZE))
    calls(once, form, way)  # what is made ready at the first time does not count
    assert calls(twice, form, way) <= 2.2 * calls(once, form, way) + 500
