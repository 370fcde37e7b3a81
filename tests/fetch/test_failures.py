from __future__ import annotations

import errno
import inspect
import socket
import ssl
from typing import TYPE_CHECKING

import anyio
import h11
import httpcore
import httpx
import pytest

from linkcheck.fetch.causes import AskFailedError
from linkcheck.fetch.failures import FAILURES, unanswered_of
from linkcheck.model import Cause, Unanswered

if TYPE_CHECKING:
    from types import ModuleType


def exceptions_of(module: ModuleType) -> list[type[Exception]]:
    return [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception)
    ]


# Raised by calling httpx wrongly, never by a network; an address httpx cannot read has its own
# place in the fetcher.
BUGS = {httpx.CookieConflict, httpx.InvalidURL}

KNOWN = {
    "ConnectError": Cause.NETWORK_UNREACHABLE,
    "ConnectTimeout": Cause.CONNECT_TIMEOUT,
    "ConnectionNotAvailable": Cause.RESET,
    "CloseError": Cause.RESET,
    "DecodingError": Cause.PROTOCOL_ERROR,
    "HTTPError": Cause.PROTOCOL_ERROR,
    "HTTPStatusError": Cause.PROTOCOL_ERROR,
    "LocalProtocolError": Cause.PROTOCOL_ERROR,
    "NetworkError": Cause.RESET,
    "PoolTimeout": Cause.READ_TIMEOUT,
    "ProtocolError": Cause.PROTOCOL_ERROR,
    "ProxyError": Cause.NETWORK_UNREACHABLE,
    "ReadError": Cause.RESET,
    "ReadTimeout": Cause.READ_TIMEOUT,
    "RemoteProtocolError": Cause.PROTOCOL_ERROR,
    "RequestError": Cause.PROTOCOL_ERROR,
    "RequestNotRead": Cause.PROTOCOL_ERROR,
    "ResponseNotRead": Cause.PROTOCOL_ERROR,
    "StreamClosed": Cause.PROTOCOL_ERROR,
    "StreamConsumed": Cause.PROTOCOL_ERROR,
    "StreamError": Cause.PROTOCOL_ERROR,
    "TimeoutException": Cause.READ_TIMEOUT,
    "TooManyRedirects": Cause.TOO_MANY_REDIRECTS,
    "TransportError": Cause.PROTOCOL_ERROR,
    "UnsupportedProtocol": Cause.PROTOCOL_ERROR,
    "WriteError": Cause.RESET,
    "WriteTimeout": Cause.READ_TIMEOUT,
}


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for module in (httpx, httpcore, h11)
        for kind in exceptions_of(module)
        if kind not in BUGS
    ],
    ids=lambda kind: f"{kind.__module__}.{kind.__name__}",
)
def test_every_exception_of_the_libraries_is_a_failure_with_a_cause(
    kind: type[Exception],
) -> None:
    assert issubclass(kind, FAILURES)
    error = kind.__new__(kind)
    Exception.__init__(error, "something")
    assert unanswered_of(error) == Unanswered(KNOWN[kind.__name__], "something")


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.ECONNREFUSED, Cause.REFUSED),
        (errno.ECONNRESET, Cause.RESET),
        (errno.EPIPE, Cause.RESET),
        (errno.ETIMEDOUT, Cause.CONNECT_TIMEOUT),
        (errno.ENETUNREACH, Cause.NETWORK_UNREACHABLE),
        (errno.EHOSTUNREACH, Cause.NETWORK_UNREACHABLE),
    ],
)
def test_the_operating_system_says_why_a_connection_failed(number: int, cause: Cause) -> None:
    error = httpx.ConnectError("all connection attempts failed")
    error.__cause__ = OSError(number, "the system's words")
    assert unanswered_of(error) == Unanswered(cause, "the system's words")


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (10, Cause.TLS_EXPIRED),
        (9, Cause.TLS_UNTRUSTED),
        (18, Cause.TLS_UNTRUSTED),
        (20, Cause.TLS_UNTRUSTED),
        (62, Cause.TLS_WRONG_HOST),
        (64, Cause.TLS_WRONG_HOST),
    ],
)
def test_openssl_says_what_is_wrong_with_a_certificate(code: int, cause: Cause) -> None:
    inner = ssl.SSLCertVerificationError(1, "certificate verify failed")
    inner.verify_code = code
    inner.verify_message = "openssl's words"
    error = httpcore.ConnectError(inner)
    error.__cause__ = inner
    assert unanswered_of(error) == Unanswered(cause, "openssl's words")


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ssl.SSLError(1, "wrong version number"), Cause.TLS_FAILED),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Cause.NO_SUCH_HOST),
        (socket.gaierror(socket.EAI_AGAIN, "later"), Cause.DNS_FAILED),
        (socket.gaierror(socket.EAI_FAIL, "broken"), Cause.DNS_FAILED),
        (TimeoutError(), Cause.READ_TIMEOUT),
        (anyio.EndOfStream(), Cause.RESET),
        (anyio.BrokenResourceError(), Cause.RESET),
        (OSError("no number"), Cause.RESET),
        (
            httpcore.RemoteProtocolError("Server disconnected without sending a response."),
            Cause.RESET,
        ),
        (AskFailedError(Cause.DNS_FAILED, "asked"), Cause.DNS_FAILED),
    ],
)
def test_bare_errors_have_their_cause(error: Exception, cause: Cause) -> None:
    assert isinstance(error, FAILURES)
    assert unanswered_of(error).cause is cause


def test_a_time_limit_hides_what_it_interrupted() -> None:
    error = httpcore.ConnectTimeout()
    error.__cause__ = TimeoutError()
    error.__cause__.__context__ = ssl.SSLError(1, "interrupted")
    assert unanswered_of(error).cause is Cause.CONNECT_TIMEOUT


def test_a_long_message_is_cut() -> None:
    assert len(unanswered_of(httpx.ReadError("x" * 10_000)).detail) == 200
