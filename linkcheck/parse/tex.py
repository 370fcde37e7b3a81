r"""The words of TeX: commands that cite an address, and escapes; for LaTeX and for BibTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.parse.markup import (
    Words,
    add_link,
    as_break,
    as_code,
    as_comment,
    as_space,
    hide,
    unescaped,
)
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.parse.block import Block

# Possessive, as what is between braces is never read in two ways.
_INNER: Final = r"(?:[^{}\\]|\\.){0,300}+"
_ARGUMENT: Final = rf"(?:[^{{}}\\]|\\.|\{{{_INNER}\}}){{0,3000}}+"
_SHOWN: Final = rf"(?:[^{{}}\\]|\\.|\{{(?:[^{{}}\\]|\\.|\{{{_INNER}\}}){{0,500}}+\}}){{0,1500}}+"
_DOMAIN: Final = late(r"(?:www\.|(?:[a-z0-9-]+\.)+[a-z]{2,24}/)[^\s@]*\Z", re.IGNORECASE)
_TILDE: Final = (
    r"\\textasciitilde(?:\{\}|\s)?|\{\\textasciitilde\}|\\~\{\}|\\~(?!\{[A-Za-z])"
    r"|\$\\sim\$|\{\\raise[^{}]{0,40}~\}"
)
_BREAKS: Final = r"allowbreak|discretionary\{\}\{\}\{\}|linebreak\[\d\]|penalty\d+|hskip\s?0pt|-|/"
_NOTHING: Final = rf"\\(?:{_BREAKS})(?:\{{\}}|\s)?"
_ESCAPES: Final = (
    (late(_TILDE), "~"),
    (late(_NOTHING), ""),
    (late(r"\\textunderscore(?:\{\}|\s)?|\{\\_\}"), "_"),
    (late(r"\\slash(?:\{\}|\s)?"), "/"),
    (late(r"\\textendash(?:\{\}|\s)?"), "-"),
    (late(r"\\([_%#&${}~^\\-])(?:\{\})?"), r"\1"),
    (late(r"[{}]|\s+"), ""),
)
_LINE_BREAK: Final = late(r"[ \t]*[\r\n]\s*")
_COMMAND: Final = late(r"\\(?:[A-Za-z@]+\*?\s?|[^A-Za-z\s])|[{}$]")
_DOI_START: Final = late(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def plain_address(written: str) -> str:
    """Undo what TeX needs in an address: escapes, braces, line breaks."""
    if "\\" in written or "{" in written or "$" in written:
        for pattern, meant in _ESCAPES:
            written = pattern.sub(meant, written)
        return written
    return "".join(written.split())


def plain_field(written: str) -> str:
    """Undo what BibTeX needs in a field; unlike TeX, it keeps the spaces within a line."""
    words = _LINE_BREAK.sub("", written).split(" ")
    return " ".join(plain_address(word) for word in words)


def plain_text(written: str) -> str:
    """Return what a reader sees of a title or label, roughly: without commands and braces."""
    text = re.sub(r"\\([_%#&$])", r"\1", written) if "\\" in written else written
    return " ".join(_COMMAND.sub("", text).replace("~", " ").split())


def _url(block: Block, found: re.Match[str]) -> None:
    r"""Read \url{address}."""
    written = (
        found.span("url_braced") if found["url_braced"] is not None else found.span("url_barred")
    )
    start, end = written
    address = plain_address(found.string[start:end])
    add_link(block, found.string, (start, end), address=completed(address))


def completed(address: str) -> str:
    """Give an address that is written without its scheme the one that is meant."""
    return f"http://{address}" if _DOMAIN.match(address) else address


def _href(block: Block, found: re.Match[str]) -> None:
    r"""Read \href{address}{label}."""
    label = found.span("href_label") if found["href_label"] else None
    add_link(
        block,
        found.string,
        found.span("href_url"),
        address=plain_address(found["href_url"]),
        label=label,
        shown=plain_text(found["href_label"]) if label else None,
    )


def _doi(block: Block, found: re.Match[str]) -> None:
    r"""Read \doi{10.…}."""
    doi = _DOI_START.sub("", plain_address(found["doi_name"]), count=1)
    add_link(block, found.string, found.span("doi_name"), address=f"https://doi.org/{doi}")


def _tilde(block: Block, found: re.Match[str]) -> None:
    block.passage.add("~", found.start(), found.end())


def _underscore(block: Block, found: re.Match[str]) -> None:
    block.passage.add("_", found.start(), found.end())


TEX_WORDS: Final = Words(
    {
        # With a parameter in it, an address is a pattern of addresses.
        "definition": (
            r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|[gex]?def)\b[^\r\n#]{0,200}#\d[^\r\n]*",
            hide,
        ),
        "url": (
            (
                rf"\\(?:url|nolinkurl|burl)\*?\s{{0,9}}"
                rf"(?:\{{(?P<url_braced>{_ARGUMENT})\}}|\|(?P<url_barred>[^|\n]{{1,2000}})\|)"
            ),
            _url,
        ),
        "href": (
            (
                rf"\\href\*?(?:\[[^\]\n]{{0,200}}\])?\s{{0,9}}\{{(?P<href_url>{_ARGUMENT})\}}"
                rf"(?:\s{{0,9}}%?\s{{0,9}}\{{(?P<href_label>{_SHOWN})\}})?"
            ),
            _href,
        ),
        "doi": (rf"\\doi\s{{0,9}}\{{(?P<doi_name>{_ARGUMENT})\}}", _doi),
        "code": (
            (
                r"\\(?:verb\*?|lstinline(?:\[[^\]\n]{0,200}\])?)(?P<code_mark>[^A-Za-z\s*{\[])[^\n]{0,500}?(?P=code_mark)"
                r"|\\(?:lstinline|mintinline\{\w{1,30}\})\{[^{}\n]{0,500}\}"
            ),
            as_code,
        ),
        "tilde": (_TILDE, _tilde),
        "underscore": (r"\\textunderscore(?:\{\}|\s)?|\{\\_\}", _underscore),
        "nothing": (_NOTHING, hide),
        "newline": (r"\\\\(?:\[[^\]\n]{0,40}\])?|\\newline\b|\\par\b", as_break),
        "escape": (r"\\[_%#&${}]", unescaped),
        "environment": (r"\\(?:begin|end)\{[^{}\n]{0,60}\}|\\(?:item|caption)\b", as_break),
        "command": (r"\\[A-Za-z@]{1,60}+\*?", as_space),
        "comment": (r"%[^\r\n]*", as_comment),
    },
    signs=("\\url", "\\href", "\\doi", "\\nolinkurl", "\\burl"),
)
