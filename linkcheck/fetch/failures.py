"""Turn what a transport raises into evidence: the exact cause, and a detail for people.

Our transports raise `AskFailedError` where they know the cause themselves. Everything else is
read from the exception and those it was raised from: httpx's and httpcore's name the step that
failed, the operating system's and OpenSSL's why.
"""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING, Final

import anyio
import h11
import httpcore
import httpx

from linkcheck.model import Cause, Unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.address import IPAddress


class AskFailedError(httpx.TransportError):
    """Say that no answer came, with the cause."""

    def __init__(self, cause: Cause, detail: str = "") -> None:
        super().__init__(detail or cause.value)
        self.unanswered = Unanswered(cause, detail)


class PrivateAddressError(httpx.TransportError):
    """Say that a host is, or resolves to, an address that must not be reached."""

    def __init__(self, host: str, address: IPAddress) -> None:
        where = str(address) if host == str(address) else f"{host} is at {address}"
        super().__init__(f"{where}, which is not on the public internet")


# What a transport can raise that is a failure of the network. Anything else is a bug of ours.
FAILURES: Final = (
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


def errno_cause(number: int) -> Cause | None:
    """Tell what an error number of the operating system means, where it tells anything."""
    return _ERRNOS.get(number)


def _tls_cause(error: ssl.SSLError) -> Cause:
    if isinstance(error, ssl.SSLCertVerificationError):
        return x509_cause(error.verify_code)
    return Cause.TLS_FAILED


# https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/
_EXPIRED: Final = frozenset({10})
_WRONG_HOST: Final = frozenset({62, 64})


def x509_cause(code: int) -> Cause:
    """Tell why a certificate does not hold, from OpenSSL's code."""
    if code in _EXPIRED:
        return Cause.TLS_EXPIRED
    if code in _WRONG_HOST:
        return Cause.TLS_WRONG_HOST
    return Cause.TLS_UNTRUSTED


# The name does not exist, or it exists and has no address; all else is a failure to find out.
_NO_NAME: Final = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
)


def dns_cause(error: socket.gaierror) -> Cause:
    """Tell "there is no such host" from "could not find out"."""
    return Cause.NO_SUCH_HOST if error.errno in _NO_NAME else Cause.DNS_FAILED


_ERRNOS: Final = {
    errno.ECONNREFUSED: Cause.REFUSED,
    errno.ECONNRESET: Cause.RESET,
    errno.ECONNABORTED: Cause.RESET,
    errno.EPIPE: Cause.RESET,
    errno.ETIMEDOUT: Cause.CONNECT_TIMEOUT,
    errno.ENETUNREACH: Cause.NETWORK_UNREACHABLE,
    errno.EHOSTUNREACH: Cause.NETWORK_UNREACHABLE,
    errno.ENETDOWN: Cause.NETWORK_UNREACHABLE,
    errno.EADDRNOTAVAIL: Cause.NETWORK_UNREACHABLE,
    errno.EACCES: Cause.NETWORK_UNREACHABLE,  # a local firewall
    errno.EPERM: Cause.NETWORK_UNREACHABLE,  # a local firewall
}

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
