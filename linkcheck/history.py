"""When a document began to cite an address, asked of git: the first commit that added it.

Only for what is broken and has no other date, a few at once and not without end: each question
walks through the history of a file.
"""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Final

_TIMEOUT: Final = 10.0
_LONGEST: Final = 1000  # characters of an address: more are no argument to look for


async def first_commit_day(document: str, text: str) -> date | None:
    """Return the day of the first commit that added a text to a document, or None.

    None too where there is no git, no repository, no such file, or no answer in time.
    """
    path = Path(document)
    if not text or len(text) > _LONGEST or "\n" in text or "\0" in text:
        return None
    try:
        process = await asyncio.create_subprocess_exec(
            *("git", "log", "--follow", "--format=%as", f"-S{text}"),
            *("--", path.name),
            cwd=path.parent,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(_TIMEOUT):
            out, _ = await process.communicate()
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    # The last line: git does not follow a renamed file in reverse.
    first = out.decode("ascii", "replace").rstrip().rpartition("\n")[2]
    try:
        return date.fromisoformat(first)
    except ValueError:
        return None
