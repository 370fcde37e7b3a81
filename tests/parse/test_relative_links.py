"""Relative links of a document from the web are what a reader's click would open."""

from __future__ import annotations

import pytest

from linkcheck.parse import Source, open_document
from linkcheck.settings import Settings

BASE = "https://e.org/docs/page"

CASES = [
    ("markdown", "See [x](other.md#part).", "other.md#part", "https://e.org/docs/other.md"),
    ("markdown", "![x](/i.png)", "/i.png", "https://e.org/i.png"),
    ("markdown", "[x][r]\n\n[r]: ../up.md\n", "../up.md", "https://e.org/up.md"),
    ("markdown", "a <img src=i.png> b", "i.png", "https://e.org/docs/i.png"),
    ("markdown", "<div>\n<a href='b'>c</a>\n</div>", "b", "https://e.org/docs/b"),
    ("markdown", "> *[x](<a b.md>)*", "a b.md", "https://e.org/docs/a%20b.md"),
    ("mdx", "[x](other.mdx)", "other.mdx", "https://e.org/docs/other.mdx"),
    ("rst", "See `x <other.html>`_.", "other.html", "https://e.org/docs/other.html"),
    ("rst", ".. raw:: html\n\n   <a href='b'>c</a>\n", "b", "https://e.org/docs/b"),
    ("asciidoc", "See link:other.html[x].", "other.html", "https://e.org/docs/other.html"),
    ("asciidoc", ":imagesdir: img\n\nimage::a.png[]", "a.png", "https://e.org/docs/img/a.png"),
    ("org", "See [[./other.org][x]].", "./other.org", "https://e.org/docs/other.org"),
    ("org", "See [[file:a.org::*B][x]].", "file:a.org::*B", "https://e.org/docs/a.org"),
]
NONE = [
    ("markdown", "[x](#part) [y](tel:1) [z](javascript:a) `[a](b.md)`"),
    ("rst", "See `x <name_>`_ and `y`_.\n\n.. code::\n\n   `x <a.html>`_\n"),
    ("asciidoc", "See <<part>> and link:#part[x].\n\n----\nlink:a.html[x]\n----\n"),
    ("org", "See [[A heading][x]], [[*Other]], [[#id]] and [[id:1234][y]].\n"),
]


def cited(form: str, text: str, base: str | None) -> list[tuple[str, str]]:
    source = Source("d", data=text.encode(), format=form, base=base)
    return [(each.text, each.url) for each in open_document(source, Settings())[1]]


@pytest.mark.parametrize(("form", "text", "written", "url"), CASES)
def test_relative_links_are_made_absolute_against_where_the_document_stands(
    form: str, text: str, written: str, url: str
) -> None:
    assert cited(form, text, BASE) == [(written, url)]
    assert cited(form, text, None) == []


@pytest.mark.parametrize(("form", "text"), NONE)
def test_what_leads_nowhere_else_is_no_relative_link(form: str, text: str) -> None:
    assert cited(form, text, BASE) == []
