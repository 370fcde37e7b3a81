from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from linkcheck.judge.archive_links import (
    ArchiveLink,
    raw_replay,
    read_archive_link,
    replay_beside,
)

ORIGINAL: Final = "http://example.org/a?b=1"
WHEN: Final = datetime(2018, 1, 12, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://web.archive.org/web/20180112103000/http://example.org/a?b=1",
            ("wayback", ORIGINAL, WHEN),
        ),
        (
            "https://web.archive.org/web/20180112103000id_/http://example.org/a?b=1",
            ("wayback", ORIGINAL, WHEN),
        ),
        (
            "http://web.archive.org/web/20180112103000/http:/example.org/a?b=1",
            ("wayback", ORIGINAL, WHEN),
        ),
        ("https://web.archive.org/web/2018/http://example.org/a?b=1", ("wayback", ORIGINAL, None)),
        (
            "https://web.archive.org/web/20181399999999/http://example.org/a?b=1",
            ("wayback", ORIGINAL, None),
        ),
        ("https://web.archive.org/web/*/http://example.org/a?b=1", ("wayback", ORIGINAL, None)),
        (
            "https://web.archive.org/web/20180112103000/www.example.org/",
            ("wayback", "http://www.example.org/", WHEN),
        ),
        (
            "https://arquivo.pt/wayback/20180112103000/http://example.org/a?b=1",
            ("arquivo", ORIGINAL, WHEN),
        ),
        (
            "https://wayback.archive-it.org/all/20180112103000/http://example.org/a?b=1",
            ("archive-it", ORIGINAL, WHEN),
        ),
        (
            "http://localhost:8080/web/20180112103000mp_/http://example.org/a?b=1",
            ("localhost", ORIGINAL, WHEN),
        ),
        (
            "https://archive.today/20180112103000/http://example.org/a?b=1",
            ("archive.today", ORIGINAL, WHEN),
        ),
        (
            "https://archive.ph/2018.01.12-103000/http://example.org/a?b=1",
            ("archive.today", ORIGINAL, WHEN),
        ),
        ("https://archive.is/newest/http://example.org/a?b=1", ("archive.today", ORIGINAL, None)),
        ("https://archive.is/AbC12", ("archive.today", None, None)),
        ("https://perma.cc/AB12-CD34", ("perma.cc", None, None)),
        ("https://www.webcitation.org/5eWaHRbn4", ("webcite", None, None)),
        (
            "https://www.webcitation.org/query?url=http%3A%2F%2Fexample.org%2Fa%3Fb%3D1&date=2009",
            ("webcite", ORIGINAL, None),
        ),
    ],
)
def test_copies_are_recognised(url: str, expected: tuple[str, str | None, datetime | None]) -> None:
    assert read_archive_link(url) == ArchiveLink(*expected)


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.org/details/texts",
        "https://web.archive.org/",
        "https://archive.today/",
        "https://perma.cc/about",
        "https://www.webcitation.org/faq",
        "https://example.org/archive/2018/01/12/story",
        "https://example.org/login?next=/http://example.org/",
        "https://example.org/20180112103000/story",
        "mailto:archive@example.org",
        "not an address of the archive",
    ],
)
def test_other_pages_are_not(url: str) -> None:
    assert read_archive_link(url) is None


def test_another_address_is_replayed_at_the_same_moment() -> None:
    raw = "https://web.archive.org/web/20180112103000id_/http://example.org/a?b=1"
    beside = "https://web.archive.org/web/20180112103000id_/https://example.org/new"
    assert replay_beside(raw, "https://example.org/new") == beside
    assert replay_beside("https://perma.cc/AB12", "https://example.org/new").endswith("AB12")


def test_a_copy_is_looked_at_as_it_was_captured() -> None:
    raw = "https://web.archive.org/web/20180112103000id_/http://example.org/"
    assert raw_replay("https://web.archive.org/web/20180112103000/http://example.org/") == raw
    assert raw_replay("https://web.archive.org/web/20180112103000if_/http://example.org/") == raw
    assert raw_replay(raw) == raw
    assert raw_replay("https://perma.cc/AB12-CD34") == "https://perma.cc/AB12-CD34"
