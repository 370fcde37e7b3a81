"""Documents to citations: discovery, formats, addresses in running text, broken lines."""

from __future__ import annotations

from linkcheck.parse.discover import discover
from linkcheck.parse.document import open_briefly, open_document
from linkcheck.parse.formats import format_names
from linkcheck.parse.source import Source

__all__ = ["Source", "discover", "format_names", "open_briefly", "open_document"]
