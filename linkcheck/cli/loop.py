"""Prepare this process for a run: its event loop, and how many connections it may have."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


_OPEN_FILES: Final = 4096


def allow_many_connections() -> None:
    """Let this process open as many connections as the system lets it: macOS begins with 256."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):  # then with what there is
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the loop, or None for asyncio's usual one.

    On Windows that is the one of selectors: the usual one cannot wait for libcurl's sockets.
    """
    if sys.platform == "win32":
        return asyncio.SelectorEventLoop
    try:
        import uvloop  # noqa: PLC0415  (may be missing, and is not for --version)
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


def loop_name() -> str:
    """Name the loop with its version, for people."""
    from importlib.metadata import version  # noqa: PLC0415  (for people who ask only)

    factory = loop_factory()
    if factory is None or sys.platform == "win32":
        return "asyncio"
    return f"uvloop {version('uvloop')}"
