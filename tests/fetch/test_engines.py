"""What both engines must do alike, beyond what the rude web shows."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

import httpx
import pytest
import trustme

from linkcheck.errors import ConfigError
from linkcheck.fetch import engines
from linkcheck.fetch.causes import AskFailedError, PrivateAddressError
from linkcheck.fetch.curlhttpx import CurlTransport
from linkcheck.fetch.fetcher import Fetcher
from linkcheck.fetch.overhttpx import OverHttpx
from linkcheck.fetch.proxies import Proxies
from linkcheck.fetch.resolver import Resolver, Route
from linkcheck.fetch.transport import CoreTransport
from linkcheck.fetch.trust import Trust, system_trust
from linkcheck.model import Answered, Cause, NotAsked, NotAskedReason, Unanswered
from tests.fetch.conftest import SETTINGS, only_the_rude_web, targets_of
from tests.fetch.local import HEAD_END, Proxy, saying, serving

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from linkcheck.address import IPAddress
    from linkcheck.model import Observation, Outcome
    from tests.fetch.conftest import Engine
    from tests.rudeweb import RudeWeb

TIMEOUT = {"timeout": {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}}


def anywhere() -> Resolver:
    return Resolver(allowed=lambda _: True)


def request(url: str, method: str = "GET", **headers: str) -> httpx.Request:
    return httpx.Request(method, url, headers=headers, extensions=TIMEOUT)


async def body_of(response: httpx.Response) -> bytes:
    assert isinstance(response.stream, httpx.AsyncByteStream)
    body = b"".join([chunk async for chunk in response.stream])
    await response.aclose()
    return body


# ---------------------------------------------------------------- headers and bodies


async def test_early_hints_are_not_the_answer(engine: Engine) -> None:
    answer = b"HTTP/1.1 103 Early Hints\r\nLink: </x>" + HEAD_END
    answer += b"HTTP/1.1 204 No Content\r\nX-A: b" + HEAD_END
    async with serving(saying(answer)) as port, engine(anywhere(), Trust()) as transport:
        response = await transport.handle_async_request(request(f"http://127.0.0.1:{port}/"))
        assert response.status_code == 204
        assert dict(response.headers) == {"x-a": "b"}
        await response.aclose()


async def test_headers_come_as_raw_bytes_in_their_order(engine: Engine) -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: /\xd1\x81\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
    answer += b"Content-Length: 0" + HEAD_END
    async with serving(saying(answer)) as port, engine(anywhere(), Trust()) as transport:
        response = await transport.handle_async_request(request(f"http://127.0.0.1:{port}/"))
        assert [value for _, value in response.headers.raw] == [
            b"/\xd1\x81",
            b"a=1",
            b"b=2",
            b"0",
        ]
        await response.aclose()


async def test_trailers_are_no_headers(engine: Engine) -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late" + HEAD_END
    answer += b"2\r\nok\r\n0\r\nX-Late: yes" + HEAD_END
    async with serving(saying(answer)) as port, engine(anywhere(), Trust()) as transport:
        response = await transport.handle_async_request(request(f"http://127.0.0.1:{port}/"))
        assert await body_of(response) == b"ok"
        assert "x-late" not in response.headers


async def test_a_long_body_comes_whole_to_a_slow_reader(engine: Engine) -> None:
    body = b"0123456789abcdef" * 400_000
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d" % len(body) + HEAD_END + body
    async with serving(saying(answer)) as port, engine(anywhere(), Trust()) as transport:
        response = await transport.handle_async_request(request(f"http://127.0.0.1:{port}/"))
        received = hashlib.sha256()
        assert isinstance(response.stream, httpx.AsyncByteStream)
        async for chunk in response.stream:
            received.update(chunk)
            await asyncio.sleep(0)
        await response.aclose()
        assert received.digest() == hashlib.sha256(body).digest()


async def test_a_body_that_is_not_wanted_is_not_read_on(engine: Engine) -> None:
    gone = asyncio.Event()

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(HEAD_END)
        try:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4" + HEAD_END)
            while True:
                writer.write(b"x" * 65_536)
                await writer.drain()
        except OSError:
            gone.set()

    async with serving(endless) as port, engine(anywhere(), Trust()) as transport:
        response = await transport.handle_async_request(request(f"http://127.0.0.1:{port}/"))
        await response.aclose()
        await asyncio.wait_for(gone.wait(), 30)
    assert gone.is_set()


async def test_other_methods_carry_their_content(engine: Engine) -> None:
    heard: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(HEAD_END)
            heard.append(head.split(b" ", 1)[0])
            if heard[-1] == b"POST":
                heard.append(await reader.readexactly(5))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2" + HEAD_END)
            writer.write(b"" if heard[-1] == b"HEAD" else b"ok")

    async with (
        serving(handle) as port,
        engine(anywhere(), Trust()) as transport,
        httpx.AsyncClient(transport=transport, trust_env=False) as client,
    ):
        url = f"http://127.0.0.1:{port}/"
        await client.get(url)
        await client.post(url, content=b"a=b&c")
        await client.head(url)
        assert (await client.get(url)).text == "ok"
    assert heard == [b"GET", b"POST", b"a=b&c", b"HEAD", b"GET"]


async def test_nothing_is_sent_but_what_was_asked_to_be(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login secret password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    heard: list[bytes] = []
    answer = b"HTTP/1.1 204 No Content\r\nSet-Cookie: a=b" + HEAD_END
    async with serving(saying(answer, heard)) as port, engine(anywhere(), Trust()) as transport:
        for _ in range(2):
            asked = request(f"http://user:word@127.0.0.1:{port}/x?y", accept="*/*")
            response = await transport.handle_async_request(asked)
            await response.aclose()
    for head in heard:
        lines = head.decode().lower().split("\r\n")
        names = {line.partition(":")[0] for line in lines[1:] if line}
        assert lines[0] == "get /x?y http/1.1"
        assert names <= {"host", "accept", "connection"}


async def test_a_request_that_is_given_up_leaves_the_others_alone(engine: Engine) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(HEAD_END)
        if b"/quick" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2" + HEAD_END + b"ok")
        await reader.read()

    async with serving(silent) as port, engine(anywhere(), Trust()) as transport:
        url = f"http://127.0.0.1:{port}"
        stuck = [
            asyncio.ensure_future(transport.handle_async_request(request(f"{url}/{n}")))
            for n in range(5)
        ]
        await asyncio.sleep(0.05)
        for one in stuck:
            one.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
        response = await transport.handle_async_request(request(f"{url}/quick"))
        assert await body_of(response) == b"ok"


async def test_who_has_let_us_connect_is_asked_by_several_before_an_answer_comes(
    engine: Engine,
) -> None:
    both = asyncio.Barrier(2)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(HEAD_END)
        await both.wait()
        writer.write(b"HTTP/1.1 204 No Content" + HEAD_END)
        await reader.read()

    seen: list[Observation] = []
    patient = replace(SETTINGS, timeout=20.0, connect_timeout=20.0)
    async with serving(handle) as port, engine(anywhere(), Trust()) as transport:
        fetcher = Fetcher(transport, patient, resolver=anywhere())
        urls = [f"http://127.0.0.1:{port}/{n}" for n in range(2)]
        await fetcher.run(targets_of(urls), seen.append)
    assert [type(one.outcome) for one in seen] == [Answered, Answered]


# ---------------------------------------------------------------- where it connects


async def test_who_answers_must_be_whom_the_guard_has_judged() -> None:
    class Elsewhere(Resolver):
        async def route(self, scheme: str, host: str, port: int) -> Route:
            del scheme, host, port
            return Route((ip_address("192.0.2.1"),))

    answer = b"HTTP/1.1 204 No Content" + HEAD_END
    async with serving(saying(answer)) as port, CurlTransport(Elsewhere(), Trust()) as transport:
        with pytest.raises(PrivateAddressError):
            await transport.handle_async_request(request(f"http://127.0.0.1:{port}/"))


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="no IPv6 on this machine")


@needs_ipv6
@pytest.mark.parametrize("host", ["six.test", "[::1]"])
async def test_ipv6_is_spoken(engine: Engine, host: str) -> None:
    async def lookup(_: str) -> tuple[IPAddress, ...]:
        return (ip_address("::1"),)

    heard: list[bytes] = []
    answer = b"HTTP/1.1 204 No Content" + HEAD_END
    resolver = Resolver(lookup, allowed=lambda _: True)
    async with (
        serving(saying(answer, heard), "::1") as port,
        engine(resolver, Trust()) as transport,
    ):
        response = await transport.handle_async_request(request(f"http://{host}:{port}/"))
        await response.aclose()
    assert f"host: {host}:{port}".encode() in heard[0].lower()


@needs_ipv6
async def test_where_one_address_refuses_the_other_is_asked(engine: Engine) -> None:
    async def lookup(_: str) -> tuple[IPAddress, ...]:
        return (ip_address("::1"), ip_address("127.0.0.1"))

    answer = b"HTTP/1.1 204 No Content" + HEAD_END
    resolver = Resolver(lookup, allowed=lambda _: True)
    async with serving(saying(answer)) as port, engine(resolver, Trust()) as transport:
        response = await transport.handle_async_request(request(f"http://two.test:{port}/"))
        assert response.status_code == 204
        await response.aclose()


# ---------------------------------------------------------------- proxies


async def by_proxy(
    web: RudeWeb, engine: Engine, proxies: Mapping[str, str], *urls: str
) -> list[Observation]:
    seen: list[Observation] = []
    resolver = Resolver(web.lookup, allowed=only_the_rude_web, proxies=Proxies(proxies))
    async with engine(resolver, Trust(web.ca_file)) as transport:
        fetcher = Fetcher(transport, replace(SETTINGS, retries=0), resolver=resolver)
        await fetcher.run(targets_of(urls), seen.append)
    return sorted(seen, key=lambda one: urls.index(one.target))


@pytest.mark.parametrize("door", ["http", "https"])
async def test_a_proxy_is_given_the_name_and_not_the_address(
    web: RudeWeb, engine: Engine, door: str
) -> None:
    proxy = Proxy()
    async with serving(proxy.handle) as port:
        proxies = {"all": f"http://me:word@127.0.0.1:{port}"}
        [seen] = await by_proxy(web, engine, proxies, web.url("/ok", door=door, host="a.test"))
    assert isinstance(seen.outcome, Answered)
    assert seen.outcome.status_code == 200
    assert seen.outcome.header("x-proxy") is None
    assert b"a.test:" in proxy.heads[0].split(b" ")[1]
    assert b"proxy-authorization: basic bwu6d29yza==" in proxy.heads[0].lower()
    assert not web.questions


async def test_who_is_in_no_proxy_is_asked_directly(web: RudeWeb, engine: Engine) -> None:
    proxies = {"http": "127.0.0.1:1", "no": ".test"}
    [seen] = await by_proxy(web, engine, proxies, web.url("/ok", host="a.test"))
    assert isinstance(seen.outcome, Answered)


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost", "x.localhost", "[::1]"])
async def test_a_proxy_is_not_asked_for_what_is_private(
    web: RudeWeb, engine: Engine, host: str
) -> None:
    proxy = Proxy()
    async with serving(proxy.handle) as port:
        resolver = Resolver(web.lookup, proxies=Proxies({"all": f"http://127.0.0.1:{port}"}))
        async with engine(resolver, Trust(web.ca_file)) as transport:
            seen = await Fetcher(transport, SETTINGS, resolver=resolver).ask(
                next(iter(targets_of([f"http://{host}/"])))
            )
    assert isinstance(seen.outcome, NotAsked)
    assert seen.outcome.reason is NotAskedReason.PRIVATE_ADDRESS
    assert proxy.heads == []


async def test_a_proxy_that_refuses_says_nothing_about_the_host(
    web: RudeWeb, engine: Engine
) -> None:
    proxy = Proxy(refuse=b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0" + HEAD_END)
    async with serving(proxy.handle) as port:
        proxies = {"https": f"http://127.0.0.1:{port}", "http": "http://127.0.0.1:1"}
        urls = web.url("/ok", door="https", host="a.test"), web.url("/ok", host="a.test")
        seen = await by_proxy(web, engine, proxies, *urls)
    for one in seen:
        assert isinstance(one.outcome, Unanswered)
        assert one.outcome.cause in {Cause.NETWORK_UNREACHABLE, Cause.REFUSED}


@pytest.mark.parametrize(
    ("environment", "scheme", "host", "proxy"),
    [
        ({}, "http", "a.example", None),
        ({"http": "p:1"}, "http", "a.example", "http://p:1"),
        ({"http": "p:1"}, "https", "a.example", None),
        ({"all": "socks5://p:1"}, "https", "a.example", "socks5h://p:1"),
        ({"all": "socks4://p:1"}, "https", "a.example", "socks4a://p:1"),
        ({"all": "HTTP://p:1", "no": "b.example"}, "https", "a.example", "http://p:1"),
        ({"all": "http://p:1", "no": "a.example"}, "https", "a.example", None),
        ({"all": "http://p:1", "no": "*"}, "https", "a.example", None),
        ({"all": "http://p:1", "no": "example"}, "https", "www.a.example", None),
        ({"all": "http://p:1", "no": "b, 10.0.0.0/8"}, "https", "10.1.2.3", None),
        ({"all": "http://p:1", "no": "b, 10.0.0.0/8"}, "https", "11.1.2.3", "http://p:1"),
        ({"all": "http://p:1", "no": "fd00::/8,x/y"}, "https", "[fd00::1]", None),
        ({"all": "http://p:1", "no": "10.0.0.0/8"}, "https", "a.example", "http://p:1"),
    ],
)
def test_the_environment_says_who_is_asked_by_proxy(
    environment: dict[str, str], scheme: str, host: str, proxy: str | None
) -> None:
    assert Proxies(environment).proxy_for(scheme, host, 443) == proxy


@pytest.mark.parametrize(
    "address",
    [
        *("http://", "http://[::1", "gopher://p:1", "http://p:99999", "http://p:x"),
        *("http://user:word@", "user:word@p:99999", "http://u:w/word@p:1"),
    ],
)
def test_what_is_no_proxy_is_said_at_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_proxies(monkeypatch)
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(ConfigError, match=r"^HTTPS_PROXY: .* is no proxy$") as raised:
        Proxies.of_environment()
    assert "word" not in raised.value.message


def test_proxies_are_shown_without_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_proxies(monkeypatch)
    monkeypatch.setenv("HTTP_PROXY", "http://user:pass@word@p:1")
    monkeypatch.setenv("HTTPS_PROXY", "user:word@q:2")
    monkeypatch.setenv("ALL_PROXY", "r:3")
    monkeypatch.setenv("NO_PROXY", "a.example")
    shown = ("http://***@p:1", "http://***@q:2", "http://r:3")
    assert Proxies.of_environment().shown() == shown


def forget_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


# ---------------------------------------------------------------- trust and choice


def test_of_curl_cffi_only_its_handles_are_loaded_and_the_rest_can_be_still() -> None:
    program = """
import sys
from linkcheck.fetch.curl import Curl
assert not {"curl_cffi.requests", "httpx"} & set(sys.modules)
import curl_cffi
from curl_cffi import AsyncSession, CurlOpt
assert curl_cffi.Curl is Curl and curl_cffi.Session and curl_cffi.const.CurlOpt is CurlOpt
"""
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  (our own words)


def test_an_authority_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    with pytest.raises(ConfigError, match=r"SSL_CERT_FILE names /nowhere/ca\.pem"):
        system_trust()


def test_a_folder_of_authorities_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert system_trust() == Trust(folder=tmp_path)


def test_without_the_environment_the_system_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    trust = system_trust()
    assert trust.file is not None or trust.folder is not None


needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl's program names files as folders need it"
)


def hashed(authority: Path) -> str:
    """Return what an authority's file is called where it is looked up."""
    told = subprocess.run(  # noqa: S603  (our own file)
        ["openssl", "x509", "-subject_hash", "-noout", "-in", str(authority)],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    return f"{told.stdout.strip()}.0"


@needs_openssl
async def test_an_authority_is_found_in_a_folder(
    web: RudeWeb, engine: Engine, tmp_path: Path
) -> None:
    other = trustme.CA()
    other.cert_pem.write_to_path(tmp_path / "other.pem")
    (tmp_path / "other.pem").rename(tmp_path / hashed(tmp_path / "other.pem"))
    url = web.url("/ok", door="https")
    resolver = Resolver(web.lookup, allowed=only_the_rude_web)

    async def asked() -> Outcome:
        async with engine(resolver, Trust(folder=tmp_path)) as transport:
            fetcher = Fetcher(transport, SETTINGS, resolver=resolver)
            return (await fetcher.ask(next(iter(targets_of([url]))))).outcome

    before = await asked()
    (tmp_path / hashed(web.ca_file)).write_bytes(web.ca_file.read_bytes())
    assert isinstance(before, Unanswered)
    assert before.cause is Cause.TLS_UNTRUSTED
    assert isinstance(await asked(), Answered)


def test_the_system_s_folder_is_taken_where_it_holds_all_that_its_file_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    bundle, folder = tmp_path / "all.pem", tmp_path / "certs"
    folder.mkdir()
    bundle.write_text("-----BEGIN CERTIFICATE-----\n" * 2)
    (folder / "0a1b2c3d.0").touch()
    paths = ssl.DefaultVerifyPaths("", "", "", str(bundle), "", str(folder))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    assert system_trust() == Trust(bundle)
    (folder / "0a1b2c3d.1").touch()
    assert system_trust() == Trust(folder=folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    assert system_trust() == Trust(folder=folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
    (tmp_path / "own.pem").touch()
    assert system_trust() == Trust(tmp_path / "own.pem")


@pytest.mark.parametrize("allowed", [64, 80, 256, 1024, 4096, 65_536])
def test_connections_leave_room_for_the_other_files_of_a_run(
    allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "open_files", lambda: allowed)
    assert engines.connections_at_once() + engines.connections_kept() <= allowed - 40


def test_the_engine_is_named_with_its_version() -> None:
    assert engines.engine_name().startswith("libcurl/")


async def test_without_curl_cffi_httpcore_is_chosen_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("curl_cffi", "linkcheck.fetch.curl", "linkcheck.fetch.curlhttpx"):
        monkeypatch.setitem(sys.modules, name, None)  # as if it were not installed
    engines.engine_name.cache_clear()
    try:
        assert engines.engine_name().startswith("httpcore ")
        assert isinstance(engines.open_transport(anywhere(), Trust()), CoreTransport)
        async with engines.open_engine(anywhere(), Trust()) as engine:
            assert isinstance(engine, OverHttpx)
    finally:
        engines.engine_name.cache_clear()


async def test_silence_has_an_end_without_the_caller_s_help(engine: Engine) -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()
        await asyncio.Event().wait()

    async with serving(silent) as port, engine(anywhere(), Trust()) as transport:
        asked = httpx.Request(
            "GET",
            f"http://127.0.0.1:{port}/",
            extensions={"timeout": {"connect": 0.2, "read": 0.2, "write": 1.0, "pool": 1.0}},
        )
        with pytest.raises(Exception) as raised:  # noqa: PT011  (each engine has its own)
            await transport.handle_async_request(asked)
    error = raised.value
    late = isinstance(error, AskFailedError) and error.unanswered.cause is Cause.READ_TIMEOUT
    assert late or type(error).__name__ == "ReadTimeout"
