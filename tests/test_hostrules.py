"""The tables `[[hosts]]` of the configuration file."""

from __future__ import annotations

from datetime import date

import pytest

from linkcheck.errors import ConfigError
from linkcheck.hostrules import HostRule, rule_for
from linkcheck.settings import Settings, merge_settings

DAY = date(2026, 11, 1)


def read(**row: object) -> HostRule:
    [rule] = merge_settings(("linkcheck.toml", {"hosts": [row]})).hosts
    return rule


def test_a_rule_is_read_with_all_its_columns() -> None:
    rule = read(
        **{
            "match": "Example.ORG",
            "accept": [403, 999],
            "headers": {"Authorization": "env:TOKEN", "Accept-Language": "ru"},
            "delay": 2,
            "per-host": 1,
            "skip": "moves\n next month",
            "until": date(2027, 1, 1),
        }
    )
    assert rule == HostRule(
        "example.org",
        accept=(403, 999),
        headers=(("Authorization", "env:TOKEN"), ("Accept-Language", "ru")),
        delay=2.0,
        per_host=1,
        skip="moves next month",
        until=date(2027, 1, 1),
    )


def test_one_status_and_a_day_as_text_will_do() -> None:
    rule = read(match="example.org", accept=403, until="2027-01-01")
    assert (rule.accept, rule.until) == ((403,), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("match", "url", "covered"),
    [
        ("example.org", "https://example.org/x", True),
        ("example.org", "http://www.example.org:8080/", True),
        ("*.example.org", "https://www.example.org/", True),
        ("https://example.org", "http://example.org/", True),
        ("example.org", "https://notexample.org/", False),
        ("example.org", "https://example.org.evil.example/", False),
        ("example.org", "https://evil.example/?example.org", False),
        ("example.org/private/", "https://example.org/private/x", True),
        ("example.org/private/", "https://example.org/public/", False),
        ("www.example.org", "https://example.org/", False),
        ("пример.рф", "https://xn--e1afmkfd.xn--p1ai/", True),
        ("example.org", "mailto:a@example.org", False),
    ],
)
def test_a_rule_covers_its_host_and_all_below(match: str, url: str, *, covered: bool) -> None:
    rule = read(match=match, accept=[403])
    assert rule.covers(url) is covered


def test_the_first_rule_that_is_not_over_counts() -> None:
    over = HostRule("example.org", accept=(401,), until=date(2026, 10, 31))
    last_day = HostRule("example.org", accept=(402,), until=DAY)
    later = HostRule("example.org", accept=(403,))
    assert rule_for((over, last_day, later), "https://example.org/", DAY) == last_day
    assert rule_for((over,), "https://example.org/", DAY) is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "needs a “match”"),
        ({"match": ""}, "“match” must be a host"),
        ({"match": "two words"}, "“match” must be a host"),
        ({"match": "me:secret@example.org"}, "“match” must be a host"),
        ({"match": "a.b", "accpet": [403]}, "unknown key “accpet”"),
        ({"match": "a.b", "accept": [40]}, "“accept” must be a list of statuses"),
        ({"match": "a.b", "accept": ["x"]}, "“accept” must be a whole number"),
        ({"match": "a.b", "delay": -1}, "“delay” must be at least 0"),
        ({"match": "a.b", "per-host": 0}, "“per-host” must be at least 1"),
        ({"match": "a.b", "skip": ""}, "“skip” must be the reason"),
        ({"match": "a.b", "skip": True}, "“skip” must be the reason"),
        ({"match": "a.b", "until": True, "delay": 1}, "“until” must be a day"),
        ({"match": "a.b", "until": "soon"}, "“until” must be a day"),
        ({"match": "a.b", "until": "2027-01-01"}, "says nothing else"),
        ({"match": "a.b", "headers": "x"}, "“headers” must be a table"),
        ({"match": "a.b", "headers": {"A B": "x"}}, "is no header"),
        ({"match": "a.b", "headers": {"A": "x\r\nB: y"}}, "is no header"),
        ({"match": "a.b", "headers": {"Cookie": "session=1"}}, "is a secret"),
        ({"match": "a.b", "headers": {"X-Api-Key": "1"}}, "is a secret"),
    ],
)
def test_a_rule_that_does_not_fit_says_which_and_why(row: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        merge_settings(("linkcheck.toml", {"hosts": [{"match": "ok.example", "delay": 1}, row]}))
    assert caught.value.message.startswith("linkcheck.toml: [[hosts]] 2:")


def test_a_refused_secret_is_not_printed() -> None:
    with pytest.raises(ConfigError) as caught:
        read(match="a.b", headers={"Authorization": "Bearer swordfish"})
    assert "swordfish" not in caught.value.message + (caught.value.hint or "")


@pytest.mark.parametrize("value", ["example.org", "", 3, [3]])
def test_what_are_no_tables_is_refused(value: object) -> None:
    with pytest.raises(ConfigError):
        merge_settings(("environment", {"hosts": value}))


def test_without_rules_there_are_none() -> None:
    assert Settings().hosts == ()
