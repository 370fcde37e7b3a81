"""Rules for pages that are gone though the server says otherwise, and for those that say so.

`not_found_address`, `redirected_home` and `soft_404` are asked last, of answers of success only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.address import site_of
from linkcheck.judge import signs
from linkcheck.judge.case import is_deep, is_short, plain, segments
from linkcheck.judge.phrases import status_text
from linkcheck.model import Certainty, Kind, Reason, ReasonCode, State, Verdict

if TYPE_CHECKING:
    from linkcheck.address import Address
    from linkcheck.judge.case import Case
    from linkcheck.model import Page

_GONE: Final = {404: ReasonCode.HTTP_404, 410: ReasonCode.HTTP_410}

# Identifiers whose registry knows all of them, so that its "not found" is the last word. Of books
# and ARKs no registry does.
_WHOLLY_REGISTERED: Final = frozenset(
    {Kind.DOI, Kind.HANDLE, Kind.ARXIV, Kind.PMID, Kind.PMCID, Kind.RFC, Kind.ISSN, Kind.ORCID}
)

# Pages that say "not found" and little else have fewer words than these, navigation included.
_SURE_WORDS: Final = 250
_DOUBTFUL_WORDS: Final = 120
_SALE_WORDS: Final = 250
_PARKED_WORDS: Final = 120

_SHORTEST_NAME: Final = 3
_DEPTH_OF_AN_ARTICLE: Final = 2


def gone(case: Case) -> Verdict | None:
    """Judge the plain answers "not found" and "gone"."""
    code = _GONE.get(case.status)
    if code is None:
        return None
    if case.target.kind not in {Kind.URL, Kind.EMAIL} and case.final.host == case.asked.host:
        sure = case.target.kind in _WHOLLY_REGISTERED
        certainty = Certainty.CERTAIN if sure else Certainty.POSSIBLE
        message = f"{case.asked.host} does not know this {case.target.kind.value.upper()}"
        return _dead(ReasonCode.IDENTIFIER_UNKNOWN, message, certainty)
    return _dead(code, status_text(case.status), Certainty.CERTAIN)


def parked(case: Case) -> Verdict | None:
    """Judge a name that is registered but has nobody at home."""
    known = signs.parked()
    if _trades(case.asked.host, known):
        return None  # a page of the trade itself was cited
    if any(_trades(place.host, known) for place in case.passed):
        named = case.target.site in case.final.url.partition("://")[2].partition("/")[2]
        certainty = Certainty.CERTAIN if named else Certainty.LIKELY
        return _dead(ReasonCode.PARKED, "redirects to a trader of domain names", certainty)
    page = case.page
    if page is None or not case.succeeded:
        return None
    if _offers_for_sale(case, page, known):
        return _dead(ReasonCode.PARKED, "the domain is for sale", Certainty.LIKELY)
    if is_short(page, _PARKED_WORDS) and not known.markers.isdisjoint(page.markers):
        return _dead(ReasonCode.PARKED, "shows the advertisements of a parked domain")
    return None


def not_found_address(case: Case) -> Verdict | None:
    """Judge a redirect to an address such as /404.html (Wikimedia DeadlinkChecker's rule)."""
    names = signs.not_found().paths
    if _last(case.final) not in names or _last(case.asked) in names:
        return None
    message = f"redirects to the site's page for missing pages ({case.final.path})"
    return _dead(ReasonCode.SOFT_404, message)


def redirected_home(case: Case) -> Verdict | None:
    """Judge a deep link that ends at a front page: what was cited is not there.

    Identifiers, resolvers, and a page that became a site of its own are let pass. To another
    host's front page also short links and sections lead, so there only the address of an article
    counts, and is a mere possibility.
    """
    asked, final = case.asked, case.final
    if not is_deep(asked) or is_deep(final) or _named_for(asked, final):
        return None
    if case.target.kind is not Kind.URL or asked.host in signs.homes().resolvers:
        return None
    if _brand(asked) == _brand(final):
        return _dead(ReasonCode.REDIRECTED_HOME, "redirects to the site's front page")
    if not _looks_like_article(asked):
        return None
    message = f"redirects to the front page of {final.host}"
    return _dead(ReasonCode.REDIRECTED_HOME, message, Certainty.POSSIBLE)


def soft_404(case: Case) -> Verdict | None:
    """Judge a page that says "not found" with a status of success (Bar-Yossef et al. 2004).

    Phrases alone backfire, so one counts only as the whole of a title's part or of the only
    heading, on a short page whose name does not speak of missing pages itself.
    """
    page = case.page
    if page is None or not is_deep(case.asked) or _is_about_it(case.asked):
        return None
    in_title = page.title is not None and any(_says_so(part) for part in _parts(page.title))
    in_heading = len(page.headings) == 1 and _says_so(page.headings[0])
    said = page.title if in_title else page.headings[0] if in_heading else None
    if said is None:
        return None
    message = f"answers {case.status}, but the page says “{_cut(said)}”"
    if in_title and in_heading and is_short(page, _SURE_WORDS):
        return _dead(ReasonCode.SOFT_404, message)
    if is_short(page, _DOUBTFUL_WORDS) and not _is_canonical(page, case.asked):
        return _dead(ReasonCode.SOFT_404, message, Certainty.POSSIBLE)
    return None


def _dead(code: ReasonCode, message: str, certainty: Certainty = Certainty.LIKELY) -> Verdict:
    return Verdict(State.DEAD, certainty, (Reason(code, message),))


# ---------------------------------------------------------------- parked


def _trades(host: str, known: signs.ParkedSigns) -> bool:
    return host in known.hosts or site_of(host) in known.hosts


def _offers_for_sale(case: Case, page: Page, known: signs.ParkedSigns) -> bool:
    if not is_short(page, _SALE_WORDS) or not any(_trades(host, known) for host in page.links):
        return False
    title, site = case.title, case.target.site
    about = site in title or "domain" in title or "домен" in title or "domin" in title
    return about and any(phrase in title for phrase in known.titles)


# ---------------------------------------------------------------- home


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


def _looks_like_article(address: Address) -> bool:
    last = _last(address)
    return (
        len(segments(address)) >= _DEPTH_OF_AN_ARTICLE
        or not address.path.lower().rstrip("/").endswith(last)
        or last.count("-") > _DEPTH_OF_AN_ARTICLE
    )


def _last(address: Address) -> str:
    return next(reversed(segments(address)), "")


# ---------------------------------------------------------------- pages that say so

# Dashes are written as escapes, for they look alike.
_SEPARATORS: Final = re.compile(
    "\\s+[-\u2013\u2014:/]+\\s+|\\s*[|\u00bb\u00ab\u00b7\u2022\uff5c]+\\s*|\\s*::\\s*"
)
_PUNCTUATION: Final = " .,!?:-\u2013\u2014\u2026"
_ABOUT_IT: Final = re.compile(
    r"(?<!\d)4(?:04|10)(?!\d)|not.?found|soft.?404|missing.?page", re.IGNORECASE
)
_LONGEST_QUOTATION: Final = 60


def _parts(title: str) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATORS.split(title) if part)


def _says_so(text: str) -> bool:
    """Tell whether a text is one of the phrases, apology and number before it aside."""
    known = signs.not_found()
    said = plain(text).strip(_PUNCTUATION)
    while said and said not in known.phrases:
        first, _, rest = said.partition(" ")
        if first.strip(_PUNCTUATION) not in known.openings:
            return False
        said = rest.lstrip(_PUNCTUATION)
    return bool(said)


def _is_about_it(asked: Address) -> bool:
    """Tell whether the cited page's own name speaks of missing pages."""
    return _ABOUT_IT.search(f"{_last(asked)}?{asked.query}") is not None


def _is_canonical(page: Page, asked: Address) -> bool:
    if page.canonical is None:
        return False
    named, wanted = (url.partition("://")[2].rstrip("/") for url in (page.canonical, asked.url))
    return named == wanted


def _cut(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST_QUOTATION:
        return text
    return f"{text[: _LONGEST_QUOTATION - 1]}…"
