"""`linkcheck check --explain`: how the verdict on one address came about, for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from linkcheck.judge import flaw_of, raw_replay
from linkcheck.judge.explaining import RULES, signs_seen
from linkcheck.model import (
    Answered,
    Held,
    NotAsked,
    NotHeld,
    Unanswered,
    Unavailable,
)
from linkcheck.report import shown
from linkcheck.report.words import archived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from linkcheck.findings import Bench
    from linkcheck.model import ArchiveAnswer, Evidence, Finding, Lookup, Observation
    from linkcheck.store import Ledger

_COPIES: Final = 3  # shown of each archive


def write_explanations(
    findings: Iterable[Finding], ledger: Ledger, run: int, bench: Bench, out: TextIO
) -> None:
    """Write, for each finding, what happened and why the verdict is what it is."""
    for finding in findings:
        out.writelines(f"{line}\n" for line in _explanation(finding, ledger, run, bench))
        out.write("\n")


def _explanation(finding: Finding, ledger: Ledger, run: int, bench: Bench) -> Iterator[str]:
    evidence = bench.complete(ledger.evidence_for(run, finding.target.url))
    opinion = bench.opinion(evidence)
    verdict = finding.verdict
    yield shown(finding.target.url)
    yield f"  {verdict.state} ({verdict.certainty})"
    for reason in verdict.reasons:
        yield f"    {reason.code}: {shown(reason.message)}"
    if verdict.suggestion is not None:
        yield f"    instead: {shown(verdict.suggestion.url)} ({verdict.suggestion.why})"
    yield f"  rule that decided: {opinion.rule} ({RULES[opinion.rule]})"
    yield "  what happened:"
    for observation in evidence.observations:
        yield from _happened(observation)
    if evidence.probes:
        yield "  a made-up address beside it, for comparison:"
        for observation in evidence.probes:
            yield from _happened(observation)
    seen = () if opinion.case is None else tuple(signs_seen(opinion.case))
    yield "  signs that fired:" if seen else "  signs that fired: none"
    yield from (f"    {shown(each)}" for each in seen)
    link = bench.pairs.link(finding.target.url)
    if link is not None and link.original is not None:
        evidence = bench.complete(ledger.evidence_for(run, link.original))
        yield f"  what it is a copy of: {shown(link.original)}"
        for observation in evidence.observations:
            yield from _happened(observation)
    for copy in finding.copies:
        flaw = f", but {shown(copy.flaw)}" if copy.flaw else ""
        yield f"  a copy of it is cited: {shown(copy.url)} ({copy.state}{flaw})"
    yield "  archives:" if evidence.lookups else "  archives: not asked"
    for lookup in evidence.lookups:
        yield from _looked_up(lookup, evidence)
    yield f"    archive state: {finding.archive.state} ({shown(archived(finding.archive))})"


def _happened(observation: Observation) -> Iterator[str]:
    """Show a chain hop by hop, each with its time, and how it ended."""
    before = 0.0
    for hop in observation.hops:
        before += hop.elapsed
        how = "meta refresh" if hop.refresh else "redirect"
        yield f"    {hop.status_code} {_time(hop.elapsed)}  {shown(hop.url)}  ({how})"
    left = max(0.0, observation.elapsed - before)
    outcome = observation.outcome
    match outcome:
        case Answered():
            yield f"    {outcome.status_code} {_time(left)}  {shown(outcome.final_url)}"
            yield from _page(outcome)
        case Unanswered():
            detail = f": {shown(outcome.detail)}" if outcome.detail else ""
            yield f"    --- {_time(left)}  {outcome.cause}{detail}"
        case NotAsked():
            detail = f": {shown(outcome.detail)}" if outcome.detail else ""
            yield f"    not asked: {outcome.reason}{detail}"
        case _:
            assert_never(outcome)
    if observation.attempts:
        times = "once" if observation.attempts == 1 else f"{observation.attempts} times"
        yield f"    asked {times}, at {observation.at:%Y-%m-%d %H:%M:%S} UTC"


def _page(answer: Answered) -> Iterator[str]:
    for name, value in answer.headers:
        if name not in {"content-length", "content-encoding"}:
            yield f"      {shown(name)}: {shown(value)}"
    page = answer.page
    if page is None:
        return
    if page.title:
        yield f"      title: {shown(page.title)}"
    more = ", read in part" if page.truncated else ""
    yield f"      {page.words} visible words{more}"


def _looked_up(lookup: Lookup, evidence: Evidence) -> Iterator[str]:
    near = "" if lookup.near is None else f" near {lookup.near}"
    yield f"    {shown(lookup.archive)}, asked for a copy{near}: {_said(lookup.answer)}"
    looks = {seen.target: seen for seen in evidence.copies}
    if isinstance(lookup.answer, NotHeld):
        for capture in lookup.answer.neighbours[:_COPIES]:
            yield f"      but of {shown(capture.original)}"
    if isinstance(lookup.answer, Held):
        for capture in lookup.answer.captures[:_COPIES]:
            status = "unknown status" if capture.status_code is None else capture.status_code
            yield f"      {capture.captured_at:%Y-%m-%d}  {status}  {shown(capture.url)}"
            seen = looks.get(raw_replay(capture.url))
            if seen is not None:
                yield f"        looked at: {shown(flaw_of(capture, seen) or _shown_as(seen))}"


def _shown_as(seen: Observation) -> str:
    outcome = seen.outcome
    if isinstance(outcome, Answered):
        page = outcome.page
        title = "" if page is None or not page.title else f", “{page.title}”"
        return (
            f"a page{title}" if _is_memento(outcome) else f"the archive said {outcome.status_code}"
        )
    return "it was not shown"


def _is_memento(answer: Answered) -> bool:
    return answer.header("memento-datetime") is not None


def _said(answer: ArchiveAnswer) -> str:
    match answer:
        case Held(captures):
            if not captures:
                return "no other copy of a page"
            return "holds a copy" if len(captures) == 1 else f"{len(captures)} copies nearest"
        case NotHeld():
            return "has no copy"
        case Unavailable(cause):
            return f"no answer that counts: {shown(cause)}"
        case _:
            assert_never(answer)


def _time(seconds: float) -> str:
    return f"{seconds:6.2f} s"
