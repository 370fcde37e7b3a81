"""What reports for people are drawn with: rich's texts, kept from guessing.

rich knows colours, hyperlinks, and the width of wide characters. It is told everything by a
`Style` and reads neither the environment nor markup in texts, so that the same report always
looks the same. Columns are set here: rich's own tables take half a millisecond a row, measure
everything twice and fill lines with blanks.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.style import Style as RichStyle
from rich.text import Text

from linkcheck.report.safe import is_safe, legible, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import IO

    from linkcheck.report.style import Style

NARROWEST: Final = 40
GAP: Final = 2
# Where nothing has to fit, words are still broken where they read well.
COMFORTABLE: Final = 100
_ASCII: Final = str.maketrans({"→": "->", "…": "~", "─": "-", "\N{EN DASH}": "-"})


class _Console(Console):
    """Leave it to the caller what a reader means who has seen enough; rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Raise the `BrokenPipeError` that is being handled."""
        raise  # noqa: PLE0704  (called from rich's except clause)


class Terminal:
    """Draw on a stream in a style.

    A cell of a row is its lines; `text` and `address` make them of what others wrote, safe to
    show, and `words` of our own.
    """

    def __init__(self, out: IO[str], style: Style) -> None:
        self.style = style
        self.width = COMFORTABLE if style.width is None else max(style.width, NARROWEST)
        self._console = _Console(
            file=out,
            width=self.width,
            color_system="standard" if style.color else None,
            force_terminal=style.color or style.hyperlinks,
            no_color=not style.color,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
            _environ={},
        )

    # ------------------------------------------------------------ texts

    def text(self, text: str, look: str = "") -> Text:
        """Make a text of what others wrote."""
        return Text(shown(text), style=self._style(look))

    def place(self, text: str, path: str, line: int | None = None, look: str = "") -> Text:
        """Make a text that is a place in a document: clickable where that can be.

        Terminals that open editors take the line from the address's fragment.
        """
        return Text(shown(text), self._style(look, self._file(path, line)))

    def _file(self, path: str, line: int | None) -> str | None:
        root = self.style.root
        named = not path.startswith(("-", "(", "<")) and "://" not in path and is_safe(path)
        if root is None or not self.style.hyperlinks or not path or not named:
            return None
        address = (Path(root) / path).as_uri()
        return address if line is None else f"{address}#{line}"

    def words(self, text: str, look: str = "") -> Text:
        """Make a text of our own words and signs."""
        signs = text if self.style.unicode else text.translate(_ASCII)
        return Text(signs, style=self._style(look))

    def sign(self, sign: str, ascii_sign: str) -> str:
        """Choose between a sign and its like in ASCII."""
        return sign if self.style.unicode else ascii_sign

    def address(self, url: str, width: int, look: str = "", *, keep: bool = False) -> list[Text]:
        """Make the lines of an address: clickable where that can be, folded in the middle.

        To `keep` it says that a reader wants to copy it: without a link to click, it is broken
        over lines rather than folded.
        """
        full = shown(legible(url) if self.style.unicode else url)
        linked = self.style.hyperlinks and is_safe(url) and url.startswith(("https:", "http:"))
        style = self._style(look, url if linked else None)
        if self.style.width is None or cell_len(full) <= width:
            return [Text(full, style)]
        if self.style.verbose or (keep and not linked):
            return [Text(part, style) for part in chop_cells(full, width)]
        return [Text(self.folded(full, width), style)]

    def folded(self, text: str, width: int) -> str:
        """Shorten a text in the middle, where an address tells least."""
        if cell_len(text) <= width:
            return text
        mark = self.sign("…", "~")
        room = width - cell_len(mark)
        tail_room = room * 2 // 5
        head = chop_cells(text, room - tail_room)[0]
        tail = chop_cells(text[::-1], tail_room)[0][::-1]
        return f"{head}{mark}{tail}"

    def wrapped(self, text: Text, width: int) -> list[Text]:
        """Break a text into lines, at words where it has some."""
        if text.cell_len <= width:
            return [text]
        lines = list(text.wrap(self._console, width, overflow="fold"))
        for line in lines:
            line.rstrip()
        return lines

    def indented(self, lead: Text, lines: Iterable[Text]) -> list[Text]:
        """Put a lead before the first line and as much room before the others."""
        room = Text(" " * lead.cell_len)
        return [Text.assemble(room if number else lead, line) for number, line in enumerate(lines)]

    # ------------------------------------------------------------ output

    def line(self, text: Text | None = None) -> None:
        """Write a text, over as many lines as it needs."""
        self._print(self.wrapped(text, self.width) if text else [Text()])

    def row(self, widths: Sequence[int], cells: Sequence[Sequence[Text]]) -> None:
        """Write a row of cells beside each other; a line longer than its width juts out."""
        lines = []
        for parts in zip_longest(*cells):
            line = Text()
            start = 0
            for width, part in zip(widths, parts, strict=True):
                if part:
                    line.append(" " * max(start - line.cell_len, 0))
                    line.append_text(part)
                start += width + GAP
            lines.append(line)
        self._print(lines)

    def rule(self) -> None:
        """Write a line across."""
        self.line(self.words("─" * self.width, "dim"))

    def _print(self, lines: Iterable[Text]) -> None:
        self._console.print(Text("\n").join(lines), soft_wrap=True)

    def _style(self, look: str, link: str | None = None) -> RichStyle:
        style = RichStyle.parse(look) if self.style.color else RichStyle.null()
        return style.update_link(link) if link else style
