"""Wiki links lead to pages only where somebody says where the wiki is."""

from __future__ import annotations

import pytest

from linkcheck.errors import ConfigError
from linkcheck.parse.wikilinks import page_address
from linkcheck.settings import Settings, merge_settings
from tests.parse.reading import cited

WIKI = "https://wiki.example.org/wiki/"


def urls(text: str, form: str, base: str = WIKI) -> list[str]:
    return [each.url for each in cited(text, form, Settings(wiki_base=base))]


@pytest.mark.parametrize("form", ["markdown", "mediawiki"])
def test_wiki_links_are_read_where_the_wiki_is_known(form: str) -> None:
    text = (
        "See [[Link rot]], [[Harbour|the harbour]] and https://a.example/ in [[Old Town#West]].\n"
    )
    assert cited("See [[Link rot]] only.\n", form) == []
    found = cited(text, form, Settings(wiki_base=WIKI))
    assert [(each.url, each.fragment) for each in found] == [
        (f"{WIKI}Link_rot", None),
        (f"{WIKI}Harbour", None),
        ("https://a.example/", None),
        (f"{WIKI}Old_Town", "West"),
    ]
    for each in found:
        assert text[each.span.start : each.span.end] == each.text
    assert found[0].context == text.strip()


def test_wiki_links_in_code_are_none() -> None:
    text = "`[[ -f x ]]`\n\n```\n[[ -f y ]]\n```\n\n---\n\n[[z]]\n"
    assert urls(text, "markdown") == [f"{WIKI}z"]
    assert urls("<nowiki>[[x]]</nowiki> <!-- [[y]] --> [[z]]", "mediawiki") == [f"{WIKI}z"]


def test_front_matter_has_no_wiki_links() -> None:
    text = "---\naliases: [[a, b]]\n---\n\nüber [[c]]\n"
    [citation] = cited(text, "markdown", Settings(wiki_base=WIKI))
    assert (citation.url, citation.text) == (f"{WIKI}c", "c")


@pytest.mark.parametrize("form", ["markdown", "mediawiki"])
def test_an_address_in_double_brackets_is_cited_once(form: str) -> None:
    assert urls("[[https://a.example/b]]", form) == ["https://a.example/b"]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("Main page", f"{WIKI}Main_page"),
        (":File:Map 1.png", f"{WIKI}File:Map_1.png"),
        ("Straße", f"{WIKI}Stra%C3%9Fe"),
        ("C++?", f"{WIKI}C++%3F"),
        ("100%25", f"{WIKI}100%25"),
        ("#here", None),
        (" ", None),
        ("mailto:a@b.example", None),
    ],
)
def test_the_name_of_a_page_becomes_its_address(page: str, address: str | None) -> None:
    assert page_address(page, WIKI) == address
    assert page_address(page, WIKI.rstrip("/")) == address


def test_on_github_spaces_are_hyphens() -> None:
    base = "https://github.com/a/b/wiki"
    assert page_address("How To", base) == f"{base}/How-To"


@pytest.mark.parametrize("written", ["wiki", "ftp://a.example/", "https://", "javascript:x"])
def test_a_wiki_must_have_an_address_of_the_web(written: str) -> None:
    with pytest.raises(ConfigError, match="wiki-base"):
        merge_settings(("command line", {"wiki-base": written}))
