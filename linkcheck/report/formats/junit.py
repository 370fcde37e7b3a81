"""JUnit XML, for systems that show test results: a document is a suite, a citation a test.

A dead citation is a failure and a document that could not be read an error; what was not checked
is skipped. Anything else passes, with what is known of it as its output: a server that refuses
programs, or has a bad day, fails nobody's build. The shape is that of Jenkins
(https://github.com/jenkinsci/xunit-plugin).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from linkcheck.model import State
from linkcheck.report.phrases import place_in_words
from linkcheck.report.reporter import Reporter
from linkcheck.report.safe import shown
from linkcheck.report.words import instead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

    from linkcheck.model import Citation, DocumentProblem, Finding, Report
    from linkcheck.report.style import Style

    Case = tuple[Citation, Finding]

NOBODY: Final = "(no document)"


def write_report(report: Report, out: IO[str], _style: Style) -> None:
    """Write a report."""
    suites = _suites(report)
    problems = {item.document.path: item.problem for item in report.documents if item.problem}
    cases = [case for found in suites.values() for case in found]
    totals = _counts(cases, errors=len(problems))
    del totals["skipped"]  # of suites only
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f"<testsuites{_attributes({'name': 'linkcheck', **totals})}>\n")
    for path, found in suites.items():
        _write_suite(out, path, found, problems.get(path))
    out.write("</testsuites>\n")


def _suites(report: Report) -> dict[str, list[Case]]:
    """Sort citations by document, in the order in which those were read."""
    suites: dict[str, list[Case]] = {item.document.path: [] for item in report.documents}
    for finding in report.findings:
        for citation in finding.citations:
            suites.setdefault(citation.document, []).append((citation, finding))
    for cases in suites.values():
        cases.sort(key=lambda case: (case[0].page or 0, case[0].span.line, case[0].span.column))
    return suites


def _write_suite(
    out: IO[str], path: str, cases: Sequence[Case], problem: DocumentProblem | None
) -> None:
    name = shown(path) or NOBODY
    about = {"name": name, **_counts(cases, errors=problem is not None)}
    out.write(f"  <testsuite{_attributes(about)}>\n")
    for citation, finding in cases:
        case = {
            "name": f"{place_in_words(citation)}: {finding.target.url}",
            "classname": name,
            "time": f"{finding.check.elapsed_ms / 1000 if finding.check else 0:.3f}",
        }
        out.write(f"    <testcase{_attributes(case)}>{_outcome(finding, path)}</testcase>\n")
    if problem is not None:
        error = {"type": problem.code, "message": problem.message}
        reading = {"name": "can be read", "classname": name}
        out.write(f"    <testcase{_attributes(reading)}><error{_attributes(error)}/></testcase>\n")
    out.write("  </testsuite>\n")


def _counts(cases: Sequence[Case], *, errors: int) -> dict[str, object]:
    states = [
        None if _is_settled(finding, citation.document) else finding.verdict.state
        for citation, finding in cases
    ]
    return {
        "tests": len(cases) + errors,
        "failures": states.count(State.DEAD),
        "errors": int(errors),
        "skipped": states.count(State.UNCHECKED),
    }


def _outcome(finding: Finding, path: str) -> str:
    verdict = finding.verdict
    text = "; ".join(reason.message for reason in verdict.reasons)
    if _is_settled(finding, path):
        lead = "as in the baseline: " if path in finding.known_in else ""
        words = f"{lead}{verdict.state} ({verdict.certainty}): {text}."
        return f"<system-out>{_text(words)}</system-out>"
    match verdict.state:
        case State.DEAD:
            failure = {"type": verdict.reasons[0].code, "message": text}
            return f"<failure{_attributes(failure)}>{_text(_advice(finding))}</failure>"
        case State.UNCHECKED:
            return f"<skipped>{_text(text)}</skipped>"
        case State.ALIVE:
            return ""
        case State.MOVED | State.BLOCKED | State.UNREACHABLE:
            words = f"{verdict.state} ({verdict.certainty}): {text}. {_advice(finding)}"
            return f"<system-out>{_text(words)}</system-out>"


def _is_settled(finding: Finding, path: str) -> bool:
    """Tell whether it fails nothing in that document, whatever its state."""
    return path in finding.known_in or finding.mended_in(path)


def _advice(finding: Finding) -> str:
    found = instead(finding)
    if found is None:
        return ""
    lead = "Put there instead" if found.suggested else "A copy to read"
    return f"{lead}: {found.url} ({found.what})"


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f" {name}={quoteattr(shown(str(value)))}" for name, value in values.items())


def _text(text: str) -> str:
    return escape(shown(text))


REPORTER = Reporter(
    name="junit",
    suffixes=(".xml",),
    description="JUnit XML, for systems that show tests",
    write_report=write_report,
)
