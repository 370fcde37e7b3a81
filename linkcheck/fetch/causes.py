"""Say why no answer came: the exceptions of this package, and what error numbers mean."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Final

from linkcheck.model import Cause, Unanswered

if TYPE_CHECKING:
    from linkcheck.address import IPAddress


class AskError(Exception):
    """Say that an address was not asked, or did not answer."""


class AskFailedError(AskError):
    """Say that no answer came, with the cause."""

    def __init__(self, cause: Cause, detail: str = "") -> None:
        super().__init__(detail or cause.value)
        self.unanswered = Unanswered(cause, detail)


class PrivateAddressError(AskError):
    """Say that a host is, or resolves to, an address that must not be reached."""

    def __init__(self, host: str, address: IPAddress) -> None:
        where = str(address) if host == str(address) else f"{host} is at {address}"
        super().__init__(f"{where}, which is not on the public internet")


class PrivateNameError(PrivateAddressError):
    """Say that a host's name means something only within some `network`, not on the internet."""

    def __init__(self, host: str, network: str) -> None:
        AskError.__init__(self, f"{host} is a name of {network}, not of the public internet")


class InvalidAddressError(AskError):
    """Say that an address cannot be asked as it is written."""


def errno_cause(number: int) -> Cause | None:
    """Tell what an error number of the operating system means, where it tells anything."""
    return _ERRNOS.get(number)


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


# What a connection takes is not to be had on this machine: nothing is said about the host.
SHORTAGES: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
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
    **dict.fromkeys(SHORTAGES, Cause.OFFLINE),
}
