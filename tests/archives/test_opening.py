from __future__ import annotations

import httpx
import pytest

from linkcheck.archives import known_archives, open_archives
from linkcheck.errors import ConfigError
from linkcheck.settings import Settings


def _names(*names: str) -> list[str]:
    return [archive.name for archive in open_archives(Settings(archive=names), httpx.AsyncClient())]


def test_the_default_is_the_wayback_machine() -> None:
    opened = open_archives(Settings(), httpx.AsyncClient())

    assert [archive.name for archive in opened] == ["wayback"]


def test_none_opens_none() -> None:
    assert _names("none") == []
    assert _names() == []


def test_a_name_said_twice_opens_one() -> None:
    assert _names("wayback", "wayback") == ["wayback"]


@pytest.mark.parametrize(
    "name", ["webcite", "", "Wayback", "../budget", "ftp://example.org/web", "timemap=x"]
)
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _names(name)

    assert f"“{name}”" in caught.value.message
    assert caught.value.hint is not None
    assert "wayback" in caught.value.hint


def test_none_beside_a_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="cannot stand beside"):
        _names("wayback", "none")


@pytest.mark.parametrize("name", known_archives())
def test_every_known_archive_opens_under_its_name(name: str) -> None:
    assert _names(name) == [name]
