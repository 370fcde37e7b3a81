from __future__ import annotations

import pytest

from linkcheck.errors import ConfigError
from linkcheck.model import State
from linkcheck.settings import Settings, merge_settings


def test_a_later_layer_wins_over_an_earlier_one() -> None:
    settings = merge_settings(
        ("file", {"timeout": 5, "per-host": 2}), ("environment", {"timeout": "7.5"})
    )
    assert settings == Settings(timeout=7.5, per_host=2)


def test_texts_from_the_environment_become_the_types_of_the_fields() -> None:
    settings = merge_settings(
        (
            "environment",
            {"fail-on": "dead, moved", "allow-private": "yes", "retries": "0", "exclude": "a,b"},
        )
    )
    assert settings.fail_on == (State.DEAD, State.MOVED)
    assert settings.allow_private is True
    assert settings.retries == 0
    assert settings.exclude == ("a", "b")


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    with pytest.raises(ConfigError) as caught:
        merge_settings(("linkcheck.toml", {"per-hosts": 2}))
    assert caught.value.message == "linkcheck.toml: unknown key “per-hosts”"
    assert caught.value.hint == "Did you mean “per-host”?"


def test_a_key_that_is_like_none_gets_the_list_of_all() -> None:
    with pytest.raises(ConfigError) as caught:
        merge_settings(("linkcheck.toml", {"zzzz": 2}))
    assert "timeout" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("timeout", "soon", "must be a number"),
        ("timeout", True, "must be a number"),
        ("retries", 1.5, "must be a whole number"),
        ("hidden", "perhaps", "must be true or false"),
        ("hidden", 1, "must be true or false"),
        ("fail-on", ["broken"], "must be one of alive, moved, dead"),
        ("archive", [1], "must be a list of texts"),
        ("user-agent", 3, "must be a text"),
        ("concurrency", 0, "must be at least 1"),
        ("timeout", "nan", "must be at least"),
        ("exclude", ["("], "no regular expression"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_key(
    key: str, value: object, said: str
) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        merge_settings(("linkcheck.toml", {key: value}))
    assert f"“{key}”" in caught.value.message


def test_the_user_agent_says_who_we_are_without_a_word_that_walls_refuse() -> None:
    assert "link" not in Settings().user_agent.lower()
    assert "+https://" in Settings().user_agent
