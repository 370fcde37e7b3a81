"""Find other people's test data, which is not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def conformance(name: str) -> Path:
    """Return a file or folder of the conformance data, or skip the test where it is absent."""
    beside = Path(__file__).parents[2] / "shared" / "conformance"
    folder = Path(os.environ.get("LINKCHECK_CONFORMANCE", beside))
    path = folder / name
    if not path.exists():
        pytest.skip(f"no conformance data {name}: set LINKCHECK_CONFORMANCE to its folder")
    return path
