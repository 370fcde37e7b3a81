"""One answered observation, laid out for the rules."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.address import Address, parse_address
from linkcheck.judge import signs

if TYPE_CHECKING:
    from linkcheck.model import Answered, Hop, Observation, Page, Target

SUCCESS: Final = range(200, 300)
_ENDING: Final = re.compile(r"\.[a-z]{2,5}$")
_PERMANENT: Final = frozenset({301, 308})


@dataclass(frozen=True)
class Case:
    """Hold what was asked, what answered, on what way, and what the page beside it answered.

    `accepted` are statuses that the settings call good for this address, `name_servers` those
    of its site, where they were asked for.
    """

    target: Target
    observation: Observation
    answer: Answered
    probes: tuple[Observation, ...] = ()
    accepted: tuple[int, ...] = ()
    name_servers: tuple[str, ...] = ()

    @functools.cached_property
    def asked(self) -> Address:
        """Return the address that was asked for."""
        return _address(self.target.url)

    @functools.cached_property
    def final(self) -> Address:
        """Return where the way ended."""
        if self.answer.final_url == self.target.url:
            return self.asked
        return _address(self.answer.final_url)

    @property
    def page(self) -> Page | None:
        """Return what is known of the page, if it was one."""
        return self.answer.page

    @functools.cached_property
    def title(self) -> str:
        """Return the page's title as the tables write theirs; empty where there is none."""
        return plain(self.page.title or "") if self.page is not None else ""

    @property
    def status(self) -> int:
        """Return the status code of the last answer."""
        return self.answer.status_code

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Return the redirects on the way."""
        return self.observation.hops

    @property
    def succeeded(self) -> bool:
        """Tell whether the last answer has a status of success."""
        return self.status in SUCCESS

    @functools.cached_property
    def redirected(self) -> bool:
        """Tell whether the way ended at another address than the one asked for."""
        return self.answer.final_url != self.target.url and self.final.url != self.asked.url

    @property
    def permanent(self) -> bool:
        """Tell whether every hop says that the old address is no more to be used."""
        return bool(self.hops) and all(hop.status_code in _PERMANENT for hop in self.hops)

    @property
    def passed(self) -> tuple[Address, ...]:
        """Return every other place that the way led through and to, in order."""
        on_the_way = tuple(_address(hop.url) for hop in self.hops[1:])
        return (*on_the_way, self.final) if self.redirected else on_the_way


def is_short(page: Page, words: int) -> bool:
    """Tell whether a page was read whole and has at most so many visible words."""
    return not page.truncated and page.words <= words


def plain(text: str) -> str:
    """Return a text as the tables write theirs: lower case, straight quotes, single spaces."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("\u2019", "'")
    return " ".join(folded.split())


def segments(address: Address) -> tuple[str, ...]:
    """Return the parts of a path in lower case, the last one without its ending."""
    parts = [part for part in address.path.lower().split("/") if part]
    if parts:
        parts[-1] = _ENDING.sub("", parts[-1])
    return tuple(parts)


def parameters(address: Address) -> tuple[tuple[str, str], ...]:
    """Return the names (in lower case) and values of a query as they are written."""
    pairs = (pair.partition("=") for pair in address.query.split("&") if pair)
    return tuple((name.lower(), value) for name, _, value in pairs)


def is_deep(address: Address) -> bool:
    """Tell whether an address names a page of a site rather than its front page."""
    known = signs.homes()
    if any(not _names_home(part, known) for part in segments(address)):
        return True
    return any(name in known.parameters and value for name, value in parameters(address))


def _names_home(part: str, known: signs.HomeSigns) -> bool:
    language, _, region = part.replace("_", "-").partition("-")
    if language in known.languages and (not region or re.fullmatch("[a-z]{2,4}", region)):
        return True
    return part in known.names


def _address(url: str) -> Address:
    return parse_address(url) or Address(url, "", "", None, "", "", None)
