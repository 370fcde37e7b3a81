"""The types that pass between the parts, which are imported when they are asked for."""

from __future__ import annotations

import pickle
from typing import get_type_hints

import pytest

from linkcheck import model
from linkcheck.model import Citation, Finding, Place, Span


def test_every_name_is_found_where_it_is_said_to_be() -> None:
    assert sorted(model.__all__) == sorted(model._HOMES)
    for name, home in model._HOMES.items():
        found = getattr(model, name)
        if isinstance(found, type):
            assert found.__module__ == f"linkcheck.model.{home}"


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"'linkcheck\.model' has no attribute 'Dokument'"):
        _ = model.Dokument  # type: ignore[attr-defined]


def test_a_name_is_the_same_however_often_it_is_asked_for() -> None:
    assert model.Citation is Citation
    assert "Citation" in vars(model)


def test_values_survive_being_sent_to_another_process() -> None:
    span = Span(0, 22, 1, 1, 1, 23)
    url = "https://a.example.org/"
    citation = Citation("a.md", span, url, url, place=Place.COMMENT)
    assert pickle.loads(pickle.dumps(citation)) == citation  # noqa: S301  (our own)


@pytest.mark.parametrize("kind", [Citation, Finding], ids=["citation", "finding"])
def test_hints_can_be_read_of_what_is_stored_and_sent(kind: type) -> None:
    assert get_type_hints(kind)
