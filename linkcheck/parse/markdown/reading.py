"""What is the same for all chunks of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from linkcheck.parse.markdown.definitions import Definitions


class Reading(NamedTuple):
    """Hold what is the same for all chunks of a document, whoever reads them."""

    text: str
    definitions: Definitions
    base: str | None
    include_code: bool
    include_comments: bool
