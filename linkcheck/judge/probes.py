"""Ask what a host says of a page that never was: the sibling probe of Bar-Yossef et al.

A page is compared with a made-up one beside it. That is asked only where a page or a redirect
gives reason, once for each folder, and kept as evidence like any answer.

Z. Bar-Yossef, A. Z. Broder, R. Kumar, A. Tomkins, "Sic transit gloria telae", WWW 2004.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from linkcheck.address import join_address, parse_address
from linkcheck.judge import signs
from linkcheck.judge.case import SUCCESS, plain
from linkcheck.judge.sayings import says_not_found
from linkcheck.model import Answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkcheck.judge.case import Case
    from linkcheck.model import Observation, Page

_LETTERS: Final = 25
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"

# What says that a host knows its pages from those that never were. A refusal, a rate limit or a
# server in trouble says nothing of that.
_HARD: Final = frozenset({400, 404, 405, 406, 410, 414, 422})

# Sketches are kept of at most so many hashes (`linkcheck.fetch.fingerprint`).
_SKETCH: Final = 64
_NEARLY_THE_SAME: Final = 0.9
_ALIKE: Final = 0.5
_FEW_WORDS: Final = 40  # too few for a sketch to be worth much where the address is quoted


class Likeness(Enum):
    """Say how a page compares with the made-up one beside it."""

    UNKNOWN = auto()  # nobody asked, or no answer that tells anything
    REFUSED = auto()  # the host says of the made-up page that there is none
    OTHER = auto()  # something else is there
    SAME_PLACE = auto()  # redirects lead both to one address
    SAME_PAGE = auto()  # both show the same


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold how a page compares with the made-up one, and by which answer."""

    likeness: Likeness
    probe: Observation | None = None


def probe_address(url: str) -> str | None:
    """Return the address of the made-up page beside one, or None where there can be none.

    It lies in the same folder, or, where the query says which page is meant (`?id=17`), under
    another value of that. Its letters are a hash of the place: nobody has such a page, all pages of
    a place share one probe, and each run finds again what was asked.
    """
    address = parse_address(url)
    if address is None or not address.is_web or not address.host:
        return None
    bare = address.url.partition("?")[0]
    for name, value in _written(address.query):
        if value and name.lower() in signs.homes().parameters:
            place = f"{bare}?{name}="
            return place + (_number(place) if value.isdecimal() else _letters(place))
    is_folder = address.path.endswith("/") and address.path != "/"
    folder = join_address(bare, ".." if is_folder else ".")
    return None if folder is None else folder.url + _letters(folder.url)


def _written(query: str) -> Iterator[tuple[str, str]]:
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        yield name, value


def _letters(place: str) -> str:
    digest = hashlib.sha256(place.encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_LETTERS])


def _number(place: str) -> str:
    """Make up a number that is high, and that 32 bits still hold."""
    digest = hashlib.sha256(place.encode()).digest()
    return f"20{int.from_bytes(digest[:8], 'big') % 10**8:08}"


def compare(case: Case, probes: Iterable[Observation]) -> Comparison:
    """Compare a page with the latest answer of the made-up one beside it."""
    told = [probe for probe in probes if isinstance(probe.outcome, Answered)]
    if not told:
        return Comparison(Likeness.UNKNOWN)
    latest = max(told, key=lambda probe: (probe.at, repr(probe)))
    answer = latest.outcome
    assert isinstance(answer, Answered)  # noqa: S101  (picked so above; for the type)
    return Comparison(_likeness(case, latest, answer), latest)


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimate how much of two texts agrees, from 0 to 1, by their fingerprints.

    Of the two sketches' union the smallest hashes are taken; the share of them that stands in
    both is the estimate (Broder 1997).
    """
    least = sorted({*one, *other})[:_SKETCH]
    if not least:
        return 0.0
    return len({*one} & {*other} & {*least}) / len(least)


def _likeness(case: Case, probe: Observation, answer: Answered) -> Likeness:
    if answer.status_code in _HARD:
        return Likeness.REFUSED
    if answer.status_code not in SUCCESS:
        return Likeness.UNKNOWN
    if case.hops and probe.hops and _place(answer.final_url) == _place(case.final.url):
        return Likeness.SAME_PLACE
    if case.page is not None and answer.page is not None and _same(case.page, answer.page):
        return Likeness.SAME_PAGE
    return Likeness.OTHER


def _place(url: str) -> str:
    """Return an address without its scheme and without a slash at its end."""
    return url.partition("://")[2].rstrip("/")


def _same(page: Page, made_up: Page) -> bool:
    """Tell whether two pages show the same, but perhaps for the address that they quote."""
    if plain(page.title or "") != plain(made_up.title or "") and not _both_say_so(page, made_up):
        return False
    if page.fingerprint == made_up.fingerprint:
        return True
    share = resemblance(page.fingerprint, made_up.fingerprint)
    if share >= _NEARLY_THE_SAME:
        return True
    few = max(page.words, made_up.words) <= _FEW_WORDS
    return _both_say_so(page, made_up) and (few or share >= _ALIKE)


def _both_say_so(page: Page, made_up: Page) -> bool:
    return says_not_found(page) is not None and says_not_found(made_up) is not None
