from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from linkcheck.errors import UsageError
from linkcheck.model import GivenCopy, ReasonCode, Remedy, State, Suggestion
from linkcheck.report import Style, compare, reporter_for
from tests.report.samples import cite, finding, report_of

if TYPE_CHECKING:
    from linkcheck.model import Finding, Report
    from linkcheck.report import Difference

GOLDEN = Path(__file__).parent / "golden"
COPY = Suggestion("https://web.archive.org/web/2018/https://a.example/", Remedy.ARCHIVED)


def page(url: str, state: State, *, suggestion: Suggestion | None = None) -> Finding:
    code, message = {
        State.DEAD: (ReasonCode.HTTP_404, "404 Not Found"),
        State.UNREACHABLE: (ReasonCode.TIMEOUT, "no answer within 20 s"),
    }.get(state, (ReasonCode.OK, "200 OK"))
    return finding(state, code, message, cite("a.md", 3, url), suggestion=suggestion)


def report(**states: State) -> Report:
    return report_of(tuple(page(f"https://{n}.example/", state) for n, state in states.items()), ())


def urls(difference: Difference, part: str) -> list[str]:
    return [change.finding.target.url for change in getattr(difference, part)]


OLD = report(a=State.ALIVE, b=State.DEAD, c=State.ALIVE, d=State.DEAD, e=State.MOVED, f=State.DEAD)
NEW = report_of(
    (
        page("https://a.example/", State.DEAD, suggestion=COPY),
        page("https://b.example/", State.ALIVE),
        page("https://c.example/", State.UNREACHABLE),
        page("https://d.example/", State.DEAD),
        page("https://g.example/", State.DEAD),
        page("https://h.example/", State.ALIVE),
        page("https://f.example/", State.BLOCKED),
    ),
    (),
)


def test_each_change_is_in_one_part() -> None:
    difference = compare(OLD, NEW)

    assert urls(difference, "broke") == ["https://a.example/"]
    assert urls(difference, "healed") == ["https://b.example/"]
    assert urls(difference, "changed") == ["https://f.example/", "https://c.example/"]
    assert urls(difference, "new") == ["https://g.example/", "https://h.example/"]
    assert urls(difference, "new_and_dead") == ["https://g.example/"]
    assert urls(difference, "gone") == ["https://e.example/"]


def test_nothing_changed_between_a_report_and_itself() -> None:
    difference = compare(OLD, OLD)

    assert not difference.something_broke
    assert difference.in_one_line() == (
        "0 broke, 0 new (0 dead), 0 healed, 0 changed otherwise, 0 no longer cited"
    )


@pytest.mark.parametrize(
    ("was", "state", "broke"),
    [
        (State.ALIVE, State.DEAD, True),
        (State.UNREACHABLE, State.DEAD, True),
        (State.DEAD, State.DEAD, False),
        (State.ALIVE, State.UNREACHABLE, False),
        (State.ALIVE, State.BLOCKED, False),
        (State.ALIVE, State.UNCHECKED, False),
        (State.DEAD, State.ALIVE, False),
    ],
)
def test_only_what_is_dead_now_and_was_not_broke(was: State, state: State, broke: bool) -> None:  # noqa: FBT001
    assert compare(report(a=was), report(a=state)).something_broke is broke


@pytest.mark.parametrize("state", [State.BLOCKED, State.UNREACHABLE, State.UNCHECKED])
def test_what_only_refuses_to_answer_has_not_healed(state: State) -> None:
    difference = compare(report(a=State.DEAD), report(a=state))

    assert not difference.healed
    assert difference.changed


def test_a_new_citation_that_is_dead_counts_as_broken() -> None:
    assert compare(report(), report(a=State.DEAD)).something_broke
    assert not compare(report(), report(a=State.ALIVE)).something_broke


def beside_a_copy(state: State, copy: State) -> Report:
    given = GivenCopy("https://perma.cc/AB12-CD34", copy, ("a.md",))
    return report_of((replace(page("https://a.example/", state), copies=(given,)),), ())


@pytest.mark.parametrize(
    ("old", "new", "broke"),
    [
        (report(a=State.ALIVE), beside_a_copy(State.DEAD, State.ALIVE), False),
        (report(), beside_a_copy(State.DEAD, State.ALIVE), False),
        (report(a=State.ALIVE), beside_a_copy(State.DEAD, State.DEAD), True),
        (report(), beside_a_copy(State.DEAD, State.DEAD), True),
        (beside_a_copy(State.DEAD, State.ALIVE), report(a=State.DEAD), True),
        (report(a=State.DEAD), beside_a_copy(State.DEAD, State.ALIVE), False),
    ],
)
def test_a_dead_page_beside_a_copy_that_works_is_not_broken(
    old: Report, new: Report, *, broke: bool
) -> None:
    assert compare(old, new).something_broke is broke


def test_a_citation_that_moved_within_a_document_is_no_change() -> None:
    moved = finding(State.DEAD, ReasonCode.HTTP_404, "404", cite("a.md", 99, "https://a.example/"))

    assert not compare(report(a=State.DEAD), report_of((moved,), ())).something_broke


def text_of(name: str, style: Style | None = None) -> str:
    out = io.StringIO()
    reporter_for(name).write(compare(OLD, NEW), out, style or Style())
    return out.getvalue()


CASES = {
    "difference-80.txt": ("table", Style(width=80)),
    "difference-80-verbose.txt": ("table", Style(width=80, verbose=True)),
    "difference-80-ascii.txt": ("table", Style(width=80, unicode=False)),
    "difference.md": ("markdown", Style()),
    "difference.json": ("json", Style()),
}


@pytest.mark.parametrize("name", CASES)
def test_a_difference_looks_as_it_was_reviewed(name: str) -> None:
    """Set LINKCHECK_GOLDEN=write to write them anew, then read what changed."""
    path = GOLDEN / name
    text = text_of(*CASES[name]).replace(f'"version":"{_version()}"', '"version":"0"')
    if os.environ.get("LINKCHECK_GOLDEN") == "write":
        path.write_text(text, "utf-8")

    assert text == path.read_text("utf-8")


def _version() -> str:
    from linkcheck.version import __version__  # noqa: PLC0415

    return __version__


def test_json_says_what_was_and_what_is() -> None:
    found = json.loads(text_of("json"))

    assert found["schema"] == "linkcheck-diff/1"
    assert found["something_broke"] is True
    (broke,) = found["broke"]
    assert (broke["was"], broke["target"]["state"]) == ("alive", "dead")
    assert [each["was"] for each in found["new"]] == [None, None]


def test_json_fits_its_schema_and_has_no_field_that_it_does_not_describe() -> None:
    schema = schema_of("linkcheck-diff-1")
    reports = Resource.from_contents(schema_of("linkcheck-1"))
    registry = Registry().with_resource("linkcheck-1.schema.json", reports)
    found = json.loads(text_of("json"))

    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, registry=registry)
    validator.validate(found)
    assert found.keys() == schema["properties"].keys()
    assert found["broke"][0].keys() == schema["$defs"]["change"]["properties"].keys()
    found["broke"][0]["target"]["state"] = "broken"
    assert not validator.is_valid(found)


def schema_of(name: str) -> dict[str, Any]:
    path = resources.files("linkcheck.report").joinpath("schema", f"{name}.schema.json")
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def test_quiet_shows_only_what_broke() -> None:
    text = text_of("table", Style(quiet=True))

    assert "https://a.example/" in text
    assert "https://b.example/" not in text


@pytest.mark.parametrize("name", ["csv", "jsonl", "sarif", "junit", "github"])
def test_a_format_that_cannot_show_what_changed_says_which_can(name: str) -> None:
    with pytest.raises(UsageError, match="cannot show what changed") as caught:
        text_of(name)
    assert caught.value.hint == "Formats that can: json, markdown, table."


def test_all_in_another_state_is_said_though_nothing_broke() -> None:
    difference = compare(report(a=State.DEAD), replace(report(a=State.MOVED)))

    assert urls(difference, "healed") == ["https://a.example/"]
