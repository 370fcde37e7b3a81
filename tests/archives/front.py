"""A front that speaks the Wayback Machine's own dialects over a real pywb, and its moods.

It answers for archive.org and web.archive.org: Availability, the index in arrays, and replay,
which is pywb's own. It can refuse as the Wayback Machine does, and lie as it does: an empty
Availability answer is no proof of anything.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOSTS: Final = frozenset({"archive.org", "web.archive.org"})
BLOCKED: Final = "org.archive.util.io.RuntimeIOException: Blocked Site Error"
COLUMNS: Final = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length")
NAMES: Final = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@dataclass
class Mood:
    """Say how the front behaves; `times` says when which service was asked.

    Where it is `vague`, Availability names the latest capture whatever day it is asked about.
    `throttles` so many requests of a service are answered with 429 and a page of HTML.
    """

    empty: bool = False
    vague: bool = False
    offline: bool = False
    blocked: bool = False
    throttles: Counter[str] = field(default_factory=Counter)
    times: list[tuple[str, float]] = field(default_factory=list)
    clock: Callable[[], float] = lambda: 0.0


class Front(httpx.AsyncBaseTransport):
    """Carry what is meant for the Wayback Machine to the front, and nothing to anybody else."""

    def __init__(self, port: int, mood: Mood) -> None:
        self.mood = mood
        self._port = port
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host in HOSTS, request.url
        self.mood.times.append((_service(request.url.path), self.mood.clock()))
        host = request.url.host
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        headers = [(key, value) for key, value in request.headers.raw if key.lower() != b"host"]
        there = httpx.Request(
            request.method,
            url,
            headers=[*headers, (b"Host", host.encode())],
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(there)

    async def aclose(self) -> None:
        await self._inner.aclose()


@contextmanager
def front_of(collection: str, mood: Mood) -> Iterator[int]:
    """Run a front on loopback over the collection of a pywb; gives its port."""
    parts = urlsplit(collection)

    class Handler(_Handler):
        pywb = (parts.hostname or "", parts.port or 0)
        behaviour = mood

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _service(path: str) -> str:
    return {"/wayback/available": "availability", "/cdx/search/cdx": "index"}.get(path, "replay")


class _Handler(BaseHTTPRequestHandler):
    pywb: tuple[str, int]
    behaviour: Mood

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        service = _service(parts.path)
        mood = self.behaviour
        if mood.throttles[service] > 0:
            mood.throttles[service] -= 1
            self._answer(429, b"<html><h1>Too Many Requests</h1></html>", "text/html")
        elif mood.offline:
            self._answer(503, b"<html><h1>Temporarily Offline</h1></html>", "text/html")
        elif mood.blocked and service != "availability":
            error = ("X-Archive-Wayback-Runtime-Error", BLOCKED)
            self._answer(403, b"<html><h1>Blocked</h1></html>", "text/html", error)
        elif service == "availability":
            self._availability(query)
        elif service == "index":
            rows = self._index(query)
            self._answer(200, json.dumps([NAMES, *rows] if rows else []).encode())
        else:
            self._replay()

    def _availability(self, query: dict[str, str]) -> None:
        url = query["url"] if "://" in query["url"] else f"http://{query['url']}"
        at = "20991231235959" if self.behaviour.vague else query.get("timestamp", "20991231235959")
        rows = self._ask_pywb({"url": url, "sort": "closest", "closest": at, "limit": "1"})
        found: dict[str, object] = {}
        if rows and not self.behaviour.empty:
            when, original, status = rows[0]["timestamp"], rows[0]["url"], rows[0]["status"]
            snapshot = f"http://web.archive.org/web/{when}/{original}"
            closest = {"status": status, "available": True, "url": snapshot, "timestamp": when}
            found = {"closest": closest}
        body = {"url": query["url"], "archived_snapshots": found}
        self._answer(200, json.dumps(body).encode())

    def _index(self, query: dict[str, str]) -> list[list[str]]:
        asked = {"url": query["url"], "matchType": query.get("matchType", "exact")}
        rows = self._ask_pywb(asked)
        if query.get("filter") == "statuscode:200":
            rows = [row for row in rows if row["status"] == "200"]
        rows = [
            row for row in rows if query.get("from", "") <= row["timestamp"] <= query.get("to", "9")
        ]
        limit = int(query.get("limit", "1000"))
        rows = rows[limit:] if limit < 0 else rows[:limit]
        return [[row.get(column, "-") for column in COLUMNS] for row in rows]

    def _ask_pywb(self, query: dict[str, str]) -> list[dict[str, str]]:
        text = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        _, _, body = self._get(f"/web/cdx?{text}&output=json")
        return [json.loads(line) for line in body.splitlines()]

    def _replay(self) -> None:
        status, headers, body = self._get(self.path)
        kept = [
            (name, headers[name])
            for name in ("Location", "Memento-Datetime", "Link")
            if name in headers
        ]
        self._answer(status, body, headers.get("Content-Type", ""), *kept)

    def _get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(*self.pywb)
        try:
            connection.request("GET", path, headers={"Host": "web.archive.org"})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def _answer(
        self, status: int, body: bytes, kind: str = "application/json", *headers: tuple[str, str]
    ) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base's name)
        pass
