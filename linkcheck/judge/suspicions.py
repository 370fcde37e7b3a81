"""Signs that a page is gone though the server says otherwise, each to be confirmed by a probe.

A sign alone never makes a link dead: living pages are about missing pages, about domains for
sale, or look the same under every path. What a made-up page beside it answers decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkcheck.address import ip_of, site_of
from linkcheck.judge import signs
from linkcheck.judge.case import is_deep, is_short, segments
from linkcheck.judge.probes import Likeness
from linkcheck.judge.sayings import says_not_found
from linkcheck.model import Certainty, Kind, ReasonCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkcheck.address import Address
    from linkcheck.judge.case import Case
    from linkcheck.model import Page

_SALE_WORDS: Final = 250
_PARKED_WORDS: Final = 120
_SHORT_WORDS: Final = 250

_SHORTEST_NAME: Final = 3
_DEPTH_OF_AN_ARTICLE: Final = 2

_REMEMBERED: Final = "suspicions"

_ALIKE: Final = frozenset({Likeness.SAME_PLACE, Likeness.SAME_PAGE})
# Two signs that have nothing to do with each other: only a host that knows its pages speaks
# against them.
_ALL_BUT_REFUSED: Final = frozenset(Likeness) - {Likeness.REFUSED}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Hold a sign: what it would mean, and what a probe must say for it to be believed.

    Where it is not believed, it is `told` all the same, or was too weak to speak of.
    """

    code: ReasonCode
    message: str
    confirmed_by: frozenset[Likeness]
    certainty: Certainty = Certainty.LIKELY
    told: bool = True


def suspicions(case: Case) -> tuple[Suspicion, ...]:
    """Return all that speaks against an answer of success, the strongest sign first."""
    found: tuple[Suspicion, ...] | None = case.__dict__.get(_REMEMBERED)
    if found is None:
        found = tuple(each for sign in _SIGNS if (each := sign(case)) is not None)
        # As a cached property would: what is asked thrice of each answer is found out once.
        case.__dict__[_REMEMBERED] = found
    return found


def sent_to_missing(case: Case) -> Suspicion | None:
    """Suspect a redirect to an address such as /404.html (Wikimedia DeadlinkChecker's rule)."""
    if not leads_to_missing(case):
        return None
    message = f"redirects to the site's page for missing pages ({case.final.path})"
    return Suspicion(ReasonCode.SOFT_404, message, _ALIKE)


def sent_home(case: Case) -> Suspicion | None:
    """Suspect a deep link that ends at a front page: what was cited is not there.

    Identifiers, resolvers, and a page that became a site of its own are let pass. To another
    host's front page also short links and sections lead, so there only the address of an article
    counts. An article that was sent home for good by a host that knows its pages is gone as well.
    """
    asked, final = case.asked, case.final
    if not case.redirected or not is_deep(asked) or is_deep(final) or _named_for(asked, final):
        return None
    if case.target.kind is not Kind.URL or asked.host in signs.homes().resolvers:
        return None
    article = looks_like_article(asked)
    if _brand(asked) == _brand(final):
        retired = article and case.permanent
        confirmed = _ALIKE | {Likeness.REFUSED} if retired else _ALIKE
        message = "redirects to the site's front page"
        return Suspicion(ReasonCode.REDIRECTED_HOME, message, confirmed)
    if not article:
        return None
    message = f"redirects to the front page of {final.host}"
    return Suspicion(ReasonCode.REDIRECTED_HOME, message, _ALIKE)


def for_sale(case: Case) -> Suspicion | None:
    """Suspect a page that offers its domain for sale."""
    page, known = case.page, signs.parked()
    if page is None or is_traded(case.asked.host, known) or not is_short(page, _SALE_WORDS):
        return None
    names_site = case.target.site in case.title
    at_market = any(is_traded(host, known) for host in page.links)
    if not (names_site or at_market) or not any(each in case.title for each in known.titles):
        return None
    about = names_site or any(word in case.title for word in known.words)
    if not names_site and not (at_market and about):
        return None
    certainty = Certainty.CERTAIN if at_market else Certainty.LIKELY
    return _of_parking(case, "the domain is for sale", certainty)


def parking_page(case: Case) -> Suspicion | None:
    """Suspect a page of few words with the advertisements of a parking service."""
    page, known = case.page, signs.parked()
    if page is None or is_traded(case.asked.host, known) or not is_short(page, _PARKED_WORDS):
        return None
    if known.markers.isdisjoint(page.markers):
        return None
    return _of_parking(case, "shows the advertisements of a parked domain", Certainty.LIKELY)


def delegated_to_parking(case: Case) -> Suspicion | None:
    """Suspect a page that says little, or a redirect, on a domain delegated to a parking service.

    Programs that a browser must run show as little, so that the same page under every path is
    wanted too, and name servers that serve parked names only. A redirect as parking services make
    them is a sign of its own.
    """
    if not case.name_servers or not looks_parked(case):
        return None
    redirected = _is_parking_redirect(case)
    traded = is_traded(case.asked.host, signs.parked())
    if traded or not _is_delegated_to_parking(case, shared=redirected):
        return None
    if redirected:
        message = f"redirects to {case.final.host}, as parking services do"
        return Suspicion(ReasonCode.PARKED, message, _ALL_BUT_REFUSED)
    message = f"its name servers are a parking service's ({case.name_servers[0]})"
    return Suspicion(ReasonCode.PARKED, message, _ALIKE, told=False)


def says_so(case: Case) -> Suspicion | None:
    """Suspect a page that says "not found" with a status of success.

    A front page is not missing, and a page whose name speaks of missing pages may be about them.
    """
    page = case.page
    if page is None or not is_deep(case.asked) or _is_about_it(case.asked):
        return None
    saying = says_not_found(page)
    if saying is None:
        return None
    sure = saying.in_title and saying.in_heading
    return Suspicion(
        ReasonCode.SOFT_404,
        f"answers {case.status}, but the page says “{saying.words}”",
        _ALIKE,
        Certainty.CERTAIN if sure else Certainty.LIKELY,
        told=is_short(page, _SHORT_WORDS) and not _is_canonical(page, case.asked),
    )


def sent_with_others(case: Case) -> Suspicion | None:
    """Suspect a redirect that leads where it leads the made-up page too.

    Gates through which every visitor has to go are let pass, for behind them the page may be.
    """
    if not case.redirected or not is_deep(case.asked) or case.asked.host in _resolvers():
        return None
    if case.target.kind is not Kind.URL or not is_deep(case.final) or _is_gate(case.final):
        return None
    message = f"redirects to {case.final.url}, as all missing pages there do"
    return Suspicion(ReasonCode.SOFT_404, message, frozenset({Likeness.SAME_PLACE}), told=False)


_SIGNS: Final[tuple[Callable[[Case], Suspicion | None], ...]] = (
    sent_to_missing,
    sent_home,
    for_sale,
    parking_page,
    delegated_to_parking,
    says_so,
    sent_with_others,
)


def is_worth_asking(case: Case, *, gathered: bool) -> bool:
    """Tell whether there is reason to ask for the made-up page beside an address.

    A redirect alone is none, unless it leads up the address's own path, or several cited
    addresses of the host were sent to the same place (`gathered`).
    """
    for suspicion in suspicions(case):
        if suspicion.confirmed_by != {Likeness.SAME_PLACE}:
            return True
        if gathered or _leads_up(case):
            return True
    return False


def may_be_parked(case: Case) -> bool:
    """Tell whether it is worth asking for a site's name servers."""
    if not looks_parked(case) and for_sale(case) is None and parking_page(case) is None:
        return False
    host = case.asked.host
    return ip_of(host) is None and not is_traded(host, signs.parked())


def looks_parked(case: Case) -> bool:
    """Tell whether a site says as little, or redirects, as parked domains do.

    A page of another site says nothing of this one: names in use are led elsewhere as well.
    """
    page = case.page
    if _is_parking_redirect(case):
        return True
    if page is None or not is_short(page, _PARKED_WORDS):
        return False
    return not case.redirected or site_of(case.final.host) == case.target.site


def leads_to_missing(case: Case) -> bool:
    """Tell whether redirects end at an address that is named for missing pages."""
    names = signs.not_found().paths
    return case.redirected and last_part(case.final) in names and last_part(case.asked) not in names


def looks_like_article(address: Address) -> bool:
    """Tell whether an address names one page among many, not a section or a short link."""
    last = last_part(address)
    return (
        len(segments(address)) >= _DEPTH_OF_AN_ARTICLE
        or not address.path.lower().rstrip("/").endswith(last)
        or last.count("-") > _DEPTH_OF_AN_ARTICLE
    )


def last_part(address: Address) -> str:
    """Return the last part of a path, without its ending."""
    return next(reversed(segments(address)), "")


def is_traded(host: str, known: signs.ParkedSigns) -> bool:
    """Tell whether a host belongs to a trader of domain names."""
    return host in known.hosts or site_of(host) in known.hosts


# ---------------------------------------------------------------- parking


def _of_parking(case: Case, message: str, certainty: Certainty) -> Suspicion:
    """Suspect a parked domain by its page; its name servers may bear that out."""
    delegated = _is_delegated_to_parking(case, shared=True)
    confirmed = _ALL_BUT_REFUSED if delegated else _ALIKE
    return Suspicion(ReasonCode.PARKED, message, confirmed, certainty)


def _is_delegated_to_parking(case: Case, *, shared: bool) -> bool:
    """Tell whether all name servers of a site are a parking service's, or `shared` ones."""
    known = signs.parked()
    servers = known.name_servers | known.shared_name_servers if shared else known.name_servers
    return bool(case.name_servers) and all(site_of(each) in servers for each in case.name_servers)


# Hosts that parking services send visitors to: ww1.example.org, ww25.example.org
_PARKING_HOST: Final = re.compile(r"ww[0-9]{1,2}\.")


def _is_parking_redirect(case: Case) -> bool:
    if not case.redirected or _PARKING_HOST.match(case.final.host) is None:
        return False
    return site_of(case.final.host) == case.target.site


# ---------------------------------------------------------------- places


def _brand(address: Address) -> str:
    """Return what stays of a host when it loses its www or changes its top-level domain."""
    site = site_of(address.host)
    return address.host.removesuffix(site).removeprefix("www.") + site.partition(".")[0]


def _named_for(asked: Address, final: Address) -> bool:
    """Tell whether a host is named for the page: example.org/blog, blog.example.org."""
    pages = [part for part in segments(asked) if part not in signs.homes().names]
    name = re.sub("[^a-z0-9]", "", pages[-1]) if pages else ""
    new = set(final.host.split(".")) - set(asked.host.split("."))
    return len(name) >= _SHORTEST_NAME and any(name in label.replace("-", "") for label in new)


def _leads_up(case: Case) -> bool:
    """Tell whether a redirect leads to a folder above the page, on the same site."""
    if _brand(case.asked) != _brand(case.final):
        return False
    asked, final = segments(case.asked), segments(case.final)
    return len(final) < len(asked) and asked[: len(final)] == final


def _is_gate(address: Address) -> bool:
    return any(part in signs.homes().gates for part in segments(address))


def _resolvers() -> frozenset[str]:
    return signs.homes().resolvers


# ---------------------------------------------------------------- words

_ABOUT_IT: Final = re.compile(
    r"(?<!\d)4(?:04|10)(?!\d)|not.?found|soft.?404|missing.?page", re.IGNORECASE
)


def _is_about_it(asked: Address) -> bool:
    """Tell whether the cited page's own name speaks of missing pages."""
    return _ABOUT_IT.search(f"{last_part(asked)}?{asked.query}") is not None


def _is_canonical(page: Page, asked: Address) -> bool:
    if page.canonical is None:
        return False
    named, wanted = (url.partition("://")[2].rstrip("/") for url in (page.canonical, asked.url))
    return named == wanted
