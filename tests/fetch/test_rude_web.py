"""What the fetcher says of each rude behaviour, through the real transport."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from linkcheck.model import (
    Answered,
    Cause,
    Hop,
    NotAsked,
    NotAskedReason,
    Page,
    Unanswered,
)
from tests.fetch.conftest import SETTINGS, QuickTime, impatient, needs_linux
from tests.rudeweb import WALLS

if TYPE_CHECKING:
    from linkcheck.model import Observation
    from tests.fetch.conftest import Fetch
    from tests.rudeweb import RudeWeb


def answer(seen: Observation) -> Answered:
    assert isinstance(seen.outcome, Answered), seen.outcome
    return seen.outcome


def page(seen: Observation) -> Page:
    found = answer(seen).page
    assert found is not None
    return found


def cause(seen: Observation) -> Cause:
    assert isinstance(seen.outcome, Unanswered), seen.outcome
    return seen.outcome.cause


async def test_a_page_is_kept_as_evidence(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/ok"))
    assert answer(seen).status_code == 200
    assert answer(seen).final_url == web.url("/ok")
    assert page(seen).title == "Silt and rivers"
    assert page(seen).headings == ("Silt and rivers",)
    assert page(seen).words == 603
    assert not page(seen).truncated
    assert seen.attempts == 1
    assert seen.hops == ()
    assert seen.elapsed > 0


@pytest.mark.parametrize("code", [200, 201, 400, 404, 405, 410, 418, 451, 501])
async def test_a_final_status_is_reported_after_one_attempt(
    web: RudeWeb, fetch: Fetch, code: int
) -> None:
    [seen] = await fetch(web.url(f"/status/{code}"))
    assert answer(seen).status_code == code
    assert seen.attempts == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/not-found", 404),
        ("/gone", 410),
        ("/legal", 451),
        ("/forbidden", 403),
        ("/unauthorised", 401),
        ("/linkedin", 999),
        ("/no-content", 204),
        ("/paywall", 402),
        ("/refuse-head", 200),
        ("/no-location", 302),
    ],
)
async def test_statuses_come_as_they_are(web: RudeWeb, fetch: Fetch, path: str, code: int) -> None:
    [seen] = await fetch(web.url(path))
    assert answer(seen).status_code == code
    assert web.asked(path) == 1


# ---------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/latin-1", "Café à la crème"),
        ("/windows-1251", "Страница"),
        ("/gzip", "Packed"),
        ("/deflate", "Deflated"),
        ("/chunked", "In chunks"),
        ("/lying-gzip", "Not packed"),
    ],
)
async def test_titles_are_read_in_every_packing_and_charset(
    web: RudeWeb, fetch: Fetch, path: str, title: str
) -> None:
    [seen] = await fetch(web.url(path))
    assert page(seen).title == title
    assert not page(seen).truncated


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/endless", "Endless"),
        ("/gzip-bomb", "Bomb"),
        ("/broken-gzip", "Broken"),
        ("/cut-short", "Cut short"),
    ],
)
async def test_a_body_without_a_good_end_is_kept_as_far_as_it_came(
    web: RudeWeb, fetch: Fetch, path: str, title: str
) -> None:
    [seen] = await fetch(web.url(path))
    assert answer(seen).status_code == 200
    assert page(seen).title == title
    assert page(seen).truncated
    assert seen.attempts == 1


@pytest.mark.parametrize("path", ["/trickle-body", "/hang-after-head"])
async def test_a_status_counts_though_its_body_never_comes(
    web: RudeWeb, fetch: Fetch, path: str
) -> None:
    [seen] = await fetch(web.url(path), settings=impatient())
    assert answer(seen).status_code == 200
    assert page(seen).truncated


async def test_a_file_that_is_no_page_is_not_read(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/pdf"))
    assert page(seen) == Page(content_type="application/pdf", truncated=True)


async def test_no_more_than_max_body_is_read(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/ok"), settings=replace(SETTINGS, max_body=1024))
    assert page(seen).truncated
    assert 0 < page(seen).words < 300


async def test_a_meta_refresh_is_a_hop_of_its_own_kind(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/meta-refresh"))
    assert seen.hops == (Hop(web.url("/meta-refresh"), 200, refresh=True),)
    assert page(seen).title == "Silt and rivers"


async def test_only_the_first_signpost_is_followed(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/meta-refresh-twice"))
    assert [hop.url for hop in seen.hops] == [web.url("/meta-refresh-twice")]
    assert page(seen).refresh == web.url("/ok")


async def test_a_signpost_that_leads_back_to_itself_is_the_page(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/meta-refresh-and-back"))
    assert seen.hops == ()
    assert page(seen).title == "One moment"


async def test_a_page_to_read_is_left_by_no_refresh(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/meta-refresh-beside-an-article"))
    assert seen.hops == ()


async def test_each_hop_has_its_time(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/moved-twice"))
    assert len(seen.hops) == 2
    assert 0 < sum(hop.elapsed for hop in seen.hops) <= seen.elapsed


async def test_a_password_field_and_linked_hosts_are_kept(web: RudeWeb, fetch: Fetch) -> None:
    signing, parked = await fetch(web.url("/login"), web.url("/parked/x"))
    assert page(signing).has_password_field
    assert page(parked).links == ("www.sedo.com",)


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("path", "hops", "end"),
    [
        ("/moved-permanently", [("/moved-permanently", 301)], "/ok"),
        ("/moved-twice", [("/moved-twice", 308), ("/moved-permanently", 301)], "/ok"),
        ("/found", [("/found", 302)], "/ok"),
        ("/mixed-redirects", [("/mixed-redirects", 301), ("/found", 302)], "/ok"),
        ("/moved-to-404", [("/moved-to-404", 301)], "/not-found"),
        ("/relative/here", [("/relative/here", 302)], "/ok"),
        ("/scheme-relative", [("/scheme-relative", 302)], "/ok"),
        (
            "/utf-8-location",
            [("/utf-8-location", 301)],
            "/pages/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0",
        ),
        ("/latin-1-location", [("/latin-1-location", 301)], "/pages/caf%E9"),
        ("/unencoded-location", [("/unencoded-location", 302)], "/pages/a%20b%22c"),
        ("/redirected-home/deep/page", [("/redirected-home/deep/page", 302)], "/"),
        ("/members/area", [("/members/area", 302)], "/login?next=/members/area"),
        ("/cookie-wanted", [("/cookie-wanted", 302)], "/cookie-wanted"),
    ],
)
async def test_each_redirect_is_a_hop(
    web: RudeWeb, fetch: Fetch, path: str, hops: list[tuple[str, int]], end: str
) -> None:
    [seen] = await fetch(web.url(path))
    assert seen.hops == tuple(Hop(web.url(at), status) for at, status in hops)
    assert answer(seen).final_url == web.url(end)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/loop", Cause.REDIRECT_LOOP),
        ("/endless-chain", Cause.TOO_MANY_REDIRECTS),
        ("/cookie-never", Cause.TOO_MANY_REDIRECTS),
        ("/bad-location", Cause.BAD_REDIRECT),
        ("/app-location", Cause.BAD_REDIRECT),
    ],
)
async def test_redirects_without_an_end_are_named(
    web: RudeWeb, fetch: Fetch, path: str, expected: Cause
) -> None:
    [seen] = await fetch(web.url(path))
    assert cause(seen) is expected
    assert seen.hops[0] == Hop(web.url(path), 302)
    assert len(seen.hops) <= SETTINGS.max_redirects + 1
    assert seen.attempts == 1


async def test_cookies_stay_within_one_chain(web: RudeWeb, fetch: Fetch) -> None:
    first, second = await fetch(web.url("/cookie-wanted"), web.url("/cookie-shown"))
    assert answer(first).status_code == 200
    assert page(second).title == "none"


async def test_a_redirect_to_a_private_address_is_not_followed(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/to-private"))
    assert isinstance(seen.outcome, NotAsked)
    assert seen.outcome.reason is NotAskedReason.PRIVATE_ADDRESS
    assert seen.hops == (Hop(web.url("/to-private"), 302),)


# ---------------------------------------------------------------- no answer


@pytest.mark.parametrize(
    ("door", "expected"),
    [
        ("refused", Cause.REFUSED),
        ("https-expired", Cause.TLS_EXPIRED),
        ("https-untrusted", Cause.TLS_UNTRUSTED),
        ("https-wrong-host", Cause.TLS_WRONG_HOST),
        ("https-broken", Cause.TLS_FAILED),
    ],
)
async def test_connections_that_cannot_come_about_have_their_cause(
    web: RudeWeb, fetch: Fetch, door: str, expected: Cause
) -> None:
    [seen] = await fetch(web.url("/ok", door=door, host="a.test"))
    assert cause(seen) is expected
    assert seen.attempts == 1


@pytest.mark.parametrize(
    ("host", "expected", "counts"),
    [
        ("no-such-host.site", Cause.NO_SUCH_HOST, (1, 2)),  # believed when it is said twice
        ("dns-failed.test", Cause.DNS_FAILED, (3, 3)),
    ],
)
async def test_a_missing_host_is_told_from_a_failing_name_server(
    web: RudeWeb, fetch: Fetch, host: str, expected: Cause, counts: tuple[int, int]
) -> None:
    [seen] = await fetch(web.url("/ok", host=host))
    assert cause(seen) is expected
    assert (seen.attempts, web.questions[host]) == counts


async def test_a_silent_name_server_is_given_up(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/ok", host="silent-dns.test"), settings=impatient())
    assert cause(seen) is Cause.DNS_FAILED


@pytest.mark.parametrize(
    ("path", "door", "expected"),
    [
        ("/hang", "http", Cause.READ_TIMEOUT),
        ("/trickle", "http", Cause.READ_TIMEOUT),
        ("/ok", "https-slow", Cause.CONNECT_TIMEOUT),
        pytest.param("/ok", "silent", Cause.CONNECT_TIMEOUT, marks=needs_linux),
    ],
)
async def test_time_limits_say_what_was_waited_for(
    web: RudeWeb, fetch: Fetch, path: str, door: str, expected: Cause
) -> None:
    # Far apart where it is the first: a machine may stand still for a moment.
    timeout = 5.0 if expected is Cause.CONNECT_TIMEOUT else 0.4
    [seen] = await fetch(web.url(path, door=door), settings=replace(impatient(), timeout=timeout))
    assert cause(seen) is expected


@pytest.mark.parametrize(
    ("path", "expected", "attempts"),
    [
        ("/reset", Cause.RESET, 3),
        ("/hang-up", Cause.RESET, 3),
        ("/garbage", Cause.PROTOCOL_ERROR, 1),
        ("/huge-headers", Cause.PROTOCOL_ERROR, 1),
    ],
)
async def test_broken_answers_have_their_cause(
    web: RudeWeb, fetch: Fetch, path: str, expected: Cause, attempts: int
) -> None:
    [seen] = await fetch(web.url(path))
    assert cause(seen) is expected
    assert seen.attempts == attempts


async def test_a_page_over_tls_is_read(web: RudeWeb, fetch: Fetch) -> None:
    [seen] = await fetch(web.url("/ok", door="https", host="a.test"))
    assert page(seen).title == "Silt and rivers"


# ---------------------------------------------------------------- once more


@pytest.mark.parametrize(
    "path", ["/503-once", "/429-once-seconds", "/429-once-date", "/reset-once"]
)
async def test_what_passes_is_asked_again(web: RudeWeb, fetch: Fetch, path: str) -> None:
    [seen] = await fetch(web.url(path))
    assert answer(seen).status_code == 200
    assert seen.attempts == 2


async def test_a_host_silent_once_is_asked_again(web: RudeWeb, fetch: Fetch) -> None:
    settings = replace(SETTINGS, timeout=5.0, connect_timeout=0.5)
    [seen] = await fetch(web.url("/hang-once"), settings=settings)
    assert answer(seen).status_code == 200
    assert seen.attempts == 2


async def test_a_silent_address_is_asked_twice_within_one_time_limit(
    web: RudeWeb, fetch: Fetch
) -> None:
    quick = QuickTime()
    settings = replace(impatient(), timeout=1.5, retries=2)
    [seen] = await fetch(web.url("/hang"), settings=settings, quick=quick)
    assert cause(seen) is Cause.READ_TIMEOUT
    assert seen.attempts == web.asked("/hang") == 2
    assert quick.slept == []


async def test_of_a_host_that_was_silent_no_other_address_is_asked_twice(
    web: RudeWeb, fetch: Fetch
) -> None:
    urls = [web.url(f"/hang?{n}") for n in range(2)]
    settings = replace(impatient(), timeout=1.5, retries=2, per_host=1)
    seen = await fetch(*urls, settings=settings)
    assert sorted(one.attempts for one in seen) == [1, 2]


@pytest.mark.parametrize(("path", "code"), [("/500", 500), ("/429-for-ever", 429)])
async def test_asking_again_has_an_end(web: RudeWeb, fetch: Fetch, path: str, code: int) -> None:
    [seen] = await fetch(web.url(path))
    assert answer(seen).status_code == code
    assert seen.attempts == web.asked(path) == 1 + SETTINGS.retries


async def test_retry_after_is_waited_for(web: RudeWeb, fetch: Fetch) -> None:
    quick = QuickTime()
    await fetch(web.url("/429-once-seconds"), quick=quick)
    assert 1.0 in quick.slept


async def test_nobody_waits_an_hour(web: RudeWeb, fetch: Fetch) -> None:
    quick = QuickTime()
    [seen] = await fetch(web.url("/429-for-an-hour"), quick=quick)
    assert answer(seen).status_code == 429
    assert answer(seen).header("retry-after") == "3600"
    assert seen.attempts == 1
    assert quick.slept == []


async def test_a_dead_host_is_found_out_once(web: RudeWeb, fetch: Fetch) -> None:
    seen = await fetch(*(web.url(f"/pages/{n}", host="no-such-host.site") for n in range(50)))
    assert {cause(one) for one in seen} == {Cause.NO_SUCH_HOST}
    assert web.questions["no-such-host.site"] == 2
    assert sum(one.attempts for one in seen) == 1


@needs_linux
async def test_a_silent_host_is_found_out_by_two_attempts(web: RudeWeb, fetch: Fetch) -> None:
    urls = [web.url(f"/pages/{n}", door="silent") for n in range(20)]
    # Far apart: a machine that stands still for a moment must not make one limit the other.
    patient = replace(impatient(), timeout=5.0, connect_timeout=0.5, retries=2)
    seen = await fetch(*urls, settings=patient)
    assert {cause(one) for one in seen} == {Cause.CONNECT_TIMEOUT}
    assert sum(one.attempts for one in seen) == 2


async def test_a_host_that_is_asked_too_often_keeps_nobody_waiting_long(
    web: RudeWeb, fetch: Fetch
) -> None:
    urls = [web.url(f"/429-for-ever?{n}") for n in range(30)]
    settings = replace(SETTINGS, per_host=1)
    seen = await fetch(*urls, settings=settings)
    assert {answer(one).status_code for one in seen} == {429}
    assert len(web.requests) < 30 + 30


# ---------------------------------------------------------------- walls and headers


@pytest.mark.parametrize("name", WALLS)
async def test_what_a_wall_leaves_is_kept(web: RudeWeb, fetch: Fetch, name: str) -> None:
    code, headers, _ = WALLS[name]
    [seen] = await fetch(web.url(f"/walls/{name}"))
    assert answer(seen).status_code == code
    for header, value in headers:
        expected = value.partition("=")[0] if header == "Set-Cookie" else value
        assert (header.lower(), expected) in answer(seen).headers


@pytest.mark.parametrize(
    ("name", "marker"),
    [
        ("cloudflare-503", "_cf_chl_opt"),
        ("datadome", "captcha-delivery.com"),
        ("perimeterx", "_pxappid"),
        ("imperva", "_incapsula_resource"),
    ],
)
async def test_marks_of_walls_are_found_in_the_source(
    web: RudeWeb, fetch: Fetch, name: str, marker: str
) -> None:
    [seen] = await fetch(web.url(f"/walls/{name}"))
    assert marker in page(seen).markers


async def test_the_request_names_the_tool_and_asks_as_a_browser(web: RudeWeb, fetch: Fetch) -> None:
    await fetch(web.url("/ok?a=|b", host="a.test"))
    [request] = web.requests
    assert request.method == "GET"
    assert request.target == "/ok?a=|b"
    assert request.headers["user-agent"] == SETTINGS.user_agent
    assert request.headers["accept-encoding"] == "gzip"
    assert request.headers["accept"].startswith("text/html")
    assert request.host == "a.test"


# ---------------------------------------------------------------- what must not be reached


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:192.168.1.1]/",
        "http://0x7f.0.0.2/",
        "http://2130706434/",
        "http://private.test/",
    ],
)
async def test_private_addresses_are_not_asked(fetch: Fetch, url: str) -> None:
    [seen] = await fetch(url)
    assert isinstance(seen.outcome, NotAsked)
    assert seen.outcome.reason is NotAskedReason.PRIVATE_ADDRESS
    assert seen.attempts == 0


async def test_of_several_addresses_only_allowed_ones_are_connected_to(
    web: RudeWeb, fetch: Fetch
) -> None:
    [seen] = await fetch(web.url("/ok", host="half-private.test"))
    assert answer(seen).status_code == 200


@pytest.mark.parametrize("url", ["mailto:a@b.example", "ftp://a.example/x", "data:,x"])
async def test_only_the_web_is_asked(fetch: Fetch, url: str) -> None:
    [seen] = await fetch(url)
    assert isinstance(seen.outcome, NotAsked)
    assert seen.outcome.reason is NotAskedReason.UNSUPPORTED_SCHEME
    assert seen.attempts == 0


@pytest.mark.parametrize("url", ["hxxp://a.example/x", "hxxps://a.example/", "fxp://a.example/"])
async def test_what_was_defanged_is_never_asked(fetch: Fetch, url: str) -> None:
    [seen] = await fetch(url)
    assert isinstance(seen.outcome, NotAsked)
    assert seen.outcome.reason is NotAskedReason.DEFANGED
    assert seen.attempts == 0
