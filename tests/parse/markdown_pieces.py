"""What Markdown is made of, to make documents of that nobody would write."""

from __future__ import annotations

from typing import Final

from tests.parse.reading import cases

SPECIFICATION: Final = [str(case["text"]) for case in cases("commonmark.toml")]
PIECES: Final = (
    *("http://a.b/c", "https://www.e.org/x_y", "[a](http://a.org/b)", '[d](http://c.d/e "t")'),
    *("<https://e.org/>", "![i](http://i.j/k.png)", "[`c`](http://c.o/d)", "**[b](http://b.o/d)**"),
    *("[a [b](http://n.e/s) c](http://o.u/t)", "<a href='http://h.i/'>", "</a>", "<br>", "`code`"),
    *("[r]: http://r.s/t\n", "[r]: /rel\n", "[r]", "[a][r]", "[t][]", "[a]: <http://x.y/z> 'T'\n"),
    *("[^1]", "[^1]: note http://n.o/p\n", "doi:10.1000/x", "RFC 9110", "me@e.org", "//a.b/c"),
    *(
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "\n\n",
        "  \n",
        "\r\n",
        "\r\n\r\n",
        "    ",
        "  ",
        " ",
        "   ",
        "\t",
    ),
    *("- ", "* ", "+ ", "1. ", "2) ", "> ", "# ", "## ", " #", "- [ ] ", "{#id}", "- a\n- b\n"),
    *("  - c\n", "1. one\n2. two\n", "   ```sh\n   x\n   ```\n", "```\n", "```", "~~~\n", "---\n"),
    *("===\n", "***", "|", "|-|-|\n", "<div>\n", "</div>", "<!--", "-->", "<pre>", "</pre>", "<?"),
    *("<script>", "</script>", "?>", "<b>", "`", "``", "*", "**", "_", "__", "~", "~~", "[", "]"),
    *(
        "(",
        ")",
        "!",
        "\\",
        "&amp;",
        "&",
        "<",
        "$",
        '"',
        "'",
        ":",
        ".",
        ",",
        "\u00a0",
        "\x0c",
        "://",
    ),
    *("word", "Word", "text text text", "e.g. foo ", "é", "漢字", "a", "b."),
)
