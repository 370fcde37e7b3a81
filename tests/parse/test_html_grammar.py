"""The patterns of HTML's grammar beside a tokenizer that follows the standard state by state."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from turbohtml import TokenType, tokenize

from linkcheck.parse.html import grammar
from linkcheck.parse.html.raw import RawContent
from linkcheck.parse.html.references import unescaped_value
from linkcheck.parse.html.spots import holds_any, spots_in
from linkcheck.parse.html.walk import HREF
from linkcheck.parse.hypertext import hypertext_mentions
from linkcheck.parse.links import cited_address
from linkcheck.parse.mention import Mention
from linkcheck.parse.prose import LITERALS
from linkcheck.parse.surroundings import accessed_on, context_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is told apart: the name of a tag, or the kind of what is none, and its source.
Seen = tuple[str, str]

TOKENS = [
    *"<>/='\"!-? \n\tab&;x1é",
    *("<a", "<p", "</a", "</p", "<b ", "<A HREF=", " href=", " id=x", " c='d'", ' e="f>g"', "/>"),
    *("<!--", "-->", "--!>", "<!-->", "<!--->", "<!", "<!DOCTYPE html>", "<?xml x?>", "</ x>"),
    *("<script", "<script>", "</script", "</script>", "</SCRIPT >", "<style>", "</style>"),
    *("<title>", "</title>", "<textarea>", "</textarea\n>", "<xmp>", "</xmp>", "</svg>"),
    *("&amp;", "&#47;", "&copy", "https://e.org/", "<br/>", "<scriptx>", "</scriptx>", "=>"),
]
TEXTS = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)


def by_tokenizer(text: str) -> Iterator[Seen]:
    for token in tokenize(text, resolve_references=False, capture_source=True):
        match token.type:
            case TokenType.TEXT:
                yield "text", token.data or ""
            case TokenType.START_TAG:
                yield f"<{token.tag}", token.source or ""
            case TokenType.END_TAG:
                yield f"</{token.tag}", token.source or ""
            case TokenType.CHARACTER_REFERENCE:
                yield "text", token.source or ""
            case _:
                yield "passed over", token.source or ""


def by_grammar(text: str) -> Iterator[Seen]:
    raw = RawContent(text)
    at = 0
    while (found := grammar.PIECE.match(text, at)) is not None:
        at = found.end()
        if found[3]:
            yield f"<{found[3].lower()}", found[0]
            end = raw.end(found[3].lower(), at)
            yield "text", text[at:end]
            at = end
        else:
            yield ("text" if found.lastindex in {1, 2} else "passed over"), found[0]


def joined(seen: Iterator[Seen]) -> list[Seen]:
    """Return what was seen, neighbouring texts as one."""
    return [
        (kind, "".join(source for _kind, source in sources))
        for kind, sources in groupby((each for each in seen if each[1]), key=lambda each: each[0])
    ]


@settings(max_examples=300, deadline=None)
@example(text="<!--><b><!---><i><!--x--!><u><!--x-->")
@example(text="<script><!--<script></script>--></script><b>")
@example(text="<script><!--<script></script></script><b>")
@example(text="<script><!-- <scriptx> </script><b>")
@example(text="<script><!--><script></script><b>")
@example(text='<a b=\'x>\'c"d=e"f>g"><b =x> <b/=/>')
@given(text=TEXTS)
def test_the_patterns_tell_the_tokens_that_the_standard_does(text: str) -> None:
    text = text.replace("</>", "") + " x"  # of `</>` the tokenizer has no source
    assert joined(by_grammar(text)) == joined(by_tokenizer(text))


# HTML that is whole, with what it cites.
PIECES: dict[str, list[str]] = {
    '<a href="https://a.example/1">one</a>': ["https://a.example/1"],
    '<a class="x" href="https://a.example/2" title="&amp;">two <b>2</b></a>': [
        "https://a.example/2"
    ],
    "<A\nHREF='https://a.example/3'>three</A >": ["https://a.example/3"],
    "<a href=https://a.example/4>four</a>": ["https://a.example/4"],
    '<a href="https://a.example/?a=1&copy=2&amp;c=3">': ["https://a.example/?a=1&copy=2&c=3"],
    '<a href="/here">https://t.example/5</a>': ["https://t.example/5"],
    '<a href="https://a.example/6" title="x>y">https://no.example/</a>': ["https://a.example/6"],
    '<a href="https://a.example/7"><img src="//a.example/8.png"></a>': [
        "https://a.example/7",
        "https://a.example/8.png",
    ],
    '<a href="https://a.example/%20/{id}">': [],
    '<img alt="see https://no.example/" src=x.png>': [],
    '<img srcset="https://a.example/9.png 2x, b.png">': ["https://a.example/9.png"],
    " see https://t.example/10. ": ["https://t.example/10"],
    " <i>https://t.example/</i><wbr>11 ": ["https://t.example/11"],
    " https&colon;//t.example/12&amp;x ": ["https://t.example/12&x"],
    " https:<wbr>//t.example/13 ": ["https://t.example/13"],
    " doi:10.1000/14 and 10.2 ": ["https://doi.org/10.1000/14"],
    "<code>https://no.example/</code>": [],
    "<!-- https://no.example/ <a href='https://no.example/'> -->": [],
    "<script>'<a href=\"https://no.example/\">'</script>": [],
    "<style>@import url(https://no.example/);</style>": [],
    "<title>https://t.example/15 &amp; <b></title>": ["https://t.example/15"],
    "<meta name=x content='https://a.example/16'>": ["https://a.example/16"],
    "<blockquote cite='https://a.example/17'>": ["https://a.example/17"],
    "<p title='https://no.example/'>": [],
    "<td background=//a.example/18>": ["https://a.example/18"],
    '<img src="&#x2F;&#x2F;a.example/20">': ["https://a.example/20"],
    "<img src=&#x2F;&#x2F;a.example/21>": ["https://a.example/21"],
    "<img src='HTTP:a.example/22'>": ["HTTP:a.example/22"],
    '<a href="#x" href="https://no.example/">z</a>': [],
    '<!--><a href="https://a.example/23">x</a><!---><i><!-- -->': ["https://a.example/23"],
    ' see <img src="https://a.example/24"> or https://t.example/25 ': [
        "https://a.example/24",
        "https://t.example/25",
    ],
    " https://t.example/26 <i title='https://no.example/'><img src='//a.example/27'></i>": [
        "https://t.example/26",
        "https://a.example/27",
    ],
    '<a href="https://a.example/28"><img src="//a.example/29"> https://no.example/</a>': [
        "https://a.example/28",
        "https://a.example/29",
    ],
    '<a href="javascript:open(//x)">https://t.example/30</a>': ["https://t.example/30"],
    "<a href=mailto:me@a.example>": ["mailto:me@a.example"],
    "<svg><title/><use href='https://a.example/19'/></svg>": ["https://a.example/19"],
    "1 < 2 && 3 > 2 <5": [],
    "<br>\n": [],
    "</p></div>": [],
}


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.sampled_from(list(PIECES)), max_size=12))
def test_whatever_stands_together_cites_what_it_does_alone(pieces: list[str]) -> None:
    text = "<p>".join(pieces)
    found = list(hypertext_mentions(text))
    assert [each.address for each in found] == [url for piece in pieces for url in PIECES[piece]]
    assert [each.start for each in found] == sorted(each.start for each in found)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.sampled_from(list(PIECES)), max_size=12))
def test_the_quick_way_and_the_careful_one_read_a_link_alike(pieces: list[str]) -> None:
    text = "".join(pieces)
    careful = text.replace("<a ", "<A ")  # the quick pattern knows the common spelling alone
    assert told(text) == told(careful)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.sampled_from(list(PIECES)), max_size=12))
def test_below_a_base_absolute_links_are_what_they_are_without(pieces: list[str]) -> None:
    text = "".join(pieces)
    without, below = (
        [each[:3] for each in hypertext_mentions(text, base=base) if "a.example" in each.address]
        for base in (None, "https://base.example/")
    )
    assert [each for each in below if "base.example" not in each[2]] == without


def told(text: str) -> list[tuple[object, ...]]:
    """Return all that is known of the mentions of a text."""
    return [
        (*mention[: Mention._fields.index("context")], context_of(mention), accessed_on(mention))
        for mention in hypertext_mentions(text)
    ]


@given(address=st.from_regex(r"https?://[!-~]{1,30}", fullmatch=True))
def test_a_plain_link_has_the_address_that_any_link_would_have(address: str) -> None:
    found = grammar.NEXT.match(f'<a href="{address}">x</a>')
    if found is not None and found[HREF] is not None:
        assert found[HREF] == address == cited_address(address)


@pytest.mark.parametrize("character", sorted(set("".join(LITERALS))))
def test_text_is_read_however_what_begins_a_citation_is_written(character: str) -> None:
    code = ord(character)
    for reference in (f"&#{code};", f"&#0{code}", f"&#x{code:x};", f"&#X{code:X} "):
        assert holds_any(f"a {reference}")
        assert spots_in(f"a {reference}") == [2]
    assert not holds_any("a &amp; b &#8217; &#x27; &#32;")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&copy2", "?a=1&copy2"),
        ("?a=1&copy;2", "?a=1©2"),
        ("a&copy/b", "a©/b"),
        ("?a&amp;b&amp=c", "?a&b&amp=c"),
        ("&#47;&#x2F&nothing;&", "//&nothing;&"),
    ],
)
def test_a_value_means_what_the_standard_says(written: str, meant: str) -> None:
    assert unescaped_value(written) == meant
    [tag] = tokenize(f'<a href="{written}">')
    assert tag.attr("href") == meant
