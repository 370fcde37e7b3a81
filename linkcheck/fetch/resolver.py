"""Find a host's addresses: once a run, judged before anyone connects.

What is resolved here is what is connected to: the transports are handed addresses, never names,
so a name server that changes its answer between check and use leads nowhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.address import ip_of
from linkcheck.fetch.causes import (
    AskFailedError,
    PrivateAddressError,
    PrivateNameError,
    dns_cause,
)
from linkcheck.fetch.guard import hidden_network, is_public, local_network, never_exists
from linkcheck.fetch.proxies import Proxies
from linkcheck.model import Cause

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkcheck.address import IPAddress

Lookup: TypeAlias = "Callable[[str], Awaitable[tuple[IPAddress, ...]]]"

# Names that resolve wherever there is a network.
CONTROL_NAMES: Final = ("example.com", "iana.org", "archive.org")

_AT_ONCE: Final = 64
_PROOF_TIME: Final = 5.0  # seconds; a network that works resolves well-known names at once
_DIRECT: Final = Proxies()


@dataclass(frozen=True, slots=True)
class Route:
    """Say how a host is reached: at its judged addresses, or by way of a proxy."""

    addresses: tuple[IPAddress, ...] = ()
    proxy: str | None = None


class Resolver:
    """Resolve hosts, each once, and refuse those that lead to private addresses.

    `lookup` asks the name servers and raises `socket.gaierror`; `timeout` bounds it. `allowed`
    judges each address. Hosts that are reached by one of the `proxies` are not resolved here.
    """

    def __init__(
        self,
        lookup: Lookup | None = None,
        *,
        allowed: Callable[[IPAddress], bool] = is_public,
        timeout: float = 10.0,
        proxies: Proxies = _DIRECT,
    ) -> None:
        self._proxies = proxies
        self._lookup = lookup or system_lookup
        self._is_allowed = allowed
        self._timeout = timeout
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._known: dict[str, tuple[IPAddress, ...] | AskFailedError] = {}
        self._asking: dict[str, asyncio.Task[tuple[IPAddress, ...] | AskFailedError]] = {}
        self._last_found: str | None = None
        self._routes: dict[str, Route] = {}
        self._proving: asyncio.Task[bool] | None = None

    async def route(self, scheme: str, host: str, port: int) -> Route:
        """Find how a host is reached; raises as `resolve` does.

        What is plainly private is not asked of a proxy either.
        """
        proxy = self._proxies.proxy_for(scheme, host, port)
        if proxy is None:
            direct = self._routes.get(host)
            if direct is None:
                direct = self._routes[host] = Route(await self.resolve(host))
            return direct
        literal = ip_of(host) or (_LOOPBACK if _is_localhost(host) else None)
        if literal is not None:
            self._allowed(host, (literal,))
        return Route(proxy=proxy)

    async def resolve(self, host: str) -> tuple[IPAddress, ...]:
        """Return the addresses of a host that may be connected to, in the order to try them.

        Raises `PrivateAddressError` where there is none but private ones, or the name is one of
        another network; and `AskFailedError` where there is no such host, or it could not be
        found out (which is not remembered).
        """
        literal = ip_of(host)
        if literal is not None:
            return self._allowed(host, (literal,))
        hidden = hidden_network(host)
        if hidden is not None:
            raise PrivateNameError(host, hidden)
        if never_exists(host):
            raise AskFailedError(Cause.NO_SUCH_HOST, "no name below .invalid ever exists")
        known = self._known.get(host) or await self._asked(host)
        if isinstance(known, AskFailedError):
            local = local_network(host) if _is_missing(known) else None
            if local is not None and not self._is_allowed(_LOOPBACK):
                raise PrivateNameError(host, local)
            # A new one each time: one exception must not gather the tracebacks of many.
            raise AskFailedError(known.unanswered.cause, known.unanswered.detail)
        return self._allowed(host, known)

    async def _asked(self, host: str) -> tuple[IPAddress, ...] | AskFailedError:
        """Wait for the one question about a host that is under way, or put it."""
        task = self._asking.get(host)
        if task is None:
            task = self._asking[host] = asyncio.create_task(self._ask(host))
            task.add_done_callback(lambda _: self._asking.pop(host, None))
        return await asyncio.shield(task)  # who gives up waiting leaves the others waiting

    async def _ask(self, host: str) -> tuple[IPAddress, ...] | AskFailedError:
        """Find a host; bad news is believed on a working network, and "missing" if said twice.

        Without a network some systems say of every name that it is missing, others that they
        could not find out.
        """
        answer = await self._look_up(host)
        if isinstance(answer, AskFailedError) and not await self.names_resolve():
            return AskFailedError(Cause.OFFLINE, "no name could be resolved then")
        if _is_missing(answer):
            answer = await self._look_up(host)
        if not isinstance(answer, AskFailedError) or _is_missing(answer):
            self._known[host] = answer
        return answer

    async def _look_up(self, host: str) -> tuple[IPAddress, ...] | AskFailedError:
        try:
            async with self._slots, asyncio.timeout(self._timeout):
                found = await self._lookup(host)
        except socket.gaierror as error:
            return AskFailedError(dns_cause(error), error.strerror or str(error))
        except TimeoutError:
            detail = f"no answer from the name server within {self._timeout:g} s"
            return AskFailedError(Cause.DNS_FAILED, detail)
        if not found:
            return AskFailedError(Cause.NO_SUCH_HOST, "the name has no address")
        self._last_found = host
        return found

    async def names_resolve(self) -> bool:
        """Tell whether names resolve now that always do, or that did before."""
        if self._proving is None:
            self._proving = asyncio.create_task(self._prove())
            self._proving.add_done_callback(self._proven)
        return await asyncio.shield(self._proving)

    def _proven(self, _: asyncio.Task[bool]) -> None:
        self._proving = None

    async def _prove(self) -> bool:
        if self._last_found is not None and await self._resolves(self._last_found):
            return True
        return any(await asyncio.gather(*map(self._resolves, CONTROL_NAMES)))

    async def _resolves(self, name: str) -> bool:
        try:
            async with asyncio.timeout(min(self._timeout, _PROOF_TIME)):
                found = await self._lookup(name)
        except (socket.gaierror, TimeoutError):
            return False
        return any(map(self._is_allowed, found))  # a sinkhole's are private

    def _allowed(self, host: str, addresses: tuple[IPAddress, ...]) -> tuple[IPAddress, ...]:
        allowed = tuple(address for address in addresses if self._is_allowed(address))
        if not allowed:
            raise PrivateAddressError(host, addresses[0])
        return allowed


def _is_missing(answer: tuple[IPAddress, ...] | AskFailedError) -> bool:
    return isinstance(answer, AskFailedError) and answer.unanswered.cause is Cause.NO_SUCH_HOST


_LOOPBACK: Final = ipaddress.IPv4Address("127.0.0.1")


def _is_localhost(host: str) -> bool:
    """Tell a name that means the machine that resolves it (RFC 6761, section 6.3)."""
    return host == "localhost" or host.endswith(".localhost")


async def system_lookup(host: str) -> tuple[IPAddress, ...]:
    """Ask the operating system for a host's addresses; raise `socket.gaierror`.

    Each question has a daemon thread of its own: a pool's threads would be waited for at exit,
    and a name server can be silent for half a minute.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[IPAddress, ...]] = loop.create_future()

    def settle(found: tuple[IPAddress, ...] | socket.gaierror) -> None:
        if answer.done():
            return
        if isinstance(found, socket.gaierror):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def ask() -> None:
        try:
            found: tuple[IPAddress, ...] | socket.gaierror = _getaddrinfo(host)
        except socket.gaierror as error:
            found = error
        except OSError as error:
            found = socket.gaierror(socket.EAI_FAIL, str(error))
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=ask, name=f"dns {host}", daemon=True).start()
    return await answer


def _getaddrinfo(host: str) -> tuple[IPAddress, ...]:
    # As bytes: the host is Punycode already, and Python's own codec refuses what exists in DNS.
    found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(place[0]).partition("%")[0] for *_, place in found)
    return tuple(ipaddress.ip_address(text) for text in texts)
