from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from linkcheck.fetch.retry import retries_for, retry_after
from linkcheck.model import Answered, Cause, NotAsked, NotAskedReason, Unanswered
from linkcheck.settings import Settings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SETTINGS = Settings(retries=3, retry_after_cap=60.0)


def answered(status: int, **headers: str) -> Answered:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answered(status, "http://a.example/", headers=pairs)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 530])
def test_statuses_that_may_pass_are_asked_again(status: int) -> None:
    assert retries_for(answered(status), SETTINGS, NOW) == 3


@pytest.mark.parametrize(
    "status", [200, 204, 302, 400, 401, 403, 404, 405, 410, 451, 501, 505, 999]
)
def test_statuses_that_are_final_are_not(status: int) -> None:
    assert retries_for(answered(status), SETTINGS, NOW) == 0


@pytest.mark.parametrize(
    "header",
    ["cf_mitigated", "x_datadome", "x_kpsdk_ct", "x_vercel_mitigated", "x_amzn_waf_action"],
)
def test_a_wall_is_not_asked_again(header: str) -> None:
    assert retries_for(answered(429, **{header: "challenge"}), SETTINGS, NOW) == 0
    assert retries_for(answered(503, **{header: "challenge"}), SETTINGS, NOW) == 0


@pytest.mark.parametrize(
    ("cause", "retries"),
    [
        (Cause.DNS_FAILED, 3),
        (Cause.RESET, 3),
        (Cause.CONNECT_TIMEOUT, 1),
        (Cause.READ_TIMEOUT, 0),
        (Cause.NO_SUCH_HOST, 0),
        (Cause.REFUSED, 0),
        (Cause.NETWORK_UNREACHABLE, 0),
        (Cause.TLS_EXPIRED, 0),
        (Cause.TLS_UNTRUSTED, 0),
        (Cause.TLS_WRONG_HOST, 0),
        (Cause.TLS_FAILED, 0),
        (Cause.PROTOCOL_ERROR, 0),
        (Cause.REDIRECT_LOOP, 0),
        (Cause.TOO_MANY_REDIRECTS, 0),
        (Cause.BAD_REDIRECT, 0),
        (Cause.OFFLINE, 0),
    ],
)
def test_each_cause_has_its_patience(cause: Cause, retries: int) -> None:
    assert retries_for(Unanswered(cause), SETTINGS, NOW) == retries


def test_every_cause_is_in_the_table_above() -> None:
    [mark] = [
        mark
        for mark in test_each_cause_has_its_patience.pytestmark  # type: ignore[attr-defined]
        if mark.name == "parametrize"
    ]
    assert {cause for cause, _ in mark.args[1]} == set(Cause)


def test_what_was_not_asked_is_not_asked_again() -> None:
    assert retries_for(NotAsked(NotAskedReason.PRIVATE_ADDRESS), SETTINGS, NOW) == 0


def test_no_retries_means_none() -> None:
    none = replace(SETTINGS, retries=0)
    assert retries_for(answered(503), none, NOW) == 0
    assert retries_for(Unanswered(Cause.RESET), none, NOW) == 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("Sat, 21 Nov 2026 12:01:30 GMT", 90.0),
        ("Sat, 21 Nov 2026 12:01:30 -0000", 90.0),
        ("Saturday, 21-Nov-26 12:01:30 GMT", 90.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 999_999_999.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("٣", None),
        ("Sat, 99 Nov 2026 12:01:30 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(answered(429, retry_after=text), NOW) == seconds


def test_who_asks_for_too_much_patience_is_not_asked_again() -> None:
    assert retries_for(answered(429, retry_after="60"), SETTINGS, NOW) == 3
    assert retries_for(answered(429, retry_after="61"), SETTINGS, NOW) == 0
