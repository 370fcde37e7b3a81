from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from linkcheck.archives import archive_address, known_archives, open_archives
from linkcheck.archives.memento import TimeGate, TimeMaps
from linkcheck.archives.pywb import Collection
from linkcheck.errors import ConfigError
from linkcheck.settings import Settings

if TYPE_CHECKING:
    import respx


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


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://web.archive.org/web", "wayback"),
        ("timemap=https://web.archive.org/web/timemap/link/", "wayback"),
        ("timegate=https://arquivo.pt/wayback/", "arquivo"),
    ],
)
def test_an_archive_with_a_name_has_one_pace_however_it_is_named(address: str, name: str) -> None:
    assert _names(address, name) == [name]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("http://localhost:8080/web", "localhost:8080/web"),
        ("https://archive.example/coll/", "archive.example/coll"),
        ("timemap=https://archive.example/timemap/link/", "archive.example/timemap/link"),
        ("timegate=https://archive.example/gate", "archive.example/gate"),
    ],
)
def test_an_archive_is_opened_by_its_address(name: str, shown: str) -> None:
    assert _names(name, "wayback") == [shown, "wayback"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("http://a.example/web", Collection),
        ("timemap=http://a.example/x", TimeMaps),
        ("timegate=http://a.example/x", TimeGate),
    ],
)
def test_what_is_found_at_an_address_is_said_before_it(name: str, kind: type) -> None:
    (opened,) = open_archives(Settings(archive=(name,)), httpx.AsyncClient())

    assert isinstance(opened, kind)
    assert archive_address(name) == name.rpartition("=")[2]


async def test_only_archives_given_by_address_are_asked_by_the_private_client(
    respx_mock: respx.MockRouter,
) -> None:
    private = httpx.AsyncClient(headers={"User-Agent": "private"})
    settings = Settings(archive=("http://localhost:8080/web", "wayback"))
    mine, wayback = open_archives(settings, httpx.AsyncClient(), private)
    asked = respx_mock.get(url__startswith="http").respond(429)
    for archive in (mine, wayback):
        await archive.stages[0].lookup("https://example.org/", None)

    agents = [call.request.headers["User-Agent"] == "private" for call in asked.calls]
    assert agents == [True, False]
