"""Write the page: its rows as they come, then what was counted on the way."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Final

from linkcheck.model import State
from linkcheck.report import wire
from linkcheck.report.html.charts import states_bar, years_chart
from linkcheck.report.html.elements import element, markup
from linkcheck.report.html.rows import row_of, unchecked_row
from linkcheck.report.html.tally import Tally
from linkcheck.report.phrases import cited, counted
from linkcheck.report.unchecked import by_target, extraction_counts
from linkcheck.report.words import LOOKS, archives_said
from linkcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO
    from xml.etree.ElementTree import Element

    from linkcheck.model import DocumentResult, Extraction, Report, Run, Summary
    from linkcheck.report.html.rows import Row

MEANINGS: Final = {
    State.DEAD: "gone: put something else there",
    State.BLOCKED: "refuses programs: look yourself",
    State.UNREACHABLE: "gave no answer: no proof either way",
    State.MOVED: "alive, at a new address",
    State.UNCHECKED: "was not asked",
    State.ALIVE: "nothing to do",
}


def write_report(report: Report, out: IO[str]) -> None:
    """Write a report as a page."""
    tally = Tally()

    def rows() -> Iterator[Row]:
        for finding in report.findings:
            tally.add(finding)
            yield row_of(finding)

    def content() -> Iterator[Element]:
        summary = report.summary
        yield _header(_verdict_of(summary), _about_run(report.run, summary))
        yield from _notes(report.run, report.documents)
        yield _states(summary)
        yield from _years(tally)

    _write_page(out, rows(), content, report.documents, report.run.version)


def write_extraction(extraction: Extraction, out: IO[str]) -> None:
    """Write citations that were not checked as a page."""
    targets = by_target(extraction.citations)
    counts = extraction_counts(extraction, targets=len(targets))
    rows = (unchecked_row(url, places) for url, places in targets.items())

    def content() -> Iterator[Element]:
        yield _header("What these documents cite", [f"{cited(counts)}. Nothing was checked."])
        yield from _unreadable(extraction.documents)

    _write_page(out, rows, content, extraction.documents, __version__)


# ---------------------------------------------------------------- the file


def _write_page(
    out: IO[str],
    rows: Iterable[Row],
    content: Callable[[], Iterable[Element]],
    documents: Iterable[DocumentResult],
    version: str,
) -> None:
    """Write the rows, then the content, which is only made when the rows have gone by."""
    files = resources.files("linkcheck.report.html")
    html, css, js = (
        files.joinpath(name).read_text("utf-8") for name in ("page.html", "page.css", "page.js")
    )
    before, after = html.split("$rows")
    policy = (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(js)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    out.write(Template(before).substitute(policy=policy, css=css))
    _write_rows(out, rows)
    made_by = f"Made by linkcheck {version}. This page asks nothing of the network by itself."
    footer = [*_without_citations(documents), element("p", made_by)]
    out.write(Template(after).substitute(content=markup(content()), footer=markup(footer), js=js))


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"sha256-{digest}"


def _write_rows(out: IO[str], rows: Iterable[Row]) -> None:
    """Write rows as JSON that cannot end its script element."""
    separator = "\n"
    for row in rows:
        text = wire.encode(row).replace("&", r"\u0026").replace("<", r"\u003c")
        out.write(separator + text.replace(">", r"\u003e"))
        separator = ",\n"


# ---------------------------------------------------------------- what stands above the table


def _header(title: str, about: Iterable[str]) -> Element:
    return element(
        "header",
        element("p", "Link report", class_="kicker"),
        element("h1", title),
        *(element("p", line, class_="about") for line in about),
    )


def _verdict_of(summary: Summary) -> str:
    dead = summary.count(State.DEAD)
    addresses = counted(summary.targets, "cited address", "cited addresses")
    if not summary.targets:
        return "No address is cited"
    if not dead:
        return f"None of {addresses} is known to be dead"
    return f"{dead:,} of {addresses} {'is' if dead == 1 else 'are'} dead"


def _about_run(run: Run, summary: Summary) -> list[str]:
    began = run.started_at.astimezone(UTC)
    lines = [f"{cited(summary)}, checked on {began.day} {began:%B %Y, %H:%M} UTC."]
    archives = archives_said(summary)
    if archives:
        lines.append(f"{archives[0].upper()}{archives[1:]}.")
    return lines


def _notes(run: Run, documents: Iterable[DocumentResult]) -> Iterator[Element]:
    if not run.complete:
        why = f": {run.note}" if run.note else ""
        yield element(
            "p",
            element("strong", "This run is not complete"),
            f"{why}.",
            class_="note",
            role="note",
        )
    yield from _unreadable(documents)


def _unreadable(documents: Iterable[DocumentResult]) -> Iterator[Element]:
    items = [
        element(
            "li",
            element("span", result.document.path, class_="path", dir="ltr"),
            f": {result.problem.message}",
        )
        for result in documents
        if result.problem is not None
    ]
    if items:
        title = f"{counted(len(items), 'document')} could not be read, or not to the end"
        yield element(
            "div", element("strong", title), element("ul", *items), class_="note", role="note"
        )


def _states(summary: Summary) -> Element:
    """Draw the bar and, under it, a button for each state that filters the table."""
    buttons = []
    for state, look in LOOKS.items():
        number = summary.count(state)
        button = element(
            "button",
            element("span", look.sign, class_=f"sign fg-{state}", aria_hidden="true"),
            element("span", f"{number:,}", class_="number"),
            " ",
            element("span", state, class_="name"),
            " ",
            element("span", MEANINGS[state], class_="meaning"),
            type="button",
            class_="state",
            data_state=state,
            aria_pressed="false",
        )
        if not number:
            button.set("disabled", "")
        buttons.append(button)
    return element(
        "section",
        element("h2", "What became of them", id="states"),
        states_bar(summary),
        element("div", *buttons, class_="states", role="group", aria_label="Show only the state"),
        aria_labelledby="states",
    )


def _years(tally: Tally) -> Iterator[Element]:
    years = tally.years()
    if not years:
        return
    undated = (
        f" {counted(tally.undated, 'citation')} without a date left out." if tally.undated else ""
    )
    yield element(
        "section",
        element("h2", "Rot by the year of citing", id="years"),
        element(
            "p",
            f"Citations by year; above each column, how much of it is dead.{undated}",
            class_="about",
        ),
        *years_chart(years),
        aria_labelledby="years",
    )


def _without_citations(documents: Iterable[DocumentResult]) -> Iterator[Element]:
    paths = [each.document.path for each in documents if not each.citations and not each.problem]
    if paths:
        yield element(
            "details",
            element("summary", f"{counted(len(paths), 'document')} without citations"),
            element("ul", *(element("li", path, class_="path", dir="ltr") for path in paths)),
        )
