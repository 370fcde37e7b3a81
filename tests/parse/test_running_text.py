from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkcheck.parse.urls import expand_scheme
from tests.parse.reading import cases, cited


@pytest.mark.parametrize("case", cases("running_text.toml"), ids=lambda case: str(case["name"]))
def test_addresses_end_where_a_reader_would_end_them(case: dict[str, Any]) -> None:
    citations = cited(case["text"])
    assert [each.text for each in citations] == case["cites"]
    if "urls" in case:
        assert [each.url for each in citations] == case["urls"]


@pytest.mark.parametrize("case", cases("running_text.toml"), ids=lambda case: str(case["name"]))
def test_a_long_text_is_read_as_a_short_one(case: dict[str, Any]) -> None:
    padding = "words and words\n\n" * 2000
    citations = cited(f"{padding}{case['text']}\n\n{padding}")
    assert [each.text for each in citations] == case["cites"]


@pytest.mark.parametrize("case", cases("identifiers.toml"), ids=lambda case: str(case["text"])[:30])
def test_identifiers_come_with_their_kind_and_their_resolver(case: dict[str, Any]) -> None:
    found = [[each.text, each.kind.value, each.url] for each in cited(case["text"])]
    assert found == case["cites"]


@pytest.mark.parametrize("case", cases("broken_lines.toml"), ids=lambda case: str(case["name"]))
def test_addresses_broken_over_lines_are_joined_where_the_signs_say_so(
    case: dict[str, Any],
) -> None:
    citations = cited(case["text"])
    assert len(citations) == case.get("count", 1)
    broken = citations[case.get("which", 0)]
    assert broken.url == case["reading"]
    assert set(broken.candidates) == set(case.get("other", []))
    assert case.get("cites", broken.text) == broken.text


def test_a_sentence_without_spaces_gives_the_long_reading_as_the_other() -> None:
    [citation] = cited("https://ja.example.org/wiki/HTTP通信")
    assert citation.url == "https://ja.example.org/wiki/HTTP"
    assert citation.candidates == ("https://ja.example.org/wiki/HTTP%E9%80%9A%E4%BF%A1",)


def test_a_fragment_is_kept_apart() -> None:
    [citation] = cited("https://example.org/a?b#c")
    assert (citation.url, citation.fragment) == ("https://example.org/a?b", "c")


def test_mail_addresses_are_of_their_own_kind() -> None:
    [citation] = cited("mailto:me@example.org?subject=x.")
    assert (citation.kind, citation.url) == ("email", "mailto:me@example.org?subject=x")


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "[",
        "{",
        "http://a.b/(",
        "/http://a.b/(",
        "www.a.b/(",
        "10.1000/(",
        "http://a.b/_",
        "http://a.b/x&gt;",
        "<",
        '"',
        "'",
        "x://",
        "[.]",
        "a[.]",
        "[:]//",
        "hxxp://a[.]",
        "* http://a.b/c_\n",
        "http://a.b/-\nb-\n",
        "https://\n",
        "{{",
    ],
)
def test_hostile_repetition_is_read_to_its_end(unit: str) -> None:
    citations = cited(f"http://a.example/{unit * 2_000} https://end.example/")
    assert citations[-1].url == "https://end.example/"


HOSTS = [
    *(
        "a.org",
        "a.org",
        "a.org",
        "b-c.co.uk",
        "D.org",
        "xn--a.org",
        "1.2.3.4",
        "a_b.org",
        "localhost",
    ),
    *(
        "-a.org",
        "a..org",
        "a.org.",
        "a.org,",
        "a.org:80",
        "a.org,f@g.org",
        "www.a.org",
        "é.org",
        "a.b2",
    ),
]
PATH_PIECES = [
    *("/", "/e", ".html", "-", "_", "~", "?x=1", "&y=2", "&gt", "&lt=", "&amp;", "#f", "%20", "%s"),
    *(
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        "...",
        ".)",
        ").",
        "),",
        "+",
        ".+",
        "*",
        "**",
        "*/",
        "'s",
        "=",
        "@",
    ),
    *(
        "(",
        ")",
        "(f)",
        "[",
        "]",
        "[1]",
        "[.]",
        "{",
        "}",
        "{id}",
        "<",
        "<br>",
        "<id>",
        ">",
        '"',
        "'",
    ),
    *(
        " ",
        "\n",
        "\r\n",
        "\t",
        "é",
        "。",
        "’",
        "…",
        "\u200b",
        "$",
        "\\",
        "|",
        "`",
        "://b.org",
        "\v",
    ),
]
PATHS = st.tuples(
    st.sampled_from(["", "/", "/e", "/e/f.html"]),
    st.lists(st.sampled_from(PATH_PIECES), max_size=3).map("".join),
).map("".join)


@given(
    st.sampled_from(["", " ", "(", "<", '"', "'", "_", "~", "*", "[", "x", "“"]),
    st.sampled_from(HOSTS),
    PATHS,
)
@example(" ", "a.org", "/e.+")
@settings(max_examples=600)
def test_an_address_ends_where_it_would_with_its_scheme_in_capitals(
    before: str, host: str, path: str
) -> None:
    small = f"{before}https://{host}{path}"
    large = f"{before}HTTPS://{host}{path}"
    anchor = len(before) + len("https")
    found, expected = expand_scheme(small, anchor, 0), expand_scheme(large, anchor, 0)
    if expected is None:
        assert found is None
    else:
        addresses = [expected.address, *expected.others]
        assert found == expected._replace(
            address=addresses[0].replace("HTTPS", "https", 1),
            others=tuple(each.replace("HTTPS", "https", 1) for each in addresses[1:]),
        )
