from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.model import Kind
from linkcheck.parse.identifiers import SCHEMES, resolver_of
from linkcheck.settings import Settings
from tests.parse.reading import CASES, cited

FLOOR = 0.98

CORPUS: dict[str, Any] = tomllib.loads((CASES / "identifier_corpus.toml").read_text("utf-8"))
IDENTIFIERS: list[dict[str, str]] = CORPUS["identifiers"]


def test_the_corpus_is_large_and_has_all_kinds() -> None:
    assert len(IDENTIFIERS) >= 300
    assert len(CORPUS["contexts"]) >= 12
    assert {each["kind"] for each in IDENTIFIERS} == {scheme.kind for scheme in SCHEMES}


@pytest.mark.parametrize("kind", [scheme.kind for scheme in SCHEMES])
def test_identifiers_come_out_exactly_in_every_context(kind: Kind) -> None:
    wrong = []
    count = 0
    for each in (item for item in IDENTIFIERS if item["kind"] == kind):
        wanted = [(each.get("text", each["written"]), kind, each["url"])]
        for context in CORPUS["contexts"]:
            count += 1
            text = context.replace("{}", each["written"])
            found = [(one.text, one.kind, one.url) for one in cited(text)]
            if found != wanted:
                wrong.append((text, found))
    assert count > 0
    assert 1 - len(wrong) / count >= FLOOR, wrong[:20]


@pytest.mark.parametrize("text", CORPUS["traps"])
def test_what_only_looks_like_an_identifier_is_none(text: str) -> None:
    assert [each.text for each in cited(text) if each.kind is not Kind.URL] == []


@pytest.mark.parametrize(
    "clothes",
    [
        ["doi:10.1000/ABC1", "https://doi.org/10.1000/abc1", "http://dx.doi.org/10.1000/Abc1"],
        ["hdl:10.1000/182", "https://doi.org/10.1000/182", "doi:10.1000%2F182"],
        [
            "arXiv:2101.00001",
            "https://arxiv.org/abs/2101.00001",
            "https://arxiv.org/pdf/2101.00001",
        ],
        ["ISBN 0-306-40615-2", "ISBN-13: 978-0-306-40615-7", "978-0-306-40615-7"],
        ["PMID: 1234567", "https://www.ncbi.nlm.nih.gov/pubmed/1234567", "[PubMed: 1234567]"],
        ["ark:12148/btv1b8449691v", "https://n2t.net/ark:/12148/btv1b8449691v"],
        ["RFC 3986", "RFC3986", "https://www.rfc-editor.org/rfc/rfc3986.html"],
    ],
)
def test_one_work_in_several_clothes_is_one_target(clothes: list[str]) -> None:
    citations = cited("\n\n".join(clothes))
    assert len(citations) == len(clothes)
    assert len({(each.kind, each.url) for each in citations}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://publisher.example/doi/10.1000/182",
        "https://gallica.example.org/ark:/12148/btv1b8449691v",
        "https://tools.ietf.org/html/rfc3986",
        "https://www.worldcat.org/isbn/9780306406157",
    ],
)
def test_a_page_of_another_site_stays_itself(text: str) -> None:
    [citation] = cited(text)
    assert (citation.kind, citation.url) == (Kind.URL, text)


def test_a_soft_hyphen_is_part_of_the_text_and_not_of_the_identifier() -> None:
    [citation] = cited("doi:10.1000/abc\u00addef1")
    assert citation.text == "doi:10.1000/abc\u00addef1"
    assert citation.url == "https://doi.org/10.1000/abcdef1"


def test_a_list_of_identifiers_gives_each() -> None:
    assert [each.text for each in cited("10.1000/a1b2,10.1000/c3d4;10.1000/e5f6")] == [
        "10.1000/a1b2",
        "10.1000/c3d4",
        "10.1000/e5f6",
    ]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("doi:10.1016/j.\ncell.2011.02.013, and", "https://doi.org/10.1016/j.cell.2011.02.013"),
        ("10.1002/adma-\n  20200.1234. Next", "https://doi.org/10.1002/adma-20200.1234"),
        ("doi:10.1038/nature\r\n12373.", "https://doi.org/10.1038/nature12373"),
        ("doi:10.1038/s41586-\n020-2649-2)", "https://doi.org/10.1038/s41586-020-2649-2"),
        ("doi:10.1038/nature12373.\nfig.2 shows", "https://doi.org/10.1038/nature12373"),
        ("doi:10.1038/nature12373\n12374-12375", "https://doi.org/10.1038/nature12373"),
        ("doi:10.1000/abc-\nNext sentence 2020", "https://doi.org/10.1000/abc"),
        ("doi:10.1000/abc\n2020 was", "https://doi.org/10.1000/abc"),
        ("doi:10.1000/abc-\n\ndef.123", "https://doi.org/10.1000/abc"),
    ],
)
def test_a_doi_that_a_line_break_has_cut_is_joined(text: str, url: str) -> None:
    [citation] = cited(text)
    assert citation.url == url
    assert text[citation.span.start : citation.span.end] == citation.text


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see RFC\n2616, section 3", "https://www.rfc-editor.org/rfc/rfc2616"),
        ("see RFC\r\n    2616.", "https://www.rfc-editor.org/rfc/rfc2616"),
        ("arXiv:\n1706.03762v5", "https://arxiv.org/abs/1706.03762v5"),
        ("> arXiv\n> 1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("PMID:\n    11237011.", "https://pubmed.ncbi.nlm.nih.gov/11237011/"),
        (
            "ISBN 978-0-306-\n40615-7",
            "https://en.wikipedia.org/wiki/Special:BookSources/9780306406157",
        ),
        ("ISBN\n0-306-40615-2", "https://en.wikipedia.org/wiki/Special:BookSources/9780306406157"),
        ("ISSN 0378-\n5955.", "https://portal.issn.org/resource/ISSN/0378-5955"),
        ("hdl:1721.1/\n47897, and", "https://hdl.handle.net/1721.1/47897"),
        ("// hdl:2027/mdp-\n// 39015012345678", "https://hdl.handle.net/2027/mdp-39015012345678"),
        ("(ark:/12148/\nbpt6k5401234c)", "https://n2t.net/ark:/12148/bpt6k5401234c"),
        ("urn:nbn:de:bvb:19-\n146642.", "https://nbn-resolving.org/urn:nbn:de:bvb:19-146642"),
        ("urn:nbn:de:\n  bvb:19-146642.", "https://nbn-resolving.org/urn:nbn:de:bvb:19-146642"),
        (
            "swh:1:cnt:94a9ed024d385979361\n8152ea559a168bbcbb5e2\n;origin=https://a.example/b",
            "https://archive.softwareheritage.org/swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2",
        ),
        ("ORCID 0000-0002-1825-\n0097", "https://orcid.org/0000-0002-1825-0097"),
        ("> doi:10.1000/a.b/\n> c.123.4", "https://doi.org/10.1000/a.b/c.123.4"),
    ],
)
def test_an_identifier_that_a_line_break_has_cut_is_joined(text: str, url: str) -> None:
    [citation] = cited(text)
    assert citation.url == url
    assert text[citation.span.start : citation.span.end] == citation.text


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("as in the RFC\n12 others say", []),
        ("as in the RFC\n\n2616 others say", []),
        ("hdl:1721.1/47897\n12 others say", ["https://hdl.handle.net/1721.1/47897"]),
        ("ark:/12148/bpt6k5401234c\n2nd edition", ["https://n2t.net/ark:/12148/bpt6k5401234c"]),
        ("ark:/12148/bpt6k-\nand so on", ["https://n2t.net/ark:/12148/bpt6k"]),
        ("ISBN 978-0-306-\n40615-8", []),
        ("swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5\n\ne2", []),
    ],
)
def test_what_stands_in_the_next_line_of_itself_is_no_part_of_an_identifier(
    text: str, urls: list[str]
) -> None:
    assert [citation.url for citation in cited(text)] == urls


def test_in_code_only_unmistakable_identifiers_count() -> None:
    text = "```\n# RFC 3986, PMC3531190 and doi:10.1000/182\n```\n"
    found = cited(text, "markdown", Settings(include_code=True))
    assert [each.text for each in found] == ["doi:10.1000/182"]


@pytest.mark.parametrize(
    ("kind", "value", "url"),
    [
        (Kind.DOI, " 10.1000/182 ", "https://doi.org/10.1000/182"),
        (Kind.ARXIV, "2101.00001v2", "https://arxiv.org/abs/2101.00001v2"),
        (Kind.PMCID, "PMC3531190", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3531190/"),
        (Kind.ISSN, "20493630", "https://portal.issn.org/resource/ISSN/2049-3630"),
        (Kind.RFC, "rfc0822", "https://www.rfc-editor.org/rfc/rfc822"),
        (Kind.ISSN, "2049-3631", None),
        (Kind.DOI, "10.1000", None),
        (Kind.URL, "https://example.org/", None),
    ],
)
def test_a_bare_value_has_a_resolver(kind: Kind, value: str, url: str | None) -> None:
    assert resolver_of(kind, value) == url


@given(st.text(st.sampled_from("10.2345/abcISBN978-PMIDRFC:()[]<>;,# \n"), max_size=120))
def test_any_text_is_read_and_what_is_found_stands_in_it(text: str) -> None:
    for each in cited(text):
        assert text[each.span.start : each.span.end] == each.text
