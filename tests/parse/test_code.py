"""Source code of many languages: comments are cited, strings only where that is asked for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from linkcheck.parse import format_names
from linkcheck.parse.code.languages import LANGUAGES, language_named, lexer_of
from linkcheck.parse.formats import format_by_name_of
from linkcheck.settings import Settings
from tests.parse.reading import cited

if TYPE_CHECKING:
    from linkcheck.parse.code.languages import Language

CODE = Settings(include_code=True)

# A comment of each manner of commenting, and languages that write so.
COMMENTS = [
    ("# {}", "python ruby shell r make dockerfile cmake julia nix perl elixir awk terraform"),
    ("// {}", "c cpp java javascript typescript go rust swift kotlin scala csharp php dart zig"),
    ("/* {} */", "c css less scss sql php java rust swift kotlin nix terraform protobuf"),
    ("-- {}", "sql lua haskell"),
    ("; {}", "lisp elisp clojure assembly"),
    ("% {}", "erlang matlab"),
    ("! {}", "fortran"),
    ("C {}", "fortran"),
    ("' {}", "vba"),
    ("(* {} *)", "ocaml fsharp"),
    ("{{- {} -}}", "haskell"),
    ("<# {} #>", "powershell"),
    ("#= {} =#", "julia"),
    ("#| {} |#", "lisp"),
    ("%{{\n{}\n%}}", "matlab"),
    ("--[[ {} ]]", "lua"),
    ("=begin\n{}\n=end", "ruby"),
    ("=pod\n\n{}\n\n=cut", "perl"),
    ('"""{}"""', "python elixir julia graphql"),
    ("'''{}'''", "python"),
]
WRITTEN = [(text, name) for text, names in COMMENTS for name in names.split()]


@pytest.mark.parametrize(("comment", "language"), WRITTEN)
def test_an_address_in_a_comment_is_cited_as_one(comment: str, language: str) -> None:
    text = comment.format("See https://example.org/a.") + "\nx = 1\n"
    (found,) = cited(text, language)
    assert (found.url, found.place.value) == ("https://example.org/a", "comment")


@pytest.mark.parametrize("language", [each.name for each in LANGUAGES if '"' in each.pieces])
def test_an_address_in_a_string_is_only_cited_where_code_is_asked_for(language: str) -> None:
    text = 'x = "https://example.org/a/#b"\n'
    assert cited(text, language) == []
    (found,) = cited(text, language, CODE)
    assert (found.text, found.place.value) == ("https://example.org/a/#b", "code")


def test_an_address_broken_over_lines_of_comment_is_joined() -> None:
    text = "// See https://example.org/a/long/path-\n// to/it.html for more.\nint x;\n"
    (found,) = cited(text, "c")
    assert "https://example.org/a/long/path-to/it.html" in (found.url, *found.candidates)
    assert found.span.end_line == 2


@pytest.mark.parametrize(
    "text",
    [
        'def f():\n    """See https://example.org/a."""\n',
        '"""See https://example.org/a."""\n',
        'x = 1\nr"""See https://example.org/a."""\n',
    ],
)
def test_documentation_in_a_string_is_cited(text: str) -> None:
    assert [each.place.value for each in cited(text, "python")] == ["comment"]


@pytest.mark.parametrize(
    "text", ['f(\n    """https://example.org/a"""\n)\n', 'x = """\nhttps://example.org/a"""\n']
)
def test_a_long_string_that_is_an_argument_is_no_documentation(text: str) -> None:
    assert cited(text, "python") == []
    assert [each.place.value for each in cited(text, "python", CODE)] == ["code"]


def test_no_ending_and_no_name_is_claimed_by_two_languages() -> None:
    claimed = Counter(name for each in LANGUAGES for name in (*each.suffixes, *each.names))
    assert [name for name, count in claimed.items() if count > 1] == []
    assert len({each.name for each in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.name)
def test_a_language_is_a_format_and_known_by_the_endings_of_its_files(language: Language) -> None:
    assert language.name in format_names()
    assert language_named(language.name) is language
    for ending in language.suffixes:
        form = format_by_name_of(f"folder/File{ending.upper()}")
        assert form is not None
        assert form.name == language.name


HOSTILE = ['"', "'", "`", '"""', "/*", "//", "#", "--", "--[[", "{-", "(*", "\\", "\n", "r#", " "]


@hypothesis_settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([*HOSTILE, "https://e.org/a"]), max_size=30))
def test_broken_code_is_cut_somehow_and_nothing_is_cited_twice(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for language in LANGUAGES:
        assert all(token.end() > token.start() for token in lexer_of(language).finditer(text))
        starts = [each.span.start for each in cited(text, language.name, CODE)]
        assert starts == sorted(set(starts))
