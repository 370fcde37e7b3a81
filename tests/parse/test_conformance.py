"""What other people's test data say of addresses in running text, and where we differ from it."""

from __future__ import annotations

import re
from typing import Final

from linkcheck.settings import Settings
from tests.conformance import conformance
from tests.parse.reading import cases, cited

FLOOR: Final = 0.97
# linkify-it links bare domains too.
SETTINGS: Final = Settings(bare_domains=True)


def lines_of(name: str) -> list[str]:
    text = (conformance("linkify-it") / name).read_text("utf-8")
    return [re.sub(r"\s+(?:%|//)\s.*$", "", line) for line in text.splitlines()]


def links() -> list[tuple[str, str]]:
    """Return the cases of linkify-it: a text, and the first link in it."""
    found: list[tuple[str, str]] = []
    group: list[str] = []
    for line in [*lines_of("links.txt"), ""]:
        if line.strip() and not line.startswith("%"):
            group.append(line)
        elif group:
            found.append((group[0], group[-1].strip()))
            group = []
    return found


def is_found(text: str, link: str) -> bool:
    return [each.text for each in cited(text, settings=SETTINGS)][:1] == [link]


def test_addresses_are_found_as_linkify_it_finds_them() -> None:
    reasons = {str(row["link"]): str(row["reason"]) for row in cases("linkify_differences.toml")}
    different = [(text, link) for text, link in links() if not is_found(text, link)]
    used: set[str] = set()
    unexplained = []
    for text, link in different:
        rows = [pattern for pattern in reasons if re.fullmatch(pattern, link)]
        used.update(rows)
        if not rows:
            unexplained.append((text, link))
    assert unexplained == []
    assert used == set(reasons)


def test_nearly_all_that_linkify_it_links_and_a_reader_would_call_cited_is_found() -> None:
    patterns = [str(row["link"]) for row in cases("linkify_differences.toml")]
    cited_ones = [
        (text, link)
        for text, link in links()
        if not any(re.fullmatch(pattern, link) for pattern in patterns)
    ]
    assert len(cited_ones) > 80
    missed = [text for text, link in cited_ones if not is_found(text, link)]
    assert 1 - len(missed) / len(cited_ones) >= FLOOR, missed


def test_nothing_is_found_where_linkify_it_finds_nothing() -> None:
    texts = [line for line in lines_of("not_links.txt") if line.strip() and line[0] != "%"]
    assert len(texts) > 30
    assert [text for text in texts if cited(text)] == []
    assert [text for text in texts if cited(text, settings=SETTINGS)] == []
