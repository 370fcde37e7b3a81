"""The destinations of links in CommonMark: all of them, and each where it stands."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.conformance import conformance
from tests.parse.reading import cases, cited

_ABSOLUTE: Final = re.compile(r"\]\(<?(https?://[^\s()<>]+)>?(?:\s+\"[^\"\n]*\")?\)")


@pytest.mark.parametrize(
    ("text", "found"),
    [(case["text"], case["found"]) for case in cases("commonmark.toml")],
    ids=[str(case["text"]) for case in cases("commonmark.toml")],
)
@pytest.mark.parametrize("before", ["", "Vorspann: ü😀.\r\n\r\n"])
def test_every_destination_is_found_at_its_place(
    before: str, text: str, found: list[list[str]]
) -> None:
    wanted = [(row[0], row[-1]) for row in found]
    assert [(each.text, each.url) for each in cited(before + text, "markdown")] == wanted


def test_every_absolute_link_in_the_markdown_of_lychee_is_found() -> None:
    folder = conformance("lychee") / "fixtures"
    files = [path for path in folder.rglob("*") if path.suffix in {".md", ".mdx", ".qmd", ".Rmd"}]
    wanted = 0
    for path in sorted(files):
        text = path.read_text("utf-8")
        prose = re.sub(
            r"(?ms)^(```|~~~).*?^\1[ \t]*$|^(?: {4}|\t).*?$|<!--.*?-->|`[^`\n]*`", "", text
        )
        expected = set(_ABSOLUTE.findall(prose))
        assert expected <= {each.text for each in cited(text, "markdown")}, path.name
        wanted += len(expected)
    assert wanted > 20
