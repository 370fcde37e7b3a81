"""Find and read the configuration file and the environment; merge them with the flags."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from linkcheck.errors import ConfigError
from linkcheck.settings import merge_settings, setting_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkcheck.settings import Settings

OWN_FILE: Final = "linkcheck.toml"
SHARED_FILE: Final = "pyproject.toml"
PREFIX: Final = "LINKCHECK_"


def load_settings(config: Path | None, flags: Mapping[str, object]) -> Settings:
    """Merge defaults < file < environment < flags; a flag that is None was not given.

    Raises `ConfigError` naming the file, the key and what is wrong with it.
    """
    layers: list[tuple[str, Mapping[str, object]]] = []
    path = config if config is not None else find_config(Path.cwd())
    if path is not None:
        layers.append((str(path), _read(path)))
    layers.append(("environment", _environment(os.environ)))
    given = {key: value for key, value in flags.items() if value is not None}
    layers.append(("command line", given))
    return merge_settings(*layers)


def find_config(start: Path) -> Path | None:
    """Look for `linkcheck.toml`, or `pyproject.toml` with our table, from here up.

    The search ends with the folder that holds `.git`, or the root.
    """
    for folder in (start, *start.parents):
        own = folder / OWN_FILE
        if own.is_file():
            return own
        shared = folder / SHARED_FILE
        if shared.is_file() and _has_our_table(shared):
            return shared
        if (folder / ".git").exists():
            return None
    return None


def _has_our_table(path: Path) -> bool:
    """Look into somebody's pyproject.toml; one that is broken is not ours to complain about."""
    try:
        text = path.read_text("utf-8")
        if "linkcheck" not in text:
            return False  # without the 10 ms that importing and parsing take
        import tomllib  # noqa: PLC0415  (see above)

        return "linkcheck" in tomllib.loads(text).get("tool", {})
    except (OSError, ValueError):  # of an encoding, or of TOML
        return False


def _read(path: Path) -> Mapping[str, object]:
    import tomllib  # noqa: PLC0415  (only where there is a file)

    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise ConfigError(message, hint="Name a TOML file with --config FILE.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path}: is no valid TOML: {error}"
        raise ConfigError(message) from error
    if path.name != SHARED_FILE:
        return content
    table = content.get("tool", {}).get("linkcheck", {})
    if not isinstance(table, dict):
        message = f"{path}: [tool.linkcheck] must be a table"
        raise ConfigError(message)
    return table


def _environment(environ: Mapping[str, str]) -> dict[str, object]:
    """Pick our variables; others with our prefix may be somebody else's."""
    names = {PREFIX + name.replace("-", "_").upper(): name for name in setting_names()}
    return {names[key]: value for key, value in environ.items() if key in names}
