"""What a Markdown document cites and where, without labels and surroundings: most of it at sight.

Whether `[words](address)` is a link is said by very little: it is one unless code, HTML, a table,
a definition or a fence may be open where it begins, whatever paragraph or list it stands in. So
from one sign to the next only what lies between is looked at (`ground`), and no further back than
to the last blank line. A chunk with anything else in it is read as it would be in full (`careful`).
"""

from __future__ import annotations

import functools
import heapq
import itertools
import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind, Place
from linkcheck.parse.cited import cited_at, cited_by
from linkcheck.parse.ends import Found
from linkcheck.parse.identifiers import RESOLVERS
from linkcheck.parse.identity import url_of
from linkcheck.parse.links import cited_address
from linkcheck.parse.markdown.front import FRONT_MATTER
from linkcheck.parse.markdown.glance import pass_plain_links
from linkcheck.parse.markdown.ground import DOUBT, Ground
from linkcheck.parse.markdown.lines import DEFINITIONS
from linkcheck.parse.markdown.nothing import (
    begins_nothing,
    is_among_words,
    means_nothing,
    names_nothing,
)
from linkcheck.parse.markdown.sights import LAST_LINK, MEANINGS, Sight, numbers_of, sights_in
from linkcheck.parse.mention import Origin
from linkcheck.parse.plain import plain_address
from linkcheck.parse.positions import LineCounter
from linkcheck.parse.prose import LITERALS, mentions_in
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from linkcheck.parse.markdown.careful import Careful
    from linkcheck.parse.markdown.layout import Chunk
    from linkcheck.parse.markdown.sights import Hit
    from linkcheck.parse.mention import CitedAt, Mention

# A link that is one wherever nothing is open. Its destination is an address that is written as a
# parser would write it, or anything else.
_LABEL: Final = r"""\[(?![!^]) [^\[\]\\`<{|\x00-\x1f]*+
    (?: (?: `[^`\[\]\\<{|\x00-\x1f]++`(?!`) | \n[ ]{0,3}(?=[A-Za-z(]) )
        [^\[\]\\`<{|\x00-\x1f]*+ )*+"""
_TO: Final = r"""\]\(
    (?: ( https?://( (?:[a-z0-9]++[.-])++(?<=\.)[a-z]++ )
          / [A-Za-z0-9_~=/,;!@-]*+
          (?: (?: (?<!/)\. | %(?!2[eE])[0-9A-Fa-f]{2} | (?<!\.)\+ | &(?!\#?\w+;) )
              [A-Za-z0-9_~=/,;!@-]*+ )*+
          (?: \? [A-Za-z0-9_~=/,;!@.?-]*+
              (?: (?: %[0-9A-Fa-f]{2} | (?<!\.)\+ | &(?!\#?\w+;) ) [A-Za-z0-9_~=/,;!@.?-]*+ )*+ )?+
        ) (?: \#[A-Za-z0-9_~=/,!@.?-]*+ )?+
      | ( [^\s()<>\\`\[\]{|&\x00-\x1f\x7f]*+
          (?: &(?!\#?\w+;) [^\s()<>\\`\[\]{|&\x00-\x1f\x7f]*+ )*+ )
    )
    (?: [ ]+"[^"\\`<>&\[\]{|\r\n]*+" )?+ \)"""
_LINK: Final = late(_LABEL + _TO, re.VERBOSE)
_REST: Final = late(_TO, re.VERBOSE)
_URL, _HOST, _OTHER = 1, 2, 3
_REACH: Final = 2000
_IN_ANGLES: Final = late(
    r"""<(?: ([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>`\\{|&\[\]\x00-\x1f\x7f]*+)
           | ([A-Za-z0-9.+_-]++@[A-Za-z0-9]++(?:[.-][A-Za-z0-9]++)*+) )>""",
    re.VERBOSE,
)
_ADDRESS, _MAIL = 1, 2
_MOST_MAIL: Final = 100
# A bare address or name in which no mark of emphasis can stand, between words.
_UNMARKED: Final = late(r"(?:[A-Za-z0-9./?=%,;:+@#!$-]++|(?<=[A-Za-z0-9])_++(?=[A-Za-z0-9]))++")
_BEFORE: Final = frozenset(" \n(\"'")
_BEHIND: Final = late(r"[ \r\n)\"']|\Z|[.,;:](?:[ \r\n]|\Z)")
# What is found by literals that no other one can stand in.
_NAMES: Final = {
    literal: find
    for literal, find in LITERALS.items()
    if literal[0] not in "[(:" and literal[-1] != ":"
}
_FRONT_MARKS: Final = ("---", "+++")
_FENCE_NUMBERS: Final = numbers_of(Sight.FENCE)
_DEFINED_NUMBERS: Final = numbers_of(Sight.DEFINED)


def cited_in(text: str) -> Iterable[CitedAt]:
    """Return what a document cites, in order, but for what code and comments do."""
    hits = sights_in(text)
    if not hits:
        return ()
    walk = _Walk(text, hits)
    walk.go()
    return walk.cited()


class _Walk:
    """Walk from sign to sign."""

    def __init__(self, text: str, hits: Sequence[Hit]) -> None:
        self._text = text
        self._hits = hits
        self._start = 0
        self._ground = Ground(text, 0)
        self._lines = LineCounter(text)
        self._position = self._lines.position
        self._has_cr = "\r" in text
        self._zones: list[Chunk] = []
        self._has_names = False
        self._found: list[CitedAt] = []
        self._badge = -1  # where an image ends that may be the label of a link

    @functools.cached_property
    def _careful(self) -> Careful:
        from linkcheck.parse.markdown.careful import Careful  # noqa: PLC0415  (seldom needed; 4 ms)

        return Careful(self._text, self._start, self._hits)

    def go(self) -> None:
        """Walk from the first sign to the last."""
        hits = iter(self._hits)
        if self._is_simple():
            other = self._next(hits)
            if other is None:
                return
            hits = itertools.chain((other,), hits)
        self._survey()
        if self._ground.ceiling < self._ground.clean:  # a fence takes in what stands before it
            self._found.clear()
            self._ground.move_to(0)
            hits = iter(self._hits)
        self._go_on(hits)

    def _go_on(self, hits: Iterator[Hit]) -> None:
        text, ground = self._text, self._ground
        while (hit := self._next(hits)) is not None:
            which, at, end = hit
            if at < ground.clean:
                continue
            if at >= self._ground.ceiling:
                self._pass_zones(at)
                if at < ground.clean:
                    continue
            if which > LAST_LINK:
                self._other(MEANINGS[which], at, end)
                continue
            opening = text.rfind("[", ground.clean, at)
            link = _LINK.match(text, opening) if opening >= 0 else None
            if link is not None and link.end() > at and self._is_link(opening, at):
                self._add_link(link)
                if opening > 1 and text[opening - 1] == "!":
                    self._note_image(opening)
            elif at == self._badge and (rest := _REST.match(text, at)) is not None:
                self._add_link(rest)
            else:
                self._read(at)

    def _is_simple(self) -> bool:
        """Tell whether there surely are neither front matter nor HTML."""
        text = self._text
        return not (self._has_cr or "<" in text or text.startswith(_FRONT_MARKS))

    def _survey(self) -> None:
        """Look out for front matter, fences, HTML and definitions, wherever they are."""
        text, ground = self._text, self._ground
        front = FRONT_MATTER.match(text) if text.startswith(_FRONT_MARKS) else None
        if front is not None:
            self._start = front.end()
            ground.move_to(self._start)
            self._add_all(mentions_in(text[: self._start], place=Place.METADATA))
        present = {hit[0] for hit in self._hits}
        self._has_names = not present.isdisjoint(_DEFINED_NUMBERS)
        if "<" in text or self._has_cr or not present.isdisjoint(_FENCE_NUMBERS):
            self._zones = list(reversed(self._careful.zones()))
            self._ground.ceiling = self._zones[-1].start if self._zones else len(text)

    def _next(self, hits: Iterator[Hit]) -> Hit | None:
        """Take the plain links that come next, and return what comes after them."""
        hit = next(hits, None)
        if hit is None or hit[0] > LAST_LINK or self._has_cr:
            return hit
        found, other = pass_plain_links(self._text, hit, hits, self._ground, self._lines)
        self._found += found
        return other

    def cited(self) -> Iterable[CitedAt]:
        """Return what was found, with what definitions cite at their places."""
        if not self._has_names:
            return self._found
        defined = cited_by(self._careful.definitions(), self._text, Origin())
        return heapq.merge(self._found, defined, key=_place)

    def _is_link(self, opening: int, end: int) -> bool:
        """Tell whether what is written like a link surely is one."""
        text, ground = self._text, self._ground
        if ground.settle(opening) != opening or text[opening - 1] == "\\":
            return False
        if self._has_names and text[opening - 1] == "]":
            return False  # it may be the name of what stands before
        if text.find("\n", opening, end) < 0:
            return True
        line = text[text.rfind("\n", 0, opening) + 1 : opening]
        return "#" not in line and not ground.columns  # headings and rows of tables end here

    def _add_link(self, link: re.Match[str]) -> None:
        url, host = link.group(_URL, _HOST)
        if url is not None and host not in RESOLVERS:
            self._found.append((*self._position(link.start(_URL)), url, ()))
        else:
            group = _OTHER if url is None else _URL
            self._add(link.start(group), cited_address(link[group]))
        self._ground.clean = link.end()

    def _note_image(self, opening: int) -> None:
        """Keep in mind where an image ends, if what is around it may be a link."""
        text = self._text
        if text.startswith("[", opening - 2) and not text.startswith("\\", opening - 3):
            self._badge = self._ground.clean

    def _other(self, sight: Sight, at: int, end: int) -> None:
        """Look at what is not the middle of a link."""
        if sight is Sight.DEFINED:
            self._define(at)
        elif sight is Sight.FENCE:
            self._ground.murky = at
        elif sight is Sight.ADDRESS or sight is Sight.TEXT:
            self._word(sight, at, end)
        elif means_nothing(self._text, sight, at, end):
            pass
        elif sight is Sight.MAIL:
            self._between_angles(self._text.rfind("<", max(at - _MOST_MAIL, 0), at), at)
        else:
            self._look_closely(at)

    def _define(self, at: int) -> None:
        """Pass over definitions, which are gathered apart, if they are surely nothing else."""
        ground = self._ground
        begin = ground.begin_of_line(at)
        lines = None if begin is None else DEFINITIONS.match(self._text, begin)
        if lines is None or lines.end() <= at:
            ground.murky = at
        else:
            ground.move_to(lines.end())

    def _word(self, sight: Sight, at: int, end: int) -> None:
        """Take what words cite, or the link whose label or destination they are."""
        text, floor = self._text, self._ground.clean
        opening = text.rfind("[", max(floor, at - _REACH), at)
        link = _LINK.match(text, opening, at + _REACH) if opening >= 0 else None
        if link is not None and link.end() > at:
            if self._is_link(opening, link.end()):
                self._add_link(link)
            else:
                self._look_closely(at)
        elif sight is Sight.TEXT:
            self._name(at, end)
        else:
            found = plain_address(text, at if text.startswith("://", at) else end - 1, floor)
            if found is None:
                if not begins_nothing(text, at, end):
                    self._look_closely(at)
            elif text.startswith("<", found.start - 1):
                self._between_angles(found.start - 1, at)
            else:
                self._bare(found.start, found.end, found.reach, found.address, Kind.URL)

    def _name(self, at: int, end: int) -> None:
        """Take the identifier or the address without a scheme that words are."""
        text = self._text
        find = _NAMES.get(text[at:end])
        found = None if find is None else find(text, at, self._ground.clean)
        if isinstance(found, Found):
            self._bare(found.start, found.end, found.reach, found.address, Kind.URL)
        elif found is not None and is_among_words(text, found.start, found.end):
            self._bare(found.start, found.end, found.end, found.url, found.kind)
        elif find is None or found is not None or not names_nothing(text, at, end):
            self._look_closely(at)

    def _between_angles(self, start: int, at: int) -> None:
        """Take the address that stands between angle brackets."""
        text, ground = self._text, self._ground
        link = _IN_ANGLES.match(text, start) if start >= ground.clean else None
        if link is None or link.end() <= at or text.startswith("\\", start - 1):
            self._look_closely(at)
            return
        settled = ground.settle(start)
        if settled > start:
            ground.clean = settled
        elif settled == DOUBT or not ground.is_outside_labels(start):
            self._read(at)
        else:
            mail = link[_MAIL]
            written = link[_ADDRESS] if mail is None else f"mailto:{mail}"
            self._add(start + 1, cited_address(written))
            ground.clean = link.end()

    def _bare(self, start: int, end: int, reach: int, address: str, kind: Kind) -> None:
        """Take an address or a name among words, if it surely is what is cited there."""
        text, ground = self._text, self._ground
        settled = ground.settle(start)
        if settled > start:
            ground.clean = settled
        elif (
            settled != DOUBT
            and (start == ground.begin or text[start - 1] in _BEFORE)
            and _BEHIND.match(text, reach)
            and _UNMARKED.fullmatch(text, start, reach)
            and ground.is_outside_labels(start)
        ):
            self._add(start, address, kind)
            ground.clean = end
        else:
            self._read(start)

    def _look_closely(self, at: int) -> None:
        """Read the chunk around a place with care, if that is not in code."""
        settled = self._ground.settle(at)
        if settled > at:
            self._ground.clean = settled
        else:
            self._read(at)

    def _read(self, at: int) -> None:
        """Read the chunk around a place with care."""
        mentions, end = self._careful.read(at, self._ground.clean)
        self._add_all(each for each in mentions if each.start >= self._ground.clean)
        self._ground.move_to(end)

    def _pass_zones(self, at: int) -> None:
        """Move on to the end of the last zone that begins before a place."""
        while self._zones and at >= self._zones[-1].start:
            zone = self._zones.pop()
            if at < zone.end and not zone.is_fenced:
                self._add_all(self._careful.read_zone(zone))
            if zone.end > self._ground.clean:
                self._ground.move_to(zone.end)
        self._ground.ceiling = self._zones[-1].start if self._zones else len(self._text)

    def _add(self, start: int, address: str | None, kind: Kind = Kind.URL) -> None:
        if address is not None:
            self._found.append((*self._position(start), url_of(address, kind), ()))

    def _add_all(self, mentions: Iterable[Mention]) -> None:
        self._found.extend([cited_at(each, self._position) for each in mentions])


def _place(cited: CitedAt) -> tuple[int, int]:
    return cited[:2]
