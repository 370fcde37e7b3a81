from __future__ import annotations

import httpx
import pytest

from linkcheck.archives.retry_after import retry_after

NOW = "Sun, 01 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Nov 2026 12:01:30 GMT", 90.0),
        ("Sun, 01 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
        ("9" * 400, 999_999_999.0),
    ],
)
def test_seconds_and_dates_are_read(value: str, seconds: float | None) -> None:
    headers = httpx.Headers([(b"Retry-After", value.encode()), (b"Date", NOW.encode())])

    assert retry_after(headers) == seconds


def test_a_date_without_the_server_s_own_clock_says_nothing() -> None:
    assert retry_after(httpx.Headers({"Retry-After": NOW})) is None


def test_a_date_without_a_zone_beside_one_with_says_nothing() -> None:
    headers = httpx.Headers({"Retry-After": "Sun, 01 Nov 2026 12:01:30 -0000", "Date": NOW})

    assert retry_after(headers) is None


def test_no_header_says_nothing() -> None:
    assert retry_after(httpx.Headers()) is None
