"""The formats for programs, each read by a tool that is not ours."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from turbohtml import parse

from linkcheck.model import (
    Certainty,
    Document,
    DocumentProblem,
    DocumentResult,
    Kind,
    Reason,
    ReasonCode,
    Remedy,
    State,
    Suggestion,
)
from linkcheck.report import Style, compare, reporter_for
from linkcheck.report.rules import RULES
from tests.report.nasty import NASTY, nasty_extraction, nasty_report
from tests.report.samples import checked, cite, finding, report_of, sample, sample_extraction

if TYPE_CHECKING:
    from linkcheck.model import Citation, Extraction, Finding, Report
    from linkcheck.report import Difference

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
MACHINES = {
    "csv": "csv",
    "jsonl": "jsonl",
    "markdown": "md",
    "sarif": "sarif",
    "junit": "xml",
    "github": "log",
}
each_nasty = pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
any_text = st.text(st.characters(exclude_categories=()), max_size=40)


def written(
    name: str, content: Report | Extraction | Difference, style: Style | None = None
) -> str:
    out = io.StringIO()
    reporter_for(name).write(content, out, style or Style())
    return out.getvalue()


def one(
    citation: Citation,
    *,
    state: State = State.DEAD,
    code: ReasonCode = ReasonCode.HTTP_404,
    certainty: Certainty = Certainty.CERTAIN,
    suggestion: Suggestion | None = None,
) -> Report:
    found = finding(
        state, code, "404 Not Found", citation, certainty=certainty, suggestion=suggestion
    )
    return report_of((found,), (DocumentResult(Document(citation.document, "text"), 1),))


@pytest.mark.parametrize("name", MACHINES)
def test_a_report_for_programs_looks_as_it_was_reviewed(name: str) -> None:
    """Set LINKCHECK_GOLDEN=write to write them anew, then read what changed."""
    text = written(name, sample())
    if name == "sarif":
        text = json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"
    path = GOLDEN / f"report.{MACHINES[name]}"
    if os.environ.get("LINKCHECK_GOLDEN") == "write":
        path.write_text(text, "utf-8")

    assert text == path.read_text("utf-8")


# ---------------------------------------------------------------- JSON Lines


def test_a_line_of_json_lines_is_a_target_of_the_json_report() -> None:
    lines = [json.loads(line) for line in written("jsonl", sample()).splitlines()]

    assert lines == json.loads(written("json", sample()))["targets"]


@each_nasty
def test_json_lines_stay_one_a_target(text: str) -> None:
    lines = written("jsonl", nasty_report(text)).splitlines()

    assert len([json.loads(line) for line in lines]) == len(sample().findings)
    for line in written("jsonl", nasty_extraction(text)).splitlines():
        assert json.loads(line)["citations"]


# ---------------------------------------------------------------- CSV

FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


def test_csv_has_a_row_for_each_citation() -> None:
    rows = rows_of(written("csv", sample()))

    assert len(rows) == sum(len(item.citations) for item in sample().findings)
    assert {row["state"] for row in rows} == set(State)
    (page,) = [row for row in rows if row["page"]]
    assert (page["document"], page["page"]) == ("archive/scan.pdf", "3")


def test_csv_has_a_row_for_a_target_that_nothing_cites() -> None:
    lonely = replace(next(iter(sample().findings)), citations=())
    (row,) = rows_of(written("csv", report_of((lonely,), ())))

    assert row["url"] == lonely.target.url
    assert row["document"] == ""


@each_nasty
def test_no_cell_is_a_formula(text: str) -> None:
    plain = rows_of(written("csv", sample()))
    for content in (nasty_report(text), nasty_extraction(text)):
        rows = rows_of(written("csv", content))
        assert len(rows) == len(plain)
        assert not [value for row in rows for value in row.values() if FORMULA.match(value)]


@given(any_text)
@settings(max_examples=50)
def test_no_text_makes_a_formula_or_another_row(text: str) -> None:
    for lead in ("", "=", "+", "-", "@", " =", "\t=", "＝"):
        (row,) = rows_of(
            written("csv", one(replace(cite("a.md", 1, "https://a.example/"), label=lead + text)))
        )
        assert not FORMULA.match(row["label"])


def test_a_defused_formula_can_still_be_read() -> None:
    cited = replace(cite("a.md", 1, "https://a.example/"), label="=1+1")
    (row,) = rows_of(written("csv", one(cited)))

    assert row["label"] == "'=1+1"


# ---------------------------------------------------------------- Markdown


TAGS = {
    *("html", "head", "body", "h2", "h3", "p", "strong", "table", "thead", "tbody"),
    *("tr", "th", "td", "a", "code"),
}


def rendered(text: str) -> str:
    return pyromark.html(
        text, options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
    )


def cells_of(text: str) -> list[list[str]]:
    tree = ET.fromstring(f"<x>{rendered(text)}</x>")  # noqa: S314  (the renderer wrote it)
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


def test_markdown_shows_what_is_wrong_and_what_to_put_there() -> None:
    text = written("markdown", sample())
    html = parse(rendered(text))

    targets = {str(link.attrs["href"]) for link in html.find_all("a")}
    assert "http://lab.example.edu/~mueller/data/" in targets
    assert "https://statistics.example.gov/tables?year=1998&region=all" in targets
    assert "https://ria.ru/society/20171229/1511936482.html" not in targets
    assert "This run is not complete" in text


def test_markdown_shows_living_citations_when_asked_for() -> None:
    assert "ria.ru" in written("markdown", sample(), Style(verbose=True))


@each_nasty
def test_nothing_that_others_wrote_is_read_as_markdown(text: str) -> None:
    plain = parse(rendered(written("markdown", sample(), Style(verbose=True))))
    for content in (nasty_report(text), nasty_extraction(text)):
        html = parse(rendered(written("markdown", content, Style(verbose=True))))
        assert {element.tag for element in html.find_all()} <= TAGS
        for link in html.find_all("a"):
            assert str(link.attrs["href"]).startswith(("https://", "http://"))
            assert set(link.attrs) == {"href"}
        if content.__class__.__name__ == "Report":
            assert len(html.find_all("tr")) == len(plain.find_all("tr"))
            assert {len(row.find_all("td")) for row in html.find_all("tr")} <= {0, 2, 5}


@given(any_text)
@settings(max_examples=100)
def test_every_text_is_one_cell_and_shows_itself(text: str) -> None:
    from linkcheck.report.mdtext import code, words  # noqa: PLC0415
    from linkcheck.report.safe import shown  # noqa: PLC0415

    for shape in (code, words):
        html = parse(rendered(f"| a | b |\n|---|---|\n| x{shape(text)} | last |\n"))
        cells = [cell.text for cell in html.find_all("td")]
        assert cells == [f"x{shown(text)}".rstrip(" "), "last"]


@pytest.mark.parametrize(
    "text",
    ["@everyone", "#1", "see a_b_c", "www.evil.example", "http://evil.example", "$x$", ":tada:"],
)
def test_mentions_references_and_addresses_are_code(text: str) -> None:
    from linkcheck.report.mdtext import words  # noqa: PLC0415

    assert words(text) == f"`{text}`"


def test_markdown_within_a_limit_says_what_it_leaves_out() -> None:
    from linkcheck.report.formats.markdown import write_within  # noqa: PLC0415

    out = io.StringIO()
    write_within(sample(), out, Style(), room=1500)

    text = out.getvalue()
    assert "lab.example.edu" in text
    assert "192.168.0.12" not in text
    assert re.search(r"and \d more rows; the whole report has them", text)


# ---------------------------------------------------------------- SARIF


@cache
def sarif_schema() -> Draft4Validator:
    path = HERE / "schemas" / "sarif-2.1.0-rtm.5.json"
    return Draft4Validator(json.loads(path.read_text("utf-8")))


def sarif(report: Report) -> dict[str, Any]:
    log = json.loads(written("sarif", report))
    sarif_schema().validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def result(report: Report) -> dict[str, Any]:
    found: list[dict[str, Any]] = sarif(report)["results"]
    assert len(found) == 1
    return found[0]


def test_sarif_follows_the_official_schema() -> None:
    run = sarif(sample())

    levels = [item["level"] for item in run["results"]]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert set(levels) == {"error", "warning", "note"}


@each_nasty
def test_nothing_that_changed_is_read_as_markdown(text: str) -> None:
    for difference in (
        compare(sample(), nasty_report(text)),
        compare(nasty_report(text), sample()),
    ):
        html = parse(rendered(written("markdown", difference, Style(verbose=True))))
        assert {element.tag for element in html.find_all()} <= TAGS
        assert {len(row.find_all("td")) for row in html.find_all("tr")} <= {0, 6}


@pytest.mark.parametrize("name", ["csv", "markdown", "sarif", "junit", "github"])
def test_ten_megabytes_of_text_are_cut(name: str) -> None:
    text = "|`<x " * 2_000_000
    cited = replace(cite("a.md", 1, "https://a.example/"), context=text, text=text)
    found = finding(State.DEAD, ReasonCode.HTTP_404, text, cited, check=checked(404, text))

    assert len(written(name, report_of((found,), ()))) < 50_000


@each_nasty
def test_sarif_follows_the_official_schema_whatever_is_in_it(text: str) -> None:
    assert len(sarif(nasty_report(text))["results"]) == len(sarif(sample())["results"])


@given(any_text)
@settings(max_examples=25, deadline=None)
def test_places_in_sarif_are_addresses_whatever_a_file_is_called(text: str) -> None:
    found = result(one(cite(f"x{text}", 1, "https://a.example/")))
    (place,) = found["locations"]
    uri = place["physicalLocation"]["artifactLocation"]["uri"]

    assert re.fullmatch(r"[A-Za-z0-9_.~%/-]+", uri)
    assert unquote(uri, errors="strict").startswith("x")


def test_each_rule_in_sarif_has_help() -> None:
    run = json.loads(written("sarif", sample()))["runs"][0]

    rules = run["tool"]["driver"]["rules"]
    assert {item["ruleId"] for item in run["results"]} == {rule["id"] for rule in rules}
    for item in run["results"]:
        assert rules[item["ruleIndex"]]["id"] == item["ruleId"]
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)


def test_there_is_a_rule_for_every_reason() -> None:
    assert set(RULES) == set(ReasonCode)


def test_a_place_in_sarif_is_where_the_citation_stands() -> None:
    found = result(one(cite("docs/a b.md", 7, "https://a.example/")))

    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "docs/a%20b.md", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7, "startColumn": 1, "endLine": 7, "endColumn": 19},
            }
        }
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/home/me/a.md", "file:///home/me/a.md"),
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("a:b.md", "a%3Ab.md"),
        ("ä.md", "%C3%A4.md"),
    ],
)
def test_every_kind_of_path_has_its_address(path: str, uri: str) -> None:
    (place,) = result(one(cite(path, 1, "https://a.example/")))["locations"]

    assert place["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_page_is_no_line_of_the_file() -> None:
    (place,) = result(one(cite("a.pdf", 4, "https://a.example/", page=3)))["locations"]

    assert "region" not in place["physicalLocation"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "page 3"}]


def test_an_alert_stays_the_same_when_lines_move() -> None:
    url = "https://a.example/"

    def prints(*lines: int, document: str = "a.md") -> list[object]:
        cited = tuple(cite(document, line, url) for line in lines)
        report = report_of((finding(State.DEAD, ReasonCode.HTTP_404, "gone", *cited),), ())
        return [item["partialFingerprints"] for item in sarif(report)["results"]]

    assert prints(3, 9) == prints(4, 70)
    assert len({str(each) for each in prints(3, 9)}) == 2
    assert prints(3) != prints(3, document="b.md")


def test_a_fix_puts_the_new_address_where_the_old_one_stands() -> None:
    cited = replace(cite("a.md", 7, "https://a.example/"), fragment="x")
    suggestion = Suggestion("https://b.example/", Remedy.MOVED)
    report = one(cited, state=State.MOVED, code=ReasonCode.MOVED_PERMANENTLY, suggestion=suggestion)
    (fix,) = result(report)["fixes"]

    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert change["artifactLocation"]["uri"] == "a.md"
    assert replacement["deletedRegion"]["startLine"] == 7
    assert replacement["insertedContent"] == {"text": "https://b.example/#x"}


@pytest.mark.parametrize(
    "cited",
    [
        cite("a.md", 1, "https://doi.org/10.1000/1", kind=Kind.DOI),
        cite("a.pdf", 1, "https://a.example/", page=2),
        replace(cite("a.ipynb", 1, "https://a.example/"), part="cell 2"),
        replace(cite("a.md", 1, "https://a.example/"), text="a.example"),
    ],
)
def test_no_fix_is_offered_where_it_could_break_something(cited: Citation) -> None:
    suggestion = Suggestion("https://b.example/", Remedy.ARCHIVED)

    assert "fixes" not in result(one(cited, suggestion=suggestion))


def test_no_fix_is_offered_that_hides_what_it_is() -> None:
    suggestion = Suggestion("https://b.example/\u202egpj.exe", Remedy.MOVED)

    assert "fixes" not in result(one(cite("a.md", 1, "https://a.example/"), suggestion=suggestion))


def test_sarif_keeps_the_worst_and_says_how_many_it_leaves_out() -> None:
    dead = finding(State.DEAD, ReasonCode.HTTP_404, "gone", cite("z.md", 1, "https://z.example/"))
    url = "https://a.example/"
    many = finding(
        State.MOVED,
        ReasonCode.MOVED_PERMANENTLY,
        "moved",
        *(cite("a.md", n, url) for n in range(1, 5_011)),
    )
    run = json.loads(written("sarif", report_of((many, dead), ())))["runs"][0]

    assert len(run["results"]) == 5_000
    assert run["results"][0]["ruleId"] == "http-404"
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "11 lesser results left out."


def test_no_text_makes_a_link_or_a_placeholder_in_a_message() -> None:
    cited = cite("a.md", 1, "https://a.example/?q=[x](https://evil.example){0}")
    message = result(one(cited))["message"]

    assert r"\[x\](https://evil.example){{0}}" in message["text"]


# ---------------------------------------------------------------- JUnit


@cache
def junit_schema() -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xmlschema  # noqa: PLC0415  (takes a while)

        return xmlschema.XMLSchema(str(HERE / "schemas" / "jenkins-junit.xsd"))


def junit(report: Report) -> ET.Element:
    text = written("junit", report)
    junit_schema().validate(text)  # type: ignore[attr-defined]
    return ET.fromstring(text)  # noqa: S314  (we wrote it)


def test_junit_follows_the_schema_of_jenkins_and_counts_what_it_holds() -> None:
    tree = junit(sample())

    assert tree.get("tests") == str(len(tree.findall(".//testcase")))
    assert tree.get("failures") == str(len(tree.findall(".//failure")))
    assert tree.get("errors") == str(len(tree.findall(".//error"))) == "2"
    for suite in tree.findall("testsuite"):
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))


@pytest.mark.parametrize("state", State)
def test_only_what_is_dead_fails_a_build(state: State) -> None:
    tree = junit(one(cite("a.md", 1, "https://a.example/"), state=state))

    assert bool(tree.findall(".//failure")) is (state is State.DEAD)
    assert not tree.findall(".//error")


@each_nasty
def test_junit_follows_the_schema_whatever_is_in_it(text: str) -> None:
    tree = junit(nasty_report(text))

    assert len(tree.findall(".//testcase")) == len(junit(sample()).findall(".//testcase"))


@given(any_text)
@settings(max_examples=50, deadline=None)
def test_junit_shows_every_text_in_one_line(text: str) -> None:
    tree = junit(one(replace(cite(f"a{text}", 1, "https://a.example/"))))
    (suite,) = tree.findall("testsuite")

    assert "\n" not in (suite.get("name") or "")


# ---------------------------------------------------------------- GitHub's annotations

COMMAND = re.compile(
    r"::(error|warning|notice) ((?:file|line|endLine|col|endColumn|title)=[^,:\r\n]*"
    r"(?:,(?:file|line|endLine|col|endColumn|title)=[^,:\r\n]*)*)::([^\r\n]*)"
)


def annotations_of(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Read annotations as a runner does."""
    found = []
    for line in written("github", report).splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        fields = dict(field.split("=", 1) for field in match[2].split(","))
        found.append((match[1], {key: unquote(value) for key, value in fields.items()}, match[3]))
    return found


def test_an_annotation_stands_at_its_line() -> None:
    (found,) = annotations_of(one(cite("a,b:c%2C.md", 7, "https://a.example/%0A")))

    level, fields, message = found
    assert level == "error"
    assert fields["file"] == "a,b:c%2C.md"
    assert (fields["line"], fields["col"], fields["endColumn"]) == ("7", "1", "22")
    assert message == "dead: 404 Not Found: https://a.example/%250A"


@each_nasty
def test_no_text_is_a_command(text: str) -> None:
    assert len(annotations_of(nasty_report(text))) == len(annotations_of(sample()))


@given(any_text)
@settings(max_examples=50, deadline=None)
def test_every_text_stays_in_its_field(text: str) -> None:
    cited = cite(f"a{text}", 1, f"https://a.example/{text}")
    found = annotations_of(one(cited))

    assert [level for level, _, _ in found] == ["error"]


@pytest.mark.parametrize(
    ("state", "certainty", "level"),
    [
        (State.DEAD, Certainty.CERTAIN, "error"),
        (State.DEAD, Certainty.POSSIBLE, "warning"),
        (State.UNREACHABLE, Certainty.CERTAIN, "warning"),
        (State.BLOCKED, Certainty.CERTAIN, "notice"),
        (State.MOVED, Certainty.CERTAIN, "notice"),
    ],
)
def test_only_what_is_surely_dead_is_an_error(
    state: State, certainty: Certainty, level: str
) -> None:
    report = one(cite("a.md", 1, "https://a.example/"), state=state, certainty=certainty)

    assert [found[0] for found in annotations_of(report)] == [level]


@pytest.mark.parametrize("state", [State.ALIVE, State.UNCHECKED])
def test_what_needs_no_hand_is_not_marked(state: State) -> None:
    assert annotations_of(one(cite("a.md", 1, "https://a.example/"), state=state)) == []


def test_a_misleading_label_and_a_missing_place_are_marked_though_the_page_is_there() -> None:
    cited = replace(cite("a.md", 1, "https://a.example/"), label="https://b.example/", fragment="x")
    report = one(cited, state=State.ALIVE, code=ReasonCode.OK)
    item = next(iter(report.findings))
    missing = Reason(ReasonCode.FRAGMENT_MISSING, "the page has no place #x")
    verdict = replace(item.verdict, reasons=(*item.verdict.reasons, missing))
    found = annotations_of(replace(report, findings=(replace(item, verdict=verdict),)))

    assert sorted(message for _, _, message in found) == [
        "a link to it is labelled https://b.example/: https://a.example/",
        "the page has no place #x: https://a.example/",
    ]
    assert {level for level, _, _ in found} == {"warning"}


def many(state: State, number: int) -> tuple[Finding, ...]:
    return tuple(
        finding(state, ReasonCode.OK, "why", cite(f"{n:02}.md", 1, f"https://{n:02}.{state}/"))
        for n in range(number)
    )


def test_no_more_annotations_are_written_than_github_shows() -> None:
    report = report_of((*many(State.DEAD, 25), *many(State.MOVED, 10)), ())
    found = annotations_of(report)

    errors = [message for level, _, message in found if level == "error"]
    assert len(errors) == 10
    assert errors[0] == "dead: why: https://00.dead/"
    assert errors[-1] == "16 more errors; see the whole report"
    assert len([1 for level, _, _ in found if level == "notice"]) == 10


def test_many_unreadable_documents_leave_room_for_saying_that_there_are_more() -> None:
    problem = DocumentProblem("not-text", "this is no text")
    documents = tuple(DocumentResult(Document(f"{n}.md", "text"), 0, problem) for n in range(12))
    errors = annotations_of(report_of(many(State.DEAD, 3), documents))

    assert len(errors) == 10
    assert errors[-1][2] == "6 more errors; see the whole report"


def test_extractions_are_written_where_the_format_can() -> None:
    assert len(rows_of(written("csv", sample_extraction()))) == 14
    assert len(cells_of(written("markdown", sample_extraction()))) == 15
