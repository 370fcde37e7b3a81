from __future__ import annotations

import pytest

from linkcheck.parse.links import cited_address
from tests.parse.reading import cited


@pytest.mark.parametrize(
    ("destination", "address"),
    [
        ("hxxps://evil[.]example/a", "hxxps://evil.example/a"),
        ("hxxp://evil.example/a#b", "hxxp://evil.example/a#b"),
        ("https://evil[.]example/a", "hxxps://evil.example/a"),
        ("https://example.org/a[.]b", "https://example.org/a[.]b"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
        ("https://example.org/{{ page.url }}", None),
        ("https://example.org/users/{id}", None),
        ("https://example.org/%s", None),
        ("https://example.org/users/:id", None),
        ("https://example.org/CSS/:has", "https://example.org/CSS/:has"),
    ],
)
def test_defanged_links_keep_their_scheme_and_templates_are_no_citations(
    destination: str, address: str | None
) -> None:
    assert cited_address(destination) == address


def test_a_defanged_link_of_a_document_is_cited() -> None:
    [citation] = cited("[do not follow](hxxps://evil.example/a)", "markdown")
    assert citation.url == "hxxps://evil.example/a"
