"""Open the archives that the settings name."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Final

from linkcheck.archives import known
from linkcheck.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from linkcheck.archives.archive import Archive
    from linkcheck.settings import Settings

NONE: Final = "none"


def known_archives() -> tuple[str, ...]:
    """Return the names of the archives that can be switched on."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(known.__path__)))


def open_archives(settings: Settings, client: httpx.AsyncClient) -> tuple[Archive, ...]:
    """Open the archives of `settings.archive`, each once; "none" alone opens none.

    Raises `ConfigError` for a name that is not known.
    """
    names = tuple(dict.fromkeys(settings.archive))
    if NONE in names:
        if names != (NONE,):
            message = f"archive: “{NONE}” cannot stand beside {', '.join(names)}"
            raise ConfigError(message, hint=f"Name archives, or “{NONE}” alone.")
        return ()
    return tuple(_open(name, client) for name in names)


def _open(name: str, client: httpx.AsyncClient) -> Archive:
    if name not in known_archives():
        message = f"archive: unknown archive “{name}”"
        raise ConfigError(message, hint=f"Known: {', '.join(known_archives())}, or “{NONE}”.")
    module = importlib.import_module(f"{known.__name__}.{name}")
    opener: Callable[[httpx.AsyncClient], Archive] = module.open_archive
    return opener(client)
