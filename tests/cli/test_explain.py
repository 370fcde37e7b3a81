"""`linkcheck check --explain` as a person reads it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from linkcheck.judge.explaining import RULES
from linkcheck.judge.verdict import RULES as JUDGES
from tests.rudeweb import RudeWeb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Ending

    Cli = Callable[..., Ending]

LOCAL = ("--allow-private", "--archive", "none", "--no-store", "--no-progress")


@pytest.fixture(scope="module")
def web() -> Iterator[RudeWeb]:
    with RudeWeb.in_thread() as server:
        yield server


def test_a_soft_404_is_explained_by_its_words_and_its_probe(linkcheck: Cli, web: RudeWeb) -> None:
    ending = linkcheck("check", "--explain", web.url("/long-soft-404/story"), *LOCAL)
    assert ending.code == 1
    assert "dead (certain)" in ending.out
    assert "rule that decided: suspected" in ending.out
    assert re.search(r"200 +[0-9.]+ s +http://127.0.0.1:[0-9]+/long-soft-404/[a-z]{25}", ending.out)
    assert "a made-up address beside it shows the same page" in ending.out


def test_a_wall_is_explained_by_its_sign_and_where_that_is_known_from(
    linkcheck: Cli, web: RudeWeb
) -> None:
    ending = linkcheck("check", "--explain", web.url("/walls/cloudflare"), *LOCAL)
    assert "rule that decided: bot wall" in ending.out
    assert "bot-wall: Cloudflare (https://developers.cloudflare.com/" in ending.out
    assert "cf-mitigated: challenge" in ending.out


def test_a_parked_domain_and_a_failure_are_explained(linkcheck: Cli, web: RudeWeb) -> None:
    broken = web.url("/ok", door="https-untrusted")
    ending = linkcheck("check", "--explain", web.url("/parked/x"), broken, *LOCAL)
    assert "parked: the domain is for sale" in ending.out
    assert "tls-untrusted" in ending.out
    assert "rule that decided: no answer" in ending.out


def test_each_hop_is_shown_with_its_time(linkcheck: Cli, web: RudeWeb) -> None:
    ending = linkcheck("check", "--explain", web.url("/moved-twice"), *LOCAL)
    hops = re.findall(r"^ +(\d{3}) +[0-9.]+ s  http\S+", ending.out, re.MULTILINE)
    assert hops == ["308", "301", "200"]
    assert "archives: not asked" in ending.out
    assert "signs that fired: none" in ending.out


def test_what_a_server_says_is_made_safe_to_show(linkcheck: Cli, web: RudeWeb) -> None:
    ending = linkcheck("check", "--explain", web.url("/escapes"), *LOCAL)
    assert "\x1b" not in ending.out
    assert "\\x1b[2J" in ending.out


def test_a_report_for_programs_is_written_beside_the_explanation(
    linkcheck: Cli, web: RudeWeb
) -> None:
    ending = linkcheck("check", "--explain", web.url("/ok"), *LOCAL, "-o", "report.json")
    assert "rule that decided: living" in ending.out
    assert ending.code == 0
    with open("report.json", encoding="utf-8") as file:  # noqa: PTH123
        assert json.load(file)["summary"]["targets"] == 1


def test_every_rule_is_said_in_words() -> None:
    assert {rule.__name__.replace("_", " ") for rule in JUDGES} <= set(RULES)


def test_a_copy_is_explained_together_with_what_it_is_a_copy_of(
    linkcheck: Cli, web: RudeWeb
) -> None:
    original = web.url("/not-found")
    copy = web.url(f"/pages/web/20180112103000/{original}")
    ending = linkcheck("check", "--explain", copy, *LOCAL)
    assert ending.code == 0
    assert f"what it is a copy of: {original}" in ending.out
    assert re.search(rf"404 +[0-9.]+ s +{re.escape(original)}", ending.out)
