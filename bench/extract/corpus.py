"""Generate the documents of the benchmark: the same on every machine, from a fixed seed.

Plain text cites once in about 2,000 characters, Markdown once in about 1,100, HTML once in about
480; in public documents that were measured it is 1,900, 600 and 250.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SYLLABLES = (
    *("an", "be", "co", "de", "er", "fi", "ga", "ho", "in", "ju", "ka", "lo", "me", "no"),
    *("or", "pa", "qui", "re", "sa", "ti", "un", "ve", "wi", "ex", "yo", "za"),
)
HOSTS = 400
PIECE = 1_000_000
SEED = 20261121


@dataclass(frozen=True, slots=True)
class Corpus:
    """Describe one set of documents: `files` of about `size` characters each."""

    kind: str
    suffix: str
    files: int
    size: int
    write: Callable[[Writer, int], str]

    @property
    def name(self) -> str:
        """Return what the documents are, how many and how long."""
        megabytes, kilobytes = self.size // 1_000_000, self.size // 1_000
        size = f"{megabytes} MB" if megabytes else f"{kilobytes} KB"
        return f"{self.kind}, {self.files:,} file{'s' * (self.files > 1)} of {size}"


class Writer:
    """Write prose, addresses and documents, one after the other from one random source."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  (documents, not secrets)
        self._words = [
            "".join(self._random.choices(SYLLABLES, k=self._random.choice((1, 2, 2, 3, 3, 4))))
            for _ in range(4000)
        ]
        self._hosts = [f"{self._word()}-{self._word()}.org" for _ in range(HOSTS)]

    def _word(self) -> str:
        return self._random.choice(self._words)

    def sentence(self) -> str:
        words = self._random.choices(self._words, k=self._random.randint(6, 18))
        return " ".join(words).capitalize() + "."

    def url(self) -> str:
        path = "/".join(self._random.choices(self._words, k=self._random.randint(1, 4)))
        end = self._random.choice(("", ".html", "/", f"?id={self._random.randint(1, 9999)}"))
        return f"https://www.{self._random.choice(self._hosts)}/{path}{end}"

    def paragraph(self, link: Callable[[], str], every: int) -> str:
        """Return a few sentences, cited with a chance that gives a link in `every` characters."""
        sentences = [self.sentence() for _ in range(self._random.randint(3, 8))]
        length = sum(map(len, sentences))
        while length > 0:
            if self._random.random() * every < length:
                at = self._random.randrange(len(sentences))
                sentences[at] = f"{sentences[at][:-1]} ({link()})."
            length -= every
        return " ".join(sentences)


def text(writer: Writer, size: int) -> str:
    return "\n\n".join(_filled(size, lambda: _wrapped(writer.paragraph(writer.url, 1900)))) + "\n"


def markdown(writer: Writer, size: int) -> str:
    def link() -> str:
        return f"[{writer.sentence()[:-1]}]({writer.url()})"

    def block() -> str:
        heading, paragraph = writer.sentence()[:-1], writer.paragraph(link, 600)
        items = f"- *{writer.sentence()}*\n- `{writer.sentence()}`"
        return f"## {heading}\n\n{paragraph}\n\n{items}"

    return f"# {writer.sentence()}\n\n" + "\n\n".join(_filled(size, block)) + "\n"


def html(writer: Writer, size: int) -> str:
    def link() -> str:
        return f'<a href="{writer.url()}" class="external">{writer.sentence()[:-1]}</a>'

    def block() -> str:
        heading = f'<h2 id="{writer.sentence()[:9]}">{writer.sentence()}</h2>'
        return f'{heading}\n<p class="body">{writer.paragraph(link, 250)}</p>'

    head = f"<!DOCTYPE html>\n<html><head><title>{writer.sentence()}</title></head>\n<body>"
    return f"{head}\n" + "\n".join(_filled(size, block)) + "\n</body></html>\n"


def _filled(size: int, block: Callable[[], str]) -> Iterator[str]:
    while size > 0:
        piece = block()
        size -= len(piece)
        yield piece


def _wrapped(paragraph: str, width: int = 72) -> str:
    lines = [""]
    for word in paragraph.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\n".join(lines)


CORPORA = (
    Corpus("text", "txt", 10_000, 2_000, text),
    Corpus("text", "txt", 100, 1_000_000, text),
    Corpus("text", "txt", 1, 100_000_000, text),
    Corpus("Markdown", "md", 10_000, 3_000, markdown),
    Corpus("Markdown", "md", 50, 1_000_000, markdown),
    Corpus("HTML", "html", 60, 1_000_000, html),
)


def built(corpus: Corpus, root: Path) -> Path:
    """Return the folder of a corpus, writing it where it is not there yet."""
    folder = root / corpus.name.replace(", ", "-").replace(",", "").replace(" ", "-")
    if (folder / ".whole").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    writer = Writer(SEED)
    # Ten different megabytes are enough for the large files, and are written in seconds.
    piece = min(corpus.size, PIECE)
    pieces = [corpus.write(writer, piece) for _ in range(10 if piece == PIECE else corpus.files)]
    for number in range(corpus.files):
        place = folder / f"{number // 100:03}"
        place.mkdir(exist_ok=True)
        with (place / f"{number:05}.{corpus.suffix}").open("w", encoding="utf-8") as file:
            for repeat in range(max(1, corpus.size // piece)):
                file.write(pieces[(number + repeat) % len(pieces)])
    (folder / ".whole").touch()
    return folder
