"""Ask over libcurl, by curl_cffi's low-level handles: the default engine.

Measured beside others it is the fastest that still tells exactly what failed: an httpx client
needs five times as long, and faster Rust clients cannot pin a name to judged addresses or tell
one time limit from another.

libcurl does one request at a time here and nothing of its own accord: no redirects, no cookies,
no netrc, no unpacking, no look into the environment, no name resolution. It is handed addresses
that the guard has judged, and who answered is compared with them.

https://curl.se/libcurl/c/
"""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from collections import deque
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Final

from linkcheck.address import ip_of
from linkcheck.fetch.alarm import Alarm
from linkcheck.fetch.causes import (
    SHORTAGES,
    AskFailedError,
    InvalidAddressError,
    PrivateAddressError,
    errno_cause,
    x509_cause,
)
from linkcheck.model import Cause

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path
    from types import ModuleType, TracebackType
    from typing import Self

    from linkcheck.fetch.engine import Question
    from linkcheck.fetch.resolver import Resolver, Route
    from linkcheck.fetch.trust import Trust


def _handles() -> tuple[ModuleType, ModuleType, ModuleType]:
    """Import curl_cffi's handles, without the sessions that it builds upon them.

    These take twice as long to import as all that is used here. Who asks the package for them, or
    for anything else, makes it import them then.
    """
    spec = None if "curl_cffi" in sys.modules else find_spec("curl_cffi")
    if spec is not None and spec.loader is not None:
        package, loader = module_from_spec(spec), spec.loader

        def rest(name: str) -> object:
            del package.__dict__["__getattr__"]
            loader.exec_module(package)
            return getattr(package, name)

        package.__dict__["__getattr__"] = rest
        sys.modules["curl_cffi"] = package
    names = ("curl_cffi.aio", "curl_cffi.const", "curl_cffi.curl")
    aio, const, curl = map(importlib.import_module, names)
    return aio, const, curl


if TYPE_CHECKING:
    from curl_cffi.aio import AsyncCurl
    from curl_cffi.const import CurlECode, CurlHttpVersion, CurlInfo, CurlMOpt, CurlOpt
    from curl_cffi.curl import Curl, CurlError
else:
    _aio, _const, _curl = _handles()
    AsyncCurl, Curl, CurlError = _aio.AsyncCurl, _curl.Curl, _curl.CurlError
    CurlECode, CurlHttpVersion, CurlInfo = _const.CurlECode, _const.CurlHttpVersion, _const.CurlInfo
    CurlMOpt, CurlOpt = _const.CurlMOpt, _const.CurlOpt

_KEEP_ALIVE: Final = 15  # seconds a connection may have been idle; libcurl notices closed ones
_MOST_HEADER_BYTES: Final = 65_536
_MOST_UNREAD: Final = 1_048_576  # bytes that wait for who reads the body
_FIRST_LOOK: Final = 0.1  # seconds; most have answered by then
_FAIL: Final = 0xFFFFFFFF  # CURL_WRITEFUNC_ERROR; 0 does not stop libcurl here
_PAUSE: Final = 0x10000001  # CURL_WRITEFUNC_PAUSE
_NATIVE_CA: Final = 1 << 4  # CURLSSLOPT_NATIVE_CA
_INFORMATIONAL: Final = range(100, 200)


class CurlEngine:
    """Ask over HTTP/1.1, with connections kept per host and certificates verified.

    Belongs to the loop in which it is first used, and must be closed before that loop is. At most
    `kept` connections stay open.
    """

    def __init__(self, resolver: Resolver, trust: Trust, *, kept: int = 256) -> None:
        self._kept = kept
        self._resolver = resolver
        self._trust = trust
        self._authority = trust.some_file()
        self._multi: AsyncCurl | None = None
        self._idle: list[_Handle] = []

    async def ask(self, question: Question) -> _Exchange:
        """Send a request and return the answer once its headers are there."""
        route = await self._resolver.route(question.scheme, question.host, question.port)
        handle = self._idle.pop() if self._idle else _Handle(self._trust, self._authority)
        exchange = _Exchange(self, handle, question, route)
        try:
            handle.prepare(exchange, question, route)
            return await exchange.begin(self._running())
        except BaseException:
            exchange.end()
            raise

    def _running(self) -> AsyncCurl:
        if self._multi is None:
            self._multi = AsyncCurl()
            self._multi.setopt(CurlMOpt.MAXCONNECTS, self._kept)  # type: ignore[no-untyped-call]
        return self._multi

    def take_back(self, handle: _Handle) -> None:
        """Take a handle that nobody uses any more."""
        self._idle.append(handle)

    def drop(self, handle: _Handle) -> None:
        """Break off what is under way on a handle, and its connection."""
        if self._multi is not None:
            self._multi.remove_handle(handle.curl)

    async def aclose(self) -> None:
        """Close all connections."""
        if self._multi is not None:
            multi, self._multi = self._multi, None
            await multi.close()  # type: ignore[no-untyped-call]  # curl_cffi's
        for handle in self._idle:
            handle.curl.close()
        self._idle.clear()

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        """Close all connections."""
        await self.aclose()


class _Curl(Curl):
    """Do without the 128 KiB that each handle of curl_cffi's keeps for websockets."""

    _WS_RECV_BUFFER_SIZE = 1


class _Handle:
    """Hold one of libcurl's handles, used for one request after another."""

    def __init__(self, trust: Trust, authority: Path | None) -> None:
        self.curl = _Curl()
        self._trust = trust
        self._authority = authority
        self._sent: tuple[str, tuple[tuple[str, str], ...], bytes] | None = None
        self._way: tuple[str, float] | None = None
        self._pinned = False

    def prepare(self, exchange: _Exchange, question: Question, route: Route) -> None:
        """Set what one request needs; what stays the same is left as it was."""
        curl = self.curl
        sent = (question.method, question.headers, question.content)
        same = sent == self._sent
        # This frees the addresses of the last request, which libcurl would otherwise look at.
        curl.clean_handles_and_buffers(clear_headers=not same)
        if not same:
            curl.reset()
            self._way = None
            self._configure(question)
            self._sent = sent
        curl.setopt(CurlOpt.HEADERFUNCTION, exchange.take_header)
        curl.setopt(CurlOpt.WRITEFUNCTION, exchange.take_body)
        curl.setopt(CurlOpt.URL, question.url.encode("ascii"))
        pinned = _pinned(question, route)
        if pinned or self._pinned:
            curl.setopt(CurlOpt.RESOLVE, pinned)
            self._pinned = bool(pinned)
        way = (route.proxy or "", question.connect)
        if way != self._way:
            self._way = way
            connect = max(1, round(question.connect * 1000)) if question.connect else 0
            curl.setopt(CurlOpt.PROXY, way[0].encode())
            curl.setopt(CurlOpt.CONNECTTIMEOUT_MS, connect)

    def _configure(self, question: Question) -> None:
        curl, method, content = self.curl, question.method, question.content
        curl.setopt(CurlOpt.NOSIGNAL, 1)
        curl.setopt(CurlOpt.PROTOCOLS_STR, b"http,https")
        curl.setopt(CurlOpt.HTTP_VERSION, CurlHttpVersion.V1_1)
        curl.setopt(CurlOpt.HTTPHEADER, _header_lines(question.headers))
        curl.setopt(CurlOpt.NOPROXY, b"")  # else the environment's
        curl.setopt(CurlOpt.SUPPRESS_CONNECT_HEADERS, 1)
        curl.setopt(CurlOpt.PATH_AS_IS, 1)
        curl.setopt(CurlOpt.MAXAGE_CONN, _KEEP_ALIVE)
        curl.setopt(CurlOpt.TCP_NODELAY, 1)
        self._trust_authorities()
        if method == "HEAD":
            curl.setopt(CurlOpt.NOBODY, 1)
        elif method != "GET":
            curl.setopt(CurlOpt.CUSTOMREQUEST, method.encode("ascii"))
        if content:
            curl.setopt(CurlOpt.POSTFIELDSIZE, len(content))
            curl.setopt(CurlOpt.POSTFIELDS, content)

    def _trust_authorities(self) -> None:
        trust = self._trust
        if sys.platform == "win32" and trust.file is None:
            self.curl.setopt(CurlOpt.SSL_OPTIONS, _NATIVE_CA)
        if self._authority is not None:  # else curl_cffi would name a file of its own
            self.curl.setopt(CurlOpt.CAINFO, str(self._authority))
            self.curl.setopt(CurlOpt.PROXY_CAINFO, str(self._authority))
        if trust.folder is not None:
            self.curl.setopt(CurlOpt.CAPATH, str(trust.folder))
            self.curl.setopt(CurlOpt.PROXY_CAPATH, str(trust.folder))


class _Exchange:
    """Hold one request that is under way, and its answer as it comes.

    libcurl calls `take_header` and `take_body` from within the loop; who waits for them is woken
    by `_news`.
    """

    def __init__(
        self, engine: CurlEngine, handle: _Handle, question: Question, route: Route
    ) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self._engine = engine
        self._handle: _Handle | None = handle
        self._question = question
        self._route = route
        self._header_bytes = 0
        self._complete = False  # all headers are there
        self._chunks: deque[bytes] = deque()
        self._unread = 0
        self._paused = False
        self._ending: asyncio.Future[None] | None = None
        self._looking: asyncio.TimerHandle | None = None
        self._news: asyncio.Future[None] | None = None

    async def begin(self, multi: AsyncCurl) -> _Exchange:
        """Start, and wait for the headers."""
        assert self._handle is not None  # noqa: S101  (nothing has ended it yet)
        if self._question.connected is not None and self._route.proxy is None:
            self._look_later(_FIRST_LOOK)
        self._ending = multi.add_handle(self._handle.curl)
        self._ending.add_done_callback(self._has_ended)
        asked = self._question
        await self._until_news(asked.connect + asked.read if asked.read else None)
        if not self._complete:
            raise self._failure()
        self._check_who_answers()
        return self

    def _look_later(self, seconds: float) -> None:
        """Look after so many seconds, and then ever more rarely, whether a connection stands."""
        loop = asyncio.get_running_loop()
        self._looking = loop.call_later(seconds, self._look, seconds)

    def _look(self, seconds: float) -> None:
        connected = self._question.connected
        if self._handle is None or self._ended or self._complete or connected is None:
            return
        getinfo = self._handle.curl.getinfo
        # What has just failed has a time before its transfer, too, but none of connecting.
        if getinfo(CurlInfo.CONNECT_TIME) and getinfo(CurlInfo.PRETRANSFER_TIME):
            connected()
        else:
            self._look_later(2 * seconds)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it was received."""
        limit = self._question.read or None
        while True:
            while self._chunks:
                chunk = self._chunks.popleft()
                self._unread -= len(chunk)
                yield chunk
            if self._handle is None:
                raise AskFailedError(Cause.RESET, "closed by ourselves")
            if self._paused:
                self._paused = False
                self._handle.curl.pause(0)
            elif self._ended:
                break
            else:
                await self._until_news(limit)
        if self._error() is not None:
            raise self._failure()

    async def aclose(self) -> None:
        """Let go of the connection: it is closed unless all has been received."""
        self.end()

    def end(self) -> None:
        """Give the handle back."""
        if self._looking is not None:
            self._looking.cancel()
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if self._ending is not None and not self._ended:
            self._engine.drop(handle)
        self._engine.take_back(handle)

    # ------------------------------------------------------------ called by libcurl

    def take_header(self, line: bytes) -> int:
        """Take one line of the headers, as it was received."""
        self._header_bytes += len(line)
        if self._header_bytes > _MOST_HEADER_BYTES:
            return _FAIL
        if self._complete:  # a trailer
            return len(line)
        if line.startswith(b"HTTP/"):
            self.headers.clear()
            self.status = _status(line)
        elif line in {b"\r\n", b"\n"}:
            if self.status not in _INFORMATIONAL:
                self._complete = True
                self._wake()
        elif line[:1] in b" \t" and self.headers:  # the line before goes on
            name, value = self.headers[-1]
            self.headers[-1] = (name, value + b" " + line.strip())
        else:
            name, colon, value = line.partition(b":")
            if colon:
                self.headers.append((name.strip(), value.strip()))
        return len(line)

    def take_body(self, chunk: bytes) -> int:
        """Take the next bytes of the body, as they were received."""
        if self._unread >= _MOST_UNREAD:
            self._paused = True
            return _PAUSE
        self._chunks.append(chunk)
        self._unread += len(chunk)
        self._wake()
        return len(chunk)

    # ------------------------------------------------------------ within

    @property
    def _ended(self) -> bool:
        return self._ending is not None and self._ending.done()

    def _has_ended(self, ending: asyncio.Future[None]) -> None:
        if not ending.cancelled():
            ending.exception()  # asyncio complains of what nobody looks at; few wait this long
        self._wake()

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    async def _until_news(self, limit: float | None) -> None:
        self._news = asyncio.get_running_loop().create_future()
        alarm = None if limit is None else Alarm(limit, self._wake_late)
        try:
            await self._news
        finally:
            self._news = None
            if alarm is not None:
                alarm.cancel()

    def _wake_late(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_exception(AskFailedError(Cause.READ_TIMEOUT))

    def _error(self) -> CurlError | None:
        if self._ending is None or not self._ending.done() or self._ending.cancelled():
            return None
        error = self._ending.exception()
        if error is not None and not isinstance(error, CurlError):
            raise error  # a callback of ours failed
        return error

    def _failure(self) -> Exception:
        error = self._error()
        if error is None or self._handle is None:
            return AskFailedError(Cause.RESET, "the connection was closed before an answer")
        if self._header_bytes > _MOST_HEADER_BYTES:
            return AskFailedError(Cause.PROTOCOL_ERROR, "the headers are too large")
        return _failure_of(error, self._handle.curl, proxied=self._route.proxy is not None)

    def _check_who_answers(self) -> None:
        """Compare who answers with whom the guard has judged."""
        if self._route.proxy is not None or self._handle is None:
            return
        text = _text(self._handle.curl.getinfo(CurlInfo.PRIMARY_IP))
        address = ip_of(text)
        if address is not None and address not in self._route.addresses:
            raise PrivateAddressError(self._question.host, address)


def _header_lines(headers: tuple[tuple[str, str], ...]) -> list[bytes]:
    """Write headers as libcurl wants them, without those that it makes itself."""
    return [
        (f"{name}: {value}" if value else f"{name};").encode("latin-1")
        for name, value in headers
        if name.lower() not in {"host", "content-length", "transfer-encoding"}
    ]


def _pinned(question: Question, route: Route) -> list[str]:
    """Say which addresses a name has; `+` lets libcurl forget it after a minute."""
    host, port = question.host, question.port
    if route.proxy is not None or ip_of(host) is not None:
        return []
    addresses = ",".join(
        f"[{one}]" if one.version == 6 else str(one)  # noqa: PLR2004  (IPv6)
        for one in route.addresses
    )
    return [f"+{host}:{port}:{addresses}"]


def _status(line: bytes) -> int:
    code = line.split(None, 2)[1:2]
    return int(code[0]) if code and code[0].isdigit() else 0


# https://curl.se/libcurl/c/libcurl-errors.html: those that say it all; the rest is looked into.
_CAUSES: Final = {
    CurlECode.COULDNT_RESOLVE_PROXY: Cause.NETWORK_UNREACHABLE,
    CurlECode.PROXY: Cause.NETWORK_UNREACHABLE,
    CurlECode.COULDNT_RESOLVE_HOST: Cause.DNS_FAILED,
    CurlECode.GOT_NOTHING: Cause.RESET,
    CurlECode.SEND_ERROR: Cause.RESET,
    CurlECode.RECV_ERROR: Cause.RESET,
    CurlECode.PARTIAL_FILE: Cause.RESET,
}


_KNOWN: Final = frozenset(CurlECode)
_SHORTAGES: Final = tuple(map(os.strerror, SHORTAGES))


def _failure_of(error: CurlError, curl: Curl, *, proxied: bool) -> Exception:
    """Say why libcurl failed."""
    code = error.code
    detail = _detail(error)
    if code == CurlECode.URL_MALFORMAT:
        return InvalidAddressError(detail)
    cause = _CAUSES.get(CurlECode(code)) if code in _KNOWN else None
    number = int(curl.getinfo(CurlInfo.OS_ERRNO) or 0)  # type: ignore[arg-type]  # a number
    match code:
        case CurlECode.COULDNT_CONNECT:
            # Where there are no more sockets libcurl has only words for it.
            unknown = Cause.OFFLINE if detail.endswith(_SHORTAGES) else Cause.NETWORK_UNREACHABLE
            cause = errno_cause(number) or unknown
        case CurlECode.OPERATION_TIMEDOUT:
            cause = Cause.CONNECT_TIMEOUT  # the only limit that libcurl is given
        case CurlECode.PEER_FAILED_VERIFICATION:
            result = int(curl.getinfo(CurlInfo.SSL_VERIFYRESULT) or 0)  # type: ignore[arg-type]
            cause = Cause.TLS_WRONG_HOST if "subject name" in detail else x509_cause(result)
        case CurlECode.SSL_CONNECT_ERROR:
            reset = errno_cause(number) is Cause.RESET or "reset by peer" in detail
            cause = Cause.RESET if reset else Cause.TLS_FAILED
        case _:
            pass
    if proxied and (code == CurlECode.COULDNT_CONNECT or "CONNECT tunnel" in detail):
        cause, detail = Cause.NETWORK_UNREACHABLE, f"the proxy: {detail}"
    return AskFailedError(cause or Cause.PROTOCOL_ERROR, detail)


def _detail(error: CurlError) -> str:
    """Take libcurl's own words out of curl_cffi's."""
    text = str(error).partition(") ")[2].partition(". See https://curl.se")[0]
    return text[:200]


def _text(value: object) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else ""
