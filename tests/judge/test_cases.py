from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from linkcheck.judge import judge
from linkcheck.model import ReasonCode, State
from tests.judge.evidence import rows

if TYPE_CHECKING:
    from tests.judge.evidence import Row


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_evidence_has_the_verdict_of_the_table(row: Row) -> None:
    verdict = judge(row.evidence(), online=row.online, rules=row.rules)

    assert (verdict.state, tuple(reason.code for reason in verdict.reasons)) == (
        row.state,
        row.codes,
    )
    assert verdict.certainty is row.certainty
    if row.message is not None:
        assert verdict.reasons[0].message == row.message
    found = verdict.suggestion
    assert (found and found.url, found and found.why) == (row.suggestion, row.why)


def test_every_case_has_a_name_of_its_own() -> None:
    assert [name for name, times in Counter(row.name for row in rows()).items() if times > 1] == []


def test_every_state_and_every_reason_is_reached_by_the_table() -> None:
    assert {row.state for row in rows()} == set(State)
    of_citations = {ReasonCode.LABEL_MISMATCH, ReasonCode.FRAGMENT_MISSING}
    of_citations |= {ReasonCode.NEAR_MISS, ReasonCode.AT_RISK, ReasonCode.ARCHIVE_LINK}
    of_citations |= {ReasonCode.COPY_GIVEN}
    assert {code for row in rows() for code in row.codes} == set(ReasonCode) - of_citations


def test_every_message_is_short_and_of_one_line() -> None:
    for row in rows():
        for reason in judge(row.evidence(), online=row.online).reasons:
            assert reason.message.strip()
            assert "\n" not in reason.message
            assert len(reason.message) < 120
