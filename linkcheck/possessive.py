"""Possessive groups said as atomic ones, which Python 3.11.0 to 3.11.4 gets right.

`(?:a|bc)*+` is `(?>(?:a|bc)*)`. Rather than to rewrite its source, what `re` makes of a pattern is
changed before it is compiled. That is private to `re`, and known: no later version comes here.
"""

from __future__ import annotations

import importlib
import re
from typing import Any, AnyStr, Final, cast

_SINGLE: Final = ("LITERAL", "NOT_LITERAL", "ANY", "IN")  # repeated in a manner that works


def with_atomic_groups(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Compile a pattern so that its possessive groups are atomic. Raises `re.error`."""
    parser = importlib.import_module("re._parser")
    compiler = importlib.import_module("re._compiler")
    tree = parser.parse(source, flags)
    if not _change(tree, parser):
        return re.compile(source, flags)
    return cast("re.Pattern[AnyStr]", compiler.compile(tree, flags | tree.state.flags))


def _change(tree: Any, parser: Any) -> bool:  # noqa: ANN401  (`re` has no types for these)
    """Change a tree in place, and the trees within it first; return whether there was a need."""
    changed = False
    for place, (operator, argument) in enumerate(tree.data):
        for part in _parts(argument, parser):
            changed = _change(part, parser) or changed
        if operator is not parser.POSSESSIVE_REPEAT:
            continue
        _least, _most, repeated = argument
        if len(repeated) != 1 or str(repeated[0][0]) not in _SINGLE:
            inner = parser.SubPattern(tree.state, [(parser.MAX_REPEAT, argument)])
            tree.data[place] = (parser.ATOMIC_GROUP, inner)
            changed = True
    return changed


def _parts(argument: Any, parser: Any) -> list[Any]:  # noqa: ANN401  (as above)
    """Return the trees that an operator's argument holds, however deep in lists and tuples."""
    if isinstance(argument, parser.SubPattern):
        return [argument]
    if isinstance(argument, list | tuple):
        return [part for each in argument for part in _parts(each, parser)]
    return []
