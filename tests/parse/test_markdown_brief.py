"""Markdown is read briefly where nobody asks for more: it must cite what reading in full cites."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkcheck.parse import Source, open_briefly, open_document
from linkcheck.settings import Settings
from tests.conformance import conformance
from tests.parse.markdown_pieces import PIECES, SPECIFICATION

if TYPE_CHECKING:
    from linkcheck.parse.mention import CitedAt

ROOT: Final = Path(__file__).parents[2]
# Names of hosts that nobody could register, which plain addresses have not.
_ONE_LETTER: Final = re.compile(r"//\w\.\w\b")
MORE: Final = (
    *PIECES,
    *(_ONE_LETTER.sub(r"\g<0>o", piece) for piece in PIECES),
    *(
        "| a | b |\n|-|-|\n",
        "| [a](http://t.bo/l) | `x` |",
        "[![i](http://i.jo/k.png)](http://o.ro/l)",
    ),
    *("<m@e.org>", "10.1000/x", "10.0.1", "\\[", "\\]", "(http://a.bo/c)", "'http://q.ro/s'"),
    *("http://a.bo/c_d_e", "http://h.bo", "[^a](http://f.no/x)", "[a](//p.ro/x)", "[n](rel/x)"),
    *("[u](http://u.vo/w;x=1&y=2)", "[u](https://doi.org/10.1000/182)", "[l\nm](http://m.lo/x)"),
    *("[e](http://x.yo/&amp;z)", "[h](https://h.oo)", "[m](mailto:a@b.co)", "[w](<http://w.xo/y>)"),
    *("ISBN 978-3-16-148410-0", "<!-- c http://c.oo/m -->", "<!--\n", "-->\n\n", "@name ", "`a|b`"),
    *(
        "[q](x 't')",
        "[d][r]",
        "[r][]",
        "[r]: <http://d.eo/f> 't'\n",
        "\n    - ",
        "\n\t",
        "\\@",
        "{a}",
    ),
)


def briefly(text: str, options: Settings) -> list[CitedAt]:
    source = Source("a.md", data=text.encode("utf-8", "surrogatepass"))
    return [each for part in open_briefly(source, options) for each in part.cited]


def in_full(text: str, options: Settings) -> list[CitedAt]:
    source = Source("a.md", data=text.encode("utf-8", "surrogatepass"))
    _document, citations = open_document(source, options)
    return [(each.span.line, each.span.column, each.url, each.candidates) for each in citations]


def assert_same(text: str, options: Settings = Settings()) -> None:  # noqa: B008  (never changes)
    assert briefly(text, options) == in_full(text, options)


@settings(max_examples=800, deadline=None)
@given(pieces=st.lists(st.sampled_from(MORE), max_size=25))
@example(pieces=["[]([](http://a.bo/c?))"])
@example(pieces=['[a](b "[c](http://a.bo/c?)")'])
@example(pieces=["\\<m@e.org>"])
@example(pieces=["| a |\n|-|\n| b | [c](http://a.bo/c?) |"])
@example(pieces=["| a |\n|-|\nb\n    - [c](http://a.bo/c?)"])
@example(pieces=["\\[a](http://a.bo/c?)"])
@example(pieces=["a|b\n-|-\n[c\nd](http://a.bo/c?)"])
@example(pieces=["# a {[b](http://a.bo/c?)}"])
@example(pieces=["```\n```\n    [b](http://a.bo/c?)"])
@example(pieces=["# a\n    [b](http://a.bo/c?)"])
@example(pieces=["# [a\nb](http://a.bo/c?)"])
@example(pieces=["[a][b](http://a.bo/c?)\n\n[b]: http://d.eo/f"])
@example(pieces=["[a [b] http://a.bo/c d](http://d.eo/f)"])
@example(pieces=["[a ![b](http://b.bo/i) http://a.bo/c d](http://d.eo/f)"])
@example(pieces=["_see http://a.bo/c_"])
@example(pieces=["http://a.bo/?c&lang;d"])
@example(pieces=["*http://a.bo/c*d e"])
@example(pieces=["http://a.bo/c*d* e"])
@example(pieces=["see http://a.bo/c<b>d</b>"])
@example(pieces=["[a](http://dx.doi.org/10.1000/ABC)"])
@example(pieces=["<!-- a --!> http://a.bo/c -->\n"])
@example(pieces=["evil\\[.\\]example.com/x a*b*"])
@example(pieces=["www\\.a.org/b a*b*"])
@example(pieces=["a<b>www.a.org/b c"])
@example(pieces=["> ~~~\n> [a](http://a.bo/c?)"])
@example(pieces=["| a |\n|-|\n| [a](http://a.bo/c) | [b](http://d.bo/e) |"])
@example(pieces=["[a\\](http://a.bo/c,)"])
@example(pieces=["[a](https:\xa0//e.org/x)"])
@example(pieces=["[a]( https:\xa0//e.org/x) http: b https:\\//c.d/"])
@example(pieces=["2) a [b](http://b.bo/d) ```c   ```sh\n   x\n   ```\n* "])
def test_what_is_cited_is_the_same(pieces: list[str]) -> None:
    assert_same("".join(pieces))


@settings(max_examples=400, deadline=None)
@given(
    texts=st.lists(st.sampled_from(SPECIFICATION), min_size=1, max_size=4),
    joint=st.sampled_from(["\n\n", "\n", " ", "\n\n- ", "\n> "]),
    place=st.floats(0, 1, exclude_max=True, allow_nan=False),
    inserted=st.sampled_from(MORE),
    removed=st.integers(0, 4),
)
def test_bent_examples_of_the_specification_cite_the_same(
    texts: list[str], joint: str, place: float, inserted: str, removed: int
) -> None:
    text = joint.join(texts)
    at = int(place * len(text))
    assert_same(text[:at] + inserted + text[at + removed :])


@settings(max_examples=200, deadline=None)
@given(
    items=st.lists(st.lists(st.sampled_from(MORE), max_size=4).map("".join), max_size=12),
    mark=st.sampled_from(["* ", "- ", "\\[", "1. ", ""]),
)
@example(items=["a\n<div>", "`http://a.bo/c`"], mark="* ")
@example(items=["[a]: <http://x.yo/z> 'T'\n</div>", "[r]: http://r.so/t\n"], mark="* ")
@example(items=["\n\n<div>\n\t<?", "", "http://a.bo/c"], mark="* ")
@example(items=["```", "http://a.b/c*d*", "<http://a.b/c*d*>"], mark="- ")
def test_long_lists_cite_the_same(items: list[str], mark: str) -> None:
    words = "word " * 150
    assert_same("".join(f"{mark}{words}\n{mark}{item}\n" for item in items))


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="[]()<>!`\\|{}#*_~:/.h @\n\r\t-1", max_size=40))
def test_no_text_whatever_raises(text: str) -> None:
    assert_same(text + "[a](http://a.b/c) http://d.e/f" + text)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "CHANGELOG.md",
        *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")),
    ],
)
def test_documents_cite_the_same(path: str) -> None:
    assert_same((ROOT / path).read_text("utf-8"))


@pytest.mark.parametrize("name", ["README.md", "docs/formats.md"])
def test_documents_with_other_line_ends_cite_the_same(name: str) -> None:
    assert_same((ROOT / name).read_text("utf-8").replace("\n", "\r\n"))


def test_documents_of_others_cite_the_same() -> None:
    for path in sorted((conformance("lychee") / "fixtures").rglob("*.md")):
        assert_same(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "options",
    [
        Settings(include_code=True),
        Settings(include_comments=True),
        Settings(wiki_base="https://w.org/"),
        Settings(bare_domains=True),
    ],
)
def test_settings_ask_for_as_much_of_a_brief_reading(options: Settings) -> None:
    text = "`http://a.b/c` <!-- http://d.e/f --> [[Page]] example.org/x\n\n    http://g.h/i\n"
    assert_same(text, options)
    assert briefly(text, options)
