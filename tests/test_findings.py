from __future__ import annotations

from datetime import UTC, datetime

from linkcheck.findings import Findings
from linkcheck.model import Citation, Document, ReasonCode, Span
from linkcheck.parse import Source, open_document
from linkcheck.settings import Settings
from linkcheck.store import temporary_ledger

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_label_that_shows_another_address_is_a_reason_of_its_finding() -> None:
    text = "[https://b.example/x](https://a.example/) and [fine](https://c.example/)"
    source = Source("a.md", data=text.encode(), format="markdown")
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, *open_document(source, Settings()))
        misleading, fine = Findings(ledger, run, Settings(), online=True)

    [reason] = [
        each for each in misleading.verdict.reasons if each.code is ReasonCode.LABEL_MISMATCH
    ]
    assert reason.message == "a link to it is labelled https://b.example/x"
    assert ReasonCode.LABEL_MISMATCH not in {each.code for each in fine.verdict.reasons}


def test_many_findings_are_the_same_at_every_walk() -> None:
    citations = [
        Citation("a.txt", Span(0, 1, 1, 1, 1, 2), f"{url}\udcff" if n == 700 else url, url)
        for n, url in enumerate(f"https://a.example/{n:04}" for n in range(1201))
    ]
    with temporary_ledger() as ledger:
        run = ledger.begin_run(NOW, "0", "key")
        ledger.add_document(run, Document("a.txt", "text"), citations)
        findings = Findings(ledger, run, Settings(), online=True, few=10)
        first = list(findings)
        side_by_side = list(zip(findings, findings, strict=True))
    assert len(first) == 1201
    assert [one for one, _ in side_by_side] == first
    assert [other for _, other in side_by_side] == first
