"""Pages for the tests of the HTML report."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from linkcheck.model import (
    CitedDate,
    DateSource,
    Document,
    DocumentResult,
    ReasonCode,
    State,
)
from linkcheck.report import Style, reporter_for
from tests.report.samples import cite, finding, report_of

if TYPE_CHECKING:
    from linkcheck.model import Extraction, Report


def page_of(content: Report | Extraction) -> str:
    out = io.StringIO()
    reporter_for("html").write(content, out, Style())
    return out.getvalue()


def many(number: int) -> Report:
    """Make a report of so many addresses: every tenth is dead, the years repeat."""
    findings = []
    for count in range(number):
        state = State.ALIVE if count % 10 else State.DEAD
        code = ReasonCode.OK if count % 10 else ReasonCode.HTTP_404
        url = f"https://host{count % 97}.example/{count:05}"
        cited = replace(
            cite(f"chapter-{count % 7}.md", count + 1, url),
            date=CitedDate(date(2000 + count % 20, 1, 1), DateSource.ACCESSED),
            context=f"The river is long, says {url}, and so do others.",
        )
        findings.append(finding(state, code, "as expected", cited))
    documents = tuple(
        DocumentResult(Document(f"chapter-{each}.md", "markdown"), number // 7) for each in range(7)
    )
    return report_of(tuple(findings), documents)
