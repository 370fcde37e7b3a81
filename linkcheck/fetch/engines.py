"""Choose what carries requests: libcurl where it can be loaded, httpcore where not."""

from __future__ import annotations

import functools
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from linkcheck.fetch.trust import system_trust

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from linkcheck.fetch.engine import Engine
    from linkcheck.fetch.resolver import Resolver
    from linkcheck.fetch.trust import Trust

_KEPT: Final = 1024  # connections
_OTHER_FILES: Final = 40  # what is open besides: the ledger, the loop, documents, archives


@functools.cache
def engine_name() -> str:
    """Name the engine with its version, for people."""
    try:
        from curl_cffi import Curl  # noqa: PLC0415  (a quarter of the time of a start)
    except ImportError as error:
        import httpcore  # noqa: PLC0415  (as above)

        return f"httpcore {httpcore.__version__} (curl_cffi cannot be loaded: {error})"
    return str(Curl().version().decode("ascii", "replace")).partition(" ")[0]


def open_files() -> int:
    """Return how many files and connections this process may have open at once."""
    if sys.platform == "win32":
        return 512  # what `select` can wait for
    import resource  # noqa: PLC0415  (not on Windows)

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 65_536 if soft == resource.RLIM_INFINITY else soft


def connections_at_once() -> int:
    """Return how many addresses this process can ask at the same time."""
    return max(1, (open_files() - _OTHER_FILES) // 3)


def connections_kept() -> int:
    """Return how many connections can be kept open for hosts that are asked again."""
    return min(_KEPT, max(1, (open_files() - _OTHER_FILES) // 2))


@asynccontextmanager
async def open_engine(resolver: Resolver, trust: Trust | None = None) -> AsyncIterator[Engine]:
    """Open the engine; whose certificates hold is the system's say by default."""
    trust = trust or system_trust()
    try:
        from linkcheck.fetch.curl import CurlEngine  # noqa: PLC0415  (may be missing)
    except ImportError:
        from linkcheck.fetch.overhttpx import OverHttpx  # noqa: PLC0415  (not both)
        from linkcheck.fetch.transport import CoreTransport  # noqa: PLC0415  (as above)

        async with CoreTransport(resolver, trust) as transport:
            yield OverHttpx(transport)
        return
    async with CurlEngine(resolver, trust, kept=connections_kept()) as engine:
        yield engine


def open_transport(resolver: Resolver, trust: Trust | None = None) -> httpx.AsyncBaseTransport:
    """Make the same engine as a transport of httpx, for those who have a client of httpx."""
    trust = trust or system_trust()
    try:
        from linkcheck.fetch.curlhttpx import CurlTransport  # noqa: PLC0415  (may be missing)
    except ImportError:
        from linkcheck.fetch.transport import CoreTransport  # noqa: PLC0415  (not both)

        return CoreTransport(resolver, trust)
    return CurlTransport(resolver, trust, kept=connections_kept())
