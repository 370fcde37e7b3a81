"""Regular expressions that are compiled when they are first used.

To compile one takes up to five milliseconds, and what reads documents has some two hundred, of
which a run needs a few: those of a dozen identifiers, of dates in the languages of the world, of
line breaks. Compiled as their modules are imported, they would take as long as all the rest of a
short run.
"""

from __future__ import annotations

import re
from typing import AnyStr, Final, Generic, cast

_METHODS: Final = (
    *("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"),
    *("pattern", "flags", "groups", "groupindex"),
)


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
        compiled = re.compile(self._source, self._flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def late(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used; a wrong one is only found out then.

    Raises `re.error` at its first use where it is no regular expression.
    """
    return cast("re.Pattern[AnyStr]", _Late(source, flags))
