"""The small parts: redirects, headers, unpacking, health, the resolver."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.fetch.headers import kept_headers, request_headers
from linkcheck.fetch.health import Health
from linkcheck.fetch.redirects import redirect_target
from linkcheck.fetch.unpack import unpacker_for
from linkcheck.model import Cause, Unanswered
from linkcheck.settings import Settings

BASE = "http://a.example/folder/page?q=1"


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (b"/x", "http://a.example/x"),
        (b"x", "http://a.example/folder/x"),
        (b"?p=2", "http://a.example/folder/page?p=2"),
        (b"//b.example/x", "http://b.example/x"),
        (b"https://b.example", "https://b.example/"),
        (b"  /spaces around \t", "http://a.example/spaces%20around"),
        (b"/x#part", "http://a.example/x"),
        ("/é".encode(), "http://a.example/%C3%A9"),
        ("/é".encode("latin-1"), "http://a.example/%E9"),
        ("http://bücher.example/".encode(), "http://xn--bcher-kva.example/"),
        (b"http://user:secret@b.example/", "http://b.example/"),
        (b"", None),
        (b" ", None),
        (b"http://", None),
        (b"http://[::1", None),
        (b"mailto:a@b.example", None),
        (b"javascript:alert(1)", None),
        (b"file:///etc/passwd", None),
    ],
)
def test_a_location_is_read_as_browsers_do(location: bytes, expected: str | None) -> None:
    found = redirect_target(BASE, location)
    assert (found.url if found else None) == expected


@given(st.binary(max_size=200))
def test_any_location_is_an_address_of_the_web_or_none(location: bytes) -> None:
    found = redirect_target(BASE, location)
    assert found is None or (found.is_web and found.url.isascii() and found.host)


# ---------------------------------------------------------------- headers


def test_only_headers_that_verdicts_need_are_kept() -> None:
    raw = [(b"Server", b"nginx"), (b"X-Secret", b"x"), (b"CF-Mitigated", b"challenge")]
    assert kept_headers(raw) == (("server", "nginx"), ("cf-mitigated", "challenge"))


def test_of_cookies_only_the_names_are_kept() -> None:
    raw = [(b"Set-Cookie", b"_abck=secret; Path=/"), (b"set-cookie", b"ak_bmsc=x")]
    assert kept_headers(raw) == (("set-cookie", "_abck"), ("set-cookie", "ak_bmsc"))


def test_links_to_mementos_are_kept_and_others_are_not() -> None:
    memento = b'<http://web.example/x>; rel="memento"'
    assert kept_headers([(b"Link", memento), (b"Link", b"</a.css>; rel=preload")]) == (
        ("link", memento.decode()),
    )


def test_headers_are_bounded() -> None:
    kept = kept_headers([(b"Server", b"x" * 100_000)] * 1000)
    assert len(kept) == 32
    assert {len(value) for _, value in kept} == {512}


def test_the_user_agent_can_be_set() -> None:
    assert ("User-Agent", "Me/1") in request_headers(Settings(user_agent="Me/1"))


# ---------------------------------------------------------------- unpacking


def unpacked(encoding: str, data: bytes, *, limit: int = 1000, step: int = 7) -> tuple[bytes, bool]:
    unpacker = unpacker_for(encoding, limit)
    assert unpacker is not None
    for at in range(0, len(data), step):
        unpacker.feed(data[at : at + step])
        if unpacker.full:
            break
    return unpacker.body(), unpacker.whole


def packed(encoding: str, data: bytes) -> bytes:
    if encoding == "gzip":
        return gzip.compress(data)
    if encoding == "deflate":
        return zlib.compress(data)
    return data


@given(
    st.sampled_from(["gzip", "deflate", "identity"]), st.binary(max_size=900), st.integers(2, 50)
)
def test_what_was_packed_comes_out(encoding: str, data: bytes, step: int) -> None:
    assert unpacked(encoding, packed(encoding, data), step=step) == (data, True)


@given(st.sampled_from(["gzip", "deflate", "identity"]), st.integers(1, 300_000))
def test_never_more_comes_out_than_was_asked_for(encoding: str, size: int) -> None:
    body, _ = unpacked(encoding, packed(encoding, bytes(size)), step=4096)
    assert len(body) == min(size, 1000)


@given(st.binary(max_size=500), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_can_be_said_to_be_packed(data: bytes, encoding: str) -> None:
    body, _ = unpacked(encoding, data)
    assert len(body) <= 1000


def test_raw_deflate_is_unpacked_too() -> None:
    packer = zlib.compressobj(wbits=-15)
    data = packer.compress(b"text " * 50) + packer.flush()
    assert unpacked("deflate", data) == (b"text " * 50, True)


def test_a_body_cut_in_its_middle_is_not_whole() -> None:
    data = gzip.compress(bytes(range(256)) * 3, mtime=0)
    assert unpacked("gzip", data[: len(data) // 2])[1] is False


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br", "compress"])
def test_what_was_not_asked_for_is_not_unpacked(encoding: str) -> None:
    assert unpacker_for(encoding, 1000) is None


# ---------------------------------------------------------------- health

ORIGIN = ("a.example", 443)
TIMEOUT = Unanswered(Cause.CONNECT_TIMEOUT, "no answer")


def test_a_host_is_given_up_when_all_its_attempts_have_failed() -> None:
    health = Health()
    health.failed(ORIGIN, TIMEOUT, attempts=2)
    assert health.down(ORIGIN) is None
    health.failed(ORIGIN, TIMEOUT, attempts=2)
    assert health.down(ORIGIN) == TIMEOUT
    assert health.down(("a.example", 80)) is None


def test_an_answer_makes_up_for_failures() -> None:
    health = Health()
    health.failed(ORIGIN, TIMEOUT, attempts=2)
    health.answered(ORIGIN)
    for _ in range(5):
        health.failed(ORIGIN, TIMEOUT, attempts=2)
    assert health.down(ORIGIN) is None
    health.failed(ORIGIN, TIMEOUT, attempts=2)
    assert health.down(ORIGIN) == TIMEOUT
