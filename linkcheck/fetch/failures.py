"""Turn what a transport of httpx raises into evidence: the exact cause, and a detail for people.

Our own transports raise `AskFailedError` where they know the cause themselves. Everything else is
read from the exception and those it was raised from: httpx's and httpcore's name the step that
failed, the operating system's and OpenSSL's why.
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, Final

import anyio
import h11
import httpcore
import httpx

from linkcheck.fetch.causes import (
    AskError,
    AskFailedError,
    dns_cause,
    errno_cause,
    x509_cause,
)
from linkcheck.model import Cause, Unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator


# What a transport can raise that is a failure of the network. Anything else is a bug of ours.
FAILURES: Final = (
    AskError,
    httpx.HTTPError,
    httpx.StreamError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
    h11.ProtocolError,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    OSError,  # ssl.SSLError, TimeoutError and socket.gaierror are among them
)


def unanswered_of(error: Exception) -> Unanswered:
    """Say why no answer came.

    The first exception that tells a cause decides, going from the one that was raised to those
    it was raised from; where a time limit stands before it, that limit is the cause. Where none
    tells, the step that failed decides.
    """
    for one in _chain(error):
        if isinstance(one, AskFailedError):
            return one.unanswered
        if isinstance(one, _TIME_LIMITS) and getattr(one, "errno", None) is None:
            return Unanswered(_step(one), _detail(error))
        cause = _telling(one)
        if cause is not None:
            return Unanswered(cause, _detail(one))
    return Unanswered(_step(error), _detail(error))


_TIME_LIMITS: Final = (httpx.TimeoutException, httpcore.TimeoutException, TimeoutError)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__  # httpcore's pool raises again "from None"


def _telling(error: BaseException) -> Cause | None:
    """Read the cause from an exception of the operating system, OpenSSL or the resolver."""
    if isinstance(error, ssl.SSLWantReadError | ssl.SSLWantWriteError):
        return None
    if isinstance(error, ssl.SSLError):
        return _tls_cause(error)
    if isinstance(error, socket.gaierror):
        return dns_cause(error)
    if isinstance(error, OSError) and error.errno is not None:
        return errno_cause(error.errno)
    return None


def _tls_cause(error: ssl.SSLError) -> Cause:
    if isinstance(error, ssl.SSLCertVerificationError):
        return x509_cause(error.verify_code)
    return Cause.TLS_FAILED


# The first that fits decides, so the special stands before the general.
_STEPS: Final[tuple[tuple[type[Exception], Cause], ...]] = (
    (httpx.ConnectTimeout, Cause.CONNECT_TIMEOUT),
    (httpcore.ConnectTimeout, Cause.CONNECT_TIMEOUT),
    (httpx.TimeoutException, Cause.READ_TIMEOUT),
    (httpcore.TimeoutException, Cause.READ_TIMEOUT),
    (httpx.ConnectError, Cause.NETWORK_UNREACHABLE),
    (httpcore.ConnectError, Cause.NETWORK_UNREACHABLE),
    (httpx.NetworkError, Cause.RESET),
    (httpcore.NetworkError, Cause.RESET),
    (httpcore.ConnectionNotAvailable, Cause.RESET),
    (httpx.ProxyError, Cause.NETWORK_UNREACHABLE),
    (httpcore.ProxyError, Cause.NETWORK_UNREACHABLE),
    (httpx.TooManyRedirects, Cause.TOO_MANY_REDIRECTS),
    (anyio.BrokenResourceError, Cause.RESET),
    (anyio.ClosedResourceError, Cause.RESET),
    (anyio.EndOfStream, Cause.RESET),
    (TimeoutError, Cause.READ_TIMEOUT),
    (OSError, Cause.RESET),
)

# httpcore's words for a connection that was closed before a single byte of an answer.
_EMPTY_REPLY: Final = "without sending a response"


def _step(error: BaseException) -> Cause:
    if _EMPTY_REPLY in str(error):
        return Cause.RESET
    for kind, cause in _STEPS:
        if isinstance(error, kind):
            return cause
    return Cause.PROTOCOL_ERROR


def _detail(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)[:200]
