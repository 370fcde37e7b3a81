"""What can become of a target, and how sure that is."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Name the states of the public contract."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    UNCHECKED = "unchecked"


class Certainty(StrEnum):
    """Say how sure a verdict is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
