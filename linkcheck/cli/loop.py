"""Prepare this process for a run: its event loop, and how many connections it may have."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from typing import TYPE_CHECKING, Final

from linkcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OPEN_FILES: Final = 4096
_FEWEST_FILES: Final = 64


def allow_many_connections() -> None:
    """Let this process open as many connections as the system lets it: macOS begins with 256.

    Raises `UsageError` where that is too few to ask anybody.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  (not on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):  # then with what there is
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    if soft != resource.RLIM_INFINITY and soft < _FEWEST_FILES:
        message = f"this process may open {soft} files at once: too few to ask anybody"
        raise UsageError(message, hint=f"Raise the limit: ulimit -n {_OPEN_FILES}")


@contextlib.contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM (`timeout`, a job that is cancelled) end a run as Ctrl-C does: with a report."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # a shell that ignores Ctrl-C for us: SIGTERM is left as it is
        return
    before = signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
