"""Keep of a page what a verdict may need, and nothing else.

turbohtml reads it: a browser's own algorithm in C, 2 ms for 200 kB, linear on every hostile
input that was tried (a hundred thousand open tags, attributes or entities), and it decides the
character encoding as the HTML standard says: byte order mark, header, `meta`, then the bytes.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

import turbohtml
import turbohtml.detect  # registers the codecs of the Encoding Standard
from ahocorasick_rs import AhoCorasick

from linkcheck.address import join_address, parse_address
from linkcheck.fetch.anchors import missing_fragments, places_of
from linkcheck.fetch.fingerprint import fingerprint
from linkcheck.judge.signs import page_markers
from linkcheck.model import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TITLE: Final = 300  # characters
_EXCERPT: Final = 500
_HEADINGS: Final = 8
_LINKS: Final = 64  # hosts
_LONGEST_REFRESH: Final = 30  # seconds
_UNSEEN: Final = ("script", "style", "noscript", "template", "svg")
_LINKING: Final = {"a": "href", "area": "href", "form": "action", "iframe": "src", "frame": "src"}
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_BEGINNING: Final = re.compile(r"(?:https?:)?//[^/?#\\]{1,300}", re.IGNORECASE)
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)


def media_type(content_type: str) -> str:
    """Return the type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def is_html(content_type: str) -> bool:
    """Tell whether a body of this type is worth reading; one that names no type may be."""
    return not content_type.strip() or media_type(content_type) in _HTML


def looks_like_html(body: bytes) -> bool:
    """Tell whether a body that names no type begins like HTML."""
    return body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def unread_page(content_type: str) -> Page:
    """Describe a page whose body is not read."""
    return Page(content_type=media_type(content_type), truncated=True)


def read_page(
    body: bytes,
    content_type: str,
    url: str,
    *,
    truncated: bool = False,
    fragments: Sequence[str] = (),
) -> Page:
    """Read the beginning of an HTML page that was found at `url`; look for `fragments` in it."""
    document = _parse(body, content_type)
    source = body.decode(f"whatwg-{document.encoding or 'utf-8'}", errors="replace").lower()
    base = document.base_url(url)
    title = document.select_one("title")
    canonical = document.select_one("link[rel~=canonical i][href]")
    refresh = document.meta_refresh(base)
    has_password_field = document.select_one("input[type=password i]") is not None
    links = tuple(_linked_hosts(document, base))
    places = places_of(document) if fragments else frozenset()
    for unseen in document.find_all(list(_UNSEEN)):
        unseen.decompose()
    headings = [_line(heading.text) for heading in document.find_all("h1", limit=_HEADINGS)]
    text = document.to_text()
    words = text.split()
    return Page(
        content_type=media_type(content_type) or "text/html",
        title=_line(title.text) if title is not None else None,
        headings=tuple(filter(None, headings)),
        words=len(words),
        excerpt=" ".join(words[:_EXCERPT])[:_EXCERPT],
        canonical=_joined(base, canonical.attr("href")) if canonical is not None else None,
        refresh=_joined(base, refresh[1]) if refresh is not None and _is_soon(refresh) else None,
        markers=_markers_in(source),
        fingerprint=fingerprint(words),
        has_password_field=has_password_field,
        links=links,
        missing=missing_fragments(fragments, places, text),
        truncated=truncated,
    )


def _is_soon(refresh: tuple[float, str]) -> bool:
    """Tell whether a refresh sends on; one after a long time only shows a page anew."""
    return refresh[0] <= _LONGEST_REFRESH


@functools.cache
def _markers() -> tuple[tuple[str, ...], AhoCorasick]:
    markers = page_markers()
    return markers, AhoCorasick(markers)


def _markers_in(source: str) -> tuple[str, ...]:
    """Return the markers of the tables that stand in a source, all looked for in one pass."""
    markers, automaton = _markers()
    places = automaton.find_matches_as_indexes(source, overlapping=True)
    return tuple(markers[each] for each in sorted({number for number, _, _ in places}))


def _parse(body: bytes, content_type: str) -> turbohtml.Document:
    """Parse as a browser with scripts would: what stands in `noscript` is not part of the page."""
    named = _CHARSET.search(content_type)
    if named is not None:
        try:
            return turbohtml.parse(body, encoding=named[1], positions=False, scripting=True)
        except LookupError:  # the header names no encoding that exists
            pass
    return turbohtml.parse(body, detect_encoding=True, positions=False, scripting=True)


def _linked_hosts(document: turbohtml.Document, base: str) -> Iterator[str]:
    """Yield the hosts a page links to, each once, but not its own."""
    own = parse_address(base)
    hosts = {own.host} if own is not None else set()
    beginnings: set[str] = set()
    for element in document.iter_elements(list(_LINKING)):
        reference = (element.attr(_LINKING[element.tag]) or "").strip()
        if "//" not in reference[:8]:
            continue  # most stay on this host
        beginning = _BEGINNING.match(reference)
        if beginning is None or beginning[0] in beginnings:
            continue
        beginnings.add(beginning[0])
        address = join_address(base, beginning[0])
        if address is None or not address.host or address.host in hosts:
            continue
        hosts.add(address.host)
        yield address.host
        if len(hosts) > _LINKS:
            return


def _joined(base: str, reference: str | None) -> str | None:
    address = join_address(base, reference) if reference else None
    return address.url if address is not None and address.is_web else None


def _line(text: str) -> str:
    return " ".join(text.split())[:_TITLE]
