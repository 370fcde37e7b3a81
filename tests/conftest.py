"""What holds for all tests."""

from __future__ import annotations

import signal

from hypothesis import settings

# A busy machine is slow, and what is imported or read at the first call takes its time.
# A change passes or fails by what it does: every run tries the same examples. To look for new
# ones is a job of its own: `pytest --hypothesis-profile=search`.
settings.register_profile("linkcheck", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("linkcheck")

# What a shell starts in the background ignores Ctrl-C, and so would the programs that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
