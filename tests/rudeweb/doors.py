"""The ways in to the rude web that fail before a single byte of HTTP."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import trustme

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK = "127.0.0.1"
NAMES = ("localhost", LOOPBACK, "a.test", "b.test", "rude.test", "*.rude.test")


@dataclass(frozen=True, slots=True)
class Certificates:
    """The rude web's own authority, and a server's context for each TLS door."""

    authority: trustme.CA
    contexts: dict[str, ssl.SSLContext]

    def trust(self) -> ssl.SSLContext:
        """Return a client's context that trusts the rude web's authority alone."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.authority.configure_trust(context)
        return context

    def write(self, path: Path) -> None:
        """Write the authority's certificate, for `SSL_CERT_FILE`."""
        self.authority.cert_pem.write_to_path(path)


def make_certificates() -> Certificates:
    authority = trustme.CA()
    stranger = trustme.CA()
    long_ago = datetime.now(UTC) - timedelta(days=400)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    leaves = {
        "https": authority.issue_cert(*NAMES),
        "https-expired": authority.issue_cert(*NAMES, not_before=long_ago, not_after=yesterday),
        "https-untrusted": stranger.issue_cert(*NAMES),
        "https-wrong-host": authority.issue_cert("elsewhere.example"),
    }
    contexts = {}
    for door, leaf in leaves.items():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        contexts[door] = context
    return Certificates(authority, contexts)


def refusing_socket() -> socket.socket:
    """Hold a port that refuses connections: bound, so that nobody else gets it, not listening."""
    held = socket.socket()
    held.bind((LOOPBACK, 0))
    return held


def silent_sockets() -> list[socket.socket]:
    """Hold a port that does not even accept: its queue is full, further calls are dropped.

    The first socket is the one that listens. Linux drops what does not fit, other systems refuse.
    """
    listening = socket.socket()
    listening.bind((LOOPBACK, 0))
    listening.listen(0)
    held = [listening]
    for _ in range(4):
        caller = socket.socket()
        caller.settimeout(0)
        caller.connect_ex(listening.getsockname())
        held.append(caller)
    return held
