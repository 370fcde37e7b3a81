from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkcheck.errors import DocumentError, LedgerError
from linkcheck.model import (
    Answered,
    Citation,
    Document,
    DocumentProblem,
    DocumentResult,
    Evidence,
    Hop,
    Kind,
    Lookup,
    NotHeld,
    Observation,
    Run,
    Span,
    Target,
)
from linkcheck.store import Counts, open_ledger, temporary_ledger
from linkcheck.store.ledger import BATCH, CHUNK, PENDING_ROWS
from tests.store import strategies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from linkcheck.store import Ledger

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PAPER = Document("paper.md", "markdown")
BROKEN = DocumentProblem("pdf-damaged", "page 3 cannot be read")


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with temporary_ledger(lambda: 0.0) as opened:
        yield opened


@pytest.fixture
def run(ledger: Ledger) -> int:
    return ledger.begin_run(NOON, "0.1.0", "papers")


def cite(url: str, line: int = 1, document: str = "paper.md", **more: object) -> Citation:
    text = url[:50]
    span = Span(0, len(text), line, 1, line, len(text) + 1)
    return Citation(document=document, span=span, text=text, url=url, **more)  # type: ignore[arg-type]  # fields of a citation


def seen(url: str, status: int = 200) -> Observation:
    return Observation(url, NOON, Answered(status, url))


# ---------------------------------------------------------------- probes and gatherings


def led(url: str, place: str) -> Observation:
    return Observation(url, NOON, Answered(200, place), (Hop(url, 302),))


def test_what_was_observed_of_addresses_that_nothing_cites_is_found(
    ledger: Ledger, run: int
) -> None:
    ledger.add_document(run, PAPER, [cite("https://a.example/x")])
    other = ledger.begin_run(NOON, "0.1.0", "other papers")
    ledger.add_document(other, PAPER, [cite("https://a.example/probe")])
    ledger.record(run, seen("https://a.example/x"))
    ledger.record(run, seen("https://a.example/probe", 404))
    ledger.record(other, seen("https://a.example/elsewhere"))

    assert ledger.uncited(run) == (seen("https://a.example/probe", 404),)


def test_addresses_of_a_host_that_were_sent_to_one_place_are_gathered(
    ledger: Ledger, run: int
) -> None:
    sent = {
        "https://a.example/1": "https://a.example/news/",
        "https://a.example/2": "https://a.example/news/",
        "https://a.example/3": "https://a.example/else/",
        "https://b.example/4": "https://a.example/news/",
    }
    ledger.add_document(run, PAPER, [cite(url) for url in (*sent, "https://a.example/5")])
    for url, place in sent.items():
        ledger.record(run, led(url, place))
    ledger.record(run, led("https://a.example/uncited", "https://a.example/else/"))
    ledger.record(run, seen("https://a.example/5"))

    assert ledger.gathered(run) == {"https://a.example/1", "https://a.example/2"}


def test_an_address_that_was_asked_twice_is_no_gathering(ledger: Ledger, run: int) -> None:
    url = "https://a.example/1"
    ledger.add_document(run, PAPER, [cite(url)])
    for _ in range(2):
        ledger.record(run, led(url, "https://a.example/news/"))

    assert ledger.gathered(run) == frozenset()


# ---------------------------------------------------------------- documents


def test_documents_come_back_in_the_order_in_which_they_were_added(
    ledger: Ledger, run: int
) -> None:
    names = ["z.md", "a.md", "m.md"]
    for name in names:
        ledger.add_document(run, Document(name, "markdown"), [cite("https://a.example/")])

    assert [result.document.path for result in ledger.documents(run)] == names


def test_a_document_without_citations_is_kept(ledger: Ledger, run: int) -> None:
    ledger.add_document(run, PAPER, [])

    assert ledger.documents(run) == (DocumentResult(PAPER, 0),)


def test_what_was_read_before_a_document_broke_off_is_kept_with_its_problem(
    ledger: Ledger, run: int
) -> None:
    def broken() -> Iterator[Citation]:
        yield cite("https://a.example/")
        yield cite("https://b.example/")
        raise DocumentError(BROKEN.code, BROKEN.message)

    result = ledger.add_document(run, PAPER, broken())

    assert result.citations == 2
    assert result.problem == BROKEN
    assert ledger.documents(run) == (result,)
    assert len(list(ledger.targets(run))) == 2


def test_a_document_that_breaks_off_between_two_batches_loses_nothing(
    ledger: Ledger, run: int
) -> None:
    def broken() -> Iterator[Citation]:
        for _ in range(BATCH):
            yield cite("https://a.example/")
        raise DocumentError(BROKEN.code, BROKEN.message)

    result = ledger.add_document(run, PAPER, broken())

    assert (result.citations, result.problem) == (BATCH, BROKEN)


def test_more_citations_than_a_batch_are_all_kept(ledger: Ledger, run: int) -> None:
    wanted = BATCH + 7
    result = ledger.add_document(
        run, PAPER, (cite(f"https://h{i}.example/", i + 1) for i in range(wanted))
    )

    assert result.citations == wanted
    assert ledger.counts(run).targets == wanted


def test_a_document_that_could_not_be_opened_is_recorded(ledger: Ledger, run: int) -> None:
    problem = DocumentProblem("not-found", "no such file")
    ledger.add_problem(run, PAPER, problem)

    assert ledger.documents(run) == (DocumentResult(PAPER, 0, problem),)


def test_counts_tell_empty_documents_from_unreadable_ones(ledger: Ledger, run: int) -> None:
    ledger.add_document(run, Document("empty.md", "markdown"), [])
    ledger.add_problem(run, Document("gone.md", "markdown"), DocumentProblem("x", "gone"))
    ledger.add_document(run, PAPER, [cite("https://a.example/"), cite("https://a.example/", 2)])

    assert ledger.counts(run) == Counts(
        documents=3, documents_without_citations=1, unreadable=1, citations=2, targets=1
    )


def test_an_empty_run_counts_nothing(ledger: Ledger, run: int) -> None:
    assert ledger.counts(run) == Counts(0, 0, 0, 0, 0)
    assert list(ledger.evidence(run)) == []


# ---------------------------------------------------------------- targets


def test_an_address_cited_often_is_one_target(ledger: Ledger, run: int) -> None:
    for name in ("a.md", "b.md"):
        ledger.add_document(run, Document(name, "markdown"), [cite("https://a.example/x")] * 2)

    assert list(ledger.targets(run)) == [Target("https://a.example/x", "a.example", "a.example")]


@pytest.mark.parametrize("first", [Kind.URL, Kind.DOI])
def test_a_target_is_an_identifier_if_any_citation_says_so(
    ledger: Ledger, run: int, first: Kind
) -> None:
    second = Kind.DOI if first is Kind.URL else Kind.URL
    url = "https://doi.org/10.1000/1"
    ledger.add_document(run, PAPER, [cite(url, kind=first), cite(url, kind=second)])

    assert [target.kind for target in ledger.targets(run)] == [Kind.DOI]


def test_runs_do_not_mix(ledger: Ledger, run: int) -> None:
    other = ledger.begin_run(NOON, "0.1.0", "papers")
    ledger.add_document(run, PAPER, [cite("https://a.example/")])
    ledger.add_document(other, PAPER, [cite("https://a.example/"), cite("https://b.example/")])
    ledger.record(run, seen("https://a.example/"))

    assert [target.url for target in ledger.targets(run)] == ["https://a.example/"]
    assert [len(evidence.observations) for _, _, evidence in ledger.evidence(run)] == [1]
    assert [len(evidence.observations) for _, _, evidence in ledger.evidence(other)] == [0, 0]


def test_ambiguous_citations_give_their_readings_best_first_and_once(
    ledger: Ledger, run: int
) -> None:
    readings = ("https://a.example/des-pite", "https://a.example/des")
    twice = [cite(readings[0], candidates=readings[1:])] * 2
    ledger.add_document(run, PAPER, [*twice, cite("https://b.example/")])

    assert list(ledger.alternatives(run)) == [tuple(Target.of(url) for url in readings)]
    assert [target.url for target in ledger.targets(run)] == [readings[0], "https://b.example/"]


def test_a_chosen_reading_becomes_what_is_cited_and_the_others_stay_candidates(
    ledger: Ledger, run: int
) -> None:
    first, second, third = (f"https://a.example/{i}" for i in range(3))
    ledger.add_document(run, PAPER, [cite(first, candidates=(second, third))])

    ledger.choose_reading(run, (first, second, third), second)

    ((target, (citation,), _),) = ledger.evidence(run)
    assert target.url == citation.url == second
    assert citation.candidates == (first, third)
    # The choice is not for ever.
    ledger.choose_reading(run, (first, second, third), first)
    ((_, (citation,), _),) = ledger.evidence(run)
    assert (citation.url, citation.candidates) == (first, (second, third))


def test_only_a_reading_can_be_chosen(ledger: Ledger, run: int) -> None:
    with pytest.raises(ValueError, match="not one of the readings"):
        ledger.choose_reading(run, ("https://a.example/",), "https://b.example/")


def test_answers_can_be_recorded_while_targets_are_walked_and_another_process_writes(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.sqlite"
    urls = [f"https://h{number}.example/" for number in range(2 * CHUNK + 1)]
    with open_ledger(path) as ledger, open_ledger(path) as other:
        run = ledger.begin_run(NOON, "0.1.0", "k")
        ledger.add_document(run, PAPER, [cite(url) for url in urls])
        walked = []
        for target in ledger.targets(run):
            walked.append(target.url)
            if len(walked) % 400 == 1:
                other.begin_run(NOON, "0.1.0", "other")
                ledger.record(run, seen(target.url))
                ledger.flush()

    assert walked == urls


def test_other_readings_can_be_judged_while_they_are_walked_and_another_process_writes(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger, open_ledger(path) as other:
        run = ledger.begin_run(NOON, "0.1.0", "k")
        pairs = [
            (f"https://h{number}.example/", f"https://h{number}.example/x") for number in range(3)
        ]
        ledger.add_document(run, PAPER, [cite(best, candidates=(rest,)) for best, rest in pairs])
        for best, _ in ledger.alternatives(run):
            other.begin_run(NOON, "0.1.0", "other")
            ledger.record(run, seen(best.url))
            assert ledger.evidence_for(run, best.url).observations


def test_the_citations_of_one_address_are_found(ledger: Ledger, run: int) -> None:
    first, second = cite("https://a.example/", 1), cite("https://a.example/", 9)
    ledger.add_document(run, PAPER, [first, cite("https://b.example/"), second])

    assert ledger.citations(run, "https://a.example/") == (first, second)
    assert ledger.citations(run, "https://c.example/") == ()


def test_a_run_is_told_as_it_began_and_ended(ledger: Ledger, run: int) -> None:
    assert ledger.run(run) == Run(NOON, NOON, complete=False, version="0.1.0")

    later = NOON + timedelta(seconds=90)
    ledger.finish_run(run, later, complete=False, note="offline")
    assert ledger.run(run) == Run(NOON, later, complete=False, version="0.1.0", note="offline")

    with pytest.raises(LedgerError, match="no run 99"):
        ledger.run(99)


# ---------------------------------------------------------------- evidence


def test_evidence_is_ordered_by_address_and_citations_by_reading_order(
    ledger: Ledger, run: int
) -> None:
    urls = [f"https://h{i}.example/" for i in range(CHUNK + 3)]
    ledger.add_document(run, PAPER, [cite(url, line) for line, url in enumerate(reversed(urls), 1)])
    ledger.add_document(run, Document("b.md", "markdown"), [cite(urls[0], document="b.md")])
    for url in urls:
        ledger.record(run, seen(url))

    found = list(ledger.evidence(run))

    assert [target.url for target, _, _ in found] == sorted(urls)
    assert [citation.document for citation in found[0][1]] == ["paper.md", "b.md"]
    assert all(evidence.observations == (seen(target.url),) for target, _, evidence in found)


def test_a_candidate_that_was_asked_has_evidence_though_nothing_cites_it(
    ledger: Ledger, run: int
) -> None:
    url = "https://a.example/candidate"
    lookup = Lookup(url, "wayback", NOON, None, NotHeld())
    ledger.record(run, seen(url))
    ledger.record_lookup(run, lookup)

    assert ledger.evidence_for(run, url) == Evidence(Target.of(url), (seen(url),), (lookup,))
    assert list(ledger.evidence(run)) == []


def test_nothing_is_known_of_an_address_that_was_never_met(ledger: Ledger, run: int) -> None:
    url = "https://a.example/"

    assert ledger.evidence_for(run, url) == Evidence(Target.of(url))


def test_the_addresses_asked_are_listed_once(ledger: Ledger, run: int) -> None:
    for url in ("https://b.example/", "https://a.example/", "https://b.example/"):
        ledger.record(run, seen(url))

    assert Counter(ledger.observed(run)) == {"https://a.example/": 1, "https://b.example/": 1}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(strategies.citations(text=strategies.wild_texts), max_size=4))
def test_citations_come_back_exactly(ledger: Ledger, cited: list[Citation]) -> None:
    run = ledger.begin_run(NOON, "0.1.0", "any")
    ledger.add_document(run, PAPER, cited)

    found = [citation for _, citations, _ in ledger.evidence(run) for citation in citations]

    assert Counter(found) == Counter(cited)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(strategies.observations)
def test_observations_come_back_exactly(ledger: Ledger, observation: Observation) -> None:
    run = ledger.begin_run(NOON, "0.1.0", "any")
    ledger.record(run, observation)

    assert ledger.evidence_for(run, observation.target).observations == (observation,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(strategies.lookups)
def test_lookups_come_back_exactly(ledger: Ledger, lookup: Lookup) -> None:
    run = ledger.begin_run(NOON, "0.1.0", "any")
    ledger.record_lookup(run, lookup)

    assert ledger.evidence_for(run, lookup.target).lookups == (lookup,)


def test_a_lone_surrogate_in_an_answer_becomes_a_replacement_character(
    ledger: Ledger, run: int
) -> None:
    url = "https://a.example/"
    ledger.record(run, Observation(url, NOON, Answered(200, url, (("server", "x\ud800y"),))))

    (observation,) = ledger.evidence_for(run, url).observations
    assert observation.outcome == Answered(200, url, (("server", "x\ufffdy"),))


# ---------------------------------------------------------------- what survives


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def rows_in(path: Path) -> int:
    """Count observations as another process sees them."""
    connection = sqlite3.connect(path)
    try:
        (count,) = connection.execute("SELECT count(*) FROM observation").fetchone()
    finally:
        connection.close()
    return int(count)


def test_answers_are_written_after_half_a_second(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    clock = Clock()
    with open_ledger(path, clock) as ledger:
        run = ledger.begin_run(NOON, "0.1.0", "k")
        ledger.record(run, seen("https://a.example/"))
        assert rows_in(path) == 0
        clock.now += 0.6
        ledger.record(run, seen("https://b.example/"))
        assert rows_in(path) == 2


def test_answers_are_written_when_many_wait(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path, Clock()) as ledger:
        run = ledger.begin_run(NOON, "0.1.0", "k")
        for number in range(PENDING_ROWS):
            ledger.record(run, seen(f"https://h{number}.example/"))
        assert rows_in(path) == PENDING_ROWS


def test_answers_are_written_when_an_error_ends_everything(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"

    def interrupted() -> None:
        with open_ledger(path, Clock()) as ledger:
            run = ledger.begin_run(NOON, "0.1.0", "k")
            ledger.record(run, seen("https://a.example/"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert rows_in(path) == 1


def test_a_run_that_was_not_completed_is_found_by_its_inputs(ledger: Ledger) -> None:
    first = ledger.begin_run(NOON, "0.1.0", "papers")
    ledger.begin_run(NOON, "0.1.0", "other")
    assert ledger.latest_incomplete_run("papers") == first

    ledger.finish_run(first, NOON, complete=False, note="interrupted")
    assert ledger.latest_incomplete_run("papers") == first

    ledger.finish_run(first, NOON, complete=True)
    assert ledger.latest_incomplete_run("papers") is None


def test_a_completed_run_ends_the_interest_in_earlier_ones(ledger: Ledger) -> None:
    ledger.begin_run(NOON, "0.1.0", "papers")
    later = ledger.begin_run(NOON, "0.1.0", "papers")
    ledger.finish_run(later, NOON, complete=True)

    assert ledger.latest_incomplete_run("papers") is None


def test_a_ledger_opened_again_still_knows(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "ledger.sqlite"
    with open_ledger(path) as ledger:
        run = ledger.begin_run(NOON, "0.1.0", "k")
        ledger.add_document(run, PAPER, [cite("https://a.example/")])
        ledger.record(run, seen("https://a.example/"))

    with open_ledger(path) as ledger:
        ((target, _, evidence),) = ledger.evidence(run)
        assert (target.url, evidence.observations) == (
            "https://a.example/",
            (seen("https://a.example/"),),
        )


def test_a_temporary_ledger_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary_ledger() as ledger:
        ledger.begin_run(NOON, "0.1.0", "k")
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
