"""Bytes to text, in whatever encoding; nothing is ever refused for a few bad bytes.

turbohtml, which reads HTML for us anyway, detects legacy encodings as a browser does and brings
the codecs of the Encoding Standard. On 25 samples, a sentence each in an encoding of its language,
it was right every time; charset-normalizer, made for the same, was right for 17.
"""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

SNIFFED: Final = 8_192  # bytes that tell a text from what is none
_WINDOW: Final = 65_536  # bytes that a guess is made from
_WIDE_SAMPLE: Final = 4_096
_STEP: Final = 1 << 20
_READABLE: Final = "linkcheck.readable"

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS: Final = tuple(mark for mark, _name in BYTE_ORDER_MARKS)
# https://www.rfc-editor.org/rfc/rfc1468: all its bytes are ASCII
_JAPANESE_ESCAPES: Final = (b"\x1b$B", b"\x1b$@")


class Encoding(NamedTuple):
    """Say how bytes are decoded: the codec, how many bytes of mark come first, what is wrong."""

    name: str
    mark: int = 0
    errors: str = "replace"

    def decode(self, data: bytes) -> str:
        """Return the text without its byte order mark; bad bytes are kept as readable as can be."""
        return data[self.mark :].decode(self.name, self.errors)


_UTF_8: Final = Encoding("utf-8", errors=_READABLE)


def encoding_of(data: bytes, declared: str | None = None) -> Encoding:
    """Tell the encoding of a text; `declared` is the one that it names itself.

    A byte order mark decides, then UTF-8 if (nearly) everything fits, then what was declared,
    then a guess.
    """
    marked = _marked(data)
    if marked is not None:
        return marked
    wide = wide_encoding(data)
    if wide is not None:
        return wide
    first_bad = _first_bad_byte(data)
    if first_bad is None:
        return _escaped(data) or _UTF_8
    if _is_nearly_utf_8(data, first_bad):
        return _UTF_8
    named = None if declared is None else _named(declared)
    return named or _guessed(data, first_bad)


def is_plain(data: bytes) -> bool:
    """Tell whether a text has no mark of any encoding but that of ASCII, and so of UTF-8."""
    if is_marked(data) or data.find(b"\0", 0, SNIFFED) >= 0:
        return False
    # To find one character takes a twentieth of the time that finding two does.
    return data.find(b"\x1b", 0, _WINDOW) < 0 or _escaped(data) is None


def plain_text(data: bytes) -> str | None:
    """Return a text that is UTF-8 as far as can be seen, or None where there is more to see."""
    if not is_plain(data):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def decode(data: bytes, declared: str | None = None) -> str:
    """Return a text whatever its encoding."""
    return encoding_of(data, declared).decode(data)


def decode_beginning(head: bytes) -> str:
    """Return the beginning of a text, good enough to recognise a format by, without guessing."""
    return (_marked(head) or wide_encoding(head) or Encoding("utf-8")).decode(head)


def wide_encoding(data: bytes) -> Encoding | None:
    """Tell UTF-16 without a mark from something that is no text, by its beginning.

    Text has no null bytes but in UTF-16, and that has no control characters: of the two orders
    of bytes the one is right that gives only text, and more of ASCII.
    """
    sample = data[:_WIDE_SAMPLE]
    if b"\0" not in sample:
        return None
    counts = {name: _plain_characters(sample, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(counts, key=lambda name: counts[name])
    return Encoding(best) if counts[best] > 0 else None


def _first_bad_byte(data: bytes) -> int | None:
    """Return where UTF-8 first goes wrong; never holds all of a long text decoded."""
    if data.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(data), _STEP):
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(data[at : at + _STEP], at + _STEP >= len(data))
        except UnicodeDecodeError as error:
            return at - waiting + error.start
    return None


def is_marked(data: bytes) -> bool:
    """Tell whether a text begins with a byte order mark."""
    return data.startswith(_MARKS)


def _marked(data: bytes) -> Encoding | None:
    if not is_marked(data):
        return None
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Encoding(name, len(mark), _READABLE if name == "utf-8" else "replace")
    return None


def _plain_characters(sample: bytes, name: str) -> int:
    """Count the ASCII characters of a sample; none where it holds what is no text."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return 0
    if not all(each.isprintable() or each.isspace() for each in text):
        return 0
    return sum(each.isascii() for each in text)


def _escaped(data: bytes) -> Encoding | None:
    if any(data.find(escape, 0, _WINDOW) >= 0 for escape in _JAPANESE_ESCAPES):
        return Encoding("iso2022_jp")
    return None


def _is_nearly_utf_8(data: bytes, first_bad: int) -> bool:
    """Tell whether around the first bad byte there is clearly more of UTF-8 than of anything else.

    Characters of UTF-8 hardly ever come about by chance: twice as many as bad bytes prove it.
    """
    start = max(0, first_bad - _WINDOW // 2)
    while start < first_bad and data[start] & 0xC0 == 0x80:  # noqa: PLR2004  (10xxxxxx goes on)
        start += 1
    window = data[start : start + _WINDOW]
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(window, final=start + _WINDOW >= len(data))
    bad = text.count("\ufffd") - window.count("\ufffd".encode())
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii - bad >= 2 * bad


def _named(declared: str) -> Encoding | None:
    import turbohtml.detect  # noqa: F401, PLC0415  (70 ms; registers the codecs looked up here)

    for name in (f"whatwg-{declared}", declared):
        try:
            codec = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        if getattr(codec, "_is_text_encoding", True):
            return Encoding(name)
    return None


def _guessed(data: bytes, first_bad: int) -> Encoding:
    from turbohtml.detect import detect  # noqa: PLC0415  (70 ms, and rarely needed)

    start = max(0, first_bad - _WINDOW // 2)
    found = detect(data[start : start + _WINDOW]).encoding or "windows-1252"
    return _named(found) or Encoding("cp1252")


def _as_readable(error: UnicodeError) -> tuple[str, int]:
    """Read a bad byte as that of Western Europe: mostly it is one that was left over from there."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_READABLE, _as_readable)
