"""What is said of values in a configuration that do not fit, in the same words everywhere."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from linkcheck.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable


def unknown_key(key: str, origin: str, known: Iterable[str]) -> ConfigError:
    """Say that a key is none of ours, and which it may be meant for."""
    names = [name.replace("_", "-") for name in known]
    near = difflib.get_close_matches(key.replace("_", "-"), names, n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"Known keys: {', '.join(sorted(names))}."
    return ConfigError(f"{origin}: unknown key “{key}”", hint=hint)


def number(value: object, *, whole: bool, key: str, origin: str) -> int | float:
    """Read a number, also one that is written as a text."""
    kind = "a whole number" if whole else "a number"
    if isinstance(value, bool):
        raise misfit(value, kind, key, origin)
    if isinstance(value, str):
        try:
            return int(value) if whole else float(value)
        except ValueError:
            raise misfit(value, kind, key, origin) from None
    if isinstance(value, int) or (isinstance(value, float) and not whole):
        return value
    raise misfit(value, kind, key, origin)


def misfit(value: object, wanted: str, key: str, origin: str) -> ConfigError:
    """Say that a value does not fit its key."""
    return ConfigError(f"{origin}: “{key}” must be {wanted}, not {value!r}")
