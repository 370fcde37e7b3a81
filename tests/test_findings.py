from __future__ import annotations

from datetime import UTC, datetime

from linkcheck.findings import Findings
from linkcheck.model import ReasonCode
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
