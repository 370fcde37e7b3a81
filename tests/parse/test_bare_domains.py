from __future__ import annotations

import pytest

from linkcheck.settings import Settings
from tests.parse.reading import cited

ASKED_FOR = Settings(bare_domains=True)
TEXT = "See example.org/a/b, (en.wikipedia.org/wiki/Rot_(x)) and bbc.co.uk/news. http://c.org/x"


def test_bare_domains_are_no_citations_unless_asked_for() -> None:
    assert [each.text for each in cited(TEXT)] == ["http://c.org/x"]


def test_bare_domains_with_a_path_are_found_between_the_other_citations() -> None:
    citations = cited(TEXT, settings=ASKED_FOR)
    assert [(each.text, each.url) for each in citations] == [
        ("example.org/a/b", "http://example.org/a/b"),
        ("en.wikipedia.org/wiki/Rot_(x)", "http://en.wikipedia.org/wiki/Rot_(x)"),
        ("bbc.co.uk/news", "http://bbc.co.uk/news"),
        ("http://c.org/x", "http://c.org/x"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "node.js/io.js",
        "example.org",
        "example.org/",
        "src/main.rs/x",
        "./example.org/x",
        "me@example.org/x",
        '<a href="example.org/x">',
        "[x](example.org/x)",
        "1.2.3.4/x",
        "example.invalid/x",
        "~example.org/x",
    ],
)
def test_what_only_looks_like_a_bare_domain_is_not_read_as_one(text: str) -> None:
    assert cited(text, settings=ASKED_FOR) == []


def test_a_bare_domain_within_another_address_is_not_found_again() -> None:
    within = "https://example.com/a_(example.org/x)"
    citations = cited(f"{within} example.net/y {within}", settings=ASKED_FOR)
    assert [each.text for each in citations] == [within, "example.net/y", within]


def test_bare_domains_are_found_in_marked_up_text_too() -> None:
    citations = cited("# See *example.org/a* and [b](https://b.org)", "markdown", ASKED_FOR)
    assert [each.url for each in citations] == ["http://example.org/a", "https://b.org/"]
