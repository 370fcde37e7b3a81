"""RTF: links and text as a reader sees them, in one pass of our own over the file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from linkcheck.model import Place
from linkcheck.parse.formats import Format
from linkcheck.parse.office.manuscript import Manuscript
from linkcheck.parse.office.ooxml import field_address
from linkcheck.parse.office.package import broken
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkcheck.parse.mention import Part
    from linkcheck.parse.source import Content
    from linkcheck.settings import Settings

_MAGIC: Final = b"{\\rtf"
_TOKEN: Final = late(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)"
)
# Groups that hold no text of the document.
_UNSHOWN: Final = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "objdata", "themedata"}
    | {"listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "xmlnstbl", "datastore"}
    | {"datafield", "pntext", "listtext", "nonshppict", "bkmkstart", "bkmkend", "filetbl"}
)
_CHARACTERS: Final = {
    "line": "\n", "tab": "\t", "cell": "\t", "emdash": "\u2014", "endash": "\u2013",
    "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d",
    "bullet": "\u2022", "emspace": "\u2003", "enspace": "\u2002", "nestcell": "\t",
}  # fmt: skip
_SYMBOLS: Final = {
    b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad", b"\\": "\\", b"{": "{", b"}": "}",
    b"\t": "\t",
}  # fmt: skip
_PARAGRAPH_ENDS: Final = frozenset({"par", "sect", "page", "row", "nestrow"})
_NOTES: Final = {"footnote": "footnote", "annotation": "comment"}
_OPTIONAL: Final = frozenset({"fldinst", "footnote", "annotation"})  # that are shown in spite of \*
# Characters sets of fonts; those that are not here are as the document's own.
_CODE_PAGES: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
_CODE_POINTS: Final = 0x10000


@dataclass(frozen=True, slots=True)
class _State:
    """Hold what a group changes for itself alone."""

    shown: bool = True
    instruction: bool = False
    result: bool = False
    note: bool = False
    fonts: bool = False
    code_page: str = "cp1252"
    fallback: int = 1  # how many characters stand behind a \u for readers without Unicode


class _Reader:
    """Take down an RTF document."""

    def __init__(self) -> None:
        self._body = Manuscript()
        self._notes: list[tuple[str, Manuscript]] = []
        self._counts: dict[str, int] = {}
        self._open_notes: list[Manuscript] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._instructions: list[list[str]] = []  # of the fields that are open
        self._bytes = bytearray()
        self._code_page = "cp1252"
        self._font = -1
        self._fonts: dict[int, str] = {}
        self._high = 0
        self._skip = 0
        self._optional = False

    def read(self, data: bytes) -> bool:
        """Read a document; return whether it is whole."""
        at = 0
        while (token := _TOKEN.match(data, at)) is not None:
            at = token.end()
            word, number, code, symbol, brace, plain = token.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            if plain is not None:
                self._plain(plain)
                continue
            self._flush()
            if word is not None:
                value = None if number is None else int(number)
                if word == b"bin":
                    at += max(0, value or 0)
                else:
                    self._word(word.decode("ascii"), value)
            elif brace == b"{":
                self._stack.append(self._state)
                self._skip = 0
            elif brace == b"}":
                self._close()
            elif symbol is not None:
                self._symbol(symbol)
        self._flush()
        return at >= len(data) and not self._stack

    def parts(self) -> Iterator[Part]:
        """Yield the text, then the notes."""
        yield self._body.part()
        for name, note in self._notes:
            yield note.part(name)

    @property
    def _manuscript(self) -> Manuscript:
        return self._open_notes[-1] if self._open_notes else self._body

    def _close(self) -> None:
        before, self._state = self._state, self._stack.pop() if self._stack else self._state
        self._skip = 0
        if before.result and not self._state.result:
            self._manuscript.close_link()
        if before.note and not self._state.note and self._open_notes:
            self._open_notes.pop()

    def _word(self, word: str, value: int | None) -> None:
        optional, self._optional = self._optional, False
        if word == "u" and value is not None:
            self._unicode(value % _CODE_POINTS)
            return
        self._skip = 0
        if word in _UNSHOWN or (optional and word not in _OPTIONAL):
            self._state = replace(self._state, shown=False, fonts=word == "fonttbl")
        elif word in _PARAGRAPH_ENDS:
            self._paragraph()
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _NOTES:
            self._note(_NOTES[word])
        elif word == "field":
            self._instructions.append([])
        elif word == "fldinst":
            self._state = replace(self._state, instruction=True)
        elif word == "fldrslt":
            self._result()
        else:
            self._format(word, value)

    def _note(self, kind: str) -> None:
        """Begin a note; one within a note belongs to it."""
        if self._state.note or not self._state.shown:
            return
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        note = Manuscript(Place.COMMENT if kind == "comment" else Place.PROSE)
        self._notes.append((f"{kind} {number}", note))
        self._open_notes.append(note)
        self._state = replace(self._state, note=True)

    def _format(self, word: str, value: int | None) -> None:
        """Hear of what changes how bytes are read."""
        if word == "ansicpg" and value is not None and _is_known(f"cp{value}"):
            self._code_page = f"cp{value}"
            self._state = replace(self._state, code_page=self._code_page)
        elif word == "mac":
            self._code_page = "mac_roman"
            self._state = replace(self._state, code_page=self._code_page)
        elif word == "uc" and value is not None:
            self._state = replace(self._state, fallback=max(0, min(value, 16)))
        elif word == "f" and value is not None:
            self._font = value
            if not self._state.fonts:
                page = self._fonts.get(value, self._code_page)
                self._state = replace(self._state, code_page=page)
        elif word == "fcharset" and self._state.fonts and value in _CODE_PAGES:
            self._fonts[self._font] = _CODE_PAGES[value]
        elif word == "plain":
            self._state = replace(self._state, code_page=self._code_page)

    def _result(self) -> None:
        address = field_address("".join(self._instructions.pop())) if self._instructions else ""
        if self._state.shown and not self._state.result:
            self._state = replace(self._state, result=True)
            self._manuscript.open_link(address)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._optional = True
        elif symbol in b"\r\n":
            self._paragraph()
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _unicode(self, code: int) -> None:
        self._skip = self._state.fallback
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004  (the first half of a pair)
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:  # noqa: PLR2004  (the second half)
            if self._high:
                self._write(chr(0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)))
            self._high = 0
            return
        self._write(chr(code))

    def _byte(self, value: int) -> None:
        if self._skip > 0:
            self._skip -= 1
        else:
            self._bytes.append(value)

    def _plain(self, plain: bytes) -> None:
        skipped = min(self._skip, len(plain))
        self._skip -= skipped
        self._bytes += plain[skipped:]

    def _flush(self) -> None:
        """Decode the bytes that have come; those of one character may come one by one."""
        if self._bytes:
            self._write(self._bytes.decode(self._state.code_page, "replace"))
            self._bytes.clear()

    def _paragraph(self) -> None:
        if self._state.shown and not self._state.result:
            self._manuscript.end_paragraph()
            self._manuscript.begin_paragraph()
        elif self._state.shown:
            self._write("\n")

    def _write(self, text: str) -> None:
        if self._state.instruction:
            if self._instructions:
                self._instructions[-1].append(text)
        elif self._state.shown:
            self._manuscript.write(text)


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _parts(content: Content, _settings: Settings) -> Iterator[Part]:
    if not content.data.lstrip().startswith(_MAGIC):
        raise broken(content.path, "it does not begin as RTF does")
    reader = _Reader()
    is_whole = reader.read(content.data.rstrip(b"\0 \r\n"))
    yield from reader.parts()
    if not is_whole:
        raise broken(content.path, "it ends before its groups do")


FORMAT = Format(name="rtf", parts=_parts, suffixes=(".rtf",), magic=_MAGIC)
