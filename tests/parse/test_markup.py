from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from linkcheck.settings import Settings
from tests.parse.reading import cases, cited

if TYPE_CHECKING:
    from collections.abc import Iterator


def table() -> Iterator[tuple[str, str, Settings, list[tuple[str, str]]]]:
    for case in cases("markup.toml"):
        found = case["found"]
        assert isinstance(found, list)
        wanted = [(row[0], row[-1]) for row in found]
        settings = replace(
            Settings(),
            include_code=case.get("with_code") is True,
            include_comments=case.get("with_comments") is True,
        )
        yield str(case["form"]), str(case["text"]), settings, wanted


@pytest.mark.parametrize(
    ("form", "text", "settings", "wanted"),
    list(table()),
    ids=[str(case["why"]) for case in cases("markup.toml")],
)
def test_markup_cites_what_a_reader_sees(
    form: str, text: str, settings: Settings, wanted: list[tuple[str, str]]
) -> None:
    found = cited(text, form, settings)
    assert [(each.text, each.url) for each in found] == wanted


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("form", sorted({str(case["form"]) for case in cases("markup.toml")}))
def test_line_ends_of_other_systems_cite_the_same(form: str, end: str) -> None:
    for each, text, settings, wanted in table():
        if each != form or each == "markdown":  # a lone CR ends no line for its parser
            continue
        found = cited(text.replace("\n", end), form, settings)
        urls = [url for _text, url in wanted]
        assert [citation.url for citation in found] == urls, text
