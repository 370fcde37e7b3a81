"""The seam between what is asked and what carries it.

An engine is libcurl (`linkcheck.fetch.curl`), or any transport of httpx behind `OverHttpx`
(`linkcheck.fetch.overhttpx`): httpcore's, a mock in tests. What stands between is this small
because it is made for every request: httpx's own requests and responses take longer to make than
libcurl takes to answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one request; `url` is sent as it stands, with nothing secret in it.

    `port` is never missing. The times are in seconds: `connect` for all until the request can be
    sent, `read` for each silence after; 0 sets no limit. `connected` is called when the host is
    found to have let us connect while its answer is still waited for; by way of a proxy nobody
    knows.
    """

    url: str
    scheme: str
    host: str
    port: int
    headers: tuple[tuple[str, str], ...]
    connect: float
    read: float
    method: str = "GET"
    content: bytes = b""
    connected: Callable[[], None] | None = None


class Reply(Protocol):
    """Hold an answer whose headers have come; its body comes as it is asked for."""

    @property
    def status(self) -> int:
        """Return the status code."""

    @property
    def headers(self) -> Sequence[tuple[bytes, bytes]]:
        """Return names and values as they were received, in their order."""

    def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it was received, packed if it was; raises `AskFailedError`."""

    async def aclose(self) -> None:
        """Let go of the connection: it is closed unless all has been received."""


@runtime_checkable
class Engine(Protocol):
    """Carry requests."""

    async def ask(self, question: Question) -> Reply:
        """Send a request and return the answer once its headers are there.

        Raises `AskFailedError`, `PrivateAddressError` or `InvalidAddressError`, and nothing else
        that is a failure of the network.
        """
