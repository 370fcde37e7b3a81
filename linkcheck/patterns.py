"""Regular expressions that are compiled when they are first used, and right on every Python.

To compile one takes up to five milliseconds, and what reads documents has some two hundred, of
which a run needs a few: those of a dozen identifiers, of dates in the languages of the world, of
line breaks. Compiled as their modules are imported, they would take as long as all the rest of a
short run.
"""

from __future__ import annotations

import re
import sys
from typing import AnyStr, Final, Generic, cast

_METHODS: Final = (
    *("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"),
    *("pattern", "flags", "groups", "groupindex"),
)
# Before, a possessive group kept what its last turn had read that failed (python/cpython#106052).
# Debian 12 has such a Python.
_POSSESSIVE_GROUPS_WORK: Final = sys.version_info >= (3, 11, 5)


class _Late(Generic[AnyStr]):
    """Become a compiled pattern when one of its methods is asked for.

    From then on they are attributes like any other, found as fast as those of a pattern.
    """

    def __init__(self, source: AnyStr, flags: int) -> None:
        self._source: AnyStr = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = at_once(self._source, self._flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def late(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used; a wrong one is only found out then.

    Raises `re.error` at its first use where it is no regular expression.
    """
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


def at_once(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Compile a pattern. Raises `re.error` where it is no regular expression."""
    if _POSSESSIVE_GROUPS_WORK:
        return re.compile(source, flags)
    from linkcheck.possessive import with_atomic_groups  # noqa: PLC0415  (for old versions alone)

    return with_atomic_groups(source, flags)
