"""RFC: the standards of the Internet, https://www.rfc-editor.org.

Other projects call their proposals RFCs too; theirs are let pass where the name stands before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from linkcheck.model import Kind
from linkcheck.parse.identifiers.scheme import LINE_BREAK, Identifier, Scheme, follows_word
from linkcheck.patterns import late

if TYPE_CHECKING:
    from linkcheck.address import Address

# Behind a line break only what is long enough to be no number of a list.
_MENTION: Final = late(
    rf"RFC(?:[ \u00a0-]?0{{0,3}}|{LINE_BREAK}(?=\d{{3}}))([1-9]\d{{0,4}})(?![^\W_]|-\d|[./]\d)"
)
_VALUE: Final = late(r"(?:rfc)?0{0,3}([1-9]\d{0,4})", re.IGNORECASE)
_PATH: Final = late(r"/(?:rfc|info)/rfc([1-9]\d{0,4})(?:\.html|\.txt)?/?\Z")
_ELSEWHERE: Final = late(
    r"\b(?:Rust|React|Ember|Vue|PHP|Swift|Nix|Yarn|Node|Svelte|Gatsby|TVM|Cargo|OpenAPI"
    r"|TensorFlow|PyTorch|LLVM|MLIR|Bazel|CMake|Zig|Julia)[\u2019']?s?\s\Z"
    r"|(?i:message)/\Z"  # the type of a mail in a mail
)
_ELSEWHERE_REACH: Final = 16


def url_of(number: str) -> str | None:
    """Return the address of an RFC, its number with `RFC` or without, or None."""
    found = _VALUE.fullmatch(number)
    return None if found is None else f"https://www.rfc-editor.org/rfc/rfc{found[1]}"


def find(text: str, anchor: int, floor: int) -> Identifier | None:
    """Return the RFC that starts here, or None."""
    found = _MENTION.match(text, anchor)
    if found is None or anchor < floor or follows_word(text, anchor):
        return None
    if _ELSEWHERE.search(text, max(0, anchor - _ELSEWHERE_REACH), anchor):
        return None
    url = url_of(found[1])
    return None if url is None else Identifier(anchor, found.end(), Kind.RFC, url)


def _read(address: Address) -> str | None:
    found = _PATH.match(address.path)
    return None if found is None else found[1]


SCHEME: Final = Scheme(
    kind=Kind.RFC,
    anchors=("RFC",),
    find=find,
    url_of=url_of,
    hosts=("www.rfc-editor.org", "rfc-editor.org"),
    read=_read,
    prose_only=True,
)
