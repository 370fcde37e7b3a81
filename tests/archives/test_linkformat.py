from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkcheck.archives.linkformat import Link, read_link_format
from linkcheck.archives.timemap import TimeMap, read_timemap

# RFC 7089, section 5.1, with commas and semicolons put into an address.
TIMEMAP: Final = """<http://a.example.org/a,b;c>;rel="original",
 <http://arxiv.example.net/timemap/http://a.example.org/a,b;c>
   ; rel="self";type="application/link-format"
   ; from="Tue, 20 Jun 2000 18:02:59 GMT"
   ; until="Wed, 09 Apr 2008 20:30:51 GMT",
 <http://arxiv.example.net/timegate/http://a.example.org/a,b;c>
   ; rel="timegate",
 <http://arxiv.example.net/web/20000620180259/http://a.example.org/a,b;c>
   ; rel="first memento";datetime="Tue, 20 Jun 2000 18:02:59 GMT"
   ; license="http://creativecommons.org/publicdomain/zero/1.0/",
 </web/20091027204954/http://a.example.org/a,b;c>
    ; rel="last memento";datetime="Tue, 27 Oct 2009 20:49:54 GMT",
"""


def test_addresses_with_commas_and_semicolons_stay_whole() -> None:
    links = read_link_format(TIMEMAP)

    assert [sorted(link.rels) for link in links] == [
        ["original"],
        ["self"],
        ["timegate"],
        ["first", "memento"],
        ["last", "memento"],
    ]
    assert links[0].uri == "http://a.example.org/a,b;c"
    assert links[3].moment == datetime(2000, 6, 20, 18, 2, 59, tzinfo=UTC)
    assert links[1].parameter("type") == "application/link-format"


def test_the_mementos_of_a_timemap_are_captures() -> None:
    timemap = read_timemap(TIMEMAP, "some", "http://a.example.org/", "http://arxiv.example.net/x")

    assert timemap is not None
    assert timemap.pages == ()
    captures = timemap.captures
    assert [capture.url for capture in captures] == [
        "http://arxiv.example.net/web/20000620180259/http://a.example.org/a,b;c",
        "http://arxiv.example.net/web/20091027204954/http://a.example.org/a,b;c",
    ]
    assert {capture.original for capture in captures} == {"http://a.example.org/a,b;c"}
    assert {capture.status_code for capture in captures} == {None}


def test_a_timemap_of_nothing_is_told_from_a_page_that_is_none() -> None:
    nothing = read_timemap('<http://a.example/>; rel="original"', "x", "u", "http://b.example/")
    assert nothing == TimeMap(())
    assert read_timemap("<html><a href='x'>Sorry</a></html>", "x", "u", "http://b.example/") is None
    assert read_timemap("", "x", "u", "http://b.example/") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<u>;rel=memento", (("rel", "memento"),)),
        ('<u> ; REL = "a \\"b\\" \\\\" ; anchor', (("rel", 'a "b" \\'), ("anchor", ""))),
        ('<u>;rel="a, <b>; c"', (("rel", "a, <b>; c"),)),
        ("<u>;rel='x';a=1", (("rel", "'x'"), ("a", "1"))),
        ("garbage <u> more", ()),
    ],
)
def test_parameters_are_read_as_they_are_written(
    text: str, expected: tuple[tuple[str, str], ...]
) -> None:
    assert read_link_format(text)[0] == Link("u", expected)


@pytest.mark.parametrize("moment", ["", "yesterday", "Tue, 99 Jun 2000 18:02:59 GMT"])
def test_a_time_that_is_none_is_none(moment: str) -> None:
    assert read_link_format(f'<u>;datetime="{moment}"')[0].moment is None


_uris = st.text(
    st.characters(codec="ascii", exclude_characters="<> \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f")
)
_names = st.text("abcdefghijklmnopqrstuvwxyz*-", min_size=1)
_values = st.text(st.characters(exclude_categories=["Cs"]))
_links = st.builds(Link, _uris, st.lists(st.tuples(_names, _values)).map(tuple))


def _written(link: Link) -> str:
    parts = [f"<{link.uri}>"]
    for name, value in link.parameters:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        parts.append(f'{name}="{escaped}"')
    return " ; ".join(parts)


@given(st.lists(_links).map(tuple))
def test_what_is_written_is_read_again(links: tuple[Link, ...]) -> None:
    assert read_link_format(" ,\n".join(map(_written, links))) == links


@given(st.datetimes(datetime(1996, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_moment_is_read_to_the_second(moment: datetime) -> None:
    written = format_datetime(moment, usegmt=True)
    assert read_link_format(f'<u>;datetime="{written}"')[0].moment == moment.replace(microsecond=0)


@given(st.text(alphabet='<>;,="\\ \nab', max_size=60))
def test_nothing_that_is_written_is_too_much(text: str) -> None:
    for link in read_link_format(text):
        assert link.uri.strip() in text
        assert link.moment is None
