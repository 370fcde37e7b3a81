"""One frozen `Settings`, merged once: defaults < file < environment < flags.

Each setting is a field here; its name with dashes is its key in the file (`per-host = 2`), in
capitals behind `LINKCHECK_` its environment variable (`LINKCHECK_PER_HOST=2`), and its option on
the command line where it has one (`--per-host 2`). Reading files and the environment is done at
the edge; this module only checks and merges what was read.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, get_type_hints

from linkcheck.address import parse_address
from linkcheck.config_values import misfit, number, unknown_key
from linkcheck.errors import ConfigError
from linkcheck.hostrules import HostRule, read_host_rules
from linkcheck.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping

# Without the word "link": there is a wall that refuses every agent with it in its name.
DEFAULT_USER_AGENT: Final = (
    "Mozilla/5.0 (compatible; CitationRot/0.1; +https://pypi.org/project/citation-rot/)"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold everything a run depends on besides its documents. Times are in seconds."""

    # What is read
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    exclude_path: tuple[str, ...] = ()
    hidden: bool = False
    include_code: bool = False
    bare_domains: bool = False
    include_comments: bool = False
    wiki_base: str = ""  # the address below which the pages of wiki links are

    # How the web is asked
    timeout: float = 20.0
    connect_timeout: float = 10.0
    retries: int = 2
    retry_after_cap: float = 60.0
    concurrency: int = 512
    per_host: int = 4
    delay: float = 0.05
    max_redirects: int = 10
    max_body: int = 262_144
    allow_private: bool = False
    user_agent: str = DEFAULT_USER_AGENT
    fragments: bool = False
    hosts: tuple[HostRule, ...] = ()

    # How archives are asked
    archive: tuple[str, ...] = ("wayback",)
    archive_all: bool = False
    archive_wait: float = 60.0
    max_gap: float = math.inf  # days
    look_at_copies: bool = True

    # What counts
    fail_on: tuple[State, ...] = field(default=(State.DEAD,))


def merge_settings(*layers: tuple[str, Mapping[str, object]]) -> Settings:
    """Lay settings over the defaults, later layers winning.

    A layer is where it was read, for messages ("linkcheck.toml", "environment", "command line"),
    and its keys: with dashes or underscores, the values as TOML gives them or as text.

    Raises `ConfigError` for an unknown key, naming the nearest known one, and for a value that
    does not fit.
    """
    settings = Settings()
    names = [item.name for item in fields(Settings)]
    for origin, layer in layers:
        changes: dict[str, object] = {}
        for key, value in layer.items():
            name = key.replace("-", "_")
            if name not in names:
                raise unknown_key(key, origin, names)
            changes[name] = _converted(value, _types()[name], key, origin)
        settings = replace(settings, **changes)  # type: ignore[arg-type]  # checked just above
    _check_ranges(settings)
    _check_patterns(settings)
    _check_addresses(settings)
    return settings


@functools.cache
def _types() -> dict[str, object]:
    return get_type_hints(Settings)


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings, as they are written in a file."""
    return tuple(item.name.replace("_", "-") for item in fields(Settings))


def _converted(value: object, wanted: object, key: str, origin: str) -> object:
    """Turn a value from TOML, the environment or a flag into the type of its field."""
    if wanted is bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in _TRUTH:
            return _TRUTH[value.lower()]
        raise misfit(value, "true or false", key, origin)
    if wanted is int or wanted is float:
        return number(value, whole=wanted is int, key=key, origin=origin)
    if wanted is str:
        if isinstance(value, str):
            return value
        raise misfit(value, "a text", key, origin)
    if wanted == tuple[HostRule, ...]:
        return read_host_rules(value, key, origin)
    return _several(value, wanted, key, origin)


def _several(value: object, wanted: object, key: str, origin: str) -> object:
    items = _texts(value, key, origin)
    if wanted == tuple[State, ...]:
        return tuple(_state(item, key, origin) for item in items)
    return items


_TRUTH: Final = {
    "1": True, "true": True, "yes": True, "on": True,
    "0": False, "false": False, "no": False, "off": False,
}  # fmt: skip


def _texts(value: object, key: str, origin: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, Sequence) and all(isinstance(item, str) for item in value):
        return tuple(str(item) for item in value)
    raise misfit(value, "a list of texts", key, origin)


def _state(text: str, key: str, origin: str) -> State:
    try:
        return State(text.lower())
    except ValueError:
        raise misfit(text, f"one of {', '.join(State)}", key, origin) from None


_AT_LEAST: Final = {
    "timeout": 0.001,
    "connect_timeout": 0.001,
    "retries": 0,
    "retry_after_cap": 0,
    "concurrency": 1,
    "per_host": 1,
    "delay": 0,
    "max_redirects": 0,
    "max_body": 1024,
    "archive_wait": 0,
    "max_gap": 0,
}


def _check_ranges(settings: Settings) -> None:
    for name, least in _AT_LEAST.items():
        if not getattr(settings, name) >= least:
            key = name.replace("_", "-")
            message = f"“{key}” must be at least {least}, not {getattr(settings, name)}"
            raise ConfigError(message)


def _check_addresses(settings: Settings) -> None:
    base = parse_address(settings.wiki_base) if settings.wiki_base else None
    if settings.wiki_base and (base is None or not base.is_web):
        message = f"“wiki-base” must be an address of the web, not {settings.wiki_base!r}"
        raise ConfigError(
            message, hint="Give what stands before a page's name: https://en.wikipedia.org/wiki/"
        )


def _check_patterns(settings: Settings) -> None:
    for name in ("include", "exclude"):
        for pattern in getattr(settings, name):
            try:
                re.compile(pattern)
            except re.error as error:
                message = f"“{name}”: {pattern!r} is no regular expression: {error}"
                raise ConfigError(
                    message, hint="Escape the dots of a host: example\\.org"
                ) from error
