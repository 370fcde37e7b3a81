"""Addresses that a cited one may have been meant to be: a tail lost, an id changed.

A dead address that no archive ever held, but whose like was held, was probably copied wrongly.
Being alike is not enough: pages 12 and 13 of a list are alike and different pages. So words must
agree, and what differs must be small.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from linkcheck.address import parse_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkcheck.address import Address

_OFFERED: Final = 3
_LONGEST_TAIL: Final = 60
_ENOUGH_LETTERS: Final = 10
_ALIKE: Final = 0.85
_LETTERS: Final = re.compile(r"[^\W\d_]")
_ID: Final = re.compile(r"[-_./]?[a-z]?\d+(?=\.[a-z]{2,5}$|$)", re.IGNORECASE)
_SHORTEST_BEGINNING: Final = 4


def common_beginning(url: str) -> str:
    """Return how the addresses begin among which the one meant may be: one query's prefix.

    It ends within the last part of the path, so that a full folder does not bury what is sought.
    """
    address = parse_address(url)
    if address is None:
        return url
    folder, slash, last = address.path.rstrip("/").rpartition("/")
    kept = last[: max(_SHORTEST_BEGINNING, len(last) // 2)]
    if "%" in kept[-2:]:
        kept = kept[: kept.rindex("%")]
    root = address.url.partition("://")[0] + "://" + _authority(address)
    return f"{root}{folder}{slash or '/'}{kept}"


def near_misses(url: str, held: Iterable[str]) -> tuple[str, ...]:
    """Return those of the addresses held that the one cited may have been meant to be.

    The nearest come first; there are never many, and none that only differs in how a server
    would not tell it apart (scheme, www, a slash at the end).
    """
    cited = parse_address(url)
    if cited is None:
        return ()
    distances: dict[str, float] = {}
    known = {_key(cited)}
    for other in held:
        address = parse_address(other)
        if address is None or _key(address) in known:
            continue
        known.add(_key(address))
        distance = _distance(cited, address)
        if distance is not None:
            distances[other] = distance
    return tuple(sorted(distances, key=lambda each: (distances[each], each))[:_OFFERED])


def _distance(cited: Address, other: Address) -> float | None:
    """Return how far an address is from the one cited, or None where it is another page."""
    if _host(cited) != _host(other) or cited.query != other.query:
        return None
    written, meant = _path(cited), _path(other)
    if meant.startswith(written) and len(meant) > len(written):
        return _missing_tail(written, meant)
    ours, theirs = written.split("/"), meant.split("/")
    if len(ours) != len(theirs):
        return None
    differing = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    if len(differing) != 1:
        return None
    return _likeness(*differing[0])


def _missing_tail(written: str, meant: str) -> float | None:
    tail = meant[len(written) :]
    last = written.rpartition("/")[2]
    if "/" in tail or len(tail) > _LONGEST_TAIL or len(_LETTERS.findall(last)) < _ENOUGH_LETTERS:
        return None
    return len(tail) / 1000


def _likeness(ours: str, theirs: str) -> float | None:
    words, others = _ID.sub("", ours), _ID.sub("", theirs)
    if len(_LETTERS.findall(words)) < _ENOUGH_LETTERS:
        return None  # nothing but ids: another page
    if words == others:
        return 0.1  # the same words under another id
    if re.findall(r"\d+", words) != re.findall(r"\d+", others):
        return None
    ratio = SequenceMatcher(None, words, others, autojunk=False).ratio()
    return 1.0 - ratio if ratio >= _ALIKE or _is_longer(words, others) else None


def _is_longer(words: str, others: str) -> bool:
    """Tell whether the words were cut off, with the id kept at the end."""
    return others.startswith(words) and len(others) - len(words) <= _LONGEST_TAIL


def _authority(address: Address) -> str:
    return address.url.partition("://")[2].partition("/")[0]


def _host(address: Address) -> str:
    return address.host.removeprefix("www.")


def _path(address: Address) -> str:
    return address.path.rstrip("/")


def _key(address: Address) -> tuple[str, str, str]:
    return _host(address), _path(address), address.query
