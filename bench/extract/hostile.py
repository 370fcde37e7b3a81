"""Hostile repetition, twice as much of it each time: what doubles the time is linear."""

from __future__ import annotations

import time

from linkcheck.parse import Source, open_document
from linkcheck.settings import Settings

SIZES = (1, 2, 4, 8)  # megabytes
ADDRESS = " https://a.example.org/x "  # in the middle: what cites nothing is not looked at closely
PATTERNS = {
    "((((": "(",
    "[[[[": "[",
    "]]]]": "]",
    "![](": "![](",
    "quotes": "\"'",
    "<<<<": "<",
    "://": "://",
    "nested addresses": "http://a.b/(",
    "joined lines": "http://a.org/b-\n",
    "open brackets": "http://a.org/(b\n",
    "cut schemes": "http://a.b/http://\n",
    "cut hosts": "www.a\n",
    "cut names": "urn:nbn:de:\n",
    "one long line": "word http://a.org/x?y=1 ",
    "DOIs": "10.1000/",
    "code": "` `` ",
    "emphasis": "*a ",
    "quote marks": "> ",
}


def growth() -> None:
    """Print the seconds of each pattern and size, and mark what grows faster than its size."""
    sizes = " | ".join(f"{size} MB" for size in SIZES)
    print(f"\n| Repetition | Format | {sizes} |\n|---|---|{'---|' * len(SIZES)}")
    for name, unit in PATTERNS.items():
        for form in ("text", "markdown", "html"):
            times = [_seconds(unit, size, form) for size in SIZES]
            mark = " superlinear" if times[-1] > 3 * times[-2] and times[-1] > 1 else ""
            shown = " | ".join(f"{each:.2f}" for each in times)
            print(f"| `{name}` | {form} | {shown} |{mark}", flush=True)


def _seconds(unit: str, megabytes: int, form: str) -> float:
    half = unit * (megabytes * 500_000 // len(unit))
    data = f"{half}{ADDRESS}{half}".encode()
    start = time.process_time()
    for _ in open_document(Source("x", data=data, format=form), Settings())[1]:
        pass
    return time.process_time() - start
