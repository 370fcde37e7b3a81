"""Markdown is read in chunks, plain ones by patterns: it must be as if a parser read it whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from linkcheck.model import Place
from linkcheck.parse.markdown.commonmark import chunk_mentions
from linkcheck.parse.markdown.definitions import Definitions
from linkcheck.parse.markdown.front import FRONT_MATTER
from linkcheck.parse.markdown.full import markdown_mentions
from linkcheck.parse.markdown.layout import Chunk, Cutter, Layout, layout_of
from linkcheck.parse.markdown.leaves import leaves_of
from linkcheck.parse.markdown.lines import definitions_end
from linkcheck.parse.markdown.marks import without_marks
from linkcheck.parse.markdown.reading import Reading
from linkcheck.parse.markdown.signs import signs_in
from linkcheck.parse.markdown.simple import leaf_mentions
from linkcheck.parse.mention import Mention
from linkcheck.parse.surroundings import accessed_on, context_of
from linkcheck.settings import Settings
from tests.conformance import conformance
from tests.parse.markdown_pieces import PIECES, SPECIFICATION

ROOT: Final = Path(__file__).parents[2]
# The parser does not take such a line for the end of code, though CommonMark does.
TAB_BEHIND_FENCE: Final = re.compile(r"(?:```|~~~)[ ]*\t")

Found: TypeAlias = tuple[list[Mention], list[tuple[int, int, str]]]


def seen(mentions: list[Mention]) -> list[Mention]:
    """Return mentions with what is read around them, in place of where that would be read."""
    return [
        each._replace(context=context_of(each), accessed=accessed_on(each), around=None)
        for each in mentions
    ]


def whole(text: str, options: Settings) -> Found:
    """Return what the parser finds in a text that is one chunk: mentions, and definitions."""
    signs = signs_in(text)
    definitions = Definitions(Layout(text, 0, [], [], 0), signs.definitions)
    reading = Reading(text, definitions, None, options.include_code, options.include_comments)
    citing = sorted(signs.citing + definitions.uses_in(text))
    mentions = list(chunk_mentions(reading, Chunk(0, len(text)), citing)) if citing else []
    return seen(mentions), [(each.start, each.end, each.address) for each in definitions.citing()]


def in_chunks(text: str, options: Settings) -> Found:
    """Return what is found in a text as documents are read."""
    mentions = list(markdown_mentions(text, options))
    definitions = [each for each in mentions if each.place is Place.DEFINITION]
    return (
        seen([each for each in mentions if each.place is not Place.DEFINITION]),
        [(each.start, each.end, each.address) for each in definitions],
    )


def both_agree(text: str, *, include_code: bool = False) -> bool:
    options = Settings(include_code=include_code)
    return in_chunks(text, options) == whole(text, options)


@settings(max_examples=500, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25), include_code=st.booleans())
@example(
    pieces=["- a\n\n  ```\n  [b](http://b.org/)\n\nhttp://c.org/\n  ```\n"], include_code=False
)
@example(pieces=["a\n\n    ```\n\n[b](http://b.org/)\n\n    ```\n"], include_code=False)
@example(pieces=["<div>\n```\n\n[b](http://b.org/)\n```\n"], include_code=False)
@example(pieces=["<pre></script>\n\n[b](http://b.org/)\n"], include_code=False)
@example(pieces=["> ```\n\n[b](http://b.org/)\n"], include_code=False)
@example(pieces=["[^1]: x\n\n    [b](http://b.org/)\n\nhttp://c.org/[^1]"], include_code=False)
@example(pieces=["[a\n> b]: http://b.org/\n\n> [a\n> b] http://c.org/"], include_code=False)
@example(pieces=["*a* http://b.org/ **c**\n  d https://e.org/"], include_code=False)
@example(pieces=["<http://>**p**`F`"], include_code=False)
@example(pieces=["[`http://s`]()`y`"], include_code=True)
def test_chunks_mean_what_they_mean_in_the_whole_document(
    pieces: list[str], *, include_code: bool
) -> None:
    text = "".join(pieces)
    assume(not TAB_BEHIND_FENCE.search(text) and not FRONT_MATTER.match(text))
    assert both_agree(text, include_code=include_code)


@settings(max_examples=300, deadline=None)
@given(
    texts=st.lists(st.sampled_from(SPECIFICATION), min_size=1, max_size=4),
    joint=st.sampled_from(["\n\n", "\n", " ", "\n\n- ", "\n> "]),
    place=st.floats(0, 1, exclude_max=True, allow_nan=False),
    inserted=st.sampled_from(PIECES),
    removed=st.integers(0, 4),
)
def test_bent_examples_of_the_specification_mean_the_same_in_chunks(
    texts: list[str], joint: str, place: float, inserted: str, removed: int
) -> None:
    text = joint.join(texts)
    at = int(place * len(text))
    text = text[:at] + inserted + text[at + removed :]
    assume(not TAB_BEHIND_FENCE.search(text) and not FRONT_MATTER.match(text))
    assert both_agree(text)


@pytest.mark.parametrize("include_code", [False, True])
@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "CHANGELOG.md",
        *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")),
    ],
)
def test_documents_mean_the_same_in_chunks(path: str, *, include_code: bool) -> None:
    assert both_agree((ROOT / path).read_text("utf-8"), include_code=include_code)


def test_documents_of_others_mean_the_same_in_chunks() -> None:
    for path in sorted((conformance("lychee") / "fixtures").rglob("*.md")):
        text = path.read_text("utf-8")
        if not FRONT_MATTER.match(text):
            assert both_agree(text), path.name


@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        ("a\n\nb\n", ["a\n\n", "b\n"]),
        ("a\r\n\r\nb\r\n", ["a\r\n\r\n", "b\r\n"]),
        ("- a\n\n  b\n\nc", ["- a\n\n  b\n\n", "c"]),
        ("a\n```\nb\n\nc\n```\nd", ["a\n", "```\nb\n\nc\n```\n", "d"]),
        ("a\n\n<!-- b\n\nc -->\nd", ["a\n\n", "<!-- b\n\nc -->\n", "d"]),
        ("- a\n\n  ```\n  b\n  ```\n\nc", ["- a\n\n  ```\n  b\n  ```\n\n", "c"]),
        ("a\n\n- b\n\n  ```\n\nc\n\n  ```\n\nd", ["a\n\n", "- b\n\n  ```\n\nc\n\n  ```\n\nd"]),
        ("a\n\nb\r\n\r\nc", ["a\n\nb\r\n\r\nc"]),
        ("a\rb\n\nc", ["a\rb\n\nc"]),
    ],
)
def test_a_document_is_cut_where_nothing_is_open(text: str, chunks: list[str]) -> None:
    signs = signs_in(text)
    cutter = Cutter(layout_of(text, 0, signs.fences, signs.gaps))
    found = [Chunk(0, 0)]
    for at, character in enumerate(text):
        if character.isalpha() and at >= found[-1].end:
            found.append(cutter.around(at))
    assert [text[each.start : each.end] for each in found[1:]] == chunks


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("a\nb", ["a\nb"]),
        ("# a #\nb", ["a", "b"]),
        ("- a\n- b\n  c\n  - [x] d\n1. e", ["a", "b\n  c", "d", "e"]),
        ("- a\n\n  b\n", ["a", "b"]),
        ("- a\n      - b", None),
        ("- a\n\n      b", None),
        ("a\n2. b", None),
        ("- a\n  2. b", None),
        ("> a", None),
        ("a\n---", None),
        ("a | b\n-|-", None),
        ("<b>a", None),
        ("[a]: b", None),
        ("-     a", None),
        ("# a {#b}", None),
    ],
)
def test_leaves_are_told_only_where_there_is_no_doubt(text: str, leaves: list[str] | None) -> None:
    found = leaves_of(text, Chunk(0, len(text)))
    texts = None if found is None else [text[each.start : each.end] for each in found]
    assert texts == leaves


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("*a* **b** _c_", "a b c"),
        ("**a *b* c**", "a b c"),
        ("(*a*), _b_.", "(a), b."),
        ("2 * 3 snake_case ~5", "2 * 3 snake_case ~5"),
        ("a*b*", None),
        ("*a **b* c**", None),
        ("~~a~~", None),
        ("*é*»", None),
    ],
)
def test_marks_are_taken_out_only_where_there_is_no_doubt(text: str, plain: str | None) -> None:
    assert without_marks(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "See [a page](https://a.org/x) and [b](https://b.org/).",
        "See https://a.org/x or [b](https://b.org/)",
        '**[b](https://b.org/ "c")** with `code`, ![d](https://d.org/e.png)',
        "\\[[`1234567`](https://a.org/x)] - **part**: text <https://b.org/>",
        "two\nlines [a\nb](https://a.org/x)",
    ],
)
def test_plain_words_and_links_need_no_parser(text: str) -> None:
    signs = signs_in(text)
    definitions = Definitions(layout_of(text, 0, signs.fences, signs.gaps), signs.definitions)
    reading = Reading(text, definitions, None, include_code=False, include_comments=False)
    found = leaf_mentions(reading, Chunk(0, len(text)), signs.citing)
    assert found is not None
    assert seen(found) == whole(text, Settings())[0]


def test_a_rule_in_the_middle_of_a_document_begins_no_front_matter() -> None:
    text = "a\n\n---\nSee [b](https://b.org/)\n\n---\n\nc\n"
    [mention] = markdown_mentions(text, Settings())
    assert (mention.place, mention.label) == (Place.PROSE, "b")


def test_a_definition_far_from_its_use_is_found_by_it() -> None:
    text = "See [the *page*][a  B].\n\n" + "word\n\n" * 50 + "[A b]: https://a.org/x\n"
    [mention] = markdown_mentions(text, Settings())
    assert (mention.address, mention.label) == ("https://a.org/x", "the page")


@settings(max_examples=200, deadline=None)
@given(
    lines=st.lists(
        st.tuples(
            st.sampled_from(["a", "A  b", "`c`", "é *d*", "a"]),
            st.sampled_from(["http://a.b/c", "<http://d.e/f g>", "<>", "rel/x", "http://a.b/[c]"]),
            st.sampled_from(["", ' "t u"', "  't'", ' ""', " "]),
        ),
        min_size=1,
        max_size=5,
    ),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_definitions_told_by_a_pattern_are_those_of_the_parser(
    lines: list[tuple[str, str, str]], line_end: str
) -> None:
    text = "".join(f"[{name}]: {address}{title}{line_end}" for name, address, title in lines)
    assert definitions_end(text, 0, len(text)) == len(text)
    before = "x\n\n"  # leaves them to the parser
    assert _definitions_in(text, 0) == _definitions_in(before + text, len(before))


def _definitions_in(text: str, shift: int) -> list[tuple[int, int, str, str | None]]:
    definitions = Definitions(Layout(text, 0, [], [], 0), [text.index("]:")]).citing()
    return [
        (each.start - shift, each.end - shift, each.address, each.label) for each in definitions
    ]
