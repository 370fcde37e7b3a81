"""What is told by one pattern is what the careful reading tells."""

from __future__ import annotations

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from linkcheck.address import join_address, plainly_normal
from linkcheck.model import Kind
from linkcheck.parse.identity import identity_of, url_of
from linkcheck.parse.plain import plain_address
from linkcheck.parse.urls import expand_carefully

PIECES = [
    *"/_~=#?,!.-;:+&%)]}>\"'`<|([{ \n*\\@$é”",
    *(
        "a",
        "B",
        "0",
        "html",
        "%20",
        "%2e",
        "%2E",
        "%s",
        "&amp;",
        "&gt;",
        "&quot",
        "&#39",
        ".+",
        "/.",
    ),
    *("(?:", "[^)]+/", ".+)", ".+/", "%s/", "&lt;b", "[1]"),
    *(
        "/..",
        "xn--",
        "www.",
        "https://",
        "{id}",
        "<div>",
        "<a>",
        "$VAR_A/",
        ".*",
        "/:id",
        "a-",
        "-a",
    ),
]
SCHEMES = ["http", "https", "xhttp", "HTTP", "ftp"]
HOSTS = [
    "a.org",
    "www.b-c.example.com",
    "doi.org",
    "dx.doi.org",
    "1.2.3.4",
    "a.b1",
    "xn--a.org",
    "A.org",
]
ADDRESSES = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(SCHEMES),
    st.sampled_from(HOSTS) | st.text("abc01.-_", max_size=9),
    st.sampled_from(["/", "/a", ""]),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)
TEXTS = st.builds(
    "{}{}".format, st.lists(st.sampled_from(PIECES), max_size=3).map("".join), ADDRESSES
)


@settings(max_examples=600)
@example("(https://a.org/b_(c).")
@example("https://a.org/.+)")
@example("<https://a.org/b.>")
@given(TEXTS)
def test_an_address_that_leaves_no_doubt_is_what_the_careful_reading_finds(text: str) -> None:
    anchor = text.find("://")
    floor = 0
    while anchor >= 0:
        plain = plain_address(text, anchor, floor)
        if plain is not None:
            event("plain")
            assert plain == expand_carefully(text, anchor, floor)
            floor = plain.end
        anchor = text.find("://", anchor + 1)


@settings(max_examples=600)
@example("https://a.org/.")
@example("https://a.org/b/%2E%2e/c?d=%2e#e")
@given(ADDRESSES | st.text())
def test_what_is_normal_already_is_what_the_parser_makes_of_it(text: str) -> None:
    normal = plainly_normal(text)
    if normal is not None:
        event("normal")
        address = join_address("https://base.example/", text)
        assert address is not None
        assert normal == (address.url, address.host)


@given(ADDRESSES | st.text(), st.sampled_from([Kind.URL, Kind.DOI]))
def test_the_address_alone_is_that_of_the_whole_identity(text: str, kind: Kind) -> None:
    assert url_of(text, kind) == identity_of(text, kind).url
