"""JSON Lines: one value of JSON a line (https://jsonlines.org)."""

from __future__ import annotations

from linkcheck.parse.formats import Format
from linkcheck.parse.formats.json import json_parts

FORMAT = Format(name="jsonl", parts=json_parts, suffixes=(".jsonl", ".ndjson", ".jsonlines"))
