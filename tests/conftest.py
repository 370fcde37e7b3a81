"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is slow, and what is imported or read at the first call takes its time.
settings.register_profile("linkcheck", deadline=None)
settings.load_profile("linkcheck")
