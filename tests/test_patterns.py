from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import linkcheck
from linkcheck.patterns import late


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    pattern = late(r"(?P<a>b+)c", re.IGNORECASE)
    found = pattern.search("xBBc")
    assert found is not None
    assert found["a"] == "BB"
    assert pattern.sub("-", "abc") == "a-"
    assert pattern.pattern == r"(?P<a>b+)c"
    assert pattern.groups == 1


def test_a_wrong_pattern_is_found_out_when_it_is_used() -> None:
    pattern = late("(")
    with pytest.raises(re.error):
        pattern.match("")


def test_every_pattern_of_ours_can_be_compiled() -> None:
    made = type(late(""))
    seen = 0
    for module in pkgutil.walk_packages(linkcheck.__path__, "linkcheck."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for each in value.values() if isinstance(value, dict) else [value]:
                if isinstance(each, made):
                    assert each.groups >= 0, f"{module.name}.{name}"
                    seen += 1
    assert seen > 100
