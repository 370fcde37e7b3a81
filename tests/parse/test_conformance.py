from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.parse.reading import cited

HOME = Path(
    os.environ.get("LINKCHECK_CONFORMANCE") or Path(__file__).parents[3] / "shared" / "conformance"
)
LINKIFY = HOME / "linkify-it"
FLOOR = 0.97

pytestmark = pytest.mark.skipif(not LINKIFY.is_dir(), reason="the conformance data is not here")

# linkify-it also links bare domains, bare mail addresses and `//host`, which are not citations.
IN_SCOPE = re.compile(r"(?:https?|ftp|mailto):|www\.", re.IGNORECASE)


def lines_of(name: str) -> list[str]:
    text = (LINKIFY / name).read_text("utf-8")
    return [re.sub(r"\s+(?:%|//)\s.*$", "", line) for line in text.splitlines()]


def links() -> list[tuple[str, str]]:
    cases: list[tuple[str, str]] = []
    group: list[str] = []
    for line in [*lines_of("links.txt"), ""]:
        if line.strip() and not line.startswith("%"):
            group.append(line)
        elif group:
            cases.append((group[0], group[-1].strip()))
            group = []
    return [(text, link) for text, link in cases if IN_SCOPE.match(link)]


def test_addresses_are_found_as_linkify_it_finds_them() -> None:
    cases = links()
    different = [text for text, link in cases if [each.text for each in cited(text)][:1] != [link]]
    assert len(cases) > 80
    assert 1 - len(different) / len(cases) >= FLOOR, different


def test_nothing_is_found_where_linkify_it_finds_nothing() -> None:
    texts = [line for line in lines_of("not_links.txt") if line.strip() and line[0] != "%"]
    assert len(texts) > 30
    assert [text for text in texts if cited(text)] == []
