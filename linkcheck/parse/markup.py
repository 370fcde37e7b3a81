"""What the lightweight markup languages share: roles of lines, and links among the words.

A language says which role each of its lines has, and how its words are read: one pattern for
everything that is no plain text, with a handler for each kind. The rest is done here. Both are
one pass over the text, and no pattern may look further than a bounded way ahead.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from linkcheck.model import Place
from linkcheck.parse.anchors import Anchors
from linkcheck.parse.block import Block
from linkcheck.parse.hypertext import hypertext_mentions
from linkcheck.parse.links import cited_address
from linkcheck.parse.mention import Mention
from linkcheck.parse.prose import LITERALS, mentions_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Handler: TypeAlias = Callable[[Block, re.Match[str]], None]

_LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")


class Role(Enum):
    """Say what a line is: consecutive lines of one role are read as one block."""

    PROSE = auto()
    ALONE = auto()  # prose that is a block of its own: a heading, a table row
    BREAK = auto()
    CODE = auto()
    COMMENT = auto()
    HTML = auto()
    DEFINITION = auto()
    METADATA = auto()
    BIBLIOGRAPHY = auto()


_PLACES: Final = {
    Role.DEFINITION: Place.DEFINITION,
    Role.METADATA: Place.METADATA,
    Role.BIBLIOGRAPHY: Place.BIBLIOGRAPHY,
}
# What a reader does not see as cited, and is read only when asked for.
_UNSEEN: Final = {Role.CODE: Place.CODE, Role.COMMENT: Place.COMMENT}


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line: where it starts, where the next one does, and its text without its end."""

    start: int
    next: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Tell whether there is nothing but white space."""
        return not self.text or self.text.isspace()

    @property
    def indent(self) -> int:
        """Return how many characters of white space it begins with."""
        return len(self.text) - len(self.text.lstrip())


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of a text."""
    for found in _LINE.finditer(text):
        if found.start() == len(text) and text:
            return
        yield Line(found.start(), found.end(), found[1])


class Words:
    """Read the words of a language into a block.

    Each token is a pattern and its handler, by a name; where several match, the first wins.
    Named groups within a pattern begin with the token's name, so that none is there twice.
    `signs` are the literals of which the language needs one to cite something, besides those of
    all texts: what has none of them is not read. `links` are those of its links, which are signs
    where relative ones cite.
    """

    def __init__(
        self,
        tokens: Mapping[str, tuple[str, Handler]],
        signs: Iterable[str],
        links: Iterable[str] = (),
    ) -> None:
        self._patterns = {name: pattern for name, (pattern, _handle) in tokens.items()}
        self._handlers = {name: handle for name, (_pattern, handle) in tokens.items()}
        self._literals = tuple(signs)
        self._links = tuple(links)

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str]:
        alternatives = (f"(?P<{name}>{pattern})" for name, pattern in self._patterns.items())
        return re.compile("|".join(alternatives), re.MULTILINE)

    def signs_in(self, text: str, *, with_relative: bool = False) -> list[int]:
        """Return where a text has signs of something that is cited, in order."""
        literals = self._literals + self._links if with_relative else self._literals
        return [at for at, _meaning in _signs(literals).found_in(text)]

    def read(self, block: Block, text: str, start: int, end: int) -> None:
        """Read what stands between two offsets of a text."""
        at = start
        for found in self._pattern.finditer(text, start, end):
            block.passage.add(text[at : found.start()], at)
            self._handlers[found.lastgroup or ""](block, found)
            at = found.end()
        block.passage.add(text[at:end], at)


@functools.cache
def _signs(literals: tuple[str, ...]) -> Anchors[None]:
    return Anchors(dict.fromkeys([*LITERALS, "//", *literals]))


def marked_mentions(  # noqa: PLR0913  (a text, how to read it, and what of it)
    text: str,
    roles: Iterable[tuple[Line, Role]],
    words: Words,
    *,
    include_code: bool,
    include_comments: bool = False,
    base: str | None = None,
) -> Iterator[Mention]:
    """Yield what a text cites, block by block; `roles` are those of its lines, in order.

    Relative links cite only with a `base`.
    """
    signs = words.signs_in(text, with_relative=base is not None)
    first = 0
    for role, start, end in _blocks(roles):
        first = bisect_left(signs, start, first)
        if first == len(signs):
            return
        if signs[first] >= end:
            continue
        if role is Role.HTML:
            yield from hypertext_mentions(
                text[start:end],
                include_code=include_code,
                include_comments=include_comments,
                offset=start,
                base=base,
            )
        elif role in _UNSEEN:
            if include_code if role is Role.CODE else include_comments:
                for mention in mentions_in(text[start:end], place=_UNSEEN[role]):
                    yield mention._replace(start=start + mention.start, end=start + mention.end)
        else:
            block = Block(base)
            words.read(block, text, start, end)
            for mention in block.mentions(
                include_code=include_code, include_comments=include_comments
            ):
                yield placed(mention, _PLACES.get(role, Place.PROSE))


def placed(mention: Mention, place: Place) -> Mention:
    """Return a mention in a kind of place, where it does not stand in a narrower one."""
    return mention._replace(place=place) if mention.place is Place.PROSE else mention


def _blocks(roles: Iterable[tuple[Line, Role]]) -> Iterator[tuple[Role, int, int]]:
    """Join lines of one role that follow each other."""
    current: Role = Role.BREAK
    start = end = 0
    for line, role in roles:
        if role is not current or role is Role.ALONE:
            if current is not Role.BREAK:
                yield current, start, end
            current, start = role, line.start
        end = line.next
    if current is not Role.BREAK:
        yield current, start, end


def add_link(  # noqa: PLR0913  (the parts of a link)
    block: Block,
    text: str,
    written: tuple[int, int],
    *,
    address: str | None = None,
    label: tuple[int, int] | None = None,
    shown: str | None = None,
    place: Place = Place.PROSE,
) -> None:
    """Add a link to a block if it cites, and to the block's text what a reader sees of it.

    `written` is where the destination stands, `address` what it means where that differs. The
    reader sees the label that stands in the document, as `shown` where marks are taken off it,
    or the address.
    """
    start, end = written
    meant = text[start:end] if address is None else address
    cited = cited_address(meant, block.base)
    here = len(block.passage)
    if label is None or label[1] <= label[0]:
        block.passage.add(meant, start, end)
    elif shown is None:
        block.passage.add(text[label[0] : label[1]], label[0])
    else:
        block.passage.add(shown, *label)
    if cited is None or end <= start:
        return
    block.add_link(Mention(start, end, cited, place=place), here, here if label is None else None)
    block.set_apart(here, len(block.passage))


def hide(_block: Block, _found: re.Match[str]) -> None:
    """Take a mark out of the readable text."""


def as_comment(block: Block, found: re.Match[str]) -> None:
    """Take a comment out of the readable text, for those who ask for comments."""
    block.add_comment(found[0], found.start())


def as_code(block: Block, found: re.Match[str]) -> None:
    """Add what a mark encloses as code, with its marks."""
    here = len(block.passage)
    block.passage.add(found[0], found.start())
    block.set_apart(here, len(block.passage), is_code=True)


def as_space(block: Block, found: re.Match[str]) -> None:
    """Add a mark that ends an address as a space."""
    block.passage.add(" ", found.start(), found.end())


def as_break(block: Block, found: re.Match[str]) -> None:
    """Add a mark as the line break that it means."""
    block.passage.add("\n", found.start(), found.end())


def unescaped(block: Block, found: re.Match[str]) -> None:
    """Add the last character of an escape as what it stands for."""
    block.passage.add(found[0][-1], found.start(), found.end())
