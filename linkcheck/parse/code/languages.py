"""Programming languages: how each writes comments, documentation and strings.

A language is put together from pieces of a lexer (see `linkcheck.parse.code.tokens`), tried in
their order. That is not a parser: a quotation mark in a regular expression may hide a comment
behind it on the same line, and nothing worse.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from linkcheck.patterns import at_once


@dataclass(frozen=True, slots=True)
class Language:
    """Describe a programming language; `interpreters` are those that a `#!` line may name."""

    name: str
    pieces: tuple[str, ...]
    suffixes: tuple[str, ...]
    names: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()


_LINE_END: Final = r"(?:\r\n|\n|\r)"


def _lines(opening: str) -> str:
    """Match a comment to the end of its line, and such comments that follow on lines of their own.

    So an address that is broken over two lines of comment is seen in one piece.
    """
    one = rf"{opening}[^\r\n]*+"
    return rf"{one}(?:{_LINE_END}[ \t]*+{one})*+"


def _until(opening: str, closing: str) -> str:
    """Match from a mark to another one, or to the end of the text where that is missing."""
    first = closing.removeprefix("(?m:^)").removeprefix("\\")[0]
    run = rf"[^\{first}]*+"
    return rf"{opening}{run}(?:(?!{closing})\{first}{run})*+(?:{closing})?"


def _string(quote: str, *, lines: bool) -> str:
    """Match what stands between quotation marks, a backslash hiding one.

    A hidden one begins nothing either: text full of them is not read again from each of them.
    """
    run = rf"[^{quote}\\]*+" if lines else rf"[^{quote}\\\r\n]*+"
    hidden = r"\\[\s\S]" if lines else r"\\[^\r\n]"
    return rf"(?<!\\){quote}(?P<escaped>{run}(?:{hidden}{run})*+){quote}"


_COMMENTS: Final[dict[str, str]] = {
    "#": _lines("#"),
    "#-": _lines("#(?!=)"),  # not the block of Julia
    " #": rf"(?<![^\s;&|()]){_lines('#')}",  # not that of `$#` and `${x#y}`
    "//": rf"(?<!:){_lines('//')}",  # not that of an address in JSX or url()
    "--": _lines(r"--(?!\[=?\[)"),  # not the block of Lua
    ";": _lines(";"),
    "%": rf"(?<!\\){_lines('%')}",
    "%-": _lines(r"%(?!\{[ \t]*(?m:$))"),  # not the block of MATLAB
    "!": _lines("!"),
    "rem'": _lines("'"),
    "/*": r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?",
    "(*": _until(r"\(\*", r"\*\)"),
    "{-": _until(r"\{-", r"-\}"),
    "<!--": _until("<!--", "-->"),
    "<#": _until("<#", "#>"),
    "#=": _until("#=", "=#"),
    "#|": _until(r"#\|", r"\|#"),
    "%{": _until(r"(?m:^)[ \t]*%\{[ \t]*(?m:$)", r"%\}"),
    "--[[": _until(r"--\[\[", r"\]\]"),
    "--[=[": _until(r"--\[=\[", r"\]=\]"),
    "=begin": _until(r"(?m:^)=begin\b", r"(?m:^)=end\b"),
    "=pod": _until(r"(?m:^)=[a-z]\w*", r"(?m:^)=cut\b"),
    "{nl}*": r"(?m:^)[*cC](?=[ \t*])[^\r\n]*+",  # the first column of old Fortran
}
_DOCS: Final[dict[str, str]] = {
    'doc"""': rf"(?m:^)[ \t]*+(?:@\w*doc\s+)?[rRuU]?{_until(chr(34) * 3, chr(34) * 3)}",
    "doc'''": rf"(?m:^)[ \t]*+[rRuU]?{_until(chr(39) * 3, chr(39) * 3)}",
}
_STRINGS: Final[dict[str, str]] = {
    '"': _string('"', lines=False),
    "'": _string("'", lines=False),
    '"+': _string('"', lines=True),
    "'+": _string("'", lines=True),
    "`": _string("`", lines=True),
    '"""': r'"""(?P<escaped>[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*+)(?:""")?',
    "'''": r"'''(?P<escaped>[^'\\]*+(?:(?:\\[\s\S]|'(?!''))[^'\\]*+)*+)(?:''')?",
    "''": r"'(?P<doubled1>[^']*+(?:''[^']*+)*+)'",
    '""': r'"(?P<doubled2>[^"]*+(?:""[^"]*+)*+)"',
    '@"': r'@"(?P<doubled2>[^"]*+(?:""[^"]*+)*+)"?',
    "r#": r'\br#"(?P<literal>[^"]*+(?:"(?!\#)[^"]*+)*+)(?:"\#)?',
    "raw`": r"`(?P<literal>[^`]*+)`?",
    "[[": r"\[\[(?P<literal>[^\]]*+(?:\](?!\])[^\]]*+)*+)(?:\]\])?",
    "char": r"'(?:\\[^\r\n][^'\r\n]{0,8}|[^'\\\r\n])'",  # nothing to find, but its quote is none
}


@functools.cache
def lexer_of(language: Language) -> re.Pattern[str]:
    """Return the lexer of a language."""
    alternatives = []
    for number, piece in enumerate(language.pieces):
        mark = "_" * number
        if piece in _COMMENTS:
            alternatives.append(f"(?P<comment{mark}>{_COMMENTS[piece]})")
        elif piece in _DOCS:
            alternatives.append(f"(?P<doc{mark}>{_DOCS[piece]})")
        else:
            named = re.sub(r"\?P<(\w+)>", rf"?P<\1{mark}>", _STRINGS[piece])
            alternatives.append(named)
    return at_once("|".join(alternatives))


def language_named(name: str) -> Language | None:
    """Return the language of that name (in lower case)."""
    return _by_name().get(name)


@functools.cache
def _by_name() -> dict[str, Language]:
    return {each.name: each for each in LANGUAGES}


_C: Final = ("//", "/*", '"', "'")
_SHELL: Final = (" #", '"+', "''")
LANGUAGES: Final = (
    Language("assembly", (";", "#", "//", "/*", '"'), (".asm", ".s")),
    Language("awk", ("#", '"'), (".awk",), interpreters=("awk", "gawk")),
    Language("c", _C, (".c", ".h")),
    Language("clojure", (";", '"+'), (".clj", ".cljs", ".cljc", ".edn")),
    Language("cmake", ("#", '"+'), (".cmake",), ("cmakelists.txt",)),
    Language("cpp", _C, (".cpp", ".cc", ".cxx", ".hpp", ".hh", ".hxx", ".ino", ".cu")),
    Language("csharp", ("//", "/*", '@"', '"', "'"), (".cs",)),
    Language("css", ("/*", '"', "'"), (".css",)),
    Language("d", ("//", "/*", '"', "char"), (".d",)),
    Language("dart", ("//", "/*", '"""', "'''", '"', "'"), (".dart",)),
    Language("dockerfile", ("#",), (".dockerfile",), ("dockerfile", "containerfile")),
    Language("elisp", (";", '"+'), (".el",)),
    Language("elixir", ("#", 'doc"""', '"""', '"+'), (".ex", ".exs")),
    Language("erlang", ("%", '"+'), (".erl", ".hrl")),
    Language("fortran", ("!", "{nl}*", '""', "''"), (".f", ".for", ".f77", ".f90", ".f95", ".f03")),
    Language("fsharp", ("//", "(*", '"""', '"+', "char"), (".fs", ".fsx", ".fsi")),
    Language("go", ("//", "/*", '"', "raw`", "char"), (".go",)),
    Language("graphql", ("#", 'doc"""', '"""', '"'), (".graphql", ".gql")),
    Language("groovy", ("//", "/*", '"""', "'''", '"', "'"), (".groovy", ".gradle")),
    Language("haskell", ("{-", "--", '"', "char"), (".hs", ".elm", ".purs")),
    Language("java", ("//", "/*", '"""', '"', "char"), (".java",)),
    Language(
        "javascript",
        ("//", "/*", '"', "'", "`"),
        (".js", ".mjs", ".cjs", ".jsx"),
        interpreters=("node", "deno", "bun"),
    ),
    Language("julia", ("#=", "#-", 'doc"""', '"""', '"'), (".jl",), interpreters=("julia",)),
    Language("kotlin", ("//", "/*", '"""', '"', "char"), (".kt", ".kts")),
    Language("less", ("//", "/*", '"', "'"), (".less",)),
    Language("lisp", ("#|", ";", '"+'), (".lisp", ".cl", ".scm", ".rkt")),
    Language(
        "lua", ("--[[", "--[=[", "--", '"', "'", "[["), (".lua",), interpreters=("lua", "luajit")
    ),
    Language("make", ("#",), (".mk", ".mak"), ("makefile", "gnumakefile")),
    Language("matlab", ("%{", "%-", "//", "/*", '"', "''"), (".m",)),  # and Objective-C
    Language("nix", ("#", "/*", '"+'), (".nix",)),
    Language("ocaml", ("(*", '"+', "char"), (".ml", ".mli")),
    Language("perl", ("=pod", " #", '"+', "'+"), (".pl", ".pm", ".pod"), interpreters=("perl",)),
    Language("php", ("//", " #", "/*", '"+', "'+"), (".php",), interpreters=("php",)),
    Language("powershell", ("<#", " #", '"', "''"), (".ps1", ".psm1"), interpreters=("pwsh",)),
    Language("protobuf", ("//", "/*", '"', "'"), (".proto",)),
    Language(
        "python",
        ("#", 'doc"""', "doc'''", '"""', "'''", '"', "'"),
        (".py", ".pyi", ".pyw", ".pyx", ".bzl", ".star"),
        ("sconstruct", "snakefile"),
        ("python", "uv"),
    ),
    Language("r", ("#", '"+', "'+"), (".r",), interpreters=("rscript",)),
    Language(
        "ruby",
        ("=begin", " #", '"+', "'+"),
        (".rb", ".rake", ".gemspec"),
        ("rakefile", "gemfile", "vagrantfile"),
        ("ruby",),
    ),
    Language("rust", ("//", "/*", "r#", '"+', "char"), (".rs",)),
    Language("scala", ("//", "/*", '"""', '"', "char"), (".scala", ".sc")),
    Language("scss", ("//", "/*", '"', "'"), (".scss", ".sass")),
    Language(
        "shell",
        _SHELL,
        (".sh", ".bash", ".zsh", ".fish", ".ksh"),
        (".bashrc", ".zshrc", ".profile", "pkgbuild"),
        ("sh", "bash", "zsh", "dash", "ksh", "fish"),
    ),
    Language("solidity", _C, (".sol",)),
    Language("sql", ("--", "/*", "''", '""'), (".sql",)),
    Language("swift", ("//", "/*", '"""', '"'), (".swift",)),
    Language("terraform", ("#", "//", "/*", '"'), (".tf", ".hcl", ".tfvars")),
    Language("typescript", ("//", "/*", '"', "'", "`"), (".ts", ".tsx", ".mts", ".cts")),
    Language("vba", ("rem'", '""'), (".bas", ".vb", ".vbs")),
    Language("zig", ("//", '"', "char"), (".zig",)),
)
