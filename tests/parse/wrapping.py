"""Make documents of prose with addresses in it, wrapped as people and programs wrap them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CORPUS: Final = Path(__file__).parent / "corpus"
COLUMNS: Final = (72, 80, 92)
_SIGNS: Final = "/.-_?&=#"
_MARK: Final = "@"
# Advance widths of a common serif face, in thousandths of its size; what is not here has 500.
_ADVANCES: Final = {
    **dict.fromkeys("ijlt.,:;'|!()[]/f I-", 300),
    **dict.fromkeys("rscaez?", 430),
    **dict.fromkeys("mwMW%@", 780),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&=+~", 670),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """Say where an address came to stand, and whether a line break cut it."""

    address: str
    start: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Hold one document and the addresses in it, in order."""

    text: str
    placed: tuple[Placed, ...]


def lines_of(name: str) -> list[str]:
    """Return the lines of a file of the corpus, without its comments."""
    lines = (CORPUS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def anywhere(address: str, room: float, _width: float, fits: Callable[[str], float]) -> int:
    """Cut where the line ends."""
    return _most(address, room, fits)


def after_signs(address: str, room: float, _width: float, fits: Callable[[str], float]) -> int:
    """Cut after the last sign that fits, as typesetters do."""
    most = _most(address, room, fits)
    inside = range(most, address.find("://") + 3, -1)
    return next((at for at in inside if address[at - 1] in _SIGNS), 0)


def as_word_processors(
    address: str, room: float, width: float, fits: Callable[[str], float]
) -> int:
    """Cut after a hyphen; anywhere only what is longer than a line of its own."""
    most = _most(address, room, fits)
    inside = range(most, address.find("://") + 3, -1)
    hyphen = next((at for at in inside if address[at - 1] == "-"), 0)
    if hyphen or fits(address) <= width or room < width:
        return hyphen
    return most


MANNERS: Final = (anywhere, after_signs, as_word_processors)


def advance(text: str) -> float:
    """Return how wide a text is in a proportional face, in average characters."""
    return sum(_ADVANCES.get(character, 500) for character in text) / 450


def _most(text: str, room: float, fits: Callable[[str], float]) -> int:
    at = 0
    while at < len(text) and fits(text[: at + 1]) <= room:
        at += 1
    return at


def documents(  # noqa: PLR0913  (each is one way of wrapping)
    columns: int,
    manner: Callable[[str, float, float, Callable[[str], float]], int],
    *,
    count: int,
    seed: int,
    bracketed: bool = False,
    fits: Callable[[str], float] = len,
    prose: Sequence[str] | None = None,
    addresses: Sequence[str] | None = None,
    margin: str = "",
) -> Iterator[Wrapped]:
    """Yield documents of a few paragraphs that cite something, wrapped at a column."""
    chance = random.Random(seed)  # noqa: S311  (nothing secret)
    sentences = list(prose or lines_of("prose.txt"))
    stock = list(addresses or lines_of("addresses.txt"))
    for _ in range(count):
        chance.shuffle(sentences)
        text = ""
        placed: list[Placed] = []
        for first in range(0, 24, 4):
            tokens: list[tuple[str, str]] = []
            for sentence in sentences[first : first + 4]:
                for word in sentence.split():
                    before, mark, after = word.partition(_MARK)
                    address = chance.choice(stock) if mark else ""
                    if bracketed and mark:
                        before, after = before + "<", ">" + after
                    tokens.append((before + address + after, address))
            wrapper = _Wrapper(columns - len(margin), manner, fits, margin)
            for token, address in tokens:
                wrapper.add(token, address)
            text = wrapper.finish(text, placed) + "\n"
        yield Wrapped(text, tuple(placed))


class _Wrapper:
    def __init__(
        self,
        width: float,
        manner: Callable[[str, float, float, Callable[[str], float]], int],
        fits: Callable[[str], float],
        margin: str,
    ) -> None:
        self._width = width
        self._manner = manner
        self._fits = fits
        self._margin = margin
        self._lines: list[str] = [""]
        self._at: list[tuple[str, int, int, bool]] = []

    def add(self, token: str, address: str) -> None:
        line = self._lines[-1]
        glue = " " if line else ""
        if self._fits(line + glue + token) <= self._width:
            self._place(address, token, len(line + glue), broken=False)
            self._lines[-1] = line + glue + token
            return
        cut = 0
        if address:
            room = self._width - self._fits(line + glue)
            cut = self._cut(token, address, room)
        if cut == 0 and line:
            self._lines.append("")
            self.add(token, address)
            return
        if cut == 0:  # what cannot be cut stands out
            self._place(address, token, 0, broken=False)
            self._lines[-1] = token
            return
        self._place(address, token, len(line + glue), broken=True)
        self._lines[-1] = line + glue + token[:cut]
        rest = token[cut:]
        while self._fits(rest) > self._width:
            cut = self._manner(rest, self._width, self._width, self._fits) or len(rest)
            self._lines.append(rest[:cut])
            rest = rest[cut:]
        if rest:
            self._lines.append(rest)

    def _cut(self, token: str, address: str, room: float) -> int:
        """Return where to cut a token: within its address, and not within its scheme."""
        before = token.index(address)
        cut = self._manner(token, room, self._width, self._fits)
        inside = before + address.find("://") + 3 < cut < before + len(address)
        return cut if inside else 0

    def _place(self, address: str, token: str, at: int, *, broken: bool) -> None:
        if address:
            self._at.append((address, len(self._lines) - 1, at + token.index(address), broken))

    def finish(self, text: str, placed: list[Placed]) -> str:
        """Append the lines to a text, and the places of the addresses to a list."""
        starts = []
        for line in self._lines:
            starts.append(len(text) + len(self._margin))
            text += f"{self._margin}{line}\n"
        placed.extend(
            Placed(address, starts[line] + at, broken) for address, line, at, broken in self._at
        )
        return text
