"""Front matter: what stands before a document and says something of it, in YAML or TOML."""

from __future__ import annotations

import re
from typing import Final

from linkcheck.patterns import late

FRONT_MATTER: Final = late(
    r"(---|\+\+\+)[ \t]*\r?\n(?![ \t]*\r?\n)(.*?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
