from __future__ import annotations

import re
import urllib.request

import tests.rudeweb as package
from tests.rudeweb import BEHAVIOURS, DOORS, RudeWeb


def test_its_docstring_lists_every_path_and_every_door() -> None:
    text = package.__doc__ or ""
    listed = text[text.index("Paths") :]
    assert set(re.findall(r"(?<=\s)/[^\s]*", listed)) == set(BEHAVIOURS)
    assert set(
        re.findall(
            r"^    ([a-z-]+)  ", text[text.index("Doors") : text.index("Paths")], re.MULTILINE
        )
    ) == set(DOORS)


def test_it_runs_in_a_thread() -> None:
    with RudeWeb.in_thread() as web:
        with urllib.request.urlopen(web.url("/ok")) as answer:  # noqa: S310  (our own server)
            assert answer.status == 200
        assert web.asked("/ok") == 1


def test_every_door_has_a_port() -> None:
    with RudeWeb.in_thread() as web:
        assert len({web.url(door=door) for door in DOORS}) == len(DOORS)
