"""The judge's names are imported when they are first used; each must have its home."""

from __future__ import annotations

import pytest

import linkcheck
from linkcheck import judge


@pytest.mark.parametrize("name", judge.__all__)
def test_each_public_name_of_the_judge_can_be_had(name: str) -> None:
    assert getattr(judge, name) is not None


@pytest.mark.parametrize("name", linkcheck.__all__)
def test_each_public_name_of_the_library_can_be_had(name: str) -> None:
    assert getattr(linkcheck, name) is not None


def test_no_other_name_is_the_judges() -> None:
    with pytest.raises(AttributeError, match="no attribute 'jury'"):
        _ = judge.jury
