"""Open the archives that the settings name, or give the address of."""

from __future__ import annotations

import asyncio
import importlib
import time
from typing import TYPE_CHECKING, Final

from linkcheck.address import host_of, parse_address
from linkcheck.archives import known
from linkcheck.archives.budget import Budget
from linkcheck.archives.memento import TimeGate, TimeMaps
from linkcheck.archives.pywb import Collection
from linkcheck.errors import ConfigError
from linkcheck.modules import modules_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    import httpx

    from linkcheck.archives.archive import Archive
    from linkcheck.settings import Settings

NONE: Final = "none"

# Written before the address of an archive, for what is found under it.
TIMEGATE: Final = "timegate="
TIMEMAP: Final = "timemap="

# Who names an archive by its address mostly runs it; still, it is not to be stormed.
_BURST: Final = 8
_INTERVAL: Final = 0.25


def known_archives() -> tuple[str, ...]:
    """Return the names of the archives that can be switched on."""
    return tuple(sorted(map(_shown, modules_in(known.__path__))))


def open_archives(
    settings: Settings, client: httpx.AsyncClient, private: httpx.AsyncClient | None = None
) -> tuple[Archive, ...]:
    """Open the archives of `settings.archive`, each once; "none" alone opens none.

    The address of an archive that has a name opens it under its name, and so with its own pace.

    Archives given by their address are asked by the client `private`, which may reach private
    networks: the user named them. Raises `ConfigError` for a name that is not known.
    """
    names = tuple(dict.fromkeys(map(_known_name, settings.archive)))
    if NONE in names:
        if names != (NONE,):
            message = f"archive: “{NONE}” cannot stand beside {', '.join(names)}"
            raise ConfigError(message, hint=f"Name archives, or “{NONE}” alone.")
        return ()
    return tuple(_open(name, client, private or client) for name in names)


def archive_address(name: str) -> str | None:
    """Return the address that an archive is given by, or None where it is given by its name."""
    written = name.removeprefix(TIMEGATE).removeprefix(TIMEMAP)
    address = parse_address(written)
    return written if address is not None and address.is_web else None


def _open(name: str, client: httpx.AsyncClient, private: httpx.AsyncClient) -> Archive:
    address = archive_address(name)
    if address is not None:
        return _open_at(name, address, private)
    if name not in known_archives():
        message = f"archive: unknown archive “{name}”"
        hint = (
            f"Known: {', '.join(known_archives())}, or “{NONE}”; or give an address: "
            f"https://… of a pywb collection, {TIMEMAP}https://… or {TIMEGATE}https://…"
        )
        raise ConfigError(message, hint=hint)
    opener: Callable[[httpx.AsyncClient], Archive] = _module(name).open_archive
    return opener(client)


def _known_name(name: str) -> str:
    """Return the name of the archive that an address belongs to, else what was given."""
    address = archive_address(name)
    if address is None:
        return name
    host = host_of(address)
    return next((each for each in known_archives() if host in _module(each).HOSTS), name)


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{known.__name__}.{name.replace('-', '_')}")


def _open_at(name: str, address: str, client: httpx.AsyncClient) -> Archive:
    budget = Budget(burst=_BURST, interval=_INTERVAL, clock=time.monotonic, sleep=asyncio.sleep)
    shown = _without_scheme(address)
    if name.startswith(TIMEGATE):
        return TimeGate(shown, client, budget, _folder(address))
    if name.startswith(TIMEMAP):
        return TimeMaps(shown, client, budget, _folder(address))
    return Collection(shown, client, budget, address)


def _folder(address: str) -> str:
    return address if address.endswith(("/", "=")) else f"{address}/"


def _without_scheme(address: str) -> str:
    parsed = parse_address(address)
    return (address if parsed is None else parsed.url).partition("://")[2].rstrip("/")


def _shown(module: str) -> str:
    return module.replace("_", "-")
