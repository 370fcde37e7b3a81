"""Follow one address to its end: one attempt, hop by hop, each hop in its host's turn."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from linkcheck.address import Address, parse_address
from linkcheck.fetch.alarm import time_limit
from linkcheck.fetch.causes import (
    AskError,
    AskFailedError,
    InvalidAddressError,
    PrivateAddressError,
)
from linkcheck.fetch.engine import Question
from linkcheck.fetch.headers import kept_headers, request_headers, with_own_headers
from linkcheck.fetch.health import HOST_CAUSES
from linkcheck.fetch.hedge import first_answer
from linkcheck.fetch.page import is_html, looks_like_html, read_page, unread_page
from linkcheck.fetch.redirects import REDIRECTS, redirect_target, refresh_target
from linkcheck.fetch.retry import RATE_LIMITED, retries_after, retry_after
from linkcheck.fetch.unpack import Plain, unpacker_for
from linkcheck.hostrules import rule_for
from linkcheck.judge.registries import REGISTRY_RULES
from linkcheck.model import (
    Answered,
    Cause,
    Hop,
    NotAsked,
    NotAskedReason,
    Unanswered,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from linkcheck.fetch.cookies import Cookies
    from linkcheck.fetch.engine import Engine, Reply
    from linkcheck.fetch.health import Health, Origin
    from linkcheck.fetch.resolver import Resolver
    from linkcheck.fetch.turns import Turns
    from linkcheck.fetch.unpack import Unpacker
    from linkcheck.model import Outcome, Page
    from linkcheck.settings import Settings

_GRACE: Final = 0.25  # seconds in which the transport may say more exactly what timed out
_LONGEST: Final = 65_536  # characters of an address
_MORE_FOR_FRAGMENTS: Final = 16  # times as much of a page is read where a place is looked for
_SMALL: Final = 16_384  # bytes: to read so much costs less than to connect again
_HEDGE_AFTER: Final = 0.1  # of what is left of the time limit once a connection must stand
_DRAIN_TIME: Final = 0.5  # seconds
_RATE_PAUSE: Final = 1.0  # seconds, where a host is asked too often and does not say how long
_LOOPS: Final = frozenset({Cause.REDIRECT_LOOP, Cause.TOO_MANY_REDIRECTS})
_NO_BODY: Final = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class Attempt:
    """Hold what one attempt came to.

    `asked` counts how often the first address was asked; `elapsed` is in seconds, without
    waiting for turns.
    """

    outcome: Outcome
    hops: tuple[Hop, ...] = ()
    asked: int = 1
    elapsed: float = 0.0


@dataclass(frozen=True, slots=True)
class _Redirected:
    """Say that an answer leads on; `location` is as it was received."""

    status_code: int
    location: bytes


@dataclass(slots=True)
class _State:
    """Hold what changes on the way along a chain."""

    eager: Callable[[], bool]
    fragments: tuple[str, ...] = ()
    hops: list[Hop] = field(default_factory=list)
    cookies: Cookies | None = None
    seen: set[tuple[str, str]] = field(default_factory=set)
    asked: int = 0
    signpost: Answered | None = None
    elapsed: float = 0.0
    hedged: bool = False

    def hedge(self) -> bool:
        """Note that an address is asked a second time, and tell whether it shall be."""
        if self.hedged or not self.eager():
            return False
        self.hedged = True
        self.asked += not self.hops
        return True

    def take_cookies(self, address: Address, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Take the cookies that a redirect sets."""
        from linkcheck.fetch.cookies import Cookies  # noqa: PLC0415  (httpx, and few set any)

        self.cookies = self.cookies or Cookies()
        self.cookies.take(address.url, headers)

    def ended(self, outcome: Outcome) -> Attempt:
        circle = isinstance(outcome, Unanswered) and outcome.cause in _LOOPS
        if self.signpost is not None and circle:
            # What leads on from a signpost and back to it wants a script or a cookie: it is there.
            before = [hop.refresh for hop in self.hops].index(True)
            outcome, self.hops = self.signpost, self.hops[:before]
        return Attempt(outcome, tuple(self.hops), asked=self.asked, elapsed=self.elapsed)


class Chains:
    """Make attempts. `clock` tells seconds, `now` the date, `environ` the secrets of hosts."""

    def __init__(  # noqa: PLR0913  (the parts it is made of, each passed in)
        self,
        engine: Engine,
        settings: Settings,
        *,
        resolver: Resolver,
        turns: Turns,
        health: Health,
        clock: Callable[[], float],
        now: Callable[[], datetime],
        environ: Mapping[str, str],
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._resolver = resolver
        self._turns = turns
        self._health = health
        self._clock = clock
        self._now = now
        self._headers = request_headers(settings)
        self._environ = environ

    async def follow(
        self,
        url: str,
        fragments: tuple[str, ...] = (),
        *,
        eager: Callable[[], bool] = lambda: False,
    ) -> Attempt:
        """Ask an address and follow its redirects; each attempt has cookies of its own.

        Of pages that are but a signpost to another one (a meta refresh), the first is followed.
        `fragments` are looked for in the page at the end. Who is silent is asked once more
        where `eager` then says so.
        """
        state = _State(eager, fragments)
        address = parse_address(url)
        if address is None or not address.host:
            return state.ended(NotAsked(NotAskedReason.INVALID_ADDRESS, "this is no web address"))
        while True:
            before = state.elapsed
            reply = await self._visit(address, state)
            took = state.elapsed - before
            if isinstance(reply, _Redirected):
                state.hops.append(Hop(address.url, reply.status_code, elapsed=took))
                following: Address | Outcome = self._redirected(address, reply, state)
            else:
                following = _refreshed(address, reply, state, took)
            if not isinstance(following, Address):
                return state.ended(following)
            address = following

    def _redirected(
        self, address: Address, reply: _Redirected, state: _State
    ) -> Address | Unanswered:
        """Return where a redirect leads, or why it leads nowhere."""
        following = redirect_target(address.url, reply.location)
        if following is None:
            shown = reply.location[:200].decode("utf-8", "replace")
            return Unanswered(Cause.BAD_REDIRECT, f"it leads to {shown!r}")
        if len(state.hops) > self._settings.max_redirects:
            detail = f"more than {self._settings.max_redirects} redirects"
            return Unanswered(Cause.TOO_MANY_REDIRECTS, detail)
        return following

    async def _visit(self, address: Address, state: _State) -> _Redirected | Outcome:
        """Ask one address in its host's turn."""
        async with self._turns.turn(address.host):
            down = self._health.down(_origin(address))
            if down is not None:
                return down
            try:
                # Found here already, so that a slow name server holds no slot.
                await self._resolver.route(address.scheme, address.host, address.port or 0)
                async with self._turns.slots:
                    return await self._timed(address, state)
            except (AskError, TimeoutError) as error:
                return self._without_answer(error, address, state)

    def _without_answer(
        self, error: AskError | TimeoutError, address: Address, state: _State
    ) -> NotAsked | Unanswered:
        match error:
            case PrivateAddressError():
                return NotAsked(NotAskedReason.PRIVATE_ADDRESS, str(error))
            case InvalidAddressError() if state.hops:  # can-ada lets more pass than engines do
                return Unanswered(Cause.BAD_REDIRECT, str(error)[:200])
            case InvalidAddressError():
                return NotAsked(NotAskedReason.INVALID_ADDRESS, str(error)[:200])
            case AskFailedError():
                return self._failed(error.unanswered, address, state)
            case _:
                return self._failed(Unanswered(Cause.READ_TIMEOUT), address, state)

    def _failed(self, failure: Unanswered, address: Address, state: _State) -> Unanswered:
        state.asked = state.asked or 1
        if failure.cause in HOST_CAUSES:
            allowed = 1 + retries_after(failure.cause, self._settings)
            self._health.failed(_origin(address), failure, allowed)
        elif failure.cause is not Cause.OFFLINE:
            self._reached(address)
        limit = self._settings.timeout
        if failure.cause is Cause.READ_TIMEOUT:
            return replace(failure, detail=f"no answer within {limit:g} s")
        if failure.cause is Cause.CONNECT_TIMEOUT:
            limit = min(limit, self._settings.connect_timeout)
            return replace(failure, detail=f"no connection within {limit:g} s")
        return failure

    def _reached(self, address: Address) -> None:
        self._health.answered(_origin(address))
        self._turns.proven(address.host)

    async def _timed(self, address: Address, state: _State) -> _Redirected | Outcome:
        cookie = state.cookies.sent_to(address.url) if state.cookies is not None else ""
        step = (address.url, cookie)
        if step in state.seen:
            return Unanswered(Cause.REDIRECT_LOOP, f"{address.url} leads back to itself")
        state.seen.add(step)
        state.asked = state.asked or 1
        started = self._clock()
        try:
            return await self._ask(address, cookie, state)
        finally:
            state.elapsed += self._clock() - started

    def _headers_for(self, address: Address) -> tuple[tuple[str, str], ...]:
        """Return what is sent with a request: to a host with a rule, that rule's headers too."""
        rule = REGISTRY_RULES.get(address.host)
        if self._settings.hosts:
            rule = rule_for(self._settings.hosts, address.url, self._now().date()) or rule
        if rule is None:
            return self._headers
        return with_own_headers(self._headers, rule, address.scheme, self._environ)

    def _question(self, address: Address, cookie: str, state: _State) -> Question:
        if len(address.url) > _LONGEST:
            message = "the address is too long"
            raise InvalidAddressError(message)
        headers = self._headers_for(address)
        if cookie and not any(name.lower() == "cookie" for name, _ in headers):
            headers = (*headers, ("Cookie", cookie))
        left = max(0.001, self._settings.timeout - state.elapsed)
        host = address.host
        return Question(
            # Of an empty query nothing is sent, the mark before it neither.
            address.url if address.query else address.url.removesuffix("?"),
            address.scheme,
            host,
            address.port or 0,
            headers,
            connect=min(self._settings.connect_timeout, left),
            read=left,
            connected=None if self._turns.is_proven(host) else lambda: self._turns.proven(host),
        )

    async def _ask(self, address: Address, cookie: str, state: _State) -> _Redirected | Answered:
        question = self._question(address, cookie, state)
        left = self._settings.timeout - state.elapsed + _GRACE
        deadline = asyncio.get_running_loop().time() + left

        async def ask() -> Reply:
            return await self._engine.ask(question)

        reply = await first_answer(
            ask, limit=left, patience=self._patience(state), again=state.hedge
        )
        if reply.status == RATE_LIMITED:
            self._heed(reply, address)
        self._reached(address)
        try:
            return await self._answer(reply, address, state, deadline)
        finally:
            await reply.aclose()

    def _patience(self, state: _State) -> float:
        """Return after how many seconds of silence to ask once more.

        It is a little longer than a connection may take: who cannot be reached at all is another
        matter.
        """
        left = self._settings.timeout - state.elapsed
        connect = min(self._settings.connect_timeout, left)
        return connect + max(_GRACE, (left - connect) * _HEDGE_AFTER)

    def _heed(self, reply: Reply, address: Address) -> None:
        """Leave a host alone, with all its addresses, that says it is asked too often."""
        kept = kept_headers(reply.headers)
        asked = retry_after(Answered(reply.status, address.url, kept), self._now())
        pause = _RATE_PAUSE if asked is None else asked
        if pause <= self._settings.retry_after_cap:
            self._turns.pause(address.host, pause)

    async def _answer(
        self, reply: Reply, address: Address, state: _State, deadline: float
    ) -> _Redirected | Answered:
        status, headers = reply.status, reply.headers
        location = _header(headers, b"location") if status in REDIRECTS else None
        if location is not None:
            if _header(headers, b"set-cookie") is not None:
                state.take_cookies(address, headers)
            await _drain(reply)
            return _Redirected(status, location)
        return Answered(
            status,
            address.url,
            headers=kept_headers(headers),
            page=await self._page(reply, address, state.fragments, deadline),
        )

    async def _page(
        self,
        reply: Reply,
        address: Address,
        fragments: tuple[str, ...],
        deadline: float,
    ) -> Page | None:
        """Read what a verdict needs of the body; what breaks off is kept as far as it came."""
        if reply.status in _NO_BODY:
            return None
        content_type = (_header(reply.headers, b"content-type") or b"").decode("latin-1")
        encoding = (_header(reply.headers, b"content-encoding") or b"").decode("latin-1")
        limit = self._settings.max_body * (_MORE_FOR_FRAGMENTS if fragments else 1)
        unpacker = unpacker_for(encoding, limit)
        if unpacker is None or not is_html(content_type):
            return unread_page(content_type)
        ended = await _collect(reply, unpacker, limit, deadline)
        body = unpacker.body()
        if not content_type and body and not looks_like_html(body):
            return unread_page(content_type)
        truncated = not (ended and unpacker.whole)
        return read_page(body, content_type, address.url, truncated=truncated, fragments=fragments)


def _refreshed(address: Address, reply: Outcome, state: _State, took: float) -> Address | Outcome:
    """Return where a page that is but a signpost leads, the first of a chain; else the reply."""
    following = None if state.signpost is not None else refresh_target(reply)
    if following is None or not isinstance(reply, Answered):
        return reply
    state.hops.append(Hop(address.url, reply.status_code, refresh=True, elapsed=took))
    state.signpost = reply
    return following


def _origin(address: Address) -> Origin:
    return address.host, address.port or 0


def _header(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    for key, value in headers:
        if key.lower() == name:
            return value
    return None


async def _collect(reply: Reply, unpacker: Unpacker, limit: int, deadline: float) -> bool:
    """Read a body into the unpacker; return whether it came to its end."""
    received = 0
    try:
        left = deadline - asyncio.get_running_loop().time()
        async with time_limit(left), aclosing(reply.chunks()) as chunks:
            async for chunk in chunks:
                received += len(chunk)
                unpacker.feed(chunk)
                if unpacker.full or received >= limit:
                    return False
    except (AskFailedError, TimeoutError):
        return False  # the status has come: that is the answer, however its body ends
    return True


async def _drain(reply: Reply) -> None:
    """Read the small body of a redirect, so that its connection can be used again."""
    length = _header(reply.headers, b"content-length") or b""
    if length.isdigit() and int(length[:9]) <= _SMALL:
        deadline = asyncio.get_running_loop().time() + _DRAIN_TIME
        await _collect(reply, Plain(_SMALL + 1), _SMALL + 1, deadline)
