from __future__ import annotations

import io
import json
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from linkcheck.errors import ExitCode, ReportFileError
from linkcheck.model import (
    ArchiveState,
    Certainty,
    DateSource,
    GivenCopy,
    Kind,
    Place,
    ReasonCode,
    RejectedCopy,
    Remedy,
    State,
)
from linkcheck.report import Style, read_report, reporter_for
from tests.report.nasty import NASTY, nasty_extraction, nasty_report
from tests.report.samples import START, sample, sample_extraction
from tests.store import strategies

if TYPE_CHECKING:
    from pathlib import Path

    from linkcheck.model import Citation, Extraction, Finding, Report

SCHEMA = json.loads(
    resources.files("linkcheck.report")
    .joinpath("schema", "linkcheck-1.schema.json")
    .read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def text_of(content: Report | Extraction) -> str:
    out = io.StringIO()
    reporter_for("json").write(content, out, Style())
    return out.getvalue()


def without_offsets(report: Report) -> Report:
    """Forget what the JSON report does not hold."""

    def plain(citation: Citation) -> Citation:
        span = replace(citation.span, start=0, end=len(citation.text))
        return replace(citation, span=span)

    def finding(item: Finding) -> Finding:
        return replace(item, citations=tuple(plain(citation) for citation in item.citations))

    return replace(report, findings=tuple(finding(item) for item in report.findings))


def paired(report: Report) -> Report:
    """Let every target have a copy beside it, another that was rejected, and be one itself."""
    rejected = RejectedCopy("https://archive.example/soft", START, "it is a copy of 302 Found")
    copies = (GivenCopy("https://perma.cc/AB12-CD34", State.ALIVE, ("a.md",), START),)

    def finding(item: Finding) -> Finding:
        return replace(
            item,
            citations=tuple(replace(each, copy_of="https://a.example/") for each in item.citations),
            archive=replace(item.archive, rejected=rejected),
            copies=copies,
        )

    summary = replace(report.summary, mended=((State.DEAD, 2),))
    return replace(report, summary=summary, findings=tuple(map(finding, report.findings)))


# ---------------------------------------------------------------- the schema


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_of_the_schema_is_described() -> None:
    def fields(node: object, path: str = "$") -> list[str]:
        if isinstance(node, dict):
            nameless = [
                f"{path}.{name}"
                for name, value in node.get("properties", {}).items()
                if "description" not in value
            ]
            return nameless + [
                name for key, value in node.items() for name in fields(value, f"{path}.{key}")
            ]
        if isinstance(node, list):
            return [name for item in node for name in fields(item, path)]
        return []

    assert fields(SCHEMA) == []


def test_the_schema_names_what_the_model_names() -> None:
    defs = SCHEMA["$defs"]
    citation, target = defs["citation"]["properties"], defs["target"]["properties"]

    assert set(defs["state"]["enum"]) == set(State)
    assert set(target["certainty"]["enum"]) == set(Certainty)
    assert set(defs["reason"]["properties"]["code"]["examples"]) == set(ReasonCode)
    assert set(defs["archive"]["properties"]["state"]["enum"]) == set(ArchiveState)
    assert set(defs["suggestion"]["properties"]["why"]["enum"]) == set(Remedy)
    assert set(citation["kind"]["enum"]) == set(Kind)
    assert set(citation["place"]["enum"]) == set(Place)
    assert set(citation["date_source"]["enum"]) == {*DateSource, None}


@pytest.mark.parametrize(
    "content",
    [sample(), paired(sample()), sample_extraction()],
    ids=["report", "pairs", "extraction"],
)
def test_what_is_written_fits_the_schema(content: Report | Extraction) -> None:
    VALIDATOR.validate(json.loads(text_of(content)))


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nasty_texts_fit_the_schema_too(text: str) -> None:
    VALIDATOR.validate(json.loads(text_of(nasty_report(text))))
    VALIDATOR.validate(json.loads(text_of(nasty_extraction(text))))


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("schema", "linkcheck/2"),
        ("summary", {}),
        ("documents", [{"path": "a"}]),
        ("targets", [{"url": "https://a.example/", "citations": []}]),
        ("run", None),
    ],
)
def test_the_schema_refuses_what_is_not_a_report(where: str, value: object) -> None:
    document = json.loads(text_of(sample()))
    document[where] = value

    assert not VALIDATOR.is_valid(document)


def test_no_field_is_written_that_the_schema_does_not_describe() -> None:
    defs = SCHEMA["$defs"]
    document = json.loads(text_of(paired(sample())))
    (target, *_) = [item for item in document["targets"] if item["redirects"]]

    assert document.keys() == defs["report"]["properties"].keys()
    assert document["run"].keys() == defs["run"]["properties"].keys()
    assert document["summary"].keys() == defs["summary"]["properties"].keys()
    assert document["documents"][0].keys() == defs["document"]["properties"].keys()
    assert target.keys() == defs["target"]["properties"].keys()
    assert target["archive"].keys() == defs["archive"]["properties"].keys()
    assert target["citations"][0].keys() == defs["citation"]["properties"].keys()


# ---------------------------------------------------------------- writing


def test_each_document_and_target_has_a_line() -> None:
    report = sample()
    lines = text_of(report).splitlines()

    for result in report.documents:
        assert sum(f'"path":"{result.document.path}"' in line for line in lines) == 1
    for finding in report.findings:
        assert sum(f'{{"url":"{finding.target.url}","state"' in line for line in lines) == 1


def test_findings_are_written_as_they_come() -> None:
    report = sample()
    out = io.StringIO()
    seen: list[bool] = []

    class Watched(tuple[object, ...]):
        __slots__ = ()

        def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
            for item in super().__iter__():
                seen.append(item is self[0] or self[0].target.url in out.getvalue())  # type: ignore[attr-defined]
                yield item

    reporter_for("json").write(
        replace(report, findings=Watched(report.findings)),  # type: ignore[arg-type]
        out,
        Style(),
    )
    assert seen
    assert all(seen)


def test_an_unchecked_target_has_no_numbers_of_a_check() -> None:
    document = json.loads(text_of(sample()))
    (target,) = [item for item in document["targets"] if item["state"] == "unchecked"]

    assert (target["status_code"], target["checked_at"], target["elapsed_ms"]) == (None, None, None)
    assert target["attempts"] == 0


def test_an_extraction_is_grouped_by_address_in_reading_order() -> None:
    extraction = sample_extraction()
    document = json.loads(text_of(extraction))

    assert [item["url"] for item in document["targets"]] == list(
        dict.fromkeys(citation.url for citation in extraction.citations)
    )
    assert "run" not in document
    assert document["summary"] == {
        "documents": 6,
        "documents_without_citations": 1,
        "unreadable": 2,
        "citations": 14,
        "targets": 9,
    } | {"citations": len(extraction.citations)}


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("report", [sample(), paired(sample())], ids=["plain", "pairs"])
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    assert read_report(text_of(report).encode()) == without_offsets(report)


@settings(deadline=None)
@given(st.lists(strategies.citations(), max_size=3).map(tuple))
def test_any_citations_come_back_as_they_were(citations: tuple[Citation, ...]) -> None:
    report = sample()
    finding = next(iter(report.findings))
    url = finding.target.url
    cited = tuple(replace(item, url=url, kind=finding.target.kind) for item in citations)
    changed = replace(report, findings=(replace(finding, citations=cited),))

    assert read_report(text_of(changed).encode()) == without_offsets(changed)


def test_a_report_read_and_written_again_is_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(text_of(sample()), "utf-8")

    assert text_of(read_report(path)) == path.read_text("utf-8")


def broken(**changes: object) -> bytes:
    return json.dumps(json.loads(text_of(sample())) | changes).encode()


def with_target(number: int, **changes: object) -> bytes:
    document = json.loads(text_of(sample()))
    document["targets"][number] |= changes
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read as JSON"),
        (b"not json", "cannot be read as JSON"),
        (b"\xff\xfe{", "cannot be read as JSON"),
        (b"[" * 100_000, "is no linkcheck report"),
        (b'{"x":' * 100_000, "cannot be read as JSON"),
        (b"[]", "is no linkcheck report: $: expected `object`"),
        (b'{"links": []}', "has no “schema”"),
        (b'{"schema": 1}', "$.schema: expected `str | null`"),
        (broken(schema="linkcheck/2"), "is of the schema “linkcheck/2”"),
        (broken(targets={}), "$.targets: expected `array`"),
        (broken(summary={}), "$.summary: object missing required field `documents`"),
        (broken(documents=[{"path": 3}]), "$.documents[0].path: expected `str`"),
        (with_target(3, state="fine"), "$.targets[3].state: invalid enum value 'fine'"),
        (with_target(8, citations=[{}]), "$.targets[8].citations[0]: object missing"),
        (text_of(sample_extraction()).encode(), "citations that were not checked"),
    ],
)
def test_what_is_no_report_is_refused_with_the_place(data: bytes, message: str) -> None:
    with pytest.raises(ReportFileError) as caught:
        read_report(data, "x.json")

    assert message in caught.value.message
    assert caught.value.message.startswith("x.json ")
    assert caught.value.hint
    assert caught.value.exit_code is ExitCode.INPUT


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReportFileError, match="cannot be read: No such file"):
        read_report(tmp_path / "gone.json")


def test_fields_that_a_later_version_added_are_ignored() -> None:
    assert read_report(broken(more=[1, 2])) == without_offsets(sample())
    read_report(with_target(0, more={"a": 1}))
