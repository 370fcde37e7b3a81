"""Documents read from the web, from a real server on this machine."""

from __future__ import annotations

import gzip
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from linkcheck import remote
from linkcheck.errors import DocumentError
from linkcheck.parse import Source, open_document
from linkcheck.reading import Inputs, extract
from linkcheck.remote import fetch_document, read_remote
from linkcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Settings(allow_private=True, timeout=5.0)
PAGE = b"""<html><title>T</title><a href="other.html">O</a> <a href="/root#f">R</a>
<a href="https://example.org/abs">A</a> <a href="#self">S</a></html>"""


class Handler(BaseHTTPRequestHandler):
    """Answer by the path that is asked for."""

    def do_GET(self) -> None:
        answers: dict[str, tuple[int, dict[str, str], bytes]] = {
            "/folder/page": (200, {"Content-Type": "text/html; charset=koi8-r"}, PAGE),
            "/moved": (302, {"Location": "/folder/page"}, b""),
            "/notes.md": (200, {"Content-Type": "text/plain"}, b"[a](b.html) `https://e.org/x`"),
            "/packed": (
                200,
                {"Content-Type": "application/json", "Content-Encoding": "gzip"},
                gzip.compress(b'["https:\\/\\/example.org\\/a"]'),
            ),
            "/cut": (
                200,
                {"Content-Type": "text/plain", "Content-Encoding": "gzip"},
                gzip.compress(b"https://example.org/" * 99)[:-12],
            ),
            "/busy": (503, {}, b""),
            "/gone": (410, {}, b""),
        }
        status, headers, body = answers.get(self.path, (404, {}, b"nothing here"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as origin:
        yield origin


def urls(source: Source) -> list[str]:
    return [each.url for each in open_document(source, Settings())[1]]


def code_of(url: str, settings: Settings = HERE) -> str:
    with pytest.raises(DocumentError) as caught:
        read_remote(url, settings)
    assert url in caught.value.message
    return caught.value.code


def test_a_page_is_read_with_its_relative_links_made_absolute(site: str) -> None:
    source = read_remote(f"{site}/folder/page", HERE)
    assert (source.path, source.format) == (f"{site}/folder/page", "html")
    assert source.encoding == "koi8-r"
    assert urls(source) == [
        f"{site}/folder/other.html",
        f"{site}/root",
        "https://example.org/abs",
    ]


def test_links_are_relative_to_where_redirects_led(site: str) -> None:
    source = read_remote(f"{site}/moved", HERE)
    assert source.path == f"{site}/moved"
    assert urls(source)[0] == f"{site}/folder/other.html"


def test_a_page_may_name_another_base() -> None:
    page = b'<base href="/b/"><base href="/never/"><a href="c">C</a>'
    source = Source("d", data=page, format="html", base="https://example.org/a/")
    assert urls(source) == ["https://example.org/b/c"]


def test_where_a_server_says_plain_text_the_name_tells_the_format(site: str) -> None:
    source = read_remote(f"{site}/notes.md", HERE)
    assert source.format == "markdown"


def test_a_packed_document_is_unpacked(site: str) -> None:
    source = read_remote(f"{site}/packed", HERE)
    assert (source.format, urls(source)) == ("json", ["https://example.org/a"])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/nowhere", "not-found"),
        ("/gone", "not-found"),
        ("/busy", "not-readable"),
        ("/cut", "not-readable"),
    ],
)
def test_what_is_not_there_is_a_document_error(site: str, path: str, code: str) -> None:
    assert code_of(site + path) == code


def test_a_private_address_is_not_read_unless_that_is_allowed(site: str) -> None:
    assert code_of(f"{site}/folder/page", Settings()) == "private-address"


def test_a_closed_port_is_a_document_error() -> None:
    with serving() as origin:
        pass
    assert code_of(origin) == "not-readable"


@pytest.mark.parametrize("url", ["http://", "https://[::1/", "http://a\x00b/", "http://%zz/"])
def test_an_address_that_is_none_is_a_document_error(url: str) -> None:
    assert code_of(url) in {"not-found", "not-readable", "private-address"}


async def test_within_a_running_loop_it_works_as_well(site: str) -> None:
    assert read_remote(f"{site}/notes.md", HERE).format == "markdown"


async def fetched(
    body: bytes,
    headers: dict[str, str],
    url: str = "https://example.org/x",
    *,
    most_bytes: int = remote.MOST_BYTES,
) -> Source:
    response = httpx.Response(200, headers=headers, stream=httpx.ByteStream(body))
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: response)) as client:
        return await fetch_document(url, Settings(), client, most_bytes=most_bytes)


@pytest.mark.parametrize(
    ("content_type", "url", "form"),
    [
        ("text/html; charset=utf-8", "https://example.org/a.md", "html"),
        ("TEXT/HTML", "https://example.org", "html"),
        ("text/csv", "https://example.org/x", "csv"),
        ("application/geo+json", "https://example.org/x", "json"),
        ("application/x-ndjson", "https://example.org/x", "jsonl"),
        ("text/markdown", "https://example.org/x", "markdown"),
        ("text/plain", "https://example.org/a%2Epy?raw=1", "python"),
        ("text/plain", "https://example.org", "text"),  # .org is no ending of a file here
        ("", "https://example.org/a.csv", "csv"),
        ("image/x-unheard-of", "https://example.org/a.toml", "toml"),
    ],
)
async def test_the_format_is_told_by_the_type_else_by_the_name(
    content_type: str, url: str, form: str
) -> None:
    assert (await fetched(b"x", {"Content-Type": content_type}, url)).format == form


@pytest.mark.parametrize("body", [b"x" * 2000, gzip.compress(b"x" * 1_000_000)])
async def test_a_document_without_end_is_given_up(body: bytes) -> None:
    headers = {"Content-Encoding": "gzip"}
    with pytest.raises(DocumentError) as caught:
        await fetched(body, headers, most_bytes=1000)
    assert caught.value.code == "too-large"


def test_extract_fetches_what_is_named_by_address_and_goes_on_where_it_cannot() -> None:
    def fetch(url: str, _settings: Settings) -> Source:
        if "gone" in url:
            raise DocumentError(code="not-found", message=f"{url}: there is no such page")
        return Source(url, data=b"https://example.org/found.", format="text")

    paths = ("https://example.org/gone", "https://example.org/a", "https://example.org/a")
    found = extract(Inputs(paths, Path.cwd(), lambda: b"", fetch=fetch), Settings())
    assert [each.document.path for each in found.documents] == list(paths[:2])
    assert [each.problem and each.problem.code for each in found.documents] == ["not-found", None]
    assert [each.url for each in found.citations] == ["https://example.org/found"]
