"""SARIF 2.1.0, for code scanning: places that stay the same alert, rules with help, fixes.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/. GitHub takes 25,000 results of a run and shows
the 5,000 worst (https://docs.github.com/code-security/code-scanning); more are never written,
and a notification says how many are left out. An alert is known again by its document, its
target and which of that document's citations of it it is: what moves within a document stays
the same alert.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from linkcheck.model import Certainty, Kind, Remedy
from linkcheck.patterns import late
from linkcheck.report import wire
from linkcheck.report.marks import Level, marks, sentence, worst
from linkcheck.report.phrases import counted, place_in_words
from linkcheck.report.reporter import Reporter
from linkcheck.report.rules import RULES
from linkcheck.report.safe import encodable, is_safe, shown

if TYPE_CHECKING:
    from typing import IO, TypeAlias

    from linkcheck.model import Citation, DocumentResult, ReasonCode, Report
    from linkcheck.report.marks import Mark
    from linkcheck.report.style import Style

    Json: TypeAlias = dict[str, object]

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
MOST: Final = 5_000
ROOT: Final = "%SRCROOT%"

_LEVELS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
_RANKS: Final = {Certainty.CERTAIN: 100.0, Certainty.LIKELY: 75.0, Certainty.POSSIBLE: 25.0}
_WEB: Final = late(r"https?://", re.IGNORECASE)
_BRACKETS: Final = late(r"[\\\[\]]")


def write_report(report: Report, out: IO[str], _style: Style) -> None:
    """Write a report."""
    kept, left = worst(marks(report.findings), MOST)
    codes = sorted({mark.reason.code for mark in kept})
    measured = report.summary.known is not None
    driver: Json = {
        "name": "linkcheck",
        "informationUri": "https://pypi.org/project/citation-rot/",
        "semanticVersion": shown(report.run.version),
        "rules": [_rule(code) for code in codes],
    }
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, left)],
        "results": [
            _result(mark, codes.index(mark.reason.code), measured=measured) for mark in kept
        ],
    }
    out.write(f"{wire.encode({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]})}\n")


def _rule(code: ReasonCode) -> Json:
    means, advice = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": means},
        "help": {"text": f"{means} {advice}", "markdown": f"{means}\n\n{advice}"},
        "properties": {"tags": ["link rot"], "precision": "high"},
    }


def _invocation(report: Report, left: int) -> Json:
    notes: list[Json] = [
        _notification("error", item.problem.message, item)
        for item in report.documents
        if item.problem is not None
    ]
    if left:
        notes.append(_notification("note", f"{counted(left, 'lesser result')} left out."))
    if not report.run.complete:
        notes.append(_notification("warning", f"Not complete: {report.run.note or 'stopped'}"))
    return {
        "executionSuccessful": report.run.complete,
        "startTimeUtc": _time(report.run.started_at.isoformat()),
        "endTimeUtc": _time(report.run.finished_at.isoformat()),
        "toolExecutionNotifications": notes,
    }


def _time(text: str) -> str:
    return text.replace("+00:00", "Z")


def _notification(level: str, text: str, item: DocumentResult | None = None) -> Json:
    note: Json = {"level": level, "message": {"text": _text(text)}}
    if item is not None:
        place = {"physicalLocation": {"artifactLocation": _artifact(item.document.path)}}
        note["locations"] = [place]
    return note


def _result(mark: Mark, rule: int, *, measured: bool) -> Json:
    url = mark.finding.target.url
    result: Json = {
        "ruleId": mark.reason.code,
        "ruleIndex": rule,
        "level": _LEVELS[mark.level],
        "rank": _RANKS[mark.finding.verdict.certainty],
        "message": {"text": _text(sentence(mark))},
        "locations": [_location(mark)],
        "partialFingerprints": _fingerprints(mark),
        "properties": {
            "state": mark.finding.verdict.state,
            "certainty": mark.finding.verdict.certainty,
            "url": shown(url),
        },
    }
    if measured:
        result["baselineState"] = "unchanged" if mark.is_known else "new"  # 3.27.24
    fix = _fix(mark)
    if fix is not None:
        result["fixes"] = [fix]
    return result


def _location(mark: Mark) -> Json:
    citation = mark.citation
    place: Json = {"artifactLocation": _artifact(citation.document)}
    if mark.line is not None:
        place["region"] = _region(citation)
        return {"physicalLocation": place}
    # Lines count within the page or the part there: they are none of the file.
    inside = {"fullyQualifiedName": shown(place_in_words(citation))}
    return {"physicalLocation": place, "logicalLocations": [inside]}


def _region(citation: Citation) -> Json:
    span = citation.span
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(path: str) -> Json:
    """Return where a document is: relative to the root of the sources, unless it is absolute."""
    path = encodable(path)
    if _WEB.match(path):
        return {"uri": quote(path, safe="/:?#[]@!$&'()*+,;=%~")}
    if path.startswith("/"):
        return {"uri": "file://" + quote(path, safe="/")}
    return {"uri": quote(path, safe="/"), "uriBaseId": ROOT}


def _fingerprints(mark: Mark) -> Json:
    """Name the alert; GitHub reads `primaryLocationLineHash` alone, hash and number."""
    citation = mark.citation
    identity = f"{citation.document}\0{mark.finding.target.url}"
    digest = hashlib.sha256(encodable(identity).encode()).hexdigest()[:32]
    name = f"{digest}:{mark.number}"
    return {"primaryLocationLineHash": name, "linkcheckCitation/v1": name}


def _fix(mark: Mark) -> Json | None:
    """Offer what may stand there instead, where the text is an address that can be replaced."""
    citation = mark.citation
    suggestion = mark.finding.verdict.suggestion
    if suggestion is None or mark.line is None or not is_safe(suggestion.url):
        return None
    if citation.kind is not Kind.URL or not _WEB.match(citation.text):
        return None
    new = suggestion.url
    if suggestion.why is Remedy.MOVED and citation.fragment and "#" not in new:
        new = f"{new}#{citation.fragment}"
    what = "its new address" if suggestion.why is Remedy.MOVED else "an archived copy"
    replacement = {"deletedRegion": _region(citation), "insertedContent": {"text": new}}
    change = {"artifactLocation": _artifact(citation.document), "replacements": [replacement]}
    description = {"text": _text(f"Replace the address by {what}.")}
    return {"description": description, "artifactChanges": [change]}


def _text(text: str) -> str:
    """Write a message in which no bracket makes a link and no brace a placeholder (3.11.5, 6)."""
    escaped = _BRACKETS.sub(lambda match: f"\\{match[0]}", shown(text))
    return escaped.replace("{", "{{").replace("}", "}}")


REPORTER = Reporter(
    name="sarif",
    suffixes=(".sarif", ".sarif.json"),
    description="SARIF 2.1.0, for code scanning",
    write_report=write_report,
)
