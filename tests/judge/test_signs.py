"""The tables of signs are data that people add to: what every row must keep to."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from linkcheck.judge import judge, probe_address, refusals, signs
from linkcheck.judge.case import plain
from linkcheck.model import (
    Answered,
    Evidence,
    Hop,
    Observation,
    Page,
    ReasonCode,
    State,
    Target,
)
from tests.judge.evidence import NOW, URL, seen

TABLES = sorted(
    entry.name for entry in files("linkcheck.judge.signs").iterdir() if entry.name.endswith(".toml")
)
REFUSALS = [
    (code, sign)
    for code, table in (
        (ReasonCode.BOT_WALL, signs.walls()),
        (ReasonCode.LEGAL, signs.legal()),
        (ReasonCode.PAYWALL, signs.paywalls()),
    )
    for sign in table
]


def _groups(table: str) -> dict[str, list[dict[str, object]]]:
    text = files("linkcheck.judge.signs").joinpath(table).read_text(encoding="utf-8")
    return tomllib.loads(text)


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_its_source_and_is_written_in_lower_case(table: str) -> None:
    rows = [row for group in _groups(table).values() for row in group]

    assert rows
    for row in rows:
        assert row["source"]
        for column, values in row.items():
            if isinstance(values, list) and column != "statuses":
                assert [plain(value) for value in values] == values


@pytest.mark.parametrize("table", TABLES)
def test_no_row_says_what_another_says(table: str) -> None:
    for group in _groups(table).values():
        for column in ("names", "phrases"):
            values = [value for row in group for value in _texts(row.get(column, []))]
            assert sorted(values) == sorted(set(values))


def test_no_wall_fires_on_a_mere_marker_of_a_page_of_success() -> None:
    for _, sign in REFUSALS:
        if sign.markers and (not sign.statuses or 200 in sign.statuses):
            assert sign.max_words is not None, sign


def test_no_sign_asks_for_more_words_than_are_looked_at() -> None:
    assert max(sign.max_words or 0 for _, sign in REFUSALS) <= refusals._MOST_WORDS


def test_page_markers_are_lower_case_and_each_once() -> None:
    markers = signs.page_markers()

    assert len(markers) == len(set(markers))
    assert all(marker and marker == marker.lower() for marker in markers)
    assert {"_cf_chl_opt", "data-adblockkey=", '"isaccessibleforfree":false'} <= set(markers)


def _fired_by(sign: signs.Sign) -> list[Evidence]:
    """Make one evidence for each of a sign's ways to fire."""
    status = sign.statuses[0] if sign.statuses else 403
    short = Page("text/html", title="", words=0)
    made = [
        seen(Answered(status, URL, ((name, value.strip() or "1"),), short))
        for name, _, value in (line.partition(":") for line in sign.headers)
    ]
    made += [
        seen(Answered(status, URL, (("set-cookie", cookie),), short)) for cookie in sign.cookies
    ]
    made += [
        seen(Answered(status, URL, (), Page("text/html", title=title.upper(), words=1)))
        for title in sign.titles
    ]
    made += [
        seen(Answered(status, URL, (), Page("text/html", markers=(marker,), words=1)))
        for marker in sign.markers
    ]
    made += [
        Observation(URL, NOW, Answered(200, f"https://{address}x", (), short), (Hop(URL, 302),))
        for address in sign.addresses
    ]
    if not made:
        made.append(seen(Answered(status, URL)))
    return [Evidence(Target.of(URL), (observation,)) for observation in made]


@pytest.mark.parametrize(
    ("code", "sign"), REFUSALS, ids=lambda value: getattr(value, "name", value)
)
def test_every_sign_of_every_row_blocks(code: ReasonCode, sign: signs.Sign) -> None:
    for evidence in _fired_by(sign):
        verdict = judge(evidence)
        assert (verdict.state, verdict.reasons[0].code) == (State.BLOCKED, code)


@pytest.mark.parametrize("phrase", sorted(signs.not_found().phrases))
def test_every_phrase_in_title_and_heading_of_a_short_page_is_a_soft_404(phrase: str) -> None:
    page = Page("text/html", title=f"{phrase} | Example", headings=(phrase,), words=30)
    observation = seen(Answered(200, URL, (), page))
    made_up = probe_address(URL) or ""
    same = seen(Answered(200, made_up, (), page), url=made_up)
    suspected = judge(Evidence(Target.of(URL), (observation,)))
    confirmed = judge(Evidence(Target.of(URL), (observation,), probes=(same,)))

    assert (suspected.state, suspected.reasons[1].code) == (State.ALIVE, ReasonCode.SOFT_404)
    assert (confirmed.state, confirmed.reasons[0].code) == (State.DEAD, ReasonCode.SOFT_404)


@pytest.mark.parametrize("host", sorted(signs.parked().hosts))
def test_every_trader_of_domains_parks_what_redirects_to_it(host: str) -> None:
    answer = Answered(200, f"https://{host}/x")
    verdict = judge(Evidence(Target.of(URL), (Observation(URL, NOW, answer, (Hop(URL, 302),)),)))

    assert (verdict.state, verdict.reasons[0].code) == (State.DEAD, ReasonCode.PARKED)


def _texts(values: object) -> list[str]:
    assert isinstance(values, list)
    return [str(value) for value in values]
