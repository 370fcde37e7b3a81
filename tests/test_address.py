from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkcheck.address import ip_of, join_address, parse_address, site_of, without_credentials
from tests.conformance import conformance

# can-ada refuses these labels, which the standard lets pass: no such host is registered.
KNOWN_DIFFERENCES = ("xn--pokxncvks", "xn--")


@pytest.mark.parametrize(
    ("text", "url", "fragment"),
    [
        ("HTTP://EXAMPLE.org:80/a b", "http://example.org/a%20b", None),
        ("https://bücher.example/ü?q=ü#ü", "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC", "%C3%BC"),
        ("https://example.org/#", "https://example.org/", ""),
        ("https://example.org/?utm_source=x&b=2&a=1", "https://example.org/?utm_source=x&b=2&a=1", None),
        ("http://user:secret@example.org/", "http://example.org/", None),
        ("mailto:a@example.org", "mailto:a@example.org", None),
    ],
)  # fmt: skip
def test_an_address_is_normalised_but_nothing_that_is_requested_is_taken_away(
    text: str, url: str, fragment: str | None
) -> None:
    address = parse_address(text)
    assert address is not None
    assert address.url == url
    assert address.fragment == fragment


@pytest.mark.parametrize(
    "text", ["", "http://", "example.org/path", "http://a b/", "http://\ud800/"]
)
def test_what_is_no_absolute_address_is_none(text: str) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("base", "reference", "url"),
    [
        ("https://a.example/x/y", "../z", "https://a.example/z"),
        ("https://a.example/x", "//b.example/", "https://b.example/"),
        ("https://a.example/x", "/é ü", "https://a.example/%C3%A9%20%C3%BC"),
        ("https://a.example/x", "?q", "https://a.example/x?q"),
    ],
)
def test_a_reference_is_resolved_as_a_browser_does(base: str, reference: str, url: str) -> None:
    joined = join_address(base, reference)
    assert joined is not None
    assert joined.url == url


@pytest.mark.parametrize(
    "host", ["0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]", "１２７.0.0.1"]
)
def test_every_notation_of_an_ip_address_is_recognised(host: str) -> None:
    address = parse_address(f"http://{host}/")
    assert address is not None
    assert ip_of(address.host) is not None


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("www.example.org", "example.org"),
        ("someone.github.io", "someone.github.io"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),  # 食狮.公司.cn
    ],
)
def test_the_site_is_the_registrable_domain(host: str, site: str) -> None:
    assert site_of(host) == site


@given(st.text())
def test_parsing_never_raises_and_is_stable(text: str) -> None:
    address = parse_address(text)
    if address is not None:
        again = parse_address(address.url)
        assert again is not None
        assert again.url == address.url


def test_http_addresses_agree_with_the_standards_own_cases() -> None:
    cases = json.loads(conformance("whatwg/urltestdata.json").read_text("utf-8"))
    wrong = []
    for case in cases:
        if not isinstance(case, dict) or case.get("base"):
            continue
        text = case["input"]
        if (
            case.get("username")
            or case.get("password")
            or not text.lower().startswith(("http:", "https:"))
        ):
            continue
        address = parse_address(text)
        expected = None if case.get("failure") else case["href"].partition("#")[0]
        if (address.url if address else None) != expected:
            wrong.append(text)
    assert [text for text in wrong if not any(x in text.lower() for x in KNOWN_DIFFERENCES)] == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://me:secret@a.example/x", "https://***@a.example/x"),
        ("https://ghp_token@a.example/", "https://***@a.example/"),
        (
            "ftp://me:p@ss@a.example/ and https://b:c@d.example",
            "ftp://***@a.example/ and https://***@d.example",
        ),
        ("https://a.example/@me", "https://a.example/@me"),
        ("https://a.example/?m=me@b.example", "https://a.example/?m=me@b.example"),
        ("me@a.example", "me@a.example"),
        ("https://a.example, or me@b.example", "https://a.example, or me@b.example"),
    ],
)
def test_names_and_passwords_are_taken_out(text: str, masked: str) -> None:
    assert without_credentials(text) == masked


ADDRESS_PIECES = [
    *(
        "http://",
        "https://",
        "a.org",
        "b",
        "xn--",
        "B",
        "-",
        "--",
        "1",
        ".",
        "..",
        "/",
        "//",
        ":80",
    ),
    *(
        "?",
        "#",
        "%2e",
        "%2E",
        "%41",
        "%",
        "@",
        ":",
        "&",
        ";",
        ",",
        "!",
        "$",
        "*",
        "'",
        "(",
        "é",
        " ",
    ),
    *("{", "}", "|", "^", "`", "\\", "~", "_", "+", "=", "\t", '"', "<", "[", "0x1", "com", "\n"),
]


@given(
    st.sampled_from(["http", "https"]),
    st.sampled_from(
        [
            "a.org",
            "a.org",
            "a.org",
            "a-b.co.uk",
            "1.2.3.4",
            "1.2.a",
            "xn--a.b",
            "a.xn--b",
            "a..b",
            "-a.b",
        ]
    ),
    st.lists(st.sampled_from(ADDRESS_PIECES), max_size=4).map("".join),
)
@settings(max_examples=600)
def test_what_is_in_its_normal_form_is_read_as_the_standard_reads_it(
    scheme: str, host: str, rest: str
) -> None:
    text = f"{scheme}://{host}/{rest}"
    assert parse_address(text) == join_address("https://base.example/", text)
