"""Rules for "somebody is home, but refuses programs": walls, sign-ins, paywalls, the law.

What the settings accept from a host is no refusal.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from linkcheck.judge import signs
from linkcheck.judge.case import is_short, parameters, segments
from linkcheck.judge.phrases import status_text
from linkcheck.model import Certainty, Reason, ReasonCode, State, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.address import Address
    from linkcheck.judge.case import Case

_TABLES: Final = {
    ReasonCode.BOT_WALL: signs.walls,
    ReasonCode.LEGAL: signs.legal,
    ReasonCode.PAYWALL: signs.paywalls,
}

_UNAUTHORISED: Final = 401
_FORBIDDEN: Final = 403

# No sign asks for a page of at most more words.
_MOST_WORDS: Final = 300

# A sign-in form and a few words around it; an article beside a small form has more.
_FORM_WORDS: Final = 120


def accepted(case: Case) -> Verdict | None:
    """Judge an answer whose status the settings accept from this host."""
    if case.status not in case.accepted:
        return None
    message = f"{status_text(case.status)}, accepted by your settings"
    return Verdict(State.ALIVE, Certainty.CERTAIN, (Reason(ReasonCode.OK, message),))


def bot_wall(case: Case) -> Verdict | None:
    """Judge a page that asks whether the reader is a machine."""
    sign = _first(ReasonCode.BOT_WALL, case)
    if sign is None:
        return None
    return _blocked(case, ReasonCode.BOT_WALL, f"bot wall: {sign.name}")


def legal(case: Case) -> Verdict | None:
    """Judge a page that the law keeps from the reader (RFC 7725)."""
    sign = _first(ReasonCode.LEGAL, case)
    return None if sign is None else _blocked(case, ReasonCode.LEGAL, sign.name)


def paywall(case: Case) -> Verdict | None:
    """Judge a page that is there for those who pay."""
    sign = _first(ReasonCode.PAYWALL, case)
    return None if sign is None else _blocked(case, ReasonCode.PAYWALL, f"paywall: {sign.name}")


def sign_in(case: Case) -> Verdict | None:
    """Judge a redirect to a sign-in, or a page that is little else than its form.

    Only where the way ends counts: publishers send everybody through their sign-in and back.
    """
    if _is_sign_in(case.asked):
        return None  # the sign-in itself is what was cited
    if case.redirected and _is_sign_in(case.final):
        returns = _brings_back(case.final, case.asked)
        certainty = Certainty.CERTAIN if returns else Certainty.LIKELY
        return _refused(ReasonCode.SIGN_IN, "asks for a sign-in", certainty)
    if case.status == _UNAUTHORISED and case.answer.header("www-authenticate") is not None:
        message = "asks for a user name and a password"
        return _refused(ReasonCode.SIGN_IN, message, Certainty.CERTAIN)
    if _shows_form(case):
        return _refused(ReasonCode.SIGN_IN, "shows a sign-in form", Certainty.LIKELY)
    return None


def forbidden(case: Case) -> Verdict | None:
    """Judge a refusal without a sign: whether the page exists is not known."""
    if case.status not in {_UNAUTHORISED, _FORBIDDEN}:
        return None
    return _refused(ReasonCode.FORBIDDEN, status_text(case.status), Certainty.LIKELY)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Hold the signs that a kind of answer can show, and what it takes for any of them to fire."""

    table: tuple[signs.Sign, ...]
    titles: tuple[str, ...]
    markers: frozenset[str]
    headers: frozenset[str]  # names
    shown_by_all: bool
    by_place: bool

    @classmethod
    def of(cls, table: tuple[signs.Sign, ...]) -> _Watch:
        names = {header.partition(":")[0] for sign in table for header in sign.headers}
        if any(sign.cookies for sign in table):
            names.add("set-cookie")
        return cls(
            table,
            tuple(title for sign in table for title in sign.titles),
            frozenset(marker for sign in table for marker in sign.markers),
            frozenset(names),
            shown_by_all=any(_asks_nothing(sign) for sign in table),
            by_place=any(sign.addresses for sign in table),
        )

    def may_fire(self, case: Case) -> bool:
        """Tell whether it is worth looking at each sign: of ordinary pages none is."""
        page = case.page
        return (
            self.shown_by_all
            or (self.by_place and case.redirected)
            or (page is not None and not self.markers.isdisjoint(page.markers))
            or any(name in self.headers for name, _ in case.answer.headers)
            or case.title.startswith(self.titles)
        )


def fired(case: Case) -> Iterator[tuple[ReasonCode, signs.Sign]]:
    """Yield every sign of the tables that an answer shows."""
    for code in _TABLES:
        for sign in _watch(code, case).table:
            if _fires(sign, case):
                yield code, sign


def _watch(code: ReasonCode, case: Case) -> _Watch:
    """Return the signs that an answer can show at all: of an ordinary page's very few."""
    page = case.page
    short = page is not None and is_short(page, _MOST_WORDS)
    return _watch_of(code, case.status, short=short, redirected=case.redirected)


@functools.cache
def _watch_of(code: ReasonCode, status: int, *, short: bool, redirected: bool) -> _Watch:
    return _Watch.of(
        tuple(
            sign
            for sign in _TABLES[code]()
            if (not sign.statuses or status in sign.statuses)
            and (sign.max_words is None or short)
            and (redirected or not _is_place(sign))
        )
    )


def _asks_nothing(sign: signs.Sign) -> bool:
    """Tell whether a sign fires by status and length alone."""
    return not (sign.headers or sign.cookies or sign.titles or sign.markers or sign.addresses)


def _is_place(sign: signs.Sign) -> bool:
    """Tell whether a sign is nothing but a place that redirects lead to."""
    return bool(sign.addresses) and not (
        sign.headers or sign.cookies or sign.titles or sign.markers
    )


def _first(code: ReasonCode, case: Case) -> signs.Sign | None:
    watch = _watch(code, case)
    if not watch.may_fire(case):
        return None
    return next((sign for sign in watch.table if _fires(sign, case)), None)


def _fires(sign: signs.Sign, case: Case) -> bool:
    page = case.page
    if sign.max_words is not None and (page is None or not is_short(page, sign.max_words)):
        return False
    if _asks_nothing(sign):
        return True
    return (
        (bool(sign.titles) and case.title.startswith(sign.titles))
        or (page is not None and any(marker in sign.markers for marker in page.markers))
        or (bool(sign.addresses) and _led_to(case, sign.addresses))
        or (bool(sign.headers) and any(_has_header(case, header) for header in sign.headers))
        or (bool(sign.cookies) and any(_has_cookie(case, cookie) for cookie in sign.cookies))
    )


def _has_header(case: Case, wanted: str) -> bool:
    name, _, part = wanted.partition(":")
    values = (value.lower() for key, value in case.answer.headers if key == name)
    return any(part.strip() in value for value in values)


def _has_cookie(case: Case, beginning: str) -> bool:
    names = (value.lower() for key, value in case.answer.headers if key == "set-cookie")
    return any(
        name.strip().startswith(beginning) for value in names for name in re.split("[,;]", value)
    )


def _led_to(case: Case, beginnings: tuple[str, ...]) -> bool:
    return case.redirected and f"{case.final.host}{case.final.path}".startswith(beginnings)


def _is_sign_in(address: Address) -> bool:
    known = signs.sign_in()
    return address.host in known.hosts or any(part in known.steps for part in segments(address))


def _brings_back(place: Address, asked: Address) -> bool:
    """Tell whether a sign-in page's query holds the address that was asked for."""
    known = signs.sign_in()
    path = unquote(asked.path)
    return any(
        name in known.parameters or (len(path) > 1 and path in unquote(value))
        for name, value in parameters(place)
        if value
    )


def _shows_form(case: Case) -> bool:
    page = case.page
    if page is None or not page.has_password_field or not is_short(page, _FORM_WORDS):
        return False
    if case.status in {_UNAUTHORISED, _FORBIDDEN}:
        return True
    return case.succeeded and not case.asked.is_root


def _blocked(case: Case, code: ReasonCode, message: str) -> Verdict:
    """Block on a sign: a page of success that only looks like a refusal is less sure."""
    if case.succeeded:
        return _refused(code, message, Certainty.LIKELY)
    return _refused(code, f"{message} ({status_text(case.status)})", Certainty.CERTAIN)


def _refused(code: ReasonCode, message: str, certainty: Certainty) -> Verdict:
    return Verdict(State.BLOCKED, certainty, (Reason(code, message),))
